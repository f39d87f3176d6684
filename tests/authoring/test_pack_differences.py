"""Two packs compared: a case is a folder with what changes in the small pack, and what is said.

`new` holds the files that differ, `removed.txt` the names of files that the new pack lacks, `old`
files in which already the old pack is not the small one, and `proposals` the drafts that both packs
judge, if there are any; then `expected.json` stands beside `expected.txt`. To write those of new
cases and those that have changed on purpose:

    RULECHECK_UPDATE_GOLDEN=1 pytest tests/authoring/test_pack_differences.py

then read the difference before keeping it.
"""

import json
import os
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import rulecheck.reports
from rulecheck import runner
from rulecheck.authoring.differences import Kind, Way, differences
from rulecheck.authoring.part_differences import PROSE
from rulecheck.engine import ReferenceEvaluator
from rulecheck.judgement import EngineFailure, Outcome
from rulecheck.judgement.comparing import compared_runs
from rulecheck.packs import Pack, bundled_pack, load_pack
from rulecheck.packs.model import Basis
from rulecheck.reports import rules_diff_json, rules_diff_text
from rulecheck.reports.layout import WIDTH
from rulecheck.reports.model import Excerpts
from rulecheck.reports.palette import ANSI
from rulecheck.reports.phrases import CAVEAT
from rulecheck.reports.rules_diff import PackDiff

TESTS = Path(__file__).parent.parent
SMALL_PACK = TESTS / "packs" / "small_pack"
FOLDER = TESTS / "cases" / "pack_differences"
CASES = sorted(path.name for path in FOLDER.iterdir())
UPDATE = os.environ.get("RULECHECK_UPDATE_GOLDEN") == "1"

JUDGING = [case for case in CASES if (FOLDER / case / "proposals").exists()]

Compare = Callable[[str, Excerpts], PackDiff]
PacksOf = Callable[[str], tuple[Pack, Pack]]


@pytest.fixture(scope="module")
def packs_of(tmp_path_factory: pytest.TempPathFactory) -> PacksOf:
    """The small pack with a case's files in place of its own, before and after."""

    @cache
    def loaded(name: str) -> tuple[Pack, Pack]:
        case, desk = FOLDER / name, tmp_path_factory.mktemp("packs")
        old, new = desk / "old", desk / "new"
        laid_over(old, SMALL_PACK, case / "old")
        laid_over(new, old, case / "new")
        removed = case / "removed.txt"
        for each in removed.read_text(encoding="utf-8").splitlines() if removed.exists() else ():
            (new / each).unlink()
        return (
            replace(load_pack(old), content_sha256="0" * 64),
            replace(load_pack(new), content_sha256="1" * 64),
        )

    return loaded


@pytest.fixture
def compare(packs_of: PacksOf, monkeypatch: pytest.MonkeyPatch) -> Compare:
    """What is said of a case."""
    monkeypatch.setattr(runner, "best_evaluator", ReferenceEvaluator)

    def compared(case: str, excerpts: Excerpts) -> PackDiff:
        old, new = packs_of(case)
        runs = None
        if case in JUDGING:
            monkeypatch.chdir(FOLDER / case)
            runs = compared_runs(*runner.evaluate_by(["proposals"], [old, new]))
        return PackDiff(old, new, differences(old, new), runs, "1.2.3", excerpts)

    return compared


def laid_over(folder: Path, *layers: Path) -> None:
    for layer in layers:
        if layer.exists():
            shutil.copytree(layer, folder, dirs_exist_ok=True)


@pytest.mark.parametrize("case", CASES)
def test_a_difference_reads_as_expected(case: str, compare: Compare) -> None:
    diff = compare(case, Excerpts.SHOWN)
    made = {"expected.txt": rules_diff_text.render(diff)}
    if diff.runs is not None:
        made["expected.json"] = rules_diff_json.render(diff)
    for name, text in made.items():
        golden = FOLDER / case / name
        if UPDATE:
            golden.write_bytes(text.encode())
        assert golden.exists(), "no expectation yet; see the docstring of this module"
        assert text == golden.read_bytes().decode()
    assert [line for line in made["expected.txt"].splitlines() if is_too_wide(line)] == []


@cache
def schema() -> dict[str, Any]:
    file = Path(rulecheck.reports.__file__).parent / "rules-diff.schema.json"
    loaded: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(loaded)
    return loaded


def schema_faults(report: str) -> list[str]:
    found = Draft202012Validator(schema()).iter_errors(json.loads(report))
    return [f"{each.json_path}: {each.message}" for each in found]


@pytest.mark.parametrize("case", CASES)
def test_json_keeps_to_its_schema(case: str, compare: Compare) -> None:
    for excerpts in Excerpts:
        assert schema_faults(rules_diff_json.render(compare(case, excerpts))) == []


def test_the_schema_refuses_what_is_no_comparison_and_knows_every_word() -> None:
    assert schema_faults('{"schema": "rulecheck/rules-diff/v2"}')
    parts, outcome = schema()["$defs"]["difference"]["properties"], schema()["$defs"]["outcome"]
    assert parts["kind"]["enum"] == list(Kind)
    assert parts["change"]["enum"] == list(Way)
    assert outcome["enum"] == [*Outcome, None]


def is_too_wide(line: str) -> bool:
    return len(line) > WIDTH and "sha256" not in line and line != CAVEAT


@pytest.mark.parametrize("case", CASES)
def test_a_case_holds_only_what_differs(case: str) -> None:
    folder = FOLDER / case
    for path in (folder / "new").rglob("*.yaml"):
        name = path.relative_to(folder / "new")
        before = [each / name for each in (folder / "old", SMALL_PACK) if (each / name).exists()]
        assert not before or path.read_bytes() != before[0].read_bytes()


def test_the_cases_show_everything_that_can_differ(packs_of: PacksOf) -> None:
    changes = [change for case in CASES for change in differences(*packs_of(case))]
    assert {each.kind for each in changes} == set(Kind)
    assert {each.way for each in changes} == set(Way)
    assert {each.decides for each in changes} == {True, False}
    assert {each.read_by_facts for each in changes} == {True, False}
    assert {basis for each in changes for basis in each.bases} == set(Basis)


@pytest.mark.parametrize("case", JUDGING)
def test_what_drafts_say_can_be_withheld(case: str, compare: Compare) -> None:
    diff = replace(compare(case, Excerpts.WITHHELD), changes=())
    for made in (rules_diff_text.render(diff), rules_diff_json.render(diff)):
        assert not any(word in made for word in ("shelf", "rack", "boxes", "LA`", "overdraw"))


# -- what holds of every pack -------------------------------------------------------------------


@pytest.mark.parametrize("folder", [SMALL_PACK, bundled_pack()], ids=["small", "bundled"])
def test_a_pack_does_not_differ_from_itself(folder: Path) -> None:
    assert differences(load_pack(folder), load_pack(folder)) == ()


def test_the_order_of_rules_is_no_difference() -> None:
    pack = load_pack(SMALL_PACK)
    turned = replace(
        pack,
        recommendations=tuple(
            replace(each, rules=each.rules[::-1]) for each in pack.recommendations[::-1]
        ),
        entities=pack.entities[::-1],
    )
    assert differences(pack, turned) == ()


@pytest.mark.parametrize("case", CASES)
def test_the_other_way_round_the_old_is_the_new(case: str, packs_of: PacksOf) -> None:
    old, new = packs_of(case)
    there, back = differences(old, new), differences(new, old)
    assert [(each.kind, each.id) for each in there] == [(each.kind, each.id) for each in back]
    for one, other in zip(there, back, strict=True):
        assert {(part.place, part.old, part.new, part.decides) for part in one.parts} == {
            (part.place, part.new, part.old, part.decides) for part in other.parts
        }


def test_color_adds_nothing_but_color(compare: Compare) -> None:
    diff = compare("effects-stages-change-the-verdict", Excerpts.SHOWN)
    colored = rules_diff_text.render(diff, ANSI)
    assert "\x1b[" in colored
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == rules_diff_text.render(diff)


@pytest.mark.parametrize("excerpts", Excerpts)
def test_an_internal_error_is_named_and_steers_nothing(
    excerpts: Excerpts, compare: Compare
) -> None:
    diff = compare("effects-none", excerpts)
    assert diff.runs is not None
    broken = replace(
        diff.runs.new, engine_errors=(EngineFailure("broken.yaml", "\x1b[2J\nof: item.id=h20"),)
    )
    diff = replace(diff, runs=replace(diff.runs, new=broken))
    made = rules_diff_text.render(diff)
    assert "internal error: " in made
    assert "\x1b" not in made
    for text in (made, rules_diff_json.render(diff)):
        assert ("item.id=h20" in text) is (excerpts is Excerpts.SHOWN)


def test_prose_is_named_by_fields_that_exist() -> None:
    for kind, names in PROSE.items():
        assert is_dataclass(kind)
        assert names <= {each.name for each in fields(kind)}


def test_no_judgement_hangs_on_what_is_called_prose(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "best_evaluator", ReferenceEvaluator)
    monkeypatch.chdir(TESTS.parent)
    pack = load_pack(bundled_pack())
    other = without_prose(pack)
    assert isinstance(other, Pack)
    changes = differences(pack, other)
    assert len(changes) > len(pack.rules)
    assert not any(each.decides for each in changes)
    runs = compared_runs(*runner.evaluate_by(["proposals"], [pack, other]))
    assert runs.proposals
    assert not any(each.changes_anything for each in runs.proposals)
    assert not runs.changes_judgement


def without_prose(value: object) -> object:
    """The same thing with every field that is called prose emptied."""
    match value:
        case Mapping():
            return {key: without_prose(each) for key, each in value.items()}
        case tuple():
            return tuple(without_prose(each) for each in value)
        case _ if is_dataclass(value) and not isinstance(value, type):
            prose = PROSE.get(type(value), frozenset())
            return replace(
                value,
                **{
                    name: emptied(each) if name in prose else without_prose(each)
                    for name, each in (
                        (each.name, getattr(value, each.name)) for each in fields(value)
                    )
                },
            )
        case _:
            return value


def emptied(value: object) -> object:
    if type(value) is str:
        return "other"
    return type(value)() if isinstance(value, tuple | dict) else value
