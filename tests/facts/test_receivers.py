"""Who takes an item in: fabs and businesses in China, allies' fabs, and what the item is for."""

import pytest

from rulecheck.documents import Plain
from rulecheck.facts.known import Fact
from rulecheck.vocabulary.enums import SubjectKind
from tests.properties.drafts import Draft

from .making import UNKNOWN, certain_and_possible, fact_of, license_decision

FACILITY_ONLY: Draft = {"business": "other", "facility": {"kind": "fab", "advanced_node": True}}
LEGACY: Draft = {"business": "fab", "facility": {"kind": "fab", "advanced_node": False}}
ADVANCED: Draft = {"business": "fab", "facility": {"kind": "fab", "advanced_node": True}}
CLOUD: Draft = {"business": "cloud", "facility": {"kind": "data_center", "advanced_node": False}}


def party(name: str, role: Plain, country: Plain, what: Draft, **more: Plain) -> Draft:
    return {"id": name, "role": role, "country": country, **what, **more}


def end_user(what: Draft, country: Plain = "CN", name: str = "user", **more: Plain) -> Draft:
    return party(name, "end_user", country, what, **more)


def item_fact(fact: str, item: Draft, *parties: Draft) -> Fact:
    """A fact of the item that these parties get, together with a consignee abroad.

    It is a component unless stated: a chip might have a remote user, who is not stated.
    """
    consignee = party("consignee", "ultimate_consignee", "NL", CLOUD)
    draft = license_decision(
        items=[{"id": "tool", "kind": "component", **item}], parties=[*parties, consignee]
    )
    return fact_of(draft, SubjectKind.ITEM, "tool", fact)


def truth(fact: str, *parties: Draft, end_users: Plain = None) -> object:
    return item_fact(fact, {"end_users": end_users}, *parties).value


@pytest.mark.parametrize(
    ("user", "expected"),
    [
        pytest.param(end_user({"business": "fab"}), True, id="a fab by its business"),
        pytest.param(end_user(FACILITY_ONLY), True, id="a fab by its facility"),
        pytest.param(
            end_user({"business": "fab", "facility": {"kind": "office"}}),
            True,
            id="the office of a fab",
        ),
        pytest.param(end_user(CLOUD), False, id="a cloud"),
        pytest.param(end_user({"business": "cloud"}), UNKNOWN, id="a facility not stated"),
        pytest.param(
            end_user({"facility": {"kind": "office"}}), UNKNOWN, id="a business not stated"
        ),
        pytest.param(end_user(LEGACY, "HK"), True, id="a fab in Hong Kong"),
        pytest.param(end_user(LEGACY, "MO"), True, id="a fab in Macau"),
        pytest.param(end_user(LEGACY, "TW"), False, id="a fab in Taiwan"),
        pytest.param(
            end_user(LEGACY, "MY", headquarters="CN", ultimate_parent="CN"),
            False,
            id="a Chinese firm's fab in Malaysia",
        ),
        pytest.param(end_user(LEGACY, None), UNKNOWN, id="a fab in a country not stated"),
        pytest.param(end_user(CLOUD, None), False, id="a cloud in a country not stated"),
    ],
)
def test_a_fab_in_china_receives(user: Draft, expected: bool | None) -> None:
    assert truth("item.receiving_fab", user) is expected


@pytest.mark.parametrize(
    ("user", "expected"),
    [
        pytest.param(end_user(ADVANCED), True, id="an advanced fab"),
        pytest.param(end_user(FACILITY_ONLY), True, id="an advanced fab by its facility"),
        pytest.param(end_user(LEGACY), False, id="a legacy fab"),
        pytest.param(end_user({"business": "fab"}), UNKNOWN, id="a fab whose node is not stated"),
        pytest.param(end_user(ADVANCED, "KR"), False, id="an advanced fab in South Korea"),
        pytest.param(
            end_user({"business": "other", "facility": {"kind": "lab", "advanced_node": False}}),
            False,
            id="a laboratory",
        ),
    ],
)
def test_an_advanced_fab_in_china_receives(user: Draft, expected: bool | None) -> None:
    assert truth("item.receiving_advanced_fab", user) is expected


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        pytest.param("ultimate_consignee", True, id="an ultimate consignee"),
        pytest.param("intermediate_consignee", True, id="an intermediate consignee"),
        pytest.param("purchaser", False, id="not a purchaser"),
        pytest.param("remote_user", False, id="not a remote user"),
        pytest.param(None, UNKNOWN, id="perhaps one of a role not stated"),
    ],
)
def test_who_receives_besides_the_end_user(role: str | None, expected: bool | None) -> None:
    fab, user = party("other", role, "CN", LEGACY), end_user(CLOUD)
    assert truth("item.receiving_fab", user, fab, end_users=["user"]) is expected


FAB = end_user(LEGACY, name="fab")
SECOND_FAB = end_user(ADVANCED, name="second-fab")
OFFICE = end_user(CLOUD, name="office")
SECOND_OFFICE = end_user(CLOUD, name="second-office")


@pytest.mark.parametrize(
    ("end_users", "parties", "expected"),
    [
        pytest.param(["fab"], [FAB], True, id="the fab alone is named"),
        pytest.param(["fab", "office"], [FAB, OFFICE], True, id="the fab is named with another"),
        pytest.param(None, [FAB], True, id="nobody is named and the fab is all there is"),
        pytest.param(None, [OFFICE], False, id="nobody is named and there is no fab"),
        pytest.param(None, [FAB, OFFICE], UNKNOWN, id="nobody is named and one of two is a fab"),
        pytest.param(None, [FAB, SECOND_FAB], True, id="nobody is named and both are fabs"),
        pytest.param(None, [OFFICE, SECOND_OFFICE], False, id="nobody is named and neither is"),
        pytest.param("unknown", [FAB, OFFICE], UNKNOWN, id="it is not known who of two"),
    ],
)
def test_the_end_users_that_an_item_names(
    end_users: Plain, parties: list[Draft], expected: bool | None
) -> None:
    assert truth("item.receiving_fab", *parties, end_users=end_users) is expected


def test_another_items_end_user_does_not_receive_this_one() -> None:
    consignee = party("consignee", "ultimate_consignee", "NL", CLOUD)
    draft = license_decision(
        items=[
            {"id": "tool", "kind": "component", "end_users": ["fab"]},
            {"id": "desk", "kind": "component", "end_users": ["office"]},
        ],
        parties=[FAB, OFFICE, consignee],
    )
    assert fact_of(draft, SubjectKind.ITEM, "tool", "item.receiving_fab").value is True
    assert fact_of(draft, SubjectKind.ITEM, "desk", "item.receiving_fab").value is False


def test_which_of_two_end_users_it_is_is_what_is_missing() -> None:
    found = item_fact("item.receiving_fab", {}, FAB, OFFICE)
    assert found.origin.missing == (("items", 0, "end_users"),)


@pytest.mark.parametrize(
    "parties",
    [
        pytest.param(None, id="no party stated"),
        pytest.param([party("c", "ultimate_consignee", "NL", CLOUD)], id="no end user stated"),
        pytest.param([OFFICE], id="no ultimate consignee stated"),
    ],
)
def test_a_receiver_that_is_not_stated_may_be_a_fab(parties: list[Plain] | None) -> None:
    draft = license_decision(items=[{"id": "tool", "kind": "component"}], parties=parties)
    for fact in ("item.receiving_fab", "item.receiving_advanced_fab"):
        assert fact_of(draft, SubjectKind.ITEM, "tool", fact).value is UNKNOWN


EVERY_BUSINESS = {
    "cloud",
    "model_developer",
    "fab",
    "toolmaker",
    "packager",
    "reseller",
    "system_builder",
    "research_institute",
    "other",
}


@pytest.mark.parametrize(
    ("parties", "certain", "possible"),
    [
        pytest.param([FAB], {"fab"}, {"fab"}, id="one end user's"),
        pytest.param([FAB, OFFICE], set(), {"fab", "cloud"}, id="either of two that may be it"),
        pytest.param([FAB, SECOND_FAB], {"fab"}, {"fab"}, id="that of both that may be it"),
        pytest.param(
            [FAB, party("maker", "intermediate_consignee", "CN", {"business": "toolmaker"})],
            {"fab", "toolmaker"},
            {"fab", "toolmaker"},
            id="an intermediate consignee's, too",
        ),
        pytest.param(
            [FAB, party("maker", "purchaser", "CN", {"business": "toolmaker"})],
            {"fab"},
            {"fab"},
            id="not a purchaser's",
        ),
        pytest.param([end_user(LEGACY, "KR")], set(), set(), id="none outside China"),
        pytest.param(
            [end_user(LEGACY, None)], set(), {"fab"}, id="perhaps one in a country not stated"
        ),
        pytest.param([end_user({})], set(), EVERY_BUSINESS, id="any, where it is not stated"),
        pytest.param(
            [end_user(FACILITY_ONLY)], {"other"}, {"other"}, id="the business, not the facility"
        ),
    ],
)
def test_the_businesses_that_receive(
    parties: list[Draft], certain: set[str], possible: set[str]
) -> None:
    found = item_fact("item.receiving_businesses", {}, *parties)
    assert certain_and_possible(found) == (certain, possible)


def fab_of(headquarters: Plain, parent: Plain, name: str = "user") -> Draft:
    return end_user(ADVANCED, name=name, headquarters=headquarters, ultimate_parent=parent)


@pytest.mark.parametrize(
    ("parties", "expected"),
    [
        pytest.param([fab_of("KR", "KR")], True, id="a Korean fab"),
        pytest.param([fab_of("TW", "TW")], True, id="a Taiwanese fab"),
        pytest.param([fab_of("KR", "CN")], False, id="a Korean fab of a Chinese parent"),
        pytest.param([fab_of("KR", "HK")], False, id="a Korean fab of a parent in Hong Kong"),
        pytest.param([fab_of("KR", None)], UNKNOWN, id="a Korean fab, parent not stated"),
        pytest.param([fab_of("CN", "CN")], False, id="a Chinese fab"),
        pytest.param([fab_of("MY", "MY")], False, id="a fab of a country in neither group"),
        pytest.param([fab_of(None, "KR")], UNKNOWN, id="a Korean parent, headquarters not stated"),
        pytest.param([fab_of(None, "CN")], False, id="a Chinese parent, headquarters not stated"),
        pytest.param(
            [fab_of("KR", "KR"), fab_of("CN", "CN", "second")], False, id="one of two is Chinese"
        ),
        pytest.param(
            [fab_of("KR", "KR"), fab_of("TW", "TW", "second")], True, id="both are allies'"
        ),
        pytest.param(
            [fab_of("KR", "KR"), party("payer", "purchaser", "CN", ADVANCED, headquarters="CN")],
            True,
            id="a Chinese fab only pays",
        ),
        pytest.param(
            [
                fab_of("KR", "KR"),
                party("via", "intermediate_consignee", "CN", ADVANCED, headquarters="CN"),
            ],
            False,
            id="a Chinese fab passes it on",
        ),
    ],
)
def test_whether_the_fabs_are_allies(parties: list[Draft], expected: bool | None) -> None:
    assert truth("item.receiving_fabs_allied", *parties) is expected


def test_only_the_fabs_that_an_item_is_for_must_be_allies() -> None:
    consignee = party("consignee", "ultimate_consignee", "NL", CLOUD)
    draft = license_decision(
        items=[
            {"id": "one", "kind": "component", "end_users": ["ally"]},
            {"id": "other", "kind": "component", "end_users": ["rival"]},
        ],
        parties=[fab_of("KR", "KR", "ally"), fab_of("CN", "CN", "rival"), consignee],
    )
    assert fact_of(draft, SubjectKind.ITEM, "one", "item.receiving_fabs_allied").value is True
    assert fact_of(draft, SubjectKind.ITEM, "other", "item.receiving_fabs_allied").value is False


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        pytest.param({"kind": "equipment"}, True, id="equipment, whatever its use"),
        pytest.param(
            {"kind": "equipment", "eccn": "EAR99", "used_for": "other"},
            True,
            id="equipment said to be for other uses",
        ),
        pytest.param(
            {"kind": "component", "used_for": "chip_making"}, True, id="stated as its use"
        ),
        pytest.param(
            {"kind": "component", "eccn": "EAR99", "used_for": "chip_making"},
            True,
            id="an uncontrolled component for it",
        ),
        *(
            pytest.param(
                {"kind": kind, "eccn": eccn, "used_for": "other"}, True, id=f"claimed under {eccn}"
            )
            for kind, eccn in [
                ("component", "3B001.f.1"),
                ("component", "3B991"),
                ("software", "3D001"),
                ("technology", "3E001"),
            ]
        ),
        *(
            pytest.param(
                {"kind": "component", "eccn": eccn, "used_for": "other"},
                False,
                id=f"not what is claimed under {eccn}",
            )
            for eccn in ("3C001", "2B001", "EAR99")
        ),
        pytest.param(
            {"kind": "component", "eccn": "EAR99", "used_for": "equipment_making"},
            False,
            id="for making equipment",
        ),
        pytest.param({"kind": "component", "used_for": "other"}, UNKNOWN, id="no ECCN claimed"),
        pytest.param({"kind": "component", "eccn": "EAR99"}, UNKNOWN, id="no use stated"),
        pytest.param(
            {"kind": None, "eccn": "EAR99", "used_for": "other"}, UNKNOWN, id="no kind stated"
        ),
    ],
)
def test_what_is_for_making_chips(item: Draft, expected: bool | None) -> None:
    assert item_fact("item.for_chip_making", item, OFFICE).value is expected


@pytest.mark.parametrize(
    ("item", "expected"),
    [
        pytest.param({"used_for": "equipment_making"}, True, id="stated"),
        pytest.param({"used_for": "chip_making"}, False, id="for making chips"),
        pytest.param({"kind": "equipment"}, UNKNOWN, id="not stated"),
    ],
)
def test_what_is_for_making_equipment(item: Draft, expected: bool | None) -> None:
    assert item_fact("item.for_equipment_making", item, OFFICE).value is expected
