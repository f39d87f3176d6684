"""The command itself: help, version, mistyped options, and the ways in which it is stopped."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.main import get_group

from rulecheck import __version__
from rulecheck.cli.commands import COMMANDS, add_commands
from tests.cli.conftest import ROOT, SMALL_PACK, Desk
from tests.cli.drafts import harmless, violating

pytestmark = pytest.mark.fresh


def test_version(desk: Desk) -> None:
    ended = desk.run("--version")
    assert (ended.code, ended.out, ended.err) == (0, f"rulecheck {__version__}\n", "")


def test_help(desk: Desk) -> None:
    ended = desk.run("--help")
    assert ended.code == 0
    assert ended.out.startswith("Usage: rulecheck [OPTIONS] COMMAND")
    assert "evaluate" in ended.out
    assert ended.err == ""


def test_help_of_evaluate(desk: Desk) -> None:
    ended = desk.run("evaluate", "--help")
    assert ended.code == 0
    for option in ("--pack", "--output", "--color", "--no-excerpts"):
        assert option in ended.out
    assert "Exit codes:" in ended.out


@pytest.mark.parametrize("group", [(), ("rules",), ("new",), ("waivers",), ("baseline",)])
def test_help_says_in_whole_sentences_what_commands_do(group: tuple[str, ...], desk: Desk) -> None:
    ended = desk.run(*group, "--help")
    assert ended.code == 0
    _, _, commands = ended.out.partition("Commands:\n")
    assert commands
    assert all(line.endswith(".") and "..." not in line for line in commands.splitlines())


@pytest.mark.parametrize("name", COMMANDS)
def test_only_the_command_that_is_asked_for_is_added(name: str) -> None:
    app = typer.Typer()
    add_commands(app, [name, "--help"])
    assert list(get_group(app).commands) == [name]


@pytest.mark.parametrize("arguments", [[], ["--help"], ["--version", "why"], ["wyh"]])
def test_all_commands_are_added_where_none_is_asked_for(arguments: list[str]) -> None:
    app = typer.Typer()
    add_commands(app, arguments)
    assert list(get_group(app).commands) == list(COMMANDS)


def test_no_arguments(desk: Desk) -> None:
    ended = desk.run()
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("Usage: rulecheck [OPTIONS] COMMAND")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["evaluate"], "error: no PATH is given; name proposals, or set `paths` "),
        (["evaluate", "draft.yaml", "--outptu", "json"], "--outptu"),
        (["evaluate", "draft.yaml", "--output"], "--output"),
        (["evaluate", "draft.yaml", "--color", "blue"], "--color"),
        (["evalaute", "draft.yaml"], "evalaute"),
        (["--verison"], "--verison"),
    ],
)
def test_a_mistyped_command(desk: Desk, arguments: list[str], said: str) -> None:
    desk.write("draft.yaml", harmless())
    ended = desk.run(*arguments)
    assert (ended.code, ended.out) == (2, "")
    assert said in ended.err
    assert "internal error" not in ended.err


def test_a_mistyped_command_is_answered_without_loading_what_judges(desk: Desk) -> None:
    traced = subprocess.run(
        [sys.executable, "-X", "importtime", *desk.command("--version")[1:]],
        cwd=desk.folder,
        env=dict(desk.environment),
        capture_output=True,
        check=True,
    )
    loaded = {line.rpartition("|")[2].strip() for line in traced.stderr.decode().splitlines()}
    assert "rulecheck.cli" in loaded
    assert not loaded & {"yaml", "durable_rules_engine", "rulecheck.judgement", "rulecheck.runner"}


@pytest.mark.skipif(sys.platform == "win32", reason="pipes end otherwise there")
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["evaluate", "--pack", SMALL_PACK, "draft.yaml"], 1),
        (["evaluate", "--pack", SMALL_PACK, "draft.yaml", "--output", "json"], 1),
        (["--help"], 130),  # nothing was judged, so this may not look like a pass
    ],
)
def test_whoever_closes_the_pipe_has_read_enough(
    desk: Desk, arguments: list[str | Path], code: int
) -> None:
    desk.write("draft.yaml", violating())
    ended = desk.run_unread("stdout", *arguments)
    assert (ended.code, ended.err) == (code, "")


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals there")
def test_an_interrupt_while_reading(desk: Desk) -> None:
    process = subprocess.Popen(
        desk.evaluation("-"),
        cwd=desk.folder,
        env=dict(desk.environment),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin is not None
    # More than a pipe holds: once this is written, the command is reading.
    process.stdin.write(b"#" * 1_000_000)
    process.stdin.flush()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 130
    assert out == b""
    assert err == b"interrupted\n"


@pytest.mark.skipif(sys.platform == "win32", reason="shells close nothing there")
@pytest.mark.parametrize(
    ("closed", "arguments", "code"),
    [
        ("0<&-", ["-"], 4),
        ("1>&-", ["draft.yaml"], 2),
        ("1>&-", ["draft.yaml", "--output", "text=out.txt"], 1),
        ("2>&-", ["missing.yaml"], 2),
        ("2>&-", ["draft.yaml"], 1),
    ],
)
def test_closed_streams_change_no_exit_code(
    desk: Desk, closed: str, arguments: list[str], code: int
) -> None:
    desk.write("draft.yaml", violating())
    done = subprocess.run(
        ["/bin/sh", "-c", f'exec "$@" {closed}', "sh", *desk.evaluation(*arguments)],
        cwd=desk.folder,
        env=dict(desk.environment),
        capture_output=True,
        check=False,
    )
    assert done.returncode == code
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["evaluate", "draft.yaml"], 3),
        (["why", "draft.yaml"], 0),
        (["compare", "draft.yaml", "better.yaml"], 0),
        (["repair", "draft.yaml"], 1),
        (["facts"], 0),
        (["schema", "proposal"], 0),
        (["config"], 0),
        (["rules", "list"], 0),
        (["rules", "show", "inventory-only"], 0),
        (["rules", "lint"], 0),
        (["rules", "test"], 0),
        (["rules", "coverage"], 0),
        (["rules", "verify", "--source", "source.md"], 2),
        (["rules", "diff", ROOT / "rules", ROOT / "rules", "draft.yaml"], 0),
        (["new", "proposal", "begun.yaml"], 0),
        (["new", "rule", "inventory-only/another"], 0),
        (["waivers", "add", "draft.yaml", "no-such-rule"], 2),
        (["waivers", "list"], 0),
        (["waivers", "check"], 0),
        (["baseline", "write", "draft.yaml"], 0),
        (["baseline", "check", "draft.yaml"], 0),
    ],
    ids=lambda value: " ".join(map(str, value[:2])) if isinstance(value, list) else "",
)
def test_every_command_starts_by_itself(arguments: list[str | Path], code: int, desk: Desk) -> None:
    """Other tests let a process that has loaded everything become the command."""
    desk.write("draft.yaml", violating())
    desk.write("better.yaml", harmless("violating"))
    desk.write("waivers.yaml", "schema: rulecheck/waivers/v1\nwaivers: []\n")
    desk.write("baseline.yaml", "schema: rulecheck/baseline/v1\nviolations: []\n")
    ended = desk.run(*arguments)
    assert ended.code == code
    assert "internal error" not in ended.err


def test_no_plugin_has_a_say_in_what_is_valid(desk: Desk) -> None:
    """Pydantic loads those of any package, if it is let, and they see all that it checks."""
    desk.write("draft.yaml", harmless())
    desk.write("site/plugged.py", "open('ran', 'w').close()\nplugin = None\n")
    desk.write(
        "site/plugged-1.dist-info/METADATA", "Metadata-Version: 2.1\nName: plugged\nVersion: 1\n"
    )
    entry_points = desk.write(
        "site/plugged-1.dist-info/entry_points.txt", "[pydantic]\nplugged = plugged:plugin\n"
    )
    path = f"{entry_points.parent.parent}{os.pathsep}{ROOT}"
    ended = desk.evaluate("draft.yaml", environment={"PYTHONPATH": path})
    assert "draft.yaml: harmless\n" in ended.out
    assert "ran" not in desk.names()
