"""What every format says of a rule in the same words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, assert_never

from rulecheck.authoring.describing import ParameterDescription, RuleDescription
from rulecheck.authoring.rule_tests import RuleTest
from rulecheck.packs.conditions import AllOf, AnyOf
from rulecheck.packs.model import Basis, Citation, Norm, OnUnknown, Recommendation, Rule
from rulecheck.packs.templates import literal_in_words
from rulecheck.packs.wording import Clause, Line, definitions_in, read_out
from rulecheck.vocabulary.display import as_written
from rulecheck.vocabulary.enums import SubjectKind
from rulecheck.vocabulary.facts import FactSpec, FactType

NORMS: Final = {
    Norm.DIRECT: "the source asks for it",
    Norm.CONDITIONAL: "the source asks for it in case something happens that it would rather not "
    "see",
    Norm.IMPLIED: "the source does not say it; it follows from what the source argues or takes "
    "as given",
    Norm.PERMISSIVE: "the source points out a possibility and asks nobody to use it, so no draft "
    "fails it",
}
"""In one clause, what it means that a recommendation has the norm."""

BASES: Final = {
    Basis.ARTICLE: "the article's",
    Basis.REGULATION: "a regulation's",
    Basis.OURS: "ours",
}
"""Whose judgement a parameter's value is."""

JUDGEMENTS: Final = "A value that is ours is given by neither the article nor a regulation."

SUBJECTS: Final = {
    SubjectKind.DECISION: "the license decision as a whole",
    SubjectKind.ITEM: "each item of a license decision",
    SubjectKind.LOT: "each lot of each item",
    SubjectKind.PARTY: "each party to the transaction",
    SubjectKind.LEG: "each leg of the route",
    SubjectKind.ACTION: "the policy action as a whole",
    SubjectKind.CHANGE: "each change of a policy action",
}
"""What a rule is judged on."""

PLACEHOLDERS: Final = "Names in braces stand for their values in a draft, or in the pack."


def weight_of(recommendation: Recommendation) -> str:
    """The weight, and whose judgement it is."""
    if recommendation.is_permissive:
        return "none; a permissive recommendation takes no part in verdict and score"
    return f"{recommendation.weight}, set by the pack and not by the source"


NO_WAIVER: Final = "none. Neither a waiver nor a baseline lets a violation pass."
"""What is said of a rule that the pack lets nobody waive."""


def norm_of(norm: Norm) -> str:
    """The norm and what it means."""
    return f"{norm.value}: {NORMS[norm]}"


def veto_of(rule: Rule) -> str:
    """Whether the rule is a veto and why, and what its being violated or unknown does."""
    if rule.norm is Norm.PERMISSIVE:
        return "no. Nothing that it comes to counts."
    if rule.veto:
        because = f" {rule.veto_because}" if rule.veto_because else ""
        return f"yes. Violated, it alone makes a draft conflict; unknown, it holds it.{because}"
    if rule.on_unknown is OnUnknown.HOLD:
        return "no. Violated, it is a concern; unknown, it puts a draft on hold."
    return "no. Violated or unknown, it is a concern."


def places_of(citations: Iterable[Citation]) -> str:
    """The places of the source, sentences of one paragraph together: `P9 s1-s2, P13 s1`."""
    runs: list[tuple[Citation, Citation]] = []
    for each in citations:
        if runs:
            first, last = runs[-1]
            if (each.paragraph, each.sentence) == (last.paragraph, last.sentence + 1):
                runs[-1] = first, each
                continue
        runs.append((each, each))
    return ", ".join(
        first.locator if first is last else f"{first.locator}-s{last.sentence}"
        for first, last in runs
    )


@dataclass(frozen=True, slots=True)
class Stated:
    """A condition as it is printed."""

    heading: str
    lines: tuple[Line, ...]
    """What the condition consists of, nested from depth 0 on."""
    says: str | None
    """Of a note: its message."""


def conditions_of(described: RuleDescription) -> Iterator[Stated]:
    """The rule's conditions in the order in which they count, then its notes.

    A definition is unfolded only where it is met first.
    """
    told: set[str] = set()
    for heading, clause, says in _conditions(described):
        first, *others = read_out(clause, told)
        told.update(definitions_in(clause.condition))
        if isinstance(clause.condition, AllOf | AnyOf):
            below = (Line(line.depth - 1, line.text, line.condition) for line in others)
            yield Stated(f"{heading} {first.text}", tuple(below), says)
        else:
            yield Stated(f"{heading}:", (first, *others), says)


def _conditions(described: RuleDescription) -> Iterator[tuple[str, Clause, str | None]]:
    yield "Applies when", described.applies_when, None
    yield "Violated when", described.violated_when, None
    if described.unless is not None:
        yield "Unless", described.unless, None
    if described.advanced_when is not None:
        yield "Advanced when", described.advanced_when, None
    for note in described.notes:
        yield "Noted, and never counted, when", note.when, note.message


def examples_of(described: RuleDescription) -> Iterator[tuple[str, RuleTest]]:
    """What the rule's own tests show, each behind its heading."""
    if described.satisfied is not None:
        yield "Satisfied", described.satisfied
    if described.excepted is not None:
        yield "Excepted", described.excepted
    if described.violated is not None:
        yield "Violated", described.violated


def gap_of(described: RuleDescription) -> str:
    """What the rule's own tests do not show; empty where they show both."""
    permissive = described.rule.norm is Norm.PERMISSIVE
    missing = ["satisfied"] if described.satisfied is None else []
    missing += ["violated"] if described.violated is None and not permissive else []
    return f"No test shows the rule {' or '.join(missing)}." if missing else ""


def facts_of(test: RuleTest) -> Iterator[str]:
    """The facts of a test as lines of YAML."""
    for name, value in test.facts.items():
        yield f"{name}: {as_written(value)}"


def type_of(spec: FactSpec) -> str:
    """What values the fact can have, besides unknown."""
    choices = ", ".join(spec.choices)
    match spec.type:
        case FactType.BOOLEAN:
            return "true or false"
        case FactType.CHOICE:
            return f"one of {choices}"
        case FactType.SET:
            return f"a set of {choices or 'words'}"
        case FactType.NUMBER:
            return f"a number, {spec.unit}"
        case FactType.TEXT:
            return "a text"
        case FactType.DATE:
            return "a date"
        case _:
            assert_never(spec.type)


def value_of(described: ParameterDescription) -> str:
    """The parameter's value, since when it holds, and what comes later."""
    value = described.value
    later = (
        f"; from {each.since} on: {literal_in_words(each.value)}"
        for each in described.parameter.values
        if each.since > value.since
    )
    return f"{literal_in_words(value.value)} (since {value.since}{''.join(later)})"
