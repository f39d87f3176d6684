"""Long work: what is shown of it, and that it can be stopped at any time."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from rulecheck.cli.progress import CLEARED, Line
from rulecheck.runner import Step
from tests.cli.conftest import Desk
from tests.cli.drafts import harmless, violating

pytestmark = pytest.mark.fresh


posix_only = pytest.mark.skipif(sys.platform == "win32", reason="no such pipes and signals there")


# -- progress --------------------------------------------------------------------------------------


def lines_shown(*moments: tuple[float, Step, int, int]) -> list[str]:
    """What a line shows, told how far the steps have come at some moments, in seconds."""
    shown: list[str] = []
    times = iter([moment for moment, *_ in moments])
    line = Line(shown.append, lambda: next(times))
    for _, step, done, everything in moments:
        line.show(step, done, everything)
    line.clear()
    return [each.removeprefix(CLEARED) for each in shown]


def test_count_and_rate() -> None:
    assert lines_shown(
        (7.0, Step.READING, 1, 1000),
        (8.0, Step.READING, 1000, 1000),
        (9.0, Step.JUDGING, 1, 1000),
        (11.0, Step.JUDGING, 170, 1000),
    ) == [
        "reading 1 of 1,000 files",
        "reading 1,000 of 1,000 files (1,000/s)",
        "judged 1 of 1,000 proposals",
        "judged 170 of 1,000 proposals (85/s)",
        "",
    ]


def test_a_terminal_is_not_flooded() -> None:
    moments = [(0.02 * number, Step.JUDGING, number, 100) for number in range(11)]
    assert len(lines_shown(*moments)) == 4


def test_little_work_shows_nothing() -> None:
    assert lines_shown((0.0, Step.READING, 1, 19), (5.0, Step.JUDGING, 19, 19)) == []


@posix_only
def test_a_terminal_is_left_clean(desk: Desk) -> None:
    for number in range(20):
        desk.write(f"drafts/{number}.yaml", harmless(f"draft-{number}"))
    main, terminal = os.openpty()  # type: ignore[attr-defined,unused-ignore]
    try:
        done = subprocess.run(
            desk.evaluation("drafts"),
            cwd=desk.folder,
            env={**desk.environment, "TERM": "xterm"},
            stdout=subprocess.PIPE,
            stderr=terminal,
            check=False,
        )
        shown = os.read(main, 100_000).decode()
    finally:
        os.close(main)
        os.close(terminal)
    assert done.returncode == 0
    assert "reading 1 of 20 files" in shown
    assert "judged 1 of 20 proposals" in shown
    assert shown.endswith(CLEARED)
    assert b"judged 1 of 20" not in done.stdout
    assert desk.evaluate("drafts").err == ""


# -- interrupts ------------------------------------------------------------------------------------


def started(desk: Desk, command: list[str], path: str = "") -> "subprocess.Popen[bytes]":
    """The command, running; `path` is where it looks for modules first."""
    return subprocess.Popen(
        command,
        cwd=desk.folder,
        env={**desk.environment, "PYTHONPATH": path + desk.environment["PYTHONPATH"]},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def interrupted(process: "subprocess.Popen[bytes]") -> tuple[int, bytes, bytes]:
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=120)
    return process.returncode, out, err


@posix_only
def test_while_it_is_being_loaded(desk: Desk) -> None:
    pipe = desk.folder / "loading"
    os.mkfifo(pipe)
    desk.write("modules/typer.py", f"open({str(pipe)!r}).read()\n")
    process = started(desk, desk.command("--version"), f"{desk.folder / 'modules'}{os.pathsep}")
    with pipe.open("wb"):  # opens once the other end does
        assert interrupted(process) == (130, b"", b"interrupted\n")


@posix_only
def test_while_it_reads_a_draft(desk: Desk) -> None:
    desk.write("a.yaml", violating())
    os.mkfifo(desk.folder / "b.yaml")
    process = started(desk, desk.evaluation("a.yaml", "b.yaml", "--output", "json=out.json"))
    with (desk.folder / "b.yaml").open("wb"):
        assert interrupted(process) == (130, b"", b"interrupted\n")
    assert desk.names() == {"a.yaml", "b.yaml"}


@posix_only
def test_while_it_writes(desk: Desk) -> None:
    for number in range(40):
        desk.write(f"drafts/{number}.yaml", violating(f"draft-{number}"))
    os.mkfifo(desk.folder / "pipe")
    outputs = ["--output", "json=pipe", "--output", "text=out.txt"]
    process = started(desk, desk.evaluation("drafts", *outputs))
    with (desk.folder / "pipe").open("rb", buffering=0) as pipe:
        assert pipe.read(1) == b"{"  # it is writing, and more than the pipe holds
        assert interrupted(process) == (130, b"", b"interrupted\n")
    assert {name for name in desk.names() if not name.startswith("drafts")} == {"pipe"}


# -- pipes that nobody reads -----------------------------------------------------------------------


@posix_only
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["evaluate", "missing.yaml"], 2),
        (["why", "empty.yaml"], 4),
        (["rules", "list", "--veto", "--norm", "permissive"], 0),
        (["evaluate", "--outptu"], 2),
    ],
)
def test_nobody_reads_what_is_said_on_standard_error(
    desk: Desk, arguments: list[str | Path], code: int
) -> None:
    desk.write("empty.yaml", "")
    assert desk.run_unread("stderr", *arguments).code == code


@posix_only
@pytest.mark.parametrize("arguments", [["config"], ["rules", "list"], ["facts"]])
def test_nobody_reads_what_a_command_prints(desk: Desk, arguments: list[str]) -> None:
    ended = desk.run_unread("stdout", *arguments)
    assert (ended.code, ended.err) == (0, "")
