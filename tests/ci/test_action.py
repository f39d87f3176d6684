"""The GitHub action: its scripts are run as a runner would run them."""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.ci.drafts import BAD, GOOD, LAST_DAY, TRADED, UNDECIDED, draft, waivers_for, written

ROOT = Path(__file__).parents[2]
FILE = ROOT / "action.yml"
ACTION: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
STEPS: dict[str, dict[str, Any]] = {each["id"]: each for each in ACTION["runs"]["steps"]}

SHELL = ("bash", "--noprofile", "--norc", "-eo", "pipefail")
"""What runners start for `shell: bash`."""


@dataclass(frozen=True)
class Done:
    """How the step ended."""

    code: int
    printed: str
    outputs: Mapping[str, str]
    summary: str


@dataclass(frozen=True)
class Runner:
    """A runner with a checked-out repository of drafts."""

    workspace: Path
    environment: Mapping[str, str]

    def add(self, name: str, text: str) -> Path:
        """A file of the workspace."""
        return written(self.workspace, name, text)

    def judge(self, program: Path | None = None, **inputs: str) -> Done:
        """Run the step that judges; underscores stand for the hyphens of inputs."""
        given = {name.replace("_", "-"): value for name, value in inputs.items()}
        assert given.keys() <= ACTION["inputs"].keys()
        stated = {name: given.get(name, each["default"]) for name, each in ACTION["inputs"].items()}
        values = {f"inputs.{name}": value for name, value in stated.items()}
        installed = program or Path(sys.executable).with_name("rulecheck")
        values["steps.install.outputs.program"] = str(installed)
        step = STEPS["judge"]
        assert step["shell"] == "bash"
        given_env = {
            name: values[expression.removeprefix("${{ ").removesuffix(" }}")]
            for name, expression in step["env"].items()
        }
        files = {
            name: self.add(f"../{name}", "") for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")
        }
        script = self.add("../script.sh", step["run"])
        done = subprocess.run(
            [*SHELL, str(script)],
            cwd=self.workspace,
            env={
                **self.environment,
                **given_env,
                **{name: str(path) for name, path in files.items()},
            },
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
            timeout=120,
        )
        lines = files["GITHUB_OUTPUT"].read_text(encoding="utf-8").splitlines()
        outputs = dict(line.split("=", maxsplit=1) for line in lines)
        summary = files["GITHUB_STEP_SUMMARY"].read_text(encoding="utf-8")
        return Done(done.returncode, done.stdout, outputs, summary)

    def stand_in(self, script: str) -> Path:
        """A program in the place of rulecheck."""
        path = self.add("../stand-in", f"#!/bin/sh\n{script}")
        path.chmod(0o755)
        return path


@pytest.fixture
def runner(tmp_path: Path, surroundings: Mapping[str, str]) -> Runner:
    workspace = tmp_path / "workspace"
    workspace.mkdir()
    return Runner(workspace, surroundings)


# -- the file ----------------------------------------------------------------------------------


def test_the_file_has_the_form_of_an_action() -> None:
    command = [sys.executable, "-m", "check_jsonschema"]
    options = ["--builtin-schema", "vendor.github-actions", str(FILE)]
    done = subprocess.run([*command, *options], capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stdout


def test_no_weakness_is_known_in_it() -> None:
    zizmor = Path(sys.executable).with_name("zizmor")
    if not zizmor.exists():
        pytest.skip("zizmor is not installed")
    options = ("--offline", "--no-config", "--strict-collection", "--persona", "pedantic")
    command = [str(zizmor), *options, str(FILE)]
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stdout


def test_scripts_take_values_from_the_environment_alone() -> None:
    for step in STEPS.values():
        assert "${{" not in step["run"]


def test_outputs_are_those_that_the_step_sets() -> None:
    for name, output in ACTION["outputs"].items():
        assert output["value"] == f"${{{{ steps.judge.outputs.{name} }}}}"


# -- judging -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (draft(GOOD), 0),
        (draft(BAD), 1),
        (draft(UNDECIDED), 3),
        ("schema: rulecheck/proposal/v1\nkind: licence\n", 4),
    ],
    ids=["good", "bad", "undecided", "invalid"],
)
def test_the_step_ends_as_rulecheck_does_and_reports(text: str, code: int, runner: Runner) -> None:
    runner.add("proposals/draft.yaml", text)
    done = runner.judge()
    assert done.code == code
    assert done.outputs == {
        "exit-code": str(code),
        "sarif-file": "rulecheck-reports/rulecheck.sarif",
        "markdown-file": "rulecheck-reports/rulecheck.md",
    }
    annotated = "::error" in done.printed or "::warning" in done.printed
    assert annotated is (code != 0)
    sarif = json.loads((runner.workspace / done.outputs["sarif-file"]).read_text(encoding="utf-8"))
    assert sarif["version"] == "2.1.0"
    report = (runner.workspace / done.outputs["markdown-file"]).read_text(encoding="utf-8")
    assert report
    assert done.summary == report


def test_nothing_to_judge_is_no_pass(runner: Runner) -> None:
    done = runner.judge()
    assert done.code == 2
    assert done.outputs == {"exit-code": "2"}
    assert done.summary == ""


@pytest.mark.parametrize(("today", "code"), [(LAST_DAY, 0), ("2026-01-01", 1)])
def test_a_waiver_lets_pass_until_it_has_expired(today: str, code: int, runner: Runner) -> None:
    runner.add("proposals/draft.yaml", draft(TRADED))
    runner.add("waivers.yaml", waivers_for(TRADED))
    assert runner.judge(waivers="waivers.yaml", args=f"--today\n{today}").code == code


# -- inputs ------------------------------------------------------------------------------------

TELL = 'printf "<%s>\\n" "$@"\n'
"""A stand-in that prints its arguments."""

REPORTS = ("--output", "github", "--output", "sarif=r/rulecheck.sarif")
REPORTS_TOO = ("--output", "markdown=r/rulecheck.md")


def test_every_input_is_passed_on(runner: Runner) -> None:
    done = runner.judge(
        runner.stand_in(TELL),
        paths="proposals/a draft.yaml\n\ndrafts/*.yaml\n",
        pack="my rules",
        waivers="w.yaml",
        baseline="b.json",
        screening="csl.json",
        args="--no-excerpts\n--today\n2025-08-01",
        output_dir="r",
    )
    passed = [line.strip("<>") for line in done.printed.splitlines()]
    assert passed == [
        *("evaluate", *REPORTS, *REPORTS_TOO),
        *("--pack", "my rules", "--waivers", "w.yaml"),
        *("--baseline", "b.json", "--screening", "csl.json"),
        *("--no-excerpts", "--today", "2025-08-01"),
        *("--", "proposals/a draft.yaml", "drafts/*.yaml"),
    ]


@pytest.mark.parametrize("hostile", ["$(touch here)", "`touch here`", '"; touch here; "', "*"])
def test_no_input_is_run(hostile: str, runner: Runner) -> None:
    runner.add("a file", "")
    names = ACTION["inputs"].keys() - {"python", "output-dir"}
    inputs = {name.replace("-", "_"): hostile for name in names}
    done = runner.judge(runner.stand_in(TELL), **inputs)
    assert done.printed.count(f"<{hostile}>") == len(names)
    assert not (runner.workspace / "here").exists()


@pytest.mark.parametrize("folder", ["", "reports\nexit-code=0"])
def test_a_folder_that_is_none_is_refused(folder: str, runner: Runner) -> None:
    done = runner.judge(runner.stand_in(TELL), output_dir=folder)
    assert done.code == 2
    assert done.outputs == {}
    assert "::error::output-dir" in done.printed


@pytest.mark.parametrize("code", [0, 1, 2, 3, 4, 5, 127, 130])
def test_the_exit_code_is_kept(code: int, runner: Runner) -> None:
    done = runner.judge(runner.stand_in(f"exit {code}\n"))
    assert done.code == code
    assert done.outputs["exit-code"] == str(code)


def test_a_report_of_an_earlier_run_is_not_taken_for_one_of_this(runner: Runner) -> None:
    runner.add("rulecheck-reports/rulecheck.sarif", "{}")
    runner.add("rulecheck-reports/rulecheck.md", "passed")
    done = runner.judge(runner.stand_in("exit 2\n"))
    assert done.outputs == {"exit-code": "2"}
    assert done.summary == ""


def test_a_summary_that_would_not_be_shown_names_the_file(runner: Runner) -> None:
    wordy = 'head -c 1000000 /dev/zero >"${7#markdown=}"\n'
    done = runner.judge(runner.stand_in(wordy))
    assert done.summary == (
        "The report is too long for this page; it is in rulecheck-reports/rulecheck.md.\n"
    )
