"""`evaluate` with several processes: the same results, and nothing worse when one of them dies."""

import os
import shutil
import signal
import subprocess
import sys

import pytest

from rulecheck.cli.outputs import Format
from rulecheck.runner.many import FILES_AT_ONCE
from rulecheck.runner.processes import can_fork
from tests.cli.conftest import ROOT, Desk
from tests.cli.drafts import harmless, undecided, violating

pytestmark = [
    pytest.mark.fresh,
    pytest.mark.skipif(not can_fork(), reason="processes can't be copied on this system"),
]

DYING = """
import os
import durable_rules_engine as engine

judged = engine.assert_fact

def assert_fact(ruleset, fact):
    if '"unstarted"' in fact:
        {failure}
    return judged(ruleset, fact)

engine.assert_fact = assert_fact
"""


@pytest.fixture
def folder(desk: Desk) -> Desk:
    """A folder with sixty drafts of all sorts: valid, invalid, unreadable, contradicting others."""
    kinds = (harmless, violating, undecided)
    for number in range(60):
        draft = kinds[number % 3](f"draft-{number % 57}")
        desk.write(f"drafts/{number:02}.yaml", draft)
    desk.write("drafts/11.yaml", "kind: [")
    desk.write("drafts/23.yaml", "kind: nothing_of_the_kind\n")
    desk.write("drafts/35.yaml", f"{violating('one-of-two')}---\n{harmless('two-of-two')}")
    return desk


def reports(desk: Desk, *options: str) -> dict[str, bytes]:
    """What each format makes of the drafts."""
    made = desk.folder / "made"
    made.mkdir()
    outputs = [f"--output={each}=made/{each}" for each in Format]
    ended = desk.evaluate("drafts", *outputs, *options)
    assert (ended.code, ended.out, ended.err) == (4, "", "")
    found = {each.name: each.read_bytes() for each in made.iterdir()}
    shutil.rmtree(made)
    return found


def test_the_reports_are_the_same_byte_for_byte(folder: Desk) -> None:
    """Those that one process makes of few files at once, and three of a few at a time."""
    for number in (*range(11), *range(40, 60)):
        (folder.folder / f"drafts/{number:02}.yaml").unlink()
    alone, together = (reports(folder, "--jobs", jobs) for jobs in ("1", "3"))
    assert alone == together
    assert set(alone) == set(Format)
    assert all(b"one-of-two" in alone[each] for each in (Format.TEXT, Format.JSON, Format.HTML))


def test_many_files_are_judged_by_several_without_being_told_to(folder: Desk) -> None:
    by_itself, alone, three = (
        folder.evaluate("drafts", *jobs) for jobs in ([], ["--jobs", "1"], ["--jobs", "3"])
    )
    assert by_itself == alone == three
    assert len(alone.out) > 10_000


def _with_engine(desk: Desk, failure: str, *options: str) -> tuple[int, str, str]:
    start = desk.write("start/sitecustomize.py", DYING.format(failure=failure)).parent
    path = f"{start}{os.pathsep}{ROOT}"
    ended = desk.evaluate("drafts", *options, environment={"PYTHONPATH": path})
    return ended.code, ended.out, ended.err


def test_an_evaluator_that_fails_costs_one_proposal(folder: Desk) -> None:
    pytest.importorskip("durable_rules_engine")
    failure = "raise RuntimeError('no memory left')"
    alone, together = (_with_engine(folder, failure, "--jobs", jobs) for jobs in ("1", "3"))
    assert alone == together
    assert alone[0] == 5
    assert "durable-rules: no memory left" in alone[1]


def test_a_process_that_dies_is_an_internal_error(folder: Desk) -> None:
    pytest.importorskip("durable_rules_engine")
    code, out, err = _with_engine(
        folder, "os.kill(os.getpid(), 9)", "--jobs", "3", "--output", "json=report.json"
    )
    assert (code, out) == (5, "")
    assert "a process that judged has died; --isolate tells at which proposal" in err
    assert "Traceback" not in err
    assert "report.json" not in folder.names()


def enough_for_two(desk: Desk) -> list[str]:
    """Drafts, after which the next file is for another process."""
    names = [f"{number}.yaml" for number in range(FILES_AT_ONCE)]
    for name in names:
        desk.write(name, harmless(f"draft-{name[0]}"))
    return names


def test_an_interrupt_ends_all_of_them(desk: Desk) -> None:
    """One of them waits for a file that never comes."""
    drafts = enough_for_two(desk)
    pipe = desk.folder / "pipe.yaml"
    os.mkfifo(pipe)
    process = subprocess.Popen(
        desk.evaluation(*drafts, "pipe.yaml", "--jobs", "2", "--output", "json=out.json"),
        cwd=desk.folder,
        env=dict(desk.environment),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with pipe.open("wb"):  # opens once the other end does
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=120)
    assert (process.returncode, out, err) == (130, b"", b"interrupted\n")
    assert desk.names() == {*drafts, "pipe.yaml"}


def test_what_is_started_in_the_background_of_a_script_goes_on(desk: Desk) -> None:
    """There, interrupts are for what is in front, and ignored."""
    drafts = enough_for_two(desk)
    pipe = desk.folder / "pipe.yaml"
    os.mkfifo(pipe)
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # inherited by what is started
    try:
        process = subprocess.Popen(
            desk.evaluation(*drafts, "pipe.yaml", "--jobs", "2"),
            cwd=desk.folder,
            env=dict(desk.environment),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    finally:
        signal.signal(signal.SIGINT, before)
    with pipe.open("wb") as stream:
        os.killpg(process.pid, signal.SIGINT)
        stream.write(harmless("last").encode())
    out, err = process.communicate(timeout=120)
    assert (process.returncode, err) == (0, b"")
    assert f"run: {FILES_AT_ONCE + 1} proposals judged".encode() in out


@pytest.mark.parametrize("number", ["0", "many"])
def test_a_number_that_is_none(number: str, desk: Desk) -> None:
    desk.write("draft.yaml", harmless())
    ended = desk.evaluate("draft.yaml", "--jobs", number)
    assert (ended.code, ended.out) == (2, "")
    assert "--jobs" in ended.err


def test_one_file_starts_no_process(desk: Desk) -> None:
    desk.write("draft.yaml", harmless())
    command = [sys.executable, "-X", "importtime", *desk.evaluation("draft.yaml")[1:]]
    traced = subprocess.run(
        command, cwd=desk.folder, env=dict(desk.environment), capture_output=True, check=False
    )
    loaded = {line.rpartition("|")[2].strip() for line in traced.stderr.decode().splitlines()}
    assert "rulecheck.runner" in loaded
    assert not loaded & {"rulecheck.runner.many", "concurrent.futures.process"}
