"""What `make bench` prints and writes, as far as it can be shown without measuring anything."""

import json
from pathlib import Path

import pytest

from bench.copies import write_copies
from bench.figures import Amount, Beside, Figure, Part, Row, Sample, Unit, Unmeasured, time_of
from bench.machine import Commit, machine
from bench.plan import DRAFT, PROPOSALS, QUICK, ROOT
from bench.processes import Command, DidNotWork
from bench.results import BEGIN, END, Results, as_json, on_page
from bench.table import table
from bench.wide_pack import write_wide_pack
from rulecheck import evaluate
from rulecheck.packs import bundled_pack, load_bundled_pack, load_pack
from rulecheck.packs.stored import NO_CACHE

OURS = Amount(median=0.2, least=0.1, rounds=3, processor=0.2)
ROWS: list[Row] = [
    Figure(Part.COLD_START, "one draft", Unit.SECONDS, OURS, Beside("a peer", OURS), 0.9, 0.5),
    Figure(Part.WARM, "warm", Unit.MILLISECONDS, OURS, must=1.0, aim=0.5),
    Unmeasured(Part.COLD_START, "beside another peer", "it can't be had"),
]
RESULTS = Results("2026-01-31", machine(), Commit("0" * 40, True), {"peer": "1.0"}, QUICK, ROWS)


@pytest.mark.parametrize(
    ("median", "must", "aim", "standing"),
    [
        (0.4, 1.0, 0.5, "met"),
        (0.5, 1.0, 0.5, "met"),
        (0.6, 1.0, 0.5, "aim missed"),
        (1.1, 1.0, 0.5, "missed"),
        (1.1, None, None, "no goal"),
    ],
)
def test_how_a_figure_stands_to_its_goals(
    median: float, must: float | None, aim: float | None, standing: str
) -> None:
    amount = Amount(median, median, 1)
    assert Figure(Part.WARM, "x", Unit.SECONDS, amount, None, must, aim).standing == standing
    beside = Beside("half as long", Amount(0.5, 0.5, 1))
    ratio = Figure(Part.WARM, "x", Unit.SECONDS, amount, beside).ratio
    assert ratio == pytest.approx(2 * median)


def test_the_middle_of_the_rounds_counts() -> None:
    amount = time_of([Sample(3.0, 1.0), Sample(1.0, 1.0), Sample(2.0, 4.0)])
    assert amount == Amount(median=2.0, least=1.0, rounds=3, processor=1.0)


def test_the_table_has_a_row_for_everything() -> None:
    heading, _, first, second, third = table(ROWS).splitlines()
    assert heading.startswith("|")
    assert "ratio" in heading
    assert "1 ×" in first
    assert "missed" in first
    assert "warm" in second
    assert "met" in second
    assert "not measured (it can't be had)" in third


def test_the_json_says_what_was_measured_where() -> None:
    written = json.loads(as_json(RESULTS))
    assert written["schema"] == "rulecheck/bench/v1"
    assert written["commit"] == {"hash": "0" * 40, "changed": True}
    assert [each.get("goal") for each in written["figures"]] == ["missed", "met", None]
    assert written["figures"][0]["beside"]["median"] == 0.2


def test_only_what_stands_between_the_marks_is_replaced() -> None:
    page = f"before\n{BEGIN}\nout of date\n{END}\nafter\n"
    written = on_page(page, RESULTS)
    assert written.startswith(f"before\n{BEGIN}")
    assert written.endswith(f"{END}\nafter\n")
    assert "out of date" not in written
    assert "one draft" in written
    assert on_page(written, RESULTS) == written
    with pytest.raises(ValueError, match="no two lines"):
        on_page("a page without marks", RESULTS)


def test_the_page_on_measuring_has_the_marks() -> None:
    page = (ROOT / "bench/README.md").read_text(encoding="utf-8")
    assert page.index(BEGIN) < page.index(END)


def test_copies_of_the_drafts_are_all_judged(tmp_path: Path) -> None:
    names = write_copies(PROPOSALS, tmp_path / "many", 30)
    run = evaluate([tmp_path / "many"])
    assert len(run.evaluations) == len(names) == 30
    assert not run.problems
    assert not run.engine_errors


def test_a_pack_with_more_rules_judges_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(NO_CACHE, "1")
    pack = load_bundled_pack()
    write_wide_pack(bundled_pack(), tmp_path / "wide", len(pack.rules) + 12, {"lot", "decision"})
    wide = load_pack(tmp_path / "wide")
    assert len(wide.rules) == len(pack.rules) + 12
    (one,) = evaluate([ROOT / DRAFT], pack).evaluations
    (other,) = evaluate([ROOT / DRAFT], wide).evaluations
    assert (one.verdict, one.score) == (other.verdict, other.score)
    assert len(other.results) > len(one.results)


def test_a_process_that_did_not_work_is_no_figure() -> None:
    command = Command("peer", ("peer",), ROOT, codes=frozenset({0}), says="valid", times=2)
    command.check(0, "valid, valid")
    with pytest.raises(DidNotWork, match="exit code 3"):
        command.check(3, "valid, valid")
    with pytest.raises(DidNotWork, match="1 times, not 2"):
        command.check(0, "valid")
