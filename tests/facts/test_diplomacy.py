"""What an action seeks from allies, what their own controls are, and when it is reviewed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from rulecheck.documents import Plain
from rulecheck.facts.known import Fact
from rulecheck.packs import load_bundled_pack
from rulecheck.packs.model import Pack
from rulecheck.vocabulary.enums import SubjectKind
from tests.properties.drafts import Draft

from .making import DAY, UNKNOWN, ends, fact_of, policy_action

SOUGHT = "action.diplomacy_sought"
DATED = "action.diplomacy_dated_step"


def action_fact(fact: str, **stated: Plain) -> Fact:
    return fact_of(policy_action(**stated), SubjectKind.ACTION, "made-up", fact)


def step(covers: Plain, day: date | None = None, country: str | None = "NL") -> Draft:
    return {"country": country, "step": "asked", "date": day, "covers": covers}


ONE_DAY = timedelta(days=1)
ASKED_ON = date(2025, 7, 1)


@pytest.mark.parametrize(
    ("steps", "sought", "dated"),
    [
        pytest.param([step(["equipment"], ASKED_ON)], True, True, id="equipment, dated"),
        pytest.param([step(["components"], ASKED_ON)], True, True, id="components, dated"),
        pytest.param([step(["servicing"], ASKED_ON)], True, True, id="servicing alone, dated"),
        pytest.param([step(["equipment"])], True, UNKNOWN, id="equipment, no date"),
        pytest.param([step(["chips"], ASKED_ON)], False, False, id="chips alone, dated"),
        pytest.param([step([], ASKED_ON)], False, False, id="nothing covered"),
        pytest.param([step(["chips", "servicing"])], True, UNKNOWN, id="chips and servicing"),
        pytest.param([step(None, ASKED_ON)], UNKNOWN, UNKNOWN, id="scope not stated, dated"),
        pytest.param(
            [step(["chips"], ASKED_ON), step(["equipment"])],
            True,
            UNKNOWN,
            id="the date stands with another step",
        ),
        pytest.param(
            [step(["chips"]), step(["equipment"], ASKED_ON)], True, True, id="one of two steps"
        ),
        pytest.param([step(["equipment"], ASKED_ON, "CN")], False, False, id="China is no ally"),
        pytest.param([step(["equipment"], ASKED_ON, None)], UNKNOWN, UNKNOWN, id="of nobody named"),
        pytest.param([], False, False, id="none sought"),
        pytest.param(None, UNKNOWN, UNKNOWN, id="not stated"),
    ],
)
def test_what_is_sought_from_allies(
    steps: list[Plain] | None, sought: bool | None, dated: bool | None
) -> None:
    assert action_fact(SOUGHT, diplomacy=steps).value is sought
    assert action_fact(DATED, diplomacy=steps).value is dated


def test_diplomacy_that_is_left_out_is_what_is_missing() -> None:
    assert action_fact(SOUGHT).origin.missing == (("diplomacy",),)


# -- suppliers' own controls -------------------------------------------------------------------


def without_control(
    countries: Plain, category: str | None, diplomacy: Plain, pack: Pack | None = None
) -> object:
    """Whether a supplier country that the change names lacks a control of its own."""
    change: Draft = {"id": "c", "category": category, "supplier_countries": countries}
    draft = policy_action(changes=[change], diplomacy=diplomacy)
    fact = "change.supplier_without_own_control"
    return fact_of(draft, SubjectKind.CHANGE, "c", fact, pack).value


@pytest.mark.parametrize(
    ("countries", "category", "expected"),
    [
        pytest.param(["NL"], "equipment", False, id="Dutch equipment is controlled"),
        pytest.param(["JP"], "equipment", False, id="Japanese equipment is controlled"),
        pytest.param(["NL", "JP"], "equipment", False, id="both are controlled"),
        pytest.param(["KR"], "equipment", True, id="Korean equipment is not"),
        pytest.param(["NL", "KR"], "equipment", True, id="one of two is not"),
        pytest.param(["NL"], "components", False, id="Dutch components are controlled"),
        pytest.param(["JP"], "components", True, id="Japanese components are not"),
        pytest.param(["NL", "JP"], "components", True, id="components of one of two are not"),
        pytest.param(["NL"], "chips", True, id="Dutch chips are not"),
        pytest.param(["NL"], None, UNKNOWN, id="a category not stated"),
        pytest.param([], "equipment", False, id="no supplier reached"),
        pytest.param(None, "equipment", UNKNOWN, id="suppliers not stated"),
    ],
)
def test_the_controls_that_the_pack_lists(
    countries: Plain, category: str | None, expected: bool | None
) -> None:
    assert without_control(countries, category, []) is expected


@pytest.mark.parametrize(
    ("country", "diplomacy", "expected"),
    [
        pytest.param(
            "KR", [{"country": "KR", "equivalent_control": True}], False, id="stated as in force"
        ),
        pytest.param(
            "KR", [{"country": "KR", "equivalent_control": False}], True, id="stated as lacking"
        ),
        pytest.param("KR", [{"country": "KR"}], UNKNOWN, id="a step that does not say"),
        pytest.param(
            "KR", [{"country": "JP", "equivalent_control": True}], True, id="another's control"
        ),
        pytest.param(
            "KR", [{"equivalent_control": True}], UNKNOWN, id="a control of a country not stated"
        ),
        pytest.param(
            "KR",
            [
                {"country": "KR", "equivalent_control": False},
                {"country": "KR", "equivalent_control": True},
            ],
            False,
            id="one of two steps says so",
        ),
        pytest.param("KR", None, UNKNOWN, id="diplomacy not stated"),
        pytest.param("NL", None, False, id="diplomacy not stated of a listed control"),
        pytest.param(
            "NL",
            [{"country": "NL", "equivalent_control": False}],
            False,
            id="stated as lacking against the list",
        ),
    ],
)
def test_the_controls_that_the_draft_states(
    country: str, diplomacy: Plain, expected: bool | None
) -> None:
    assert without_control([country], "equipment", diplomacy) is expected


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        pytest.param(DAY, None, False, id="from that day"),
        pytest.param(DAY + ONE_DAY, None, True, id="from the day after"),
        pytest.param(date(2024, 1, 1), DAY + ONE_DAY, False, id="until the day after"),
        pytest.param(date(2024, 1, 1), DAY, True, id="until that day, which is not included"),
    ],
)
def test_a_listed_control_counts_while_it_is_in_force(
    since: date, until: date | None, expected: bool
) -> None:
    pack = load_bundled_pack()
    controls = [replace(each, since=since, until=until) for each in pack.suppliers]
    dated = replace(pack, suppliers=tuple(controls))
    assert without_control(["JP"], "equipment", [], dated) is expected


# -- reviews -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("review", "planned", "interval"),
    [
        pytest.param({"next_review": date(2025, 7, 23)}, True, (1, 1), id="the next day"),
        pytest.param({"next_review": date(2026, 7, 22)}, True, (365, 365), id="in a year"),
        pytest.param({"next_review": "none"}, False, None, id="planned not to be"),
        pytest.param({"next_review": "unknown"}, UNKNOWN, None, id="not known"),
        pytest.param({}, UNKNOWN, None, id="no day stated"),
        pytest.param(None, UNKNOWN, None, id="nothing stated"),
    ],
)
def test_when_the_action_is_reviewed(
    review: Plain, planned: bool | None, interval: tuple[int, int] | None
) -> None:
    assert action_fact("action.review_planned", review=review).value is planned
    assert ends(action_fact("action.review_interval_days", review=review)) == interval


@pytest.mark.parametrize(
    ("review", "expected"),
    [
        pytest.param({"moratorium_until": date(2025, 7, 23)}, True, id="until the next day"),
        pytest.param({"moratorium_until": DAY}, False, id="until the day itself"),
        pytest.param({"moratorium_until": date(2025, 7, 1)}, False, id="past"),
        pytest.param({"moratorium_until": "none"}, False, id="none"),
        pytest.param({"moratorium_until": "unknown"}, UNKNOWN, id="not known"),
        pytest.param({"next_review": "none"}, UNKNOWN, id="not stated beside a review"),
        pytest.param(None, UNKNOWN, id="nothing stated"),
    ],
)
def test_whether_a_moratorium_lies_ahead(review: Plain, expected: bool | None) -> None:
    assert action_fact("action.moratorium_ahead", review=review).value is expected
