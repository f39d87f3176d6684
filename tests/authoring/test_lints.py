"""Lints: a case is a folder with what differs from the small pack, and what the command prints."""

import shutil
from pathlib import Path

import pytest
import typer

from rulecheck.authoring.lints import Lint, lint
from rulecheck.cli.rules_lint import run_lints
from rulecheck.packs import load_bundled_pack

TESTS = Path(__file__).parents[1]
SMALL_PACK = TESTS / "packs" / "small_pack"
CASES = sorted((TESTS / "cases" / "lints").iterdir())


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_a_pack_has_exactly_the_lints_that_are_expected(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(SMALL_PACK, tmp_path / "pack")
    shutil.copytree(case, tmp_path / "pack", dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(typer.Exit) as end:
        run_lints(Path("pack"))
    assert capfd.readouterr().out == (case / "expected.txt").read_text(encoding="utf-8")
    assert end.value.exit_code == (0 if case.name.startswith("clean-") else 1)


@pytest.mark.parametrize("lint_", Lint)
def test_every_lint_is_shown(lint_: Lint) -> None:
    expected = (case / "expected.txt" for case in CASES)
    assert any(f"{lint_}[" in each.read_text(encoding="utf-8") for each in expected)


def test_the_bundled_pack_is_clean() -> None:
    linted = lint(load_bundled_pack())
    assert linted.findings == ()
    assert linted.cells > 1_000
