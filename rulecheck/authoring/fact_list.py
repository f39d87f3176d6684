"""The vocabulary of facts, as rule authors and their tools read it."""

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from textwrap import wrap
from typing import Final

from rulecheck.packs.language import closest_fact
from rulecheck.vocabulary.enums import SubjectKind, lineage
from rulecheck.vocabulary.facts import FACTS, FactSpec, FactType, visible_from

SCHEMA: Final = "rulecheck/facts/v1"

WIDTH: Final = 100

_LEGEND: Final = (
    "lever: the drafter sets it. given: the drafter finds it. mixed: it follows from both. "
    "Every fact may be unknown."
)


class NoSuchFact(Exception):
    """No fact's name begins so; `nearest` is the one that was probably meant."""

    def __init__(self, begins: str, nearest: str | None) -> None:
        super().__init__(begins)
        self.nearest = nearest


def facts_named(begins: str, subject: SubjectKind | None) -> tuple[FactSpec, ...]:
    """The facts whose names begin so, of those that a rule on the subject sees.

    An empty beginning is that of every name; without a subject every fact is seen. Raises
    `NoSuchFact`.
    """
    visible = tuple(FACTS) if subject is None else visible_from(subject)
    found = tuple(FACTS[name] for name in visible if name.startswith(begins))
    if not found:
        raise NoSuchFact(begins, closest_fact(begins, visible))
    return found


def as_json(facts: Sequence[FactSpec]) -> str:
    """The facts as JSON: `unit` is null where there is none, `words` where any word can stand."""
    listed = [
        {
            "name": spec.name,
            "subject": spec.subject,
            "type": spec.type,
            "words": [str(word) for word in spec.choices] or None,
            "unit": spec.unit or None,
            "control": spec.control,
            "meaning": spec.meaning,
            "source": spec.source,
        }
        for spec in facts
    ]
    return json.dumps({"schema": SCHEMA, "facts": listed}, indent=2, ensure_ascii=False) + "\n"


def as_text(facts: Sequence[FactSpec]) -> str:
    """The facts by what they are facts of, in lines of at most 100 characters."""
    lines: list[str] = []
    for subject, group in groupby(facts, key=lambda spec: spec.subject):
        seen_by = [kind.value for kind in SubjectKind if subject in lineage(kind)]
        lines += [f"{subject.value} (seen by rules on: {', '.join(seen_by)})", ""]
        for spec in group:
            lines += [*_described(spec), ""]
    return "\n".join([*lines, *wrap(_LEGEND, WIDTH)]) + "\n"


def _described(spec: FactSpec) -> Iterator[str]:
    unit = f" ({spec.unit})" if spec.unit else ""
    yield f"  {spec.name}: {spec.type.value}{unit}, {spec.control.value}"
    yield from _indented(f"{spec.meaning}.")
    if spec.choices:
        label = "may include" if spec.type is FactType.SET else "one of"
        yield from _indented(f"{label}: {', '.join(spec.choices)}")
    yield from _indented(f"source: {spec.source}")


def _indented(text: str) -> list[str]:
    return wrap(text, WIDTH, initial_indent="      ", subsequent_indent="      ")
