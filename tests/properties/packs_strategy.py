"""Random packs, written as YAML the way that people write them, and read by `load_pack`.

A pack has the reference data and the parameters of the bundled one, so that drafts made for that
one can be judged by it; its rules, definitions and some more parameters are made up.
"""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import chain
from pathlib import Path
from random import Random
from typing import assert_never

from hypothesis import strategies as st

from rulecheck.documents import Plain
from rulecheck.engine.program import ADVANCED, APPLIES, UNLESS, VIOLATED, conditions_of
from rulecheck.packs import Pack, bundled_pack, load_pack
from rulecheck.packs.conditions import (
    MOST_ALTERNATIVES,
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    FactReference,
    Literal,
    Meets,
    Not,
    Operator,
    ParameterReference,
    alternatives,
    compared_facts,
    comparisons,
)
from rulecheck.vocabulary.enums import SubjectKind
from rulecheck.vocabulary.facts import FACTS, FactSpec, visible_from

from .conditions_strategy import DAYS, NUMBERS, TEXTS, WORDS, conditions
from .drafts import Draft, written

CHANGED_ON = date(2025, 8, 1)
"""Day on which made-up parameters change; drafts are dated before and after it."""

_RECOMMENDATION: Draft = {
    "id": "made-up",
    "title": "Do as is made up",
    "norm": "direct",
    "sources": [{"paragraph": 1, "sentence": 1, "sha256": "0" * 64}],
    "reading": "Nobody said so.",
    "weight": 10,
}


@dataclass
class DrawnPack:
    """The made-up part of a pack, in the shape that its YAML has."""

    rules: list[Plain] = field(default_factory=list)
    definitions: list[Plain] = field(default_factory=list)
    parameters: list[Plain] = field(default_factory=list)

    def loaded(self, folder: Path) -> Pack:
        """The pack, written into the folder and read back. Raises `Faults`."""
        own = bundled_pack()
        if not folder.exists():
            shutil.copytree(own / "reference", folder / "reference")
            shutil.copy(own / "pack.yaml", folder)
        given = (own / "parameters.yaml").read_text(encoding="utf-8")
        made_up = "".join(f"\n  - {written(each)}\n" for each in self.parameters)
        for name, text in (
            ("parameters.yaml", given + made_up),
            ("definitions.yaml", written({"definitions": self.definitions})),
            ("made-up.yaml", written({"recommendation": _RECOMMENDATION, "rules": self.rules})),
        ):
            (folder / name).write_text(text, encoding="utf-8")
        return load_pack(folder)


@st.composite
def packs(draw: st.DrawFn) -> DrawnPack:
    """A pack of up to three rules, their conditions as deep and as mixed as they come."""
    pack = DrawnPack()
    dice = draw(st.randoms(use_true_random=False))
    for place in range(draw(st.integers(1, 3))):
        subject = draw(st.sampled_from(SubjectKind))
        specs = draw(_specs(subject))
        writer = _Writer(pack, subject, dice)
        asked = {name: draw(_fitting(specs)) for name in (APPLIES, VIOLATED)}
        if draw(st.booleans()):
            asked[UNLESS] = draw(_fitting(specs))
        if subject in (SubjectKind.ACTION, SubjectKind.CHANGE) and draw(st.booleans()):
            asked[ADVANCED] = draw(_fitting(specs))
        rule: Draft = {
            "id": f"made-up/rule-{place}",
            "subject": subject.value,
            "title": "It is as is made up",
            "veto": draw(st.booleans()),
            "on_unknown": draw(st.sampled_from(["hold", "concern"])),
            "message": "It is not.",
            "remedy": "Make it so.",
            **{name: writer.data(condition) for name, condition in asked.items()},
        }
        if draw(st.booleans()):
            noted = writer.data(draw(_fitting(specs)))
            rule["notes"] = [{"when": noted, "message": "It is worth saying."}]
        pack.rules.append(rule)
    return pack


@st.composite
def _specs(draw: st.DrawFn, subject: SubjectKind) -> tuple[FactSpec, ...]:
    """A few facts that the subject sees, so few that conditions on them meet."""
    visible = [FACTS[name] for name in visible_from(subject)]
    kind = draw(st.sampled_from(visible)).type
    alike = [spec for spec in visible if spec.type is kind]
    first = st.lists(st.sampled_from(alike), min_size=1, max_size=2, unique=True)
    others = st.lists(st.sampled_from(visible), max_size=3, unique=True)
    return tuple(dict.fromkeys((*draw(first), *draw(others))))


def _fitting(specs: Sequence[FactSpec]) -> st.SearchStrategy[Condition]:
    """Conditions that a pack may have."""
    return conditions(specs).filter(
        lambda each: max(alternatives(each, True), alternatives(each, False)) <= MOST_ALTERNATIVES
    )


@dataclass
class _Writer:
    """Writes conditions of one subject, naming some of their parts as the language allows."""

    pack: DrawnPack
    subject: SubjectKind
    dice: Random

    def data(self, condition: Condition) -> Plain:
        """The condition as YAML has it."""
        match condition:
            case AllOf(parts):
                return {"all": [self.data(part) for part in parts]}
            case AnyOf(parts):
                return {"any": [self.data(part) for part in parts]}
            case Not(part):
                return {"not": self.data(part)}
            case Meets(_, part):
                return {"meets": self._definition(part)}
            case Comparison():
                return self._comparison(condition)
            case _:
                assert_never(condition)

    def _definition(self, condition: Condition) -> Plain:
        inside = self.data(condition)
        name = f"definition-{len(self.pack.definitions)}"
        self.pack.definitions.append(
            {"id": name, "subject": self.subject.value, "meaning": "Made up", "condition": inside}
        )
        return name

    def _comparison(self, comparison: Comparison) -> Plain:
        operand = comparison.operand
        right: Plain
        match operand:
            case FactReference(fact):
                right = {"fact": fact}
            case ParameterReference():
                raise ValueError("parameters are made up here")
            case _ if self.dice.random() < 0.3:
                right = {"parameter": self._parameter(comparison, operand)}
            case _:
                right = literal_data(operand)
        if comparison.operator is Operator.EQUALS and self.dice.random() < 0.5:
            return {comparison.fact: right}
        return {comparison.fact: {comparison.operator.value: right}}

    def _parameter(self, comparison: Comparison, literal: Literal) -> Plain:
        """A parameter that has the value on some days and another one of its kind on others."""
        values: list[Plain] = [
            literal_data(literal),
            literal_data(self._another(FACTS[comparison.fact], literal)),
        ]
        self.dice.shuffle(values)
        name = f"parameter-{len(self.pack.parameters)}"
        dated: Draft = {
            day.isoformat(): {"value": value, "source": "made up", "basis": "ours"}
            for day, value in zip((date(2025, 1, 1), CHANGED_ON), values, strict=True)
        }
        self.pack.parameters.append({"id": name, "meaning": "Made up", "values": dated})
        return name

    def _another(self, spec: FactSpec, literal: Literal) -> Literal:
        match literal:
            case bool():
                return not literal
            case Fraction():
                return self.dice.choice([each for each in NUMBERS if each != Fraction(1, 3)])
            case date():
                return self.dice.choice(DAYS)
            case str():
                return self.dice.choice(spec.choices or TEXTS)
            case tuple():
                words = spec.choices or (*WORDS, *TEXTS)
                return tuple(self.dice.choice(words) for _ in literal)


def literal_data(literal: Literal) -> Plain:
    """A literal as YAML has it."""
    match literal:
        case Fraction():
            if literal.denominator == 1:
                return literal.numerator
            return Decimal(literal.numerator) / Decimal(literal.denominator)
        case tuple():
            return [*literal]
        case _:
            return literal


def facts_asked(pack: Pack) -> tuple[FactSpec, ...]:
    """Every fact that the pack's rules ask about."""
    asked = chain.from_iterable(conditions_of(rule).values() for rule in pack.rules)
    every = chain.from_iterable(comparisons(condition) for condition in asked)
    names = dict.fromkeys(name for each in every for name in compared_facts(each))
    return tuple(FACTS[name] for name in names)
