"""The example proposals of the project, as a new user would try them."""

import shutil

import pytest

from tests.cli.conftest import ROOT, Desk, Ended

pytestmark = pytest.mark.fresh


@pytest.fixture
def example(desk: Desk) -> "Example":
    return Example(desk)


class Example:
    """Judges one example by the pack that the tool carries."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def judged(self, name: str, *options: str) -> Ended:
        shutil.copy(ROOT / "proposals" / f"{name}.yaml", self.desk.folder)
        return self.desk.run("evaluate", f"{name}.yaml", *options)


@pytest.mark.parametrize(
    ("name", "code", "verdict"),
    [
        ("h20_inventory_only", 0, "aligned"),
        ("h20_new_production", 1, "conflicts"),
        ("h20_denial_for_rare_earths", 1, "concerns"),
        ("h20_half_empty", 3, "hold"),
    ],
)
def test_what_an_example_comes_to(example: Example, name: str, code: int, verdict: str) -> None:
    text = example.judged(name)
    assert text.code == code
    assert f"\nverdict: {verdict} - " in text.out
    assert f"\nexit: {code} - " in text.out
    report = example.judged(name, "--output", "json").report
    assert report["exit"]["code"] == code
    assert [each["verdict"] for each in report["proposals"]] == [verdict]


def test_the_lot_that_is_not_built_yet_is_underlined(example: Example) -> None:
    lines = example.judged("h20_new_production").out.splitlines()
    draft = (example.desk.folder / "h20_new_production.yaml").read_text(encoding="utf-8")
    number = draft.splitlines().index("        stage: unstarted") + 1
    place = lines.index(f"  --> h20_new_production.yaml:{number}:16")
    assert lines[place + 2] == f" {number} |         stage: unstarted"
    assert lines[place + 3] == "    |                ^^^^^^^^^"
    assert "violated[inventory-only/lots-finished]" in "\n".join(lines[:place])


def test_what_is_missing_is_listed_with_its_line(example: Example) -> None:
    ended = example.judged("h20_half_empty")
    draft = (example.desk.folder / "h20_half_empty.yaml").read_text(encoding="utf-8").splitlines()
    _, _, missing = ended.out.partition("\nstill unknown, what settles most first:\n")
    route = draft.index("  - {country: unknown, role: transit}") + 1
    assert f"  line {route}: route[1].country (not stated)\n" in missing
    assert ": parties (not stated)\n" in missing or "parties[" in missing
    assert "decision.covers_future_production (not stated)\n" in missing
    assert "      needed by: " in missing
    assert "      proved by: " in missing


def test_an_action_that_pulls_both_ways_is_told_both(example: Example) -> None:
    lines = example.judged("action_mixed_package").out.splitlines()
    standings = {words[0]: words for line in lines if (words := line.split())}
    assert standings["expand-equipment-controls"][-3:] == ["advanced", "and", "contradicted"]
    assert standings["align-allies"][-1] == "advanced"
    assert standings["inventory-only"][-1] == "contradicted"
    assert standings["close-smuggling-routes"][-1] == "untouched"


def test_the_countries_in_the_message_on_hubs_are_called_the_hubs(example: Example) -> None:
    text = (ROOT / "proposals" / "h20_thai_cloud_tenant.yaml").read_text(encoding="utf-8")
    checks = ("type: post_shipment_verification", "type: location_verification")
    kept = [line for line in text.splitlines() if not any(each in line for each in checks)]
    example.desk.write("unchecked.yaml", "\n".join(kept))
    judged = " ".join(example.desk.run("evaluate", "unchecked.yaml").out.split())
    assert "touch a diversion hub (the hubs are MY, TH), and no condition" in judged
