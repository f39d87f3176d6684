"""The small pack with a longest life of waivers and a rule that nobody may waive."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from rulecheck import runner
from rulecheck.engine import ReferenceEvaluator
from rulecheck.judgement import Run
from rulecheck.packs import Pack, load_pack
from rulecheck.packs.model import Basis, Parameter, ParameterValue
from rulecheck.packs.needs import WAIVER_DAYS

SMALL_PACK = Path(__file__).parent.parent / "packs" / "small_pack"

LONGEST = ParameterValue(date(2025, 1, 1), Fraction(180), "made up", Basis.OURS)


def judging_pack(not_waivable: str = "finished-stock/quantity") -> Pack:
    small = load_pack(SMALL_PACK)
    return replace(
        small,
        content_sha256="0" * 64,
        parameters={
            **small.parameters,
            WAIVER_DAYS: Parameter(WAIVER_DAYS, "Longest life of a waiver", (LONGEST,)),
        },
        recommendations=tuple(
            replace(
                each,
                rules=tuple(replace(rule, waivable=rule.id != not_waivable) for rule in each.rules),
            )
            for each in small.recommendations
        ),
    )


@pytest.fixture(scope="session")
def pack() -> Pack:
    return judging_pack()


@pytest.fixture
def judged(pack: Pack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Run]:
    """The run over the texts of drafts, each in a file of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(runner, "best_evaluator", ReferenceEvaluator)

    def run(*texts: str, by: Pack = pack) -> Run:
        for number, text in enumerate(texts):
            (tmp_path / f"draft-{number}.yaml").write_text(text, encoding="utf-8")
        found = runner.evaluate([f"draft-{number}.yaml" for number in range(len(texts))], by)
        assert found.problems == ()
        assert found.engine_errors == ()
        return found

    return run
