"""Which changes between two versions of a proposal are enough for what differs, or needed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from rulecheck.advice.weighing import WeighedChange, WeighedComparison, weighed
from rulecheck.documents import parse
from rulecheck.engine import ReferenceEvaluator
from rulecheck.judgement import Judge, Verdict, judge_run
from rulecheck.judgement.comparing import compared_versions
from rulecheck.packs import load_bundled_pack
from rulecheck.proposals import read_proposal
from rulecheck.reports.compare import Names

PROPOSALS = Path(__file__).parents[2] / "proposals"
JUDGE = Judge(load_bundled_pack(), ReferenceEvaluator())
NAMES = Names(shown=True)
INVENTORY_ONLY = (PROPOSALS / "h20_inventory_only.yaml").read_text(encoding="utf-8")
NEW_PRODUCTION = (PROPOSALS / "h20_new_production.yaml").read_text(encoding="utf-8")


def comparison(old: str, new: str) -> WeighedComparison:
    runs = []
    for text in (old, new):
        (document,) = parse("draft.yaml", text.encode())
        runs.append(judge_run(JUDGE, [read_proposal(document, JUDGE.pack)], []))
    (found,) = weighed(compared_versions(*runs), JUDGE.pack)
    return found


def edited(text: str, *edits: tuple[str, str]) -> str:
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    return text


def by_name(found: WeighedComparison) -> dict[str, WeighedChange]:
    return {NAMES.changes(each.changes): each for each in found.changes}


def named(found: WeighedComparison, wanted: Callable[[WeighedChange], bool]) -> set[str]:
    return {name for name, each in by_name(found).items() if wanted(each)}


def test_new_production_becomes_a_sale_from_stock_by_its_lots_and_by_what_closes_the_license() -> (
    None
):
    found = comparison(NEW_PRODUCTION, INVENTORY_ONLY)
    assert found.judgements.changes_verdict
    assert named(found, lambda each: each.is_needed) == {
        "items[h20].lots",
        "decision.conditions",
        "decision.covers_future_production",
    }
    assert named(found, lambda each: each.is_enough) == set()
    conditions = by_name(found)["decision.conditions"].taken_back
    assert conditions is not None
    assert [NAMES.part(part) for part in conditions.parts] == [
        "decision.conditions[closed_lot_list]",
        "decision.conditions[no_replenishment]",
    ]


def test_either_of_two_faults_is_enough_and_neither_needed() -> None:
    worse = edited(
        INVENTORY_ONLY,
        ("covers_future_production: false", "covers_future_production: true"),
        ("covers_future_products: false", "covers_future_products: true"),
    )
    found = comparison(INVENTORY_ONLY, worse)
    both = {"decision.covers_future_production", "decision.covers_future_products"}
    assert named(found, lambda each: each.is_enough) == both
    assert named(found, lambda each: each.is_needed) == set()


def test_changes_that_only_stand_together_are_one() -> None:
    denied = edited(
        INVENTORY_ONLY,
        ("action: approve_with_conditions", "action: deny"),
        ("approved_quantity: 600000", "approved_quantity: 0"),
        ("approved: true", "approved: false"),
        ("validity_months: 12", "validity_months: 13"),
    )
    found = comparison(INVENTORY_ONLY, denied)
    # Nothing may be granted by a denial, while an approval of nothing is valid.
    assert set(by_name(found)) == {
        "decision.action",
        "items[h20].lots",
        "decision.validity_months",
    }
    action = by_name(found)["decision.action"]
    assert action.made is not None
    assert [NAMES.change(each) for each in action.made.along] == ["items[h20].lots"]
    plain = edited(INVENTORY_ONLY, ("approve_with_conditions", "approve"))
    refused = edited(denied, ("validity_months: 13", "validity_months: 12"))
    assert set(by_name(comparison(plain, refused))) == {"decision.action with items[h20].lots"}


def test_what_was_made_with_a_change_is_not_its_merit() -> None:
    linked = edited(
        INVENTORY_ONLY,
        ("form: none", "form: formal\n  counterpart: CN"),
        ("topics: []", "topics: unknown"),
    )
    found = by_name(comparison(linked, INVENTORY_ONLY))
    topics = found["linkage.topics"].made
    assert topics is not None
    assert [NAMES.change(each) for each in topics.along] == ["linkage.form"]
    assert topics.verdict is Verdict.ALIGNED
    assert not found["linkage.topics"].is_enough
    assert found["linkage.form"].is_enough


def test_under_one_verdict_all_outcomes_that_differ_are_the_goal() -> None:
    more = edited(
        NEW_PRODUCTION,
        ("covers_future_production: true", "covers_future_production: false"),
        ("{type: unit_cap, accelerators: 950000}", "{type: closed_lot_list}"),
    )
    found = comparison(NEW_PRODUCTION, more)
    assert not found.judgements.changes_verdict
    both = {"decision.covers_future_production", "decision.conditions"}
    assert named(found, lambda each: each.is_needed) == both
    assert named(found, lambda each: each.is_enough) == set()


def test_where_nothing_differs_nothing_is_needed() -> None:
    found = comparison(INVENTORY_ONLY, edited(INVENTORY_ONLY, ("months: 12", "months: 13")))
    assert not found.has_goal
    assert [(each.is_enough, each.is_needed) for each in found.changes] == [(False, False)]
    assert found.facts == ()


def test_prose_is_not_tried() -> None:
    found = comparison(INVENTORY_ONLY, edited(INVENTORY_ONLY, ("title: Sell", "title: Do sell")))
    (change,) = found.changes
    assert change.is_prose
    assert (change.made, change.taken_back) == (None, None)


def test_another_kind_is_one_change_and_all_of_it() -> None:
    action = (PROPOSALS / "action_lift_h20_controls.yaml").read_text(encoding="utf-8")
    (change,) = comparison(INVENTORY_ONLY, action).changes
    assert change.is_enough
    assert change.is_needed


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("h20_inventory_only", "h20_malaysian_subsidiary"),
        ("h20_mixed_lots", "h20_inventory_only"),
        ("h20_half_empty", "h20_inventory_only"),
        ("action_lift_h20_controls", "action_mixed_package"),
    ],
)
def test_parts_that_do_as_much_do_so(old: str, new: str) -> None:
    texts = ((PROPOSALS / f"{name}.yaml").read_text(encoding="utf-8") for name in (old, new))
    found = comparison(*texts)
    assert found.changes
    for each in found.changes:
        for trial in (each.made, each.taken_back):
            if trial is not None:
                assert bool(trial.parts) is trial.matters
                assert set(map(NAMES.part, trial.parts)) <= set(map(NAMES.part, each.parts))


def test_facts_behind_what_differs() -> None:
    found = comparison(NEW_PRODUCTION, INVENTORY_ONLY)
    assert [NAMES.fact(each) for each in found.facts] == [
        "item.accelerators_approved of h20: 950,000 -> 600,000"
    ]
