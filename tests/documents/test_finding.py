"""Paths in a document, and where to point at what is not there."""

import pytest

from rulecheck.documents import Document, Mapping, Pointer, Position, Scalar, Span, parse

TEXT = """\
# draft
kind: license_decision
items:
  - id: a
    lots:
      - {stage: finished}
      - plain
      - []
  - |
    block
    text
2025-07-15: day
empty: {}
"""


@pytest.fixture(scope="module")
def document() -> Document:
    (only,) = parse("x.yaml", TEXT.encode())
    return only


def words(document: Document, span: Span) -> tuple[int, str]:
    """The line of a span, and what stands in the span on that line."""
    line = document.source.line(span.start.line)
    end = span.end.column - 1 if span.end.line == span.start.line else len(line)
    return span.start.line, line[span.start.column - 1 : end]


@pytest.mark.parametrize(
    ("pointer", "expected"),
    [
        (("kind",), (2, "license_decision")),
        (("items", 0, "id"), (4, "a")),
        (("items", 0, "lots", 0), (6, "{stage: finished}")),
        (("items", 0, "lots", 0, "stage"), (6, "finished")),
        (("items", 0, "lots", 2), (8, "[]")),
        (("2025-07-15",), (12, "day")),
        (("empty",), (13, "{}")),
    ],
)
def test_what_is_there_is_found(
    document: Document, pointer: Pointer, expected: tuple[int, str]
) -> None:
    located = document.find(pointer)
    assert not located.missing
    assert located.node is not None
    assert located.node.span == located.span
    assert words(document, located.span) == expected


@pytest.mark.parametrize(
    ("pointer", "expected"),
    [
        (("absent",), (2, "kind")),
        (("absent", "deeper", 3), (2, "kind")),
        ((0,), (2, "kind")),
        (("kind", "deeper"), (2, "kind")),
        (("items", 7), (3, "items")),
        (("items", -1), (3, "items")),
        (("items", "word"), (3, "items")),
        (("items", 0, "absent"), (4, "id")),
        (("items", 0, "lots", 0, "absent"), (6, "stage")),
        (("items", 0, "lots", 1, "absent"), (7, "plain")),
        (("items", 0, "lots", 2, 0), (8, "[]")),
        (("items", 1, "absent"), (9, "|")),
        (("empty", "absent"), (13, "empty")),
    ],
)
def test_what_is_absent_is_shown_at_the_key_above(
    document: Document, pointer: Pointer, expected: tuple[int, str]
) -> None:
    located = document.find(pointer)
    assert located.missing
    assert located.node is None
    assert words(document, located.span) == expected
    assert document.find_key(pointer) == located.span


@pytest.mark.parametrize(
    ("pointer", "expected"),
    [
        ((), (2, "kind")),
        (("items",), (3, "items")),
        (("items", 0), (4, "id")),
        (("items", 0, "lots", 0, "stage"), (6, "stage")),
        (("items", 1), (9, "|")),
        (("2025-07-15",), (12, "2025-07-15")),
    ],
)
def test_a_key_is_found(document: Document, pointer: Pointer, expected: tuple[int, str]) -> None:
    assert words(document, document.find_key(pointer)) == expected


def test_the_whole_document_is_found(document: Document) -> None:
    assert document.find(()).node is document.root


def test_a_document_that_is_a_list_is_shown_by_its_first_line() -> None:
    (document,) = parse("x.yaml", b"- a\n- b\n")
    assert document.find(("key",)).span == Span(Position(1, 1), Position(1, 4))


def test_entries_are_reached_by_their_keys(document: Document) -> None:
    entry = document.find(("items", 0)).node
    assert isinstance(entry, Mapping)
    value = entry.get("id")
    assert isinstance(value, Scalar)
    assert (value.value, value.text, value.quoted) == ("a", "a", False)
    found = entry.entry("lots")
    assert found is not None
    assert found.key.value == "lots"
    assert entry.get("absent") is None
    assert entry.entry("absent") is None
