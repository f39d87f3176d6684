"""The reference files make sense by themselves."""

import re
from collections import Counter
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from .reference_files import Bounds, Chip, DateRange, bounds, chips, countries

JUDGED_FROM = date(2025, 4, 9)
FUTURE_CUTOFF = date(2025, 7, 15)

CATALOGUE = chips().by_id()
COUNTRIES = countries()


def span(chip_id: str) -> Bounds:
    """The bounds of a chip's total processing performance, which must be known."""
    found = CATALOGUE[chip_id].specs.total_processing_performance()
    assert found is not None
    return found


def is_wide(low: Decimal, high: Decimal) -> bool:
    """Whether a range reaches at least 5 % to either side of its middle."""
    return high - low >= (high + low) / 2 * Decimal("0.1")


def test_chip_keys_and_names_are_used_once() -> None:
    assert len(CATALOGUE) == len(chips().chips)
    spoken = Counter(
        name.casefold()
        for chip in CATALOGUE.values()
        for name in {chip.id, chip.name, *chip.aliases}
    )
    assert [name for name, times in spoken.items() if times > 1] == []


@pytest.mark.parametrize("chip", CATALOGUE.values(), ids=CATALOGUE.keys())
def test_ranges_run_upward(chip: Chip) -> None:
    ends = {name: bounds(number) for name, number in chip.specs.numbers().items()}
    assert [name for name, (low, high) in ends.items() if not 0 < low <= high] == []


@pytest.mark.parametrize("chip", CATALOGUE.values(), ids=CATALOGUE.keys())
def test_completeness_is_stated_where_rates_are(chip: Chip) -> None:
    assert (chip.specs.throughput is None) == (chip.specs.throughput_complete is None)
    rates = chip.specs.throughput or ()
    assert len({rate.bits for rate in rates}) == len(rates)


@pytest.mark.parametrize("chip", CATALOGUE.values(), ids=CATALOGUE.keys())
def test_a_rate_with_sparsity_is_never_taken_for_the_dense_one(chip: Chip) -> None:
    # Data sheets print twice the dense rate; a range that held both would let it pass.
    ends = [bounds(rate.dense_tops) for rate in chip.specs.throughput or ()]
    assert [(low, high) for low, high in ends if high >= 2 * low] == []


@pytest.mark.parametrize("chip", CATALOGUE.values(), ids=CATALOGUE.keys())
def test_low_confidence_figures_are_wide(chip: Chip) -> None:
    numbers = chip.specs.numbers()
    doubtful = {
        name: number
        for name, number in numbers.items()
        if chip.confidence == "low"
        or (name == "die_area_mm2" and chip.die_area_basis == "estimated")
    }
    assert [name for name, number in doubtful.items() if not is_wide(*bounds(number))] == []


@pytest.mark.parametrize("chip", CATALOGUE.values(), ids=CATALOGUE.keys())
def test_die_areas_say_how_they_are_known(chip: Chip) -> None:
    assert (chip.specs.die_area_mm2 is None) == (chip.die_area_basis is None)


@pytest.mark.parametrize(
    ("chip_id", "performance"),
    [
        ("nvidia-h20", "2368"),
        ("nvidia-h100-sxm", "15832"),
        ("nvidia-h100-pcie", "12104"),
        ("nvidia-h800-sxm", "15832"),
        ("nvidia-h200", "15832"),
        ("nvidia-a100-80gb", "4992"),
        ("nvidia-a800", "4992"),
        ("nvidia-b200", "36000"),
        ("nvidia-l20", "1912"),
        ("nvidia-l2", "1544"),
        ("nvidia-l40s", "5864"),
        ("nvidia-l4", "1936"),
        ("amd-mi300x", "20919.2"),
        ("amd-mi325x", "20919.2"),
    ],
)
def test_total_processing_performance(chip_id: str, performance: str) -> None:
    assert span(chip_id) == (Decimal(performance), Decimal(performance))
    assert CATALOGUE[chip_id].specs.throughput_complete is True


@pytest.mark.parametrize(
    ("chip_id", "density"),
    [("nvidia-h20", "2.91"), ("nvidia-l20", "3.14"), ("nvidia-l2", "5.25"), ("nvidia-l4", "6.59")],
)
def test_performance_density_near_the_limits(chip_id: str, density: str) -> None:
    area = CATALOGUE[chip_id].specs.die_area_mm2
    assert isinstance(area, Decimal)
    assert round(span(chip_id)[0] / area, 2) == Decimal(density)


def test_the_unreleased_blackwell_is_far_above_the_limit() -> None:
    b30a = CATALOGUE["nvidia-b30a"]
    assert span("nvidia-b30a")[0] > 2 * 4800
    assert b30a.release is not None
    assert b30a.release.status == "unreleased"
    assert b30a.release.first_shipment is None


def test_a_card_between_the_bandwidth_limits_stays_undecided() -> None:
    dram = CATALOGUE["nvidia-rtx-pro-6000d"].specs.dram_bandwidth_gbps
    assert dram is not None
    low, high = bounds(dram)
    assert low < 1400 <= high


def test_a_chip_without_public_figures_has_none() -> None:
    assert CATALOGUE["amd-mi308x"].specs.numbers() == {}


def shipped_by(chip: Chip, day: date) -> bool:
    """Whether the first chips certainly left on or before the day."""
    shipment = chip.release.first_shipment if chip.release is not None else None
    if shipment is None:
        return False
    last = shipment.between[1] if isinstance(shipment, DateRange) else shipment
    return last <= day


def test_only_chips_whose_first_shipment_is_uncertain_may_be_future_products() -> None:
    uncertain = {chip.id for chip in CATALOGUE.values() if not shipped_by(chip, FUTURE_CUTOFF)}
    assert uncertain == {
        "nvidia-b30a",
        "nvidia-rtx-pro-6000d",
        "intel-gaudi-3-hl-328",
        "intel-gaudi-3-hl-388",
    }


def test_country_codes_are_those_of_iso_3166() -> None:
    codes = COUNTRIES.countries
    assert len(codes) == 249
    assert [code for code in codes if not re.fullmatch("[A-Z]{2}", code)] == []
    assert codes["NO"] == "Norway"
    assert {"CN", "HK", "MO", "TW"} <= codes.keys()


def test_every_country_name_means_one_country() -> None:
    names = Counter(COUNTRIES.countries.values())
    assert [name for name, times in names.items() if times > 1] == []
    assert names.keys().isdisjoint(COUNTRIES.ear_names)
    assert set(COUNTRIES.ear_names.values()) <= COUNTRIES.countries.keys()


@pytest.mark.parametrize("group", COUNTRIES.groups)
def test_members_are_known_countries_in_order(group: str) -> None:
    for period in COUNTRIES.groups[group]:
        assert set(period.members) <= COUNTRIES.countries.keys()
        assert list(period.members) == sorted(set(period.members))


@pytest.mark.parametrize("group", COUNTRIES.groups)
def test_periods_leave_neither_gap_nor_overlap(group: str) -> None:
    periods = COUNTRIES.groups[group]
    assert periods[0].start <= JUDGED_FROM
    assert [later.start for _, later in pairwise(periods)] == [
        earlier.until for earlier, _ in pairwise(periods)
    ]
    assert [day for day in (period.start for period in periods[1:]) if day <= JUDGED_FROM] == []
    assert periods[-1].until is None


@pytest.mark.parametrize(
    ("group", "code", "day", "member"),
    [
        ("D:5", "KH", date(2025, 7, 22), True),
        ("D:5", "KH", date(2026, 2, 2), True),
        ("D:5", "KH", date(2026, 2, 3), False),
        ("D:5", "KH", date(2026, 7, 23), False),
        ("D:4", "AE", date(2025, 7, 22), True),
        ("D:4", "AE", date(2026, 7, 23), False),
        ("A:5", "AE", date(2025, 7, 22), False),
        ("A:5", "AE", date(2026, 7, 23), True),
        ("D:5", "CN", JUDGED_FROM, True),
        ("D:5", "HK", JUDGED_FROM, False),
        ("D:5", "MO", JUDGED_FROM, False),
        ("D:1", "MO", JUDGED_FROM, True),
        ("A:5", "NO", JUDGED_FROM, True),
        ("A:6", "TW", JUDGED_FROM, True),
        ("D:1", "MY", JUDGED_FROM, False),
    ],
)
def test_membership_on_a_day(group: str, code: str, day: date, member: bool) -> None:
    assert (code in COUNTRIES.members(group, day)) is member


def test_what_is_reconstructed_is_not_called_certain() -> None:
    earliest = {group: periods[0] for group, periods in COUNTRIES.groups.items()}
    assert [group for group, period in earliest.items() if period.confidence == "high"] == []
    assert [group for group, period in earliest.items() if not period.note] == []


def test_the_groups_that_rules_use_are_there() -> None:
    assert set(COUNTRIES.groups) == {"A:1", "A:5", "A:6", "D:1", "D:4", "D:5"}
