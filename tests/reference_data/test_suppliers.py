"""The equipment classes and the supplier countries' controls make sense by themselves."""

import re
from collections import Counter
from datetime import date

import pytest

from rulecheck.vocabulary.enums import Category

from .reference_files import EquipmentClass, countries, equipment, suppliers

CLASSES = {each.id: each for each in equipment().equipment}
CONTROLS = suppliers().suppliers

ECCN = re.compile(r"[0-9][A-E][0-9]{3}(?:\.[a-z0-9]+)*")
PARTS = "tool-components"
"""The class whose ECCNs are headings and so hold the other classes'."""

ARTICLE = date(2025, 7, 22)


def covers(wide: str, narrow: str) -> bool:
    """Whether an ECCN is another or the entry of which the other is a paragraph."""
    return wide == narrow or narrow.startswith(f"{wide}.")


def test_keys_and_titles_are_used_once() -> None:
    assert len(CLASSES) == len(equipment().equipment)
    assert len({each.title for each in CLASSES.values()}) == len(CLASSES)


@pytest.mark.parametrize("each", CLASSES.values(), ids=CLASSES.keys())
def test_eccns_are_written_as_the_regulation_writes_them(each: EquipmentClass) -> None:
    assert [eccn for eccn in each.eccns if not ECCN.fullmatch(eccn)] == []


def test_a_paragraph_belongs_to_one_class() -> None:
    owned = [eccn for key, each in CLASSES.items() if key != PARTS for eccn in each.eccns]
    overlapping = [
        (wide, narrow)
        for position, wide in enumerate(owned)
        for other, narrow in enumerate(owned)
        if position != other and covers(wide, narrow)
    ]
    assert overlapping == []


@pytest.mark.parametrize(
    "paragraph",
    [
        *("3B001.a.4", "3B001.c", "3B001.d", "3B001.f.1.a", "3B001.f.1.b", "3B001.f.5"),
        *("3B001.f.6", "3B001.k", "3B001.l", "3B001.m", "3B001.n", "3B001.p.2", "3B001.p.4"),
        *("3B001.r", "3B002.c", "3B993.b", "3B993.c", "3B993.d", "3B993.f.1", "3B993.o"),
        *("3B993.p", "3B993.q", "3B994.b", "3B994.q", "3D992.a", "3E992", "3A090.c"),
    ],
)
def test_what_needs_a_license_for_china_is_in_a_class(paragraph: str) -> None:
    found = [
        key
        for key, each in CLASSES.items()
        if key != PARTS and any(covers(eccn, paragraph) for eccn in each.eccns)
    ]
    assert len(found) == 1


def test_parts_are_in_the_headings_of_the_tools() -> None:
    assert CLASSES[PARTS].eccns == ("3B001", "3B002", "3B993", "3B994")


def test_the_overlay_limits_divide_immersion_scanners() -> None:
    assert CLASSES["immersion-lithography-best"].eccns == ("3B001.f.1.b",)
    assert CLASSES["immersion-lithography-older"].eccns == ("3B993.f.1",)


def test_countries_are_known() -> None:
    assert {control.country for control in CONTROLS} <= countries().countries.keys()


def test_a_control_is_told_once() -> None:
    told = Counter((control.country, control.since) for control in CONTROLS)
    assert [which for which, times in told.items() if times > 1] == []


def test_controls_begin_before_they_end() -> None:
    ended = [(control.since, control.until) for control in CONTROLS if control.until]
    assert [pair for pair in ended if pair[0] >= pair[1]] == []


def test_categories_are_said_once() -> None:
    assert [each for each in CONTROLS if len(set(each.categories)) != len(each.categories)] == []


@pytest.mark.parametrize(
    ("country", "day", "expected"),
    [
        ("NL", date(2023, 8, 31), set()),
        ("NL", date(2023, 9, 1), {Category.EQUIPMENT}),
        ("NL", date(2024, 9, 9), {Category.EQUIPMENT}),
        ("NL", ARTICLE, {Category.EQUIPMENT, Category.COMPONENTS}),
        ("JP", date(2023, 7, 22), set()),
        ("JP", ARTICLE, {Category.EQUIPMENT}),
        ("KR", ARTICLE, set()),
        ("TW", ARTICLE, set()),
    ],
)
def test_categories_controlled_on_a_day(country: str, day: date, expected: set[Category]) -> None:
    controlled = {
        category
        for control in CONTROLS
        if control.country == country and control.holds_on(day)
        for category in control.categories
    }
    assert controlled == expected


def test_servicing_is_known_only_of_the_netherlands() -> None:
    known = [
        (control.country, control.since, control.covers_servicing)
        for control in CONTROLS
        if control.covers_servicing is not None
    ]
    assert known == [("NL", date(2024, 9, 10), True)]
