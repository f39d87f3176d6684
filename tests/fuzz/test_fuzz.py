"""A little of `make fuzz` in every run of the tests, and that it would notice a fault."""

from pathlib import Path
from random import Random

import pytest

from .doors import entrances, judge_proposals
from .mutating import mutated

DOORS = (
    "documents",
    "proposals",
    "screening list",
    "pack, definitions.yaml",
    "waivers",
    "baseline",
)


@pytest.mark.parametrize("name", DOORS)
def test_broken_files_are_taken_or_refused(name: str, tmp_path: Path) -> None:
    entrance = entrances(tmp_path)[name]
    assert entrance.seeds
    dice = Random(20261126)  # noqa: S311
    for _ in range(40):
        entrance.door(mutated(entrance.seeds, dice))


def test_there_is_a_door_for_every_file_of_a_pack(tmp_path: Path) -> None:
    found = {name.removeprefix("pack, ") for name in entrances(tmp_path) if "pack, " in name}
    assert {"pack.yaml", "parameters.yaml", "source.yaml", "reference/chips.yaml"} <= found


def test_another_error_comes_through(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr("rulecheck.proposals.reading.stated", fail)
    with pytest.raises(RecursionError):
        judge_proposals(b"kind: license_decision\nschema: rulecheck/proposal/v1\n")
