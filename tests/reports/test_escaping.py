"""What proposals say is made harmless before it is printed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulecheck.reports.escaping import printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Sell H20 to China", "Sell H20 to China"),
        ("Müller – 台積電 “quoted” 100% <b>", "Müller – 台積電 “quoted” 100% <b>"),
        ("", ""),
        ("a\tb", "a b"),
        ("red\x1b[31m", "red\\u{1b}[31m"),
        ("one\ntwo\r\nthree", "one\\u{a}two\\u{d}\\u{a}three"),
        ("next\x85line\u2028and\u2029on", "next\\u{85}line\\u{2028}and\\u{2029}on"),
        ("abc\u202edef\u2066ghi", "abc\\u{202e}def\\u{2066}ghi"),
        ("zero\u200bwidth\ufeff", "zero\\u{200b}width\\u{feff}"),
        ("half \ud800 a character", "half \\u{d800} a character"),
        ("private \ue000, none \u0378", "private \\u{e000}, none \\u{378}"),
        ("::error file=a::b", ":\\u{3a}error file=a:\\u{3a}b"),
        (":::error", ":\\u{3a}:error"),
        ("##[group]x ##vso[task]y ###[z", "#\\u{23}[group]x #\\u{23}vso[task]y ##\\u{23}[z"),
        ("a: b, 12:30, # one", "a: b, 12:30, # one"),
    ],
)
def test_what_steers_or_hides_is_written_as_its_code(text: str, shown: str) -> None:
    assert printable(text) == shown


@given(st.text())
def test_nothing_that_comes_out_steers_or_hides(text: str) -> None:
    shown = printable(text)
    kinds = {unicodedata.category(character) for character in shown}
    assert not kinds & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert "::" not in shown
    assert "##[" not in shown
    assert len(shown.splitlines()) <= 1


@given(st.text())
def test_what_is_harmless_once_stays_as_it_is(text: str) -> None:
    assert printable(printable(text)) == printable(text)
