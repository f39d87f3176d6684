"""Where reports go, in which form, and what may not be in them."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from rulecheck.cli.outputs import Format
from tests.cli.conftest import ROOT, Desk, Ended, Evaluate
from tests.cli.drafts import harmless, undecided, violating

ESCAPE = "\x1b["


@pytest.fixture
def draft(desk: Desk) -> str:
    desk.write("draft.yaml", violating())
    return "draft.yaml"


# -- targets ---------------------------------------------------------------------------------------


def test_two_formats_at_once(desk: Desk, draft: str) -> None:
    ended = desk.evaluate(draft, "--output", "json=out.json", "--output", "text")
    assert ended.code == 1
    assert ended.out == desk.evaluate(draft).out
    written = (desk.folder / "out.json").read_text(encoding="utf-8")
    assert written == desk.evaluate(draft, "--output", "json").out
    assert json.loads(written)["proposals"][0]["id"] == "violating"
    assert desk.names() == {"draft.yaml", "out.json"}


def test_a_report_in_a_file_leaves_standard_output_empty(desk: Desk, draft: str) -> None:
    ended = desk.evaluate(draft, "--output", "text=out.txt")
    assert (ended.out, ended.err) == ("", "")
    assert (desk.folder / "out.txt").read_text(encoding="utf-8") == desk.evaluate(draft).out


@pytest.mark.parametrize(
    ("content", "code"),
    [(harmless(), 0), (violating(), 1), (undecided(), 3), ("", 4)],
    ids=["clean", "violation", "unknown", "invalid"],
)
def test_the_exit_code_is_the_same_for_every_format(
    desk: Desk, evaluate: Evaluate, content: str, code: int
) -> None:
    desk.write("draft.yaml", content)
    alone = {name: evaluate("draft.yaml", "--output", name) for name in Format}
    assert {ended.code for ended in alone.values()} == {code}
    assert alone[Format.JSON].report["exit"]["code"] == code
    assert alone[Format.JSON].report["gate"]["passes"] is (code == 0)
    together = [part for name in Format for part in ("--output", f"{name}=out.{name}")]
    assert evaluate("draft.yaml", *together) == Ended(code, "", "")
    for name, ended in alone.items():
        assert (desk.folder / f"out.{name}").read_bytes().decode() == ended.out
        assert ended.out.endswith("\n")


def test_an_existing_file_keeps_its_permissions(desk: Desk, draft: str) -> None:
    target = desk.write("out.txt", "old")
    target.chmod(0o640)
    assert desk.evaluate(draft, "--output", "text=out.txt").code == 1
    assert target.stat().st_mode & 0o777 == 0o640
    assert "verdict: " in target.read_text(encoding="utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_is_written_through(desk: Desk, draft: str) -> None:
    desk.write("real/out.txt", "old")
    link = desk.folder / "out.txt"
    link.symlink_to("real/out.txt")
    assert desk.evaluate(draft, "--output", "text=out.txt").code == 1
    assert link.is_symlink()
    assert "verdict: " in (desk.folder / "real/out.txt").read_text(encoding="utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="there are no named pipes in folders there")
def test_a_pipe_is_written_to_and_not_replaced(desk: Desk, draft: str) -> None:
    pipe = desk.folder / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert desk.evaluate(draft, "--output", "text=pipe").code == 1
        assert b"verdict: " in os.read(reader, 100_000)
    finally:
        os.close(reader)
    assert pipe.is_fifo()


def test_only_the_page_has_repairs_searched_for(desk: Desk) -> None:
    draft = ROOT / "proposals" / "h20_new_production.yaml"
    desk.write("draft.yaml", draft.read_bytes())
    page = desk.run("evaluate", "draft.yaml", "--output", "html").out
    assert "Repair 1 of 2" in page
    # They repeat what the draft says, and are judged by an engine that may fail.
    withheld = desk.run("evaluate", "draft.yaml", "--no-excerpts", "--output", "html").out
    isolated = desk.run("evaluate", "draft.yaml", "--isolate", "--output", "html").out
    assert "<code>rulecheck repair draft.yaml</code> searches on." in isolated
    assert "Repair 1 of" not in isolated + withheld


@pytest.mark.parametrize("output", ["text", "json"])
def test_what_only_a_page_needs_is_not_loaded(desk: Desk, draft: str, output: str) -> None:
    script = (
        "import sys; from rulecheck.cli import main\n"
        "try: main()\n"
        "finally: print(*sys.modules, sep='\\n', file=sys.stderr)\n"
    )
    desk.write("run.py", script)
    ended = desk.run_script(desk.folder / "run.py", "evaluate", draft, "--output", output)
    loaded = set(ended.err.split())
    assert "rulecheck.judgement" in loaded
    assert not {"jinja2", "rulecheck.advice.repairing", "rulecheck.reports.page"} & loaded


@pytest.mark.parametrize(
    ("outputs", "said"),
    [
        (
            ["json", "text"],
            "two reports would go to standard output; give one a file of its own: "
            "--output json=report.json",
        ),
        (
            ["json=out.txt", "text=./out.txt"],
            "two reports would go to out.txt; give one a file of its own: "
            "--output json=report.json",
        ),
        (["jsn"], "there is no format `jsn`; did you mean `json`?"),
        (["sarf"], "there is no format `sarf`; did you mean `sarif`?"),
        (
            ["pdf=out.pdf"],
            "there is no format `pdf`; known: text, concise, json, sarif, junit, github, gitlab, "
            "markdown, html",
        ),
        (["json="], "`json=` names no file; write --output json=PATH"),
        (["json=folder"], "the output folder is a folder; name a file in it"),
        (
            ["json=nowhere/out.json"],
            "the output nowhere/out.json has no folder to go to; create nowhere",
        ),
        (
            ["json=draft.yaml"],
            "the output draft.yaml would be taken for a proposal, or replace one; "
            "name it draft.json",
        ),
        *(
            (
                [f"{name}=out.yml"],
                "the output out.yml would be taken for a proposal, or replace one; "
                f"name it out{ending}",
            )
            for name, ending in (("sarif", ".sarif"), ("junit", ".xml"), ("markdown", ".md"))
        ),
    ],
)
def test_an_output_that_can_not_be(
    *, desk: Desk, evaluate: Evaluate, draft: str, outputs: list[str], said: str
) -> None:
    (desk.folder / "folder").mkdir()
    before = desk.names()
    options = [part for output in outputs for part in ("--output", output)]
    ended = evaluate(draft, *options)
    assert ended.code == 2
    assert ended.out == ""
    assert ended.err == f"error: {said}\n"
    assert desk.names() == before
    assert (desk.folder / draft).read_text(encoding="utf-8") == violating()


@pytest.mark.usefixtures("permissions_bind")
def test_a_folder_that_may_not_be_written_to(desk: Desk, draft: str) -> None:
    folder = desk.folder / "locked"
    folder.mkdir(mode=0o500)
    ended = desk.evaluate(draft, "--output", "json=locked/out.json")
    assert ended.code == 2
    assert ended.err == "error: the output locked/out.json can't be written: permission denied\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
def test_standard_output_that_is_full(desk: Desk, draft: str) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            desk.evaluation(draft),
            cwd=desk.folder,
            env=dict(desk.environment),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr == b"error: standard output can't be written: no space left on device\n"


# -- what is in them -------------------------------------------------------------------------------


def test_color_only_where_it_is_wanted(desk: Desk, draft: str) -> None:
    plain = desk.evaluate(draft).out
    assert ESCAPE not in plain
    assert desk.evaluate(draft, "--color", "never").out == plain
    for environment in ({}, {"NO_COLOR": "1"}, {"TERM": "dumb"}):
        colored = desk.evaluate(draft, "--color", "always", environment=environment).out
        assert ESCAPE in colored
        assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == plain
    as_json = desk.evaluate(draft, "--color", "always", "--output", "json").out
    assert ESCAPE not in as_json


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals there")
@pytest.mark.parametrize(
    ("environment", "colored"),
    [({"TERM": "xterm"}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)],
)
def test_color_at_a_terminal(
    desk: Desk, draft: str, environment: dict[str, str], colored: bool
) -> None:
    import pty

    master, terminal = pty.openpty()
    process = subprocess.Popen(
        desk.evaluation(draft),
        cwd=desk.folder,
        env={**desk.environment, **environment},
        stdout=terminal,
    )
    os.close(terminal)
    seen = b""
    try:
        while part := os.read(master, 65_536):
            seen += part
    except OSError:  # how Linux says that the other end is closed
        pass
    finally:
        os.close(master)
    assert process.wait(timeout=120) == 1
    assert b"verdict: " in seen
    assert (ESCAPE.encode() in seen) is colored


def test_text_of_a_draft_steers_nothing(desk: Desk) -> None:
    title = '"::error::a \\e[31m b\\n::warning::c \\u202E d ##[group]e \\u2028 f %0A"'
    desk.write("draft.yaml", violating(title=title))
    ended = desk.evaluate("draft.yaml")
    assert ended.code == 1
    title_line = ended.out.splitlines()[1]
    assert title_line == (
        "  :\\u{3a}error:\\u{3a}a \\u{1b}[31m b :\\u{3a}warning:\\u{3a}c \\u{202e} d "
        "#\\u{23}[group]e f %0A"
    )
    as_json = desk.evaluate("draft.yaml", "--output", "json")
    for out in (ended.out, as_json.out):
        for character in ("\x1b", "\u202e", "\u2028", "##["):
            assert character not in out
        assert not any(line.lstrip().startswith("::") for line in out.splitlines())
    assert as_json.report["proposals"][0]["title"].startswith("::error::a \x1b[31m b\n::warning")


def test_output_is_utf_8_whatever_the_system_says(desk: Desk) -> None:
    desk.write("mueller.yaml", violating(title="Müller – 台積電"))
    poor = {"LANG": "C", "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    ended = desk.evaluate("mueller.yaml", environment=poor)
    assert ended.code == 1
    assert ended.out.startswith("mueller.yaml: violating\n  Müller – 台積電\n")
    assert ended.out == desk.evaluate("mueller.yaml").out
    missing = desk.evaluate("not–there", environment=poor)
    assert missing.code == 2
    assert missing.err.endswith("there: there is no such file or folder\n")


def test_two_runs_are_the_same_byte_for_byte_and_name_no_absolute_path(desk: Desk) -> None:
    (desk.folder / "proposals").mkdir()
    for each in sorted((ROOT / "proposals").glob("*.yaml"))[::4]:
        shutil.copy(each, desk.folder / "proposals")
    runs = []
    for seed in ("1", "2"):
        outputs = [part for name in Format for part in ("--output", f"{name}={seed}.{name}")]
        ended = desk.run(
            "evaluate",
            desk.folder / "proposals",
            *outputs,
            environment={"PYTHONHASHSEED": seed},
        )
        assert ended.code == 1
        runs.append([(desk.folder / f"{seed}.{name}").read_bytes() for name in Format])
    assert runs[0] == runs[1]
    for report in runs[0]:
        assert b"proposals/action_affiliates_rule_suspended.yaml" in report
        assert str(desk.folder).encode() not in report
        assert str(ROOT).encode() not in report
        assert str(Path.home()).encode() + b"/" not in report


@pytest.mark.parametrize("name", ["rulecheck.toml", "pyproject.toml"])
def test_no_report_replaces_a_configuration_file(desk: Desk, name: str) -> None:
    desk.write("draft.yaml", harmless())
    ended = desk.evaluate("draft.yaml", "--output", f"json={name}")
    assert ended.code == 2
    assert "would replace a configuration file" in ended.err
    assert name not in desk.names()
