"""The page on gates: its examples have the form that each service asks for, and do what is said."""

import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from rulecheck.cli.exits import Exit
from rulecheck.documents import parse
from tests.ci.drafts import BAD, GOOD, UNDECIDED, draft, written
from tests.docs.blocks import blocks, page

ROOT = Path(__file__).parents[2]
PAGE = "ci.md"
BLOCKS = {each.mark.partition(":")[0]: each.text for each in blocks(PAGE)}

SCHEMAS = {"github-workflow": "vendor.github-workflows", "gitlab-ci": "vendor.gitlab-ci"}
"""The schemas that check-jsonschema carries."""

NO_WAIVERS = "schema: rulecheck/waivers/v1\nwaivers: []\n"


def loaded(mark: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(BLOCKS[mark])
    return found


def test_every_example_in_yaml_is_marked_and_strict_yaml() -> None:
    assert page(PAGE).count("```yaml") == len({"pre-commit", *SCHEMAS})
    for mark in ("pre-commit", *SCHEMAS):
        assert len(parse(mark, BLOCKS[mark].encode())) == 1


@pytest.mark.parametrize("mark", SCHEMAS)
def test_an_example_has_the_form_of_its_service(mark: str, tmp_path: Path) -> None:
    file = written(tmp_path, f"{mark}.yml", BLOCKS[mark])
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", SCHEMAS[mark], str(file)],
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stdout


def test_the_workflow_has_no_known_weakness_but_versions_to_be_filled_in(tmp_path: Path) -> None:
    zizmor = Path(sys.executable).with_name("zizmor")
    if not zizmor.exists():
        pytest.skip("zizmor is not installed")
    file = written(tmp_path, ".github/workflows/proposals.yml", BLOCKS["github-workflow"])
    allowed = "rules: {unpinned-uses: {disable: true}}\n"
    configuration = written(tmp_path, "zizmor.yml", allowed)
    options = ("--offline", "--config", str(configuration))
    command = [str(zizmor), *options, str(file)]
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stdout


def test_the_workflow_uses_inputs_and_outputs_that_the_action_has() -> None:
    action = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    (job,) = loaded("github-workflow")["jobs"].values()
    (step,) = [each for each in job["steps"] if each.get("id") == "rulecheck"]
    assert step["with"].keys() <= action["inputs"].keys()
    used = re.findall(r"steps\.rulecheck\.outputs\.([\w-]+)", BLOCKS["github-workflow"])
    assert used
    assert set(used) <= action["outputs"].keys()
    for name in (*action["inputs"], *action["outputs"]):
        assert f"`{name}`" in page(PAGE)


README_EXAMPLE = re.compile(r"^```yaml\n(repos:\n.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("where", ["page", "README"])
def test_the_hooks_are_those_that_there_are(where: str, tmp_path: Path) -> None:
    (in_readme,) = README_EXAMPLE.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    example = in_readme if where == "README" else BLOCKS["pre-commit"]
    file = written(tmp_path, ".pre-commit-config.yaml", example)
    command = [sys.executable, "-m", "pre_commit", "validate-config", str(file)]
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    assert (done.returncode, done.stdout) == (0, "")
    offered = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    (repository,) = yaml.safe_load(example)["repos"]
    assert [each["id"] for each in repository["hooks"]] == [each["id"] for each in offered]


def test_every_exit_code_is_explained() -> None:
    table = page(PAGE).partition("| exit code |")[2].partition("\n\n")[0]
    rows = [row.strip("| ").split(" | ") for row in table.splitlines()[2:]]
    said = {int(code): result for codes, result, _ in rows for code in codes.split(", ")}
    assert said == dict.fromkeys(Exit, "fails") | {Exit.CLEAN: "passes"}


GATES = ("shell", "gitlab-ci")
SHELL = ("bash", "-e", "-c")


def script_of(mark: str) -> str:
    if mark == "gitlab-ci":
        (job,) = loaded(mark).values()
        return "\n".join(job["script"])
    return BLOCKS[mark]


@pytest.mark.parametrize("mark", GATES)
@pytest.mark.parametrize(
    ("example", "code"), [(GOOD, 0), (BAD, 1), (UNDECIDED, 3)], ids=["good", "bad", "undecided"]
)
def test_a_script_passes_what_is_good_and_nothing_else(
    mark: str, example: str, code: int, tmp_path: Path, surroundings: Mapping[str, str]
) -> None:
    script = script_of(mark)
    written(tmp_path, f"proposals/{example}", draft(example))
    written(tmp_path, "waivers.yaml", NO_WAIVERS)
    done = subprocess.run(
        [*SHELL, script],
        cwd=tmp_path,
        env=surroundings,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        text=True,
        timeout=120,
    )
    assert done.returncode == code
    assert "verdict: " in done.stdout
    for file in re.findall(r"(?:=|tee )(\S+\.\w+)", script):
        assert (tmp_path / file).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "path",
    [
        "/rules/",
        "/waivers.yaml",
        "/baseline.yaml",
        "/rulecheck.toml",
        "/pyproject.toml",
        "/.pre-commit-config.yaml",
        "/.github/",
        "/.gitlab-ci.yml",
        "/CODEOWNERS",
    ],
)
def test_what_a_gate_reads_has_owners_that_do_not_draft(path: str) -> None:
    owners = dict(line.split() for line in BLOCKS["codeowners"].splitlines())
    assert owners[path] != owners["/proposals/"]
