"""A pack and a copy of its source: what is found, moved, missing or new."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulecheck.authoring.verifying import Verification, Whereabouts, verified
from rulecheck.packs import load_pack
from rulecheck.packs.fingerprints import fingerprints
from rulecheck.packs.model import SentenceClass

PACKS = Path(__file__).parent.parent / "packs"
SMALL_PACK = load_pack(PACKS / "small_pack")
MADE_UP = (PACKS / "made_up_source.md").read_text(encoding="utf-8")
SENTENCES = tuple(each.text for each in fingerprints(MADE_UP))


def counted(found: Verification) -> dict[Whereabouts, int]:
    assert found.classified is not None
    return dict(Counter(each.whereabouts for each in found.classified))


def test_the_whole_source_is_found_and_nothing_else() -> None:
    found = verified(SMALL_PACK, MADE_UP)
    assert found.is_complete
    assert not found.is_another_text
    assert [each.known_as for each in found.cited] == ["ask-the-council", "finished-stock"]
    assert counted(found) == {Whereabouts.FOUND: len(SENTENCES)}


@given(st.permutations(SENTENCES), st.sampled_from([" ", "\n\n"]))
def test_however_the_copy_is_ordered_nothing_is_missing(order: list[str], between: str) -> None:
    found = verified(SMALL_PACK, between.join(order))
    assert found.is_complete
    assert Whereabouts.MISSING not in counted(found)


@pytest.mark.parametrize("gone", range(len(SENTENCES)))
def test_a_sentence_that_is_gone_is_missing(gone: int) -> None:
    copy = "\n\n".join(text for place, text in enumerate(SENTENCES) if place != gone)
    found = verified(SMALL_PACK, copy)
    assert not found.is_complete
    assert counted(found)[Whereabouts.MISSING] == 1


@pytest.mark.parametrize("changed", range(len(SENTENCES)))
def test_a_changed_sentence_is_missing_and_what_it_became_unclassified(changed: int) -> None:
    texts = [
        f"Perhaps {text}" if place == changed else text for place, text in enumerate(SENTENCES)
    ]
    found = verified(SMALL_PACK, "\n\n".join(texts))
    assert not found.is_complete
    assert counted(found)[Whereabouts.MISSING] == 1
    assert [each.text for each in found.unclassified] == [texts[changed]]


def test_a_new_sentence_is_unclassified() -> None:
    found = verified(SMALL_PACK, f"{MADE_UP}\n\nThe council wants more oak.\n")
    assert not found.is_complete
    assert [each.text for each in found.unclassified] == ["The council wants more oak."]


def test_without_a_classification_every_sentence_is_unclassified() -> None:
    found = verified(replace(SMALL_PACK, sentences=None), MADE_UP)
    assert not found.is_complete
    assert found.classified is None
    assert tuple(each.text for each in found.unclassified) == SENTENCES


@pytest.mark.parametrize("copy", ["", "Nothing of the source is left here."])
def test_another_text_is_recognized(copy: str) -> None:
    found = verified(SMALL_PACK, copy)
    assert found.is_another_text
    assert not found.is_complete


def test_the_small_pack_has_a_sentence_of_every_class() -> None:
    assert {each.kind for each in SMALL_PACK.sentences or ()} == set(SentenceClass)
