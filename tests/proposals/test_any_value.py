"""Whatever stands in whatever place: a proposal loads, or is refused with located faults."""

from collections.abc import Iterator
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from rulecheck.documents import (
    DocumentError,
    Mapping,
    Node,
    Problem,
    Scalar,
    Sequence,
    Source,
    Span,
    parse,
)
from rulecheck.documents.validation import Faults
from rulecheck.packs import load_pack
from rulecheck.proposals import read_proposal

TESTS = Path(__file__).parent.parent
FULL = TESTS / "cases" / "proposals" / "good" / "every-field-decision.yaml"
PACK = load_pack(TESTS / "packs" / "small_pack")
(DOCUMENT,) = parse(FULL.name, FULL.read_bytes())

VALUES = (
    "unknown",
    "null",
    "none",
    "true",
    "-1",
    "0.5",
    "999999999999",
    "2024-02-30x",
    "2024-02-29",
    '""',
    '"\\u202e"',
    "CN",
    "[]",
    "[[]]",
    "[unknown]",
    "[null, 1]",
    "{}",
    "{unknown: unknown}",
    "{between: [1, 2]}",
    "{between: unknown}",
    "{between: [unknown, 2]}",
    "{between: [2024-01-01, 2]}",
    "{id: {id: [{}]}}",
)


def places(node: Node) -> Iterator[Span]:
    """The span of every value and every key that stands on one line."""
    if node.span.start.line == node.span.end.line:
        yield node.span
    match node:
        case Mapping():
            for entry in node.entries:
                yield entry.key.span
                yield from places(entry.value)
        case Sequence():
            for item in node.items:
                yield from places(item)
        case Scalar():
            pass


def replaced(source: Source, span: Span, text: str) -> str:
    lines = source.text.splitlines(keepends=True)
    line = lines[span.start.line - 1]
    lines[span.start.line - 1] = line[: span.start.column - 1] + text + line[span.end.column - 1 :]
    return "".join(lines)


PLACES = sorted(set(places(DOCUMENT.root)))


def faults_of(text: str) -> tuple[Problem, ...]:
    try:
        (document,) = parse(FULL.name, text.encode())
        read_proposal(document, PACK)
    except DocumentError as error:
        return (error.problem,)
    except Faults as faults:
        return faults.problems
    return ()


def test_the_full_file_itself_loads() -> None:
    assert faults_of(DOCUMENT.source.text) == ()


@given(st.sampled_from(PLACES), st.sampled_from(VALUES))
def test_any_value_in_any_place_loads_or_is_refused(place: Span, value: str) -> None:
    text = replaced(DOCUMENT.source, place, value)
    faults = faults_of(text)
    assert all(problem.span and problem.hint for problem in faults)
    assert len(set(faults)) == len(faults)
