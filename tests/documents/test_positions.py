"""Every key and value knows where it stands."""

from collections.abc import Iterator

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rulecheck.documents import Document, Mapping, Node, Position, Scalar, Sequence, Source, Span
from rulecheck.documents import parse as parse_bytes
from rulecheck.documents.positions import BREAKS


def parse(text: str) -> Document:
    (document,) = parse_bytes("x.yaml", text.encode())
    return document


def nodes(node: Node) -> Iterator[Node]:
    yield node
    match node:
        case Mapping():
            for entry in node.entries:
                yield entry.key
                yield from nodes(entry.value)
        case Sequence():
            for item in node.items:
                yield from nodes(item)
        case Scalar():
            pass


def written(source: Source, span: Span) -> str:
    """What the source says in a span of one line."""
    assert span.start.line == span.end.line
    return source.line(span.start.line)[span.start.column - 1 : span.end.column - 1]


def span(start_line: int, start_column: int, end_line: int, end_column: int) -> Span:
    return Span(Position(start_line, start_column), Position(end_line, end_column))


LETTERS = st.text(
    st.sampled_from("abcxyz é鍵😀\u200b\u202e\ufeff\t-_.") | st.characters(categories=["L"]),
    min_size=1,
    max_size=12,
)
WORDS = st.builds(lambda text: "w" + text.strip(" \t\ufeff") + "w", LETTERS)
LINE_ENDS = st.sampled_from(["\n", "\r\n"])


@given(st.lists(st.tuples(WORDS, WORDS, LINE_ENDS, LINE_ENDS), min_size=1, max_size=6))
def test_a_plain_scalar_stands_where_it_says(
    entries: list[tuple[str, str, str, str]],
) -> None:
    assume(len({key for key, *_ in entries}) == len(entries))
    text = "".join(f"# {value}{blank}{key}: {value}{end}" for key, value, blank, end in entries)
    document = parse(text)
    assert isinstance(document.root, Mapping)
    assert [entry.key.text for entry in document.root.entries] == [key for key, *_ in entries]
    for entry, (key, value, *_) in zip(document.root.entries, entries, strict=True):
        assert isinstance(entry.value, Scalar)
        assert entry.value.value == value
        assert written(document.source, entry.key.span) == key
        assert written(document.source, entry.value.span) == value


@given(st.text(st.sampled_from("ab\t\n\r\x0b\x0c\u2028😀")))
def test_lines_and_positions_agree(text: str) -> None:
    source = Source("x.yaml", text)
    for offset, character in enumerate(text):
        place = source.position(offset)
        rest = source.line(place.line)[place.column - 1 :]
        assert rest.startswith(character) if character not in BREAKS else not rest


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_are_what_stands_between_line_ends(end: str) -> None:
    source = Source("x.yaml", f"one{end}{end}three")
    assert [source.line(number) for number in range(5)] == ["", "one", "", "three", ""]


def test_a_byte_order_mark_takes_no_column() -> None:
    (document,) = parse_bytes("x.yaml", b"\xef\xbb\xbfa: 1")
    assert document.root.span == span(1, 1, 1, 5)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: 2\n\n# end\n", span(1, 1, 2, 5)),
        ("- a\n-  b  \n\n", span(1, 1, 2, 5)),
        ("- a\n-\n\n", span(1, 1, 2, 2)),
        ("[a,\n b\n ]  # end\n", span(1, 1, 3, 3)),
        ("{a: 1}\n", span(1, 1, 1, 7)),
        ("a:\n- b\n- c: d\n\n\n", span(1, 1, 3, 7)),
        ("--- &x\n# about\na: 1\n", span(3, 1, 3, 5)),
        ("--- &x [a]\n", span(1, 8, 1, 11)),
        ("--- &x 'a'\n", span(1, 8, 1, 11)),
        ("a: &x [1, 2]\nb: *x\n", span(1, 1, 2, 6)),
        ("--- |\n  one\n  two  \n\n\n", span(1, 5, 3, 8)),
        ("--- >+\n  one\n\n\n# end\n", span(1, 5, 2, 6)),
        ("--- |\n", span(1, 5, 1, 6)),
        ("a b\n  c\n", span(1, 1, 2, 4)),
        ("'a\n  b'\n", span(1, 1, 2, 5)),
        ("a:   # nothing\n", span(1, 1, 1, 3)),
        ("? a\n\n\n", span(1, 1, 1, 4)),
    ],
)
def test_a_node_ends_with_its_last_character(text: str, expected: Span) -> None:
    assert parse(text).root.span == expected


def test_a_value_that_is_not_written_stands_behind_its_key() -> None:
    assert parse("a:\nb: 1\n").find(("a",)).span == span(1, 3, 1, 3)


def test_an_anchored_key_and_value_stand_behind_their_anchors() -> None:
    document = parse("&k key: &v  value\n")
    assert document.find_key(("key",)) == span(1, 4, 1, 7)
    assert document.find(("key",)).span == span(1, 13, 1, 18)


def test_an_alias_stands_where_its_anchor_does() -> None:
    document = parse("a: &x word\nb: *x\n")
    assert document.find(("b",)) == document.find(("a",))
    assert document.find_key(("b",)) == span(2, 1, 2, 2)


@given(st.recursive(WORDS, lambda inner: st.lists(inner, max_size=3), max_leaves=10))
def test_what_is_inside_lies_inside(data: object) -> None:
    text = str(data).replace("'", "")
    assume(":" not in text and "#" not in text)
    root = parse(text).root
    for node in nodes(root):
        assert root.span.start <= node.span.start <= node.span.end <= root.span.end


def test_documents_of_one_file_share_its_lines() -> None:
    first, second = parse_bytes("x.yaml", b"a: 1\n---\na: 2\n")
    assert (first.index, second.index) == (0, 1)
    assert second.find(("a",)).span == span(3, 4, 3, 5)
    assert second.source is first.source
