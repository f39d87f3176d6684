"""The reference files agree with the public data they were drawn from.

The data is not part of this repository: where the folder `shared/data` does not stand beside the
checkout, these tests are skipped.
"""

import csv
import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import BaseModel

from .reference_files import REPOSITORY, Bounds, Specs, bounds, chips, countries

DATA = REPOSITORY.parent / "shared" / "data"
EPOCH = DATA / "epoch_ml_hardware.csv"
GROUPS = DATA / "country_groups_2026-07-23.json"

SNAPSHOT = date(2026, 7, 23)
TOLERANCE = Decimal("0.01")
NO_CODE = {"Kosovo"}

# The MI308X is not compared: its row there is implausible, and the catalogue leaves it unknown.
EPOCH_ROWS = {
    "nvidia-h20": ["NVIDIA HGX H20"],
    "nvidia-h100-sxm": ["NVIDIA H100 SXM5 80GB"],
    "nvidia-h100-pcie": ["NVIDIA H100 PCIe"],
    "nvidia-h800-sxm": ["NVIDIA H800 SXM5"],
    "nvidia-h200": ["NVIDIA H200 SXM"],
    "nvidia-a100-80gb": ["NVIDIA A100 SXM4 80 GB"],
    "nvidia-a800": ["NVIDIA A800 SXM"],
    "nvidia-b200": ["NVIDIA B200"],
    "nvidia-l20": ["NVIDIA L20 PCle"],
    "nvidia-l2": ["NVIDIA L2 PCle"],
    "nvidia-l4": ["NVIDIA L4"],
    "amd-mi300x": ["AMD Instinct MI300X"],
    "amd-mi325x": ["AMD Instinct MI325X"],
    "intel-gaudi-2": ["Intel Habana Gaudi2"],
    "intel-gaudi-3": ["Intel Habana Gaudi3"],
    "huawei-ascend-910b": [
        "Huawei Ascend 910B Pro",
        "Huawei Ascend 910B1 (v1)",
        "Huawei Ascend 910B2",
        "Huawei Ascend 910B3",
        "Huawei Ascend 910B4",
    ],
    "huawei-ascend-910c": ["Huawei Ascend 910C"],
}

Cells = dict[str, str]


class Snapshot(BaseModel):
    """The country groups of one eCFR issue, by the names that the regulation uses."""

    groups: dict[str, list[str]]


def required(path: Path) -> Path:
    """The file, or a skip that says why."""
    if not path.exists():
        pytest.skip(f"{path.name} is not beside this checkout (shared/data)")
    return path


@pytest.fixture(scope="module")
def epoch() -> dict[str, Cells]:
    """Epoch AI's rows by the name of the hardware."""
    with required(EPOCH).open(encoding="utf-8", newline="") as file:
        return {row["Hardware name"]: row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    """The country groups of July 2026."""
    return Snapshot.model_validate(json.loads(required(GROUPS).read_text(encoding="utf-8")))


def performance(specs: Specs) -> Bounds | None:
    """Total processing performance."""
    return specs.total_processing_performance()


def sixteen_bit_rate(specs: Specs) -> Bounds | None:
    """The dense rate at 16 bits, in 10^12 operations per second."""
    rates = [rate.dense_tops for rate in specs.throughput or () if rate.bits == 16]
    return bounds(rates[0]) if rates else None


def die_area(specs: Specs) -> Bounds | None:
    """The die area in mm²."""
    return None if specs.die_area_mm2 is None else bounds(specs.die_area_mm2)


def dram_bandwidth(specs: Specs) -> Bounds | None:
    """The memory bandwidth in GB/s."""
    return None if specs.dram_bandwidth_gbps is None else bounds(specs.dram_bandwidth_gbps)


def io_bandwidth(specs: Specs) -> Bounds | None:
    """The chip-to-chip bandwidth in GB/s."""
    return None if specs.io_bandwidth_gbps is None else bounds(specs.io_bandwidth_gbps)


@pytest.mark.parametrize(
    ("column", "unit", "ours", "at_least"),
    [
        ("Total processing performance (bit-OP/s)", 10**12, performance, 20),
        ("Tensor-FP16/BF16 performance (FLOP/s)", 10**12, sixteen_bit_rate, 15),
        ("Die Size (mm^2)", 1, die_area, 9),
        ("Memory bandwidth (byte/s)", 10**9, dram_bandwidth, 20),
        ("Intranode bandwidth (byte/s)", 10**9, io_bandwidth, 3),
    ],
    ids=["performance", "rate", "die area", "memory bandwidth", "io bandwidth"],
)
def test_figures_agree_with_epoch(
    epoch: dict[str, Cells],
    column: str,
    unit: int,
    ours: Callable[[Specs], Bounds | None],
    at_least: int,
) -> None:
    catalogue = chips().by_id()
    apart: list[str] = []
    compared = 0
    for chip_id, names in EPOCH_ROWS.items():
        known = ours(catalogue[chip_id].specs)
        for cell in (epoch[name][column] for name in names):
            if known is None or not cell:
                continue
            compared += 1
            theirs = Decimal(cell) / unit
            low, high = known
            if not low * (1 - TOLERANCE) <= theirs <= high * (1 + TOLERANCE):
                apart.append(f"{chip_id}: {low} to {high} here, {theirs} there")
    assert apart == []
    assert compared >= at_least


def test_chips_without_a_row_are_known_to_have_none() -> None:
    assert chips().by_id().keys() - EPOCH_ROWS.keys() == {
        "nvidia-b30a",
        "nvidia-l40s",
        "nvidia-rtx-pro-6000d",
        "amd-mi308x",
        "intel-gaudi-3-hl-328",
        "intel-gaudi-3-hl-388",
    }


@pytest.mark.parametrize("group", countries().groups)
def test_groups_of_july_2026_are_those_of_the_regulation(group: str, snapshot: Snapshot) -> None:
    ours = countries()
    codes = codes_by_name()
    expected = {codes[name] for name in snapshot.groups[group]}
    assert ours.members(group, SNAPSHOT) == expected


def test_every_name_of_the_regulation_has_a_code(snapshot: Snapshot) -> None:
    named = {name for members in snapshot.groups.values() for name in members}
    assert named - codes_by_name().keys() == NO_CODE
    assert countries().ear_names.keys() <= named


def codes_by_name() -> dict[str, str]:
    """The code for every name that the pack knows."""
    ours = countries()
    return {name: code for code, name in ours.countries.items()} | ours.ear_names
