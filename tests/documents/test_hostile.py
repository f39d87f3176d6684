"""Files that are no text files, or far too much of one: one clear error each, and soon."""

import pickle
from dataclasses import replace

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from rulecheck.documents import DEFAULT_LIMITS, Document, DocumentError, Limits, Problem, parse

BOMB = b"a: &a [" + b",".join([b"x"] * 9) + b"]\n"
BOMB += b"".join(
    b"%c: &%c [%s]\n" % (letter, letter, b",".join([b"*%c" % (letter - 1)] * 9))
    for letter in b"bcdefgh"
)

SMALL = Limits(
    max_bytes=100,
    max_depth=3,
    max_nodes=10,
    max_documents=2,
    max_aliases=2,
    max_directives=2,
    max_scalar_characters=20,
    max_number_digits=5,
)


def refusal(data: bytes, limits: Limits = DEFAULT_LIMITS) -> str:
    with pytest.raises(DocumentError) as caught:
        parse("x.yaml", data, limits)
    return str(caught.value)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "x.yaml: the file is empty"),
        (b"\xef\xbb\xbf", "x.yaml: the file is empty"),
        ("a: 1\n".encode("utf-16"), "x.yaml: the file is UTF-16 text, not UTF-8"),
        ("a: 1\n".encode("utf-16-be"), "x.yaml:1:1: the control character U+0000"),
        (b"a: caf\xe9\n", "x.yaml: the file is not UTF-8 text (at byte 7)"),
        (b"a: \xed\xa0\x80\n", "x.yaml: the file is not UTF-8 text (at byte 4)"),
        (b"a: 1\nb: x\0y\n", "x.yaml:2:5: the control character U+0000 is not allowed"),
        (b"a: \x1b[31m\n", "x.yaml:1:4: the control character U+001B is not allowed"),
        (bytes(range(256)), "x.yaml: the file is not UTF-8 text (at byte 129)"),
    ],
)
def test_what_is_no_text_is_refused(data: bytes, message: str) -> None:
    assert refusal(data).startswith(message)


@pytest.mark.parametrize("opening", [b"[", b"{a: ", b"- ", b"[\n", b"[{a: "])
@pytest.mark.parametrize("closing", [b"", b"]"])
def test_deep_nesting_is_refused(opening: bytes, closing: bytes) -> None:
    assert "nested more than 64 deep" in refusal(opening * 300_000 + closing * 300_000)


def test_the_alias_bomb_is_refused() -> None:
    assert len(BOMB) < 300
    assert "more than 200,000 keys and values" in refusal(BOMB)


def test_depth_counts_through_aliases() -> None:
    data = b"".join(b"- &a%d [%s]\n" % (i, b"*a%d" % (i - 1) if i else b"") for i in range(70))
    assert "nested more than 64 deep" in refusal(data)


def test_many_tag_lines_are_refused_before_they_are_compared() -> None:
    lines = b"".join(b"%%TAG !a%d! b\n" % i for i in range(200_000))
    assert "lines begin with %" in refusal(lines)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"a: b\n" + b"#" * 100, "the file has 105 bytes; the limit is 100"),
        (b"[[[[]]]]", "nested more than 3 deep"),
        (b"a: {b: {c: {}}}", "nested more than 3 deep"),
        (b"- &a [[]]\n- [*a]", "nested more than 3 deep"),
        (b"[a, b, c, d, e, f, g, h, i, j]", "more than 10 keys and values"),
        (b"[&a [b, c, d], *a, x, y]", "more than 10 keys and values"),
        (b"- &a {b: c, d: e}\n- *a", "more than 10 keys and values"),
        (b"--- a\n--- b\n--- c\n", "more than 2 documents"),
        (b"[&a a, *a, *a, *a]", "more than 2 aliases"),
        (b"%x\n%y\n%z\n--- a", "3 lines begin with %; the limit is 2"),
        (b"%x\n%y\r\n%z\n--- a", "3 lines begin with %; the limit is 2"),
        (b"x" * 21, "a text of 21 characters is too long; the limit is 20"),
        (b"a: |\n " + b"x" * 21, "too long"),
        (b'{"' + b"x" * 21 + b'": a}', "too long"),
        (b"123456", "a number of 6 digits is too long; the limit is 5"),
        (b"-123.456", "a number of 6 digits is too long; the limit is 5"),
    ],
)
def test_every_limit_holds(data: bytes, message: str) -> None:
    assert message in refusal(data, SMALL)


@pytest.mark.parametrize(
    "data",
    [
        b"a: b\n" + b"#" * 95,
        b"[[[a]]]",
        b"- &a [b]\n- [*a]",
        b"[a, b, c, d, e, f, g, h, i]",
        b"[&a [b, c, d], *a, x]",
        b"- &a {b: c}\n- *a\n- d\n- e",
        b"--- a\n--- b\n",
        b"[1%, 2%, 3%]",
        b"[&a a, *a, *a]",
        b"x" * 20,
        b"-123.45",
    ],
)
def test_a_limit_may_be_reached(data: bytes) -> None:
    assert parse("x.yaml", data, SMALL)


@pytest.mark.parametrize("escape", ["\\ud800", "\\ud83d\\ude00", "\\U00110000", "\\UFFFFFFFF"])
def test_half_a_character_is_refused(escape: str) -> None:
    assert "stands for no character" in refusal(f'a: "{escape}"'.encode())


def test_without_libyaml_nothing_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml, "__with_libyaml__", False)
    monkeypatch.delattr(yaml, "CSafeLoader")
    with pytest.raises(DocumentError) as caught:
        parse("x.yaml", b"a: 1\n")
    problem = caught.value.problem
    assert problem.headline == ("x.yaml: PyYAML here lacks libyaml, without which no file is read")
    assert problem.hint is not None
    assert "pip install" in problem.hint


SEPARATORS = {"\r": "U+000D", "\x85": "U+0085", "\u2028": "U+2028", "\u2029": "U+2029"}


@pytest.mark.parametrize("separator", SEPARATORS)
@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "a: 1\n"),
        ("# reviewed", "a: 1\n"),
        ("a: 1\n# end", ""),
        ("a: b", "c\n"),
        ("a: 'b", "c'\n"),
        ('a: "b\\', 'c"\n'),
        ("a: |\n  b", "  c\n"),
        ("[a,", "b]\n"),
        ("a", ": 1\n"),
    ],
)
def test_a_line_end_that_not_all_programs_see_is_refused(
    before: str, separator: str, after: str
) -> None:
    assert f"invisible character {SEPARATORS[separator]}" in refusal(
        (before + separator + after).encode()
    )


def test_a_very_long_integer_is_an_error_of_the_document() -> None:
    assert "a number of 5000 digits is too long" in refusal(b"a: " + b"9" * 5_000)


def test_messages_and_lines_stay_short() -> None:
    with pytest.raises(DocumentError) as caught:
        parse("x.yaml", b"{'" + b"k" * 5_000 + b"': 1, '" + b"k" * 5_000 + b"': 2}")
    assert len(str(caught.value)) < 200
    assert len(caught.value.problem.line_text) < 300


def test_a_message_holds_nothing_invisible() -> None:
    assert 'the key "a\\u{202e}b\\u{a}c"' in refusal(
        '{"a\u202eb\\nc": 1, "a\u202eb\\nc": 2}'.encode()
    )


def test_an_error_survives_the_way_between_processes() -> None:
    with pytest.raises(DocumentError) as caught:
        parse("x.yaml", b"a: 12:30")
    copied = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own bytes
    assert isinstance(copied, DocumentError)
    assert copied.problem == caught.value.problem


SCRAPS = st.sampled_from(
    [*"a:-?,[]{}&*!|>'\"#%@`~ \n\t\r\u2028\x85\ufeff\u202e😀\\"]
) | st.sampled_from(
    [
        ": ",
        ":\n",
        "- ",
        "&a ",
        "*a ",
        "!!str ",
        ">-\n ",
        "%YAML 1.1\n",
        "---\n",
        "...\n",
        "<<: ",
        "12:30",
        "0x1",
        "2024-01-01",
        "'a'",
        '"\\x',
        '"\\ud800"',
        "{a: ",
        "[a, ",
    ]
)


@given(st.lists(SCRAPS | st.text(max_size=3), max_size=40))
def test_whatever_is_written_the_only_error_is_ours(scraps: list[str]) -> None:
    only_our_error("".join(scraps).encode("utf-8", "surrogatepass"))


@given(st.binary(max_size=60))
def test_whatever_bytes_come_the_only_error_is_ours(data: bytes) -> None:
    only_our_error(data)


VALID = b"""\
# draft
kind: license_decision
items:
  - id: "a"
    lots: &lots [1, {b: 2.50}]
    note: |
      text
  - lots: *lots
---
{a: 2025-07-15, 'b': ~}
"""


@given(st.data())
def test_a_damaged_file_gives_no_other_error(data: st.DataObject) -> None:
    damaged = bytearray(VALID)
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(damaged) - 1))
        damaged[place : place + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    only_our_error(bytes(damaged))


def only_our_error(data: bytes) -> None:
    outcome = parse_or_problem(data)
    if isinstance(outcome, tuple):
        assert outcome
        return
    assert outcome.message
    assert outcome.hint
    assert outcome.hint[0].islower()
    assert not outcome.hint.endswith(".")
    assert outcome.headline.startswith("x.yaml:")
    assert outcome.headline.isprintable()
    if outcome.span is not None:
        assert outcome.span.start <= outcome.span.end


def parse_or_problem(data: bytes) -> tuple[Document, ...] | Problem:
    try:
        return parse("x.yaml", data, replace(DEFAULT_LIMITS, max_nodes=1_000))
    except DocumentError as error:
        return error.problem
