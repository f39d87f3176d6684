"""Fingerprints of a made-up source: what they overlook, and what they do not."""

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulecheck.packs import load_pack
from rulecheck.packs.fingerprints import fingerprint, fingerprints, normalized, sentences_of

HERE = Path(__file__).parent
MADE_UP = (HERE / "made_up_source.md").read_text(encoding="utf-8")


def places(source: str) -> list[tuple[int, int, str]]:
    return [(each.paragraph, each.sentence, each.text) for each in fingerprints(source)]


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("a  barrel\n of\toil", "a barrel of oil"),
        ("  a barrel ", "a barrel"),
        ("a\u00a0barrel\u2009of\u3000oil", "a barrel of oil"),
        ("\u201cOil\u201d, \u201eoil\u201c and \u00aboil\u00bb", '"Oil", "oil" and "oil"'),
        ("the keeper\u2019s \u2018oil\u2019 \u2039oil\u203a", "the keeper's 'oil' 'oil'"),
        ("oil\u2014oil \u2013 oil \u2012 oil\u2010oil \u2212 oil", "oil-oil - oil - oil-oil - oil"),
        ("o\ufb03ce \uff2f\uff29\uff2c \u2460", "office OIL 1"),
        ("cafe\u0301", "caf\u00e9"),
    ],
)
def test_typography_is_made_plain(written: str, plain: str) -> None:
    assert normalized(written) == plain
    assert fingerprint(written) == hashlib.sha256(plain.encode()).hexdigest()


@pytest.mark.parametrize("other", ["a barrel of Oil", "a barrel of oil.", "abarrel of oil"])
def test_words_case_and_marks_are_kept(other: str) -> None:
    assert fingerprint(other) != fingerprint("a barrel of oil")


@given(st.text())
def test_making_plain_twice_changes_nothing_more(text: str) -> None:
    assert normalized(normalized(text)) == normalized(text)


@given(st.text())
def test_sentences_together_are_the_paragraph(text: str) -> None:
    assert " ".join(sentences_of(text)) == normalized(text)


@pytest.mark.parametrize(
    ("paragraph", "sentences"),
    [
        ("It sells oil. It buys none.", ["It sells oil.", "It buys none."]),
        ("Who sells? We do! Good.", ["Who sells?", "We do!", "Good."]),
        ("It costs 5.92 a barrel, e.g. today.", ["It costs 5.92 a barrel, e.g. today."]),
        ("The U.S. island sells oil.", ["The U.S. island sells oil."]),
        ("The U.S. Senate met. It left.", ["The U.S. Senate met.", "It left."]),
        ("(U.S. Senate) It left.", ["(U.S. Senate) It left."]),
        ("The non-U.S. Senate met.", ["The non-U.S. Senate met."]),
        ("\u201cIt left.\u201d \u201cWho?\u201d", ['"It left."', '"Who?"']),
        ("(It left.) It came back.", ["(It left.)", "It came back."]),
        ("It left. (It came back.)", ["It left.", "(It came back.)"]),
        ("It left.\nIt came\nback.", ["It left.", "It came back."]),
        ("It left.It came back.", ["It left.It came back."]),
        ("It left without an end", ["It left without an end"]),
        ("", []),
    ],
)
def test_a_paragraph_falls_into_sentences(paragraph: str, sentences: list[str]) -> None:
    assert list(sentences_of(paragraph)) == sentences


def test_paragraphs_are_counted_where_none_is_marked() -> None:
    assert places("One. Two.\n\n \nThree.\n") == [(1, 1, "One."), (1, 2, "Two."), (2, 1, "Three.")]


@pytest.mark.parametrize("mark", ["[P7]", "**[P7]**", "*[P7]*", "__[P7]__", "_[P7]_"])
def test_marks_number_paragraphs_and_belong_to_none(mark: str) -> None:
    source = f"# Heading.\n\nA preface.\n\n{mark} One.\n\nTwo.\n"
    assert places(source) == [(7, 1, "One."), (8, 1, "Two.")]


def test_a_paragraph_printed_twice_counts_once() -> None:
    source = "One. Two.\n\nThree.\n\nOne.\n  Two.\n\nThree.\n\nFour.\n"
    assert places(source) == [(1, 1, "One."), (1, 2, "Two."), (2, 1, "Three."), (3, 1, "Four.")]


def test_a_marked_paragraph_printed_again_without_its_mark_counts_once() -> None:
    assert places("[P1] One.\n\nOne.\n\n[P2] Two.\n") == [(1, 1, "One."), (2, 1, "Two.")]


def test_a_moved_sentence_keeps_its_fingerprint() -> None:
    before = {each.sha256: each for each in fingerprints("One. Two.\n\nThree.")}
    after = {each.sha256: each for each in fingerprints("Zero.\n\nThree. One.")}
    moved = fingerprint("One.")
    assert (before[moved].paragraph, before[moved].sentence) == (1, 1)
    assert (after[moved].paragraph, after[moved].sentence) == (2, 2)
    assert fingerprint("Two.") not in after


def test_the_made_up_source_is_read_whole() -> None:
    found = places(MADE_UP)
    assert [(paragraph, sentence) for paragraph, sentence, _ in found] == [
        (1, 1),
        (1, 2),
        (2, 1),
        (2, 2),
        (3, 1),
    ]


def test_the_small_pack_cites_the_made_up_source() -> None:
    stated = {(each.paragraph, each.sentence, each.sha256) for each in fingerprints(MADE_UP)}
    cited = {
        (each.paragraph, each.sentence, each.sha256)
        for recommendation in load_pack(HERE / "small_pack").recommendations
        for each in recommendation.citations
    }
    assert cited
    assert cited <= stated
