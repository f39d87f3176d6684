"""The coverage of a source: its JSON keeps to the schema, its text is harmless."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

import rulecheck.reports
from rulecheck.authoring.coverage import coverage
from rulecheck.packs import Pack, bundled_pack, load_pack
from rulecheck.packs.model import SentenceClass
from rulecheck.reports import coverage_json, coverage_text

from .conftest import TESTS

SCHEMA = json.loads(
    (Path(rulecheck.reports.__file__).parent / "coverage.schema.json").read_text(encoding="utf-8")
)
SMALL_PACK = load_pack(TESTS / "packs" / "small_pack")
PACKS = {
    "bundled": load_pack(bundled_pack()),
    "small": SMALL_PACK,
    "without-classification": replace(SMALL_PACK, sentences=None),
}


def faults(text: str) -> list[str]:
    return [str(each) for each in Draft202012Validator(SCHEMA).iter_errors(json.loads(text))]


def test_the_schema_is_sound_and_refuses_what_is_no_coverage() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert faults('{"schema": "rulecheck/coverage/v2"}')


@pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS)
def test_json_keeps_to_its_schema(pack: Pack) -> None:
    assert faults(coverage_json.render(pack, coverage(pack), "1.2.3")) == []


def test_every_citation_of_the_bundled_pack_is_in_its_coverage() -> None:
    pack = PACKS["bundled"]
    cited = {
        (recommendation.id, citation.locator)
        for recommendation in pack.recommendations
        for citation in recommendation.citations
    }
    covered = coverage(pack)
    assert covered is not None
    assert cited == {
        (id_, each.sentence.citation.locator) for each in covered for id_ in each.cited_by
    }


def test_every_sentence_is_listed_unless_its_class_is_counted() -> None:
    pack = PACKS["bundled"]
    covered = coverage(pack)
    assert covered is not None
    whole = coverage_text.render(pack, covered, frozenset())
    short = coverage_text.render(pack, covered, frozenset({SentenceClass.BACKGROUND}))
    for each in covered:
        mark = "" if each.cited_by else " (not cited)"
        line = f"\n  {each.sentence.citation.locator}{mark}: "
        assert line in whole
        hidden = each.sentence.kind is SentenceClass.BACKGROUND and not each.cited_by
        assert (line in short) is not hidden


def test_what_a_pack_says_can_not_steer_a_terminal_or_a_job() -> None:
    first, *others = SMALL_PACK.sentences or ()
    hostile = replace(first, note="\x1b[2J\u202e::error::x\n##[group]")
    pack = replace(SMALL_PACK, sentences=(hostile, *others), source_title="A\x1b[2J")
    text = coverage_text.render(pack, coverage(pack), frozenset())
    assert not {"\x1b", "\u202e"} & set(text)
    assert "::error" not in text
    assert "##[" not in text
    assert "##[" not in coverage_json.render(pack, coverage(pack), "1.2.3")
