"""What can't be brought about from outside: the command with a part of it replaced."""

import json
import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from rulecheck import runner
from rulecheck.advice.advising import Advice
from rulecheck.engine import EngineError, Program, ReferenceEvaluator, Truths
from rulecheck.judgement import GatedEvaluation
from rulecheck.reports.proposal_text import ProposalText
from rulecheck.runner import files
from rulecheck.vocabulary import FactValue
from tests.cli.conftest import Desk, Evaluate
from tests.cli.drafts import harmless, violating


class Failing(ReferenceEvaluator):
    """An evaluator that fails on one proposal."""

    def truths(self, program: Program, facts: Mapping[str, FactValue]) -> Truths:
        if facts.get("lot.id") == "next-run":
            raise EngineError("rule finished-stock/lots: \x1b[2J the two disagree")
        return super().truths(program, facts)


def test_an_engine_error_hides_no_other_result(
    desk: Desk, evaluate: Evaluate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "best_evaluator", Failing)
    desk.write("a.yaml", violating())
    desk.write("b.yaml", harmless())
    desk.write("c.yaml", "")
    ended = evaluate(".", "--output", "text", "--output", "json=out.json")
    assert ended.code == 5
    assert (
        "internal error: a.yaml: rule finished-stock/lots: \\u{1b}[2J the two disagree\n"
        in ended.out
    )
    assert "b.yaml: harmless\n" in ended.out
    assert "exit: 5 - an internal error; do not rely on this run\n" in ended.out
    report = json.loads((desk.folder / "out.json").read_text(encoding="utf-8"))
    assert report["exit"]["code"] == 5
    assert report["gate"]["faults"] == 2
    assert not report["gate"]["passes"]
    assert [each["id"] for each in report["proposals"]] == ["harmless"]


def test_an_unforeseen_error_is_no_violation(
    desk: Desk, evaluate: Evaluate, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("boom \x1b[31m\n::error::x")

    monkeypatch.setattr(runner, "judge_run", fail)
    desk.write("a.yaml", harmless())
    ended = evaluate("a.yaml")
    assert (ended.code, ended.out) == (5, "")
    assert ended.err == (
        "internal error: RuntimeError: boom \\u{1b}[31m\\u{a}:\\u{3a}error:\\u{3a}x\n"
        "Please report it; RULECHECK_TRACEBACK=1 shows where it happened.\n"
    )
    monkeypatch.setenv("RULECHECK_TRACEBACK", "1")
    traced = evaluate("a.yaml")
    assert traced.code == 5
    assert "Traceback (most recent call last):" in traced.err


@pytest.mark.parametrize("error", [KeyboardInterrupt, EOFError])
def test_an_interrupt_at_any_time(
    error: type[BaseException],
    desk: Desk,
    evaluate: Evaluate,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(runner, "judge_run", fail)
    desk.write("a.yaml", harmless())
    ended = evaluate("a.yaml")
    assert ended.code == 130
    assert "Traceback" not in ended.err


def test_a_file_that_may_not_be_read(
    desk: Desk, evaluate: Evaluate, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = files.content

    def refuse(file: str) -> bytes:
        if Path(file).name == "locked.yaml":
            raise PermissionError(13, "Permission denied", file)
        return read(file)

    monkeypatch.setattr(files, "content", refuse)
    desk.write("good.yaml", harmless())
    desk.write("locked.yaml", harmless("locked"))
    ended = evaluate(".")
    assert ended.code == 4
    assert "invalid: the file can't be read: permission denied\n  --> locked.yaml\n" in ended.out
    assert "good.yaml: harmless\n" in ended.out


@pytest.mark.parametrize("path", ["drafts", "drafts/**/*.yaml", "drafts/*", "drafts/*/*.yaml"])
def test_a_folder_that_may_not_be_looked_into(
    path: str, desk: Desk, evaluate: Evaluate, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = os.scandir

    def refuse(path: str) -> object:
        if Path(path).name == "locked":
            raise PermissionError(13, "Permission denied", path)
        return listed(path)

    monkeypatch.setattr(os, "scandir", refuse)
    desk.write("drafts/good/draft.yaml", harmless())
    desk.write("drafts/locked/draft.yaml", harmless("locked"))
    ended = evaluate(path)
    assert ended.code == 4
    assert (
        "invalid: the folder can't be read: permission denied\n  --> drafts/locked\n" in ended.out
    )
    assert "drafts/good/draft.yaml: harmless\n" in ended.out


def test_a_folder_that_may_not_be_passed_through(
    desk: Desk, evaluate: Evaluate, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name behind a pattern is not there for all that glob says."""
    seen = os.lstat

    def refuse(path: str, *, dir_fd: int | None = None) -> os.stat_result:
        if Path(path).parent.name == "locked":
            raise PermissionError(13, "Permission denied", path)
        return seen(path, dir_fd=dir_fd)

    desk.write("drafts/good/draft.yaml", harmless())
    desk.write("drafts/locked/draft.yaml", harmless("locked"))
    monkeypatch.setattr(os, "lstat", refuse)
    ended = evaluate("drafts/*/draft.yaml")
    assert ended.code == 4
    assert (
        "invalid: the folder can't be read: permission denied\n  --> drafts/locked\n" in ended.out
    )
    assert "drafts/good/draft.yaml: harmless\n" in ended.out


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (
            OSError(28, "No space left on device"),
            2,
            "error: the output out.json can't be written: no space left on device\n",
        ),
        (
            PermissionError(13, "Permission denied"),
            2,
            "error: the output out.json can't be written: permission denied\n",
        ),
        (KeyboardInterrupt(), 130, "interrupted\n"),
    ],
    ids=["full", "locked", "interrupted"],
)
@pytest.mark.parametrize("step", ["chmod", "replace"])
def test_nothing_is_left_half_written(
    *,
    step: str,
    error: BaseException,
    code: int,
    said: str,
    desk: Desk,
    evaluate: Evaluate,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object) -> None:
        raise error

    desk.write("draft.yaml", violating())
    desk.write("out.json", "what was there before")
    monkeypatch.setattr(Path, step, fail)
    ended = evaluate("draft.yaml", "--output", "json=out.json")
    assert (ended.code, ended.err) == (code, said)
    assert desk.names() == {"draft.yaml", "out.json"}
    assert (desk.folder / "out.json").read_text(encoding="utf-8") == "what was there before"


@pytest.mark.parametrize("drafts", [3, 60])
def test_where_a_proposal_can_not_be_written_nothing_is(
    drafts: int, desk: Desk, evaluate: Evaluate, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half a report would look like a whole one."""
    for number in range(drafts):
        desk.write(f"{number:02}.yaml", harmless(f"draft-{number}"))
    write = ProposalText.__call__

    def fail(self: ProposalText, gated: GatedEvaluation, advice: Advice) -> str:
        if gated.evaluation.proposal.id == "draft-2":
            raise FileNotFoundError(2, "No such file or directory")
        return write(self, gated, advice)

    monkeypatch.setattr(ProposalText, "__call__", fail)
    ended = evaluate(".", "--jobs", "1")
    assert (ended.code, ended.out) == (5, "")
    assert ended.err.startswith("internal error: FileNotFoundError: ")
