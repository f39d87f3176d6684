"""Repairs of the drafts of `proposals/`.

`tests/cases/repairs/expected.yaml` lists what each comes to. An example without an entry passes.
"""

import difflib
from functools import cache

import pytest
from pydantic import BaseModel, ConfigDict, TypeAdapter

from rulecheck.advice.changing import Changes
from rulecheck.advice.repairing import Repairs, repairs_of
from rulecheck.advice.searching import applying
from rulecheck.documents import parse, plain
from rulecheck.engine import best_evaluator
from rulecheck.judgement import Verdict
from rulecheck.proposals.revising import data_of
from rulecheck.vocabulary.levers import LEVERS, Allowance

from .drafts import PACK, PROPOSALS, draft, judged, keeps_everything, read

EXPECTED = PROPOSALS.parent / "tests" / "cases" / "repairs" / "expected.yaml"
EDGE_CASES = EXPECTED.parents[1] / "edge_cases"
NAMES = sorted(path.stem for path in PROPOSALS.iterdir())
REPAIRED = ("h20_boards_of_eight", "h20_mixed_lots", "h20_new_production", "h20_thai_cloud_tenant")


class Expected(BaseModel):
    """What a search comes to."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    repairs: tuple[tuple[str, ...], ...] = ()
    in_the_way: tuple[str, ...] | None = None


@cache
def expectations() -> dict[str, Expected]:
    (document,) = parse(EXPECTED.name, EXPECTED.read_bytes())
    return TypeAdapter(dict[str, Expected]).validate_python(plain(document.root))


@cache
def repairs(name: str, *allowed: Allowance) -> Repairs:
    return repairs_of(judged(draft(name)), PACK, allowed=frozenset(allowed))


def test_expectations_are_about_drafts_that_exist() -> None:
    assert set(expectations()) <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_each_draft_is_repaired_as_expected(name: str) -> None:
    found = repairs(name)
    expected = expectations().get(name)
    if expected is None:
        assert found.needs_none
        assert not found.found
        return
    titles = tuple(tuple(change.title for change in each.changes) for each in found.found)
    assert titles == expected.repairs
    if not titles:
        in_the_way = sorted({each.result.rule.id for each in found.obstacles})
        assert in_the_way == list(expected.in_the_way or ())
    assert not found.stopped
    assert not found.not_written


@pytest.mark.parametrize("name", REPAIRED)
def test_a_repair_passes_as_it_is_read_from_its_text(name: str) -> None:
    before = judged(draft(name))
    for repair in repairs(name).found:
        text = repair.evaluation.proposal.document.source.text
        after = judged(read(f"{name}.yaml", text), evaluator=best_evaluator())
        assert after.verdict is Verdict.ALIGNED
        assert applying(before) <= applying(after)
        assert not repair.set_aside
        assert keeps_everything(data_of(before.proposal), data_of(after.proposal))


@pytest.mark.parametrize("name", REPAIRED)
def test_a_repair_states_levers_alone(name: str) -> None:
    levers = LEVERS[draft(name).model.kind]
    for repair in repairs(name).found:
        for edit in repair.edits:
            path = tuple(step for step in edit.pointer if isinstance(step, str))
            assert path in levers or path[:-1] in levers  # the number of a condition


@pytest.mark.parametrize("name", REPAIRED)
def test_only_the_lines_of_the_edits_differ(name: str) -> None:
    document = draft(name).document
    for repair in repairs(name).found:
        before = document.source.text.splitlines()
        after = repair.evaluation.proposal.document.source.text.splitlines()
        taken = [line for line in difflib.ndiff(before, after) if line[:2] in ("- ", "+ ")]
        stated = [edit for edit in repair.edits if not document.find(edit.pointer).missing]
        added = len(repair.edits) - len(stated)
        assert sum(line.startswith("-") for line in taken) == len(stated)
        assert sum(line.startswith("+") for line in taken) == len(stated) + added


def test_approving_the_finished_lots_is_one_change() -> None:
    first = repairs("h20_new_production").found[0]
    edits = {edit.pointer: edit.value for edit in first.edits}
    assert edits == {
        ("decision", "action"): "approve_in_part",
        ("decision", "covers_future_production"): False,
        ("decision", "conditions", 0, "accelerators"): 650_000,
        ("decision", "conditions", 2): {"type": "closed_lot_list"},
        ("items", 0, "lots", 1, "approved"): False,
        ("items", 0, "approved_quantity"): 650_000,
    }
    (grant,) = first.grants
    assert (grant.granted, grant.applied_for) == (650_000, 950_000)


def test_denying_is_found_only_where_it_is_allowed_and_says_what_no_longer_applies() -> None:
    assert not repairs("h100_frontier").found
    (denial,) = repairs("h100_frontier", Allowance.ACTION).found
    assert denial.refuses
    assert denial.evaluation.verdict is Verdict.ALIGNED
    assert "frontier-chips-stay-banned" in denial.set_aside


def test_what_an_unknown_keeps_from_passing_is_still_mended_besides() -> None:
    text = (PROPOSALS / "h20_new_production.yaml").read_text(encoding="utf-8")
    stated = "  form: none\n  topics: []\n"
    assert stated in text
    untold = read("untold.yaml", text.replace(stated, "  form: unknown\n"))
    found = repairs_of(judged(untold), PACK)
    assert not found.found
    (obstacle,) = found.obstacles
    assert obstacle.result.rule.id == "keep-controls-off-the-table/decision-not-traded"
    assert {each.rule.id.partition("/")[0] for each in found.mendable} == {"inventory-only"}
    assert [each.title for each in found.together] == [
        change.title for change in repairs("h20_new_production").found[0].changes
    ]


def test_what_some_changes_take_away_is_not_in_the_way() -> None:
    name = "returned-as-no-license-is-required"
    text = (EDGE_CASES / f"{name}.yaml").read_text(encoding="utf-8")
    untold = text.replace("linkage: {form: formal", "linkage: {form: unknown")
    assert untold != text
    found = repairs_of(judged(read(f"{name}.yaml", untold)), PACK)
    assert "inventory-only/closed-license" in {each.rule.id for each in found.mendable}
    assert "inventory-only/closed-license" not in {each.result.rule.id for each in found.obstacles}


def test_refusals_come_last() -> None:
    found = repairs("h20_mixed_lots", Allowance.ACTION).found
    assert [each.refuses for each in found] == [False, True]


def test_a_denial_that_is_traded_is_no_repair() -> None:
    assert not repairs("h20_denial_for_rare_earths", Allowance.ACTION).found


def test_turning_a_change_around_is_found_only_where_it_is_allowed() -> None:
    assert repairs("action_mixed_package", Allowance.DIRECTION).found
    changes = Changes(draft("action_mixed_package"), PACK, frozenset())
    assert all(
        edit.pointer[-1] != "direction"
        for change in changes.available
        for edit in changes.edits_of([change]) or ()
    )


def test_nothing_is_tried_when_the_time_is_up() -> None:
    found = repairs_of(judged(draft("h20_mixed_lots")), PACK, stop=lambda: True)
    assert found.stopped
    assert found.tried == 0
    assert not found.found


def test_a_search_that_is_stopped_keeps_what_it_has() -> None:
    asked = iter(range(100))
    found = repairs_of(judged(draft("h20_new_production")), PACK, stop=lambda: next(asked) > 3)
    assert found.stopped
    assert [len(each.changes) for each in found.found] == [1]
