"""The hooks, run by pre-commit in a repository of drafts.

They are installed as `.pre-commit-hooks.yaml` says, but for the language: building an environment
for each needs a network and takes long. `.ci/hooks` does that, once.
"""

import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.ci.drafts import (
    BAD,
    BAD_AT,
    GOOD,
    LAST_DAY,
    TRADED,
    UNDECIDED,
    draft,
    waivers_for,
    written,
)

ROOT = Path(__file__).parents[2]
MANIFEST = ROOT / ".pre-commit-hooks.yaml"
HOOKS: dict[str, dict[str, Any]] = {
    each["id"]: each for each in yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
}
BOTH = ("rulecheck", "rulecheck-project")


@dataclass(frozen=True)
class Repository:
    """A repository of drafts with hooks."""

    folder: Path
    environment: Mapping[str, str]

    def add(self, name: str, text: str) -> None:
        """A file that is to be committed."""
        written(self.folder, name, text)
        self.git("add", name)

    def add_draft(self, example: str, name: str = "") -> None:
        """One of the example drafts."""
        self.add(f"proposals/{name or example}", draft(example))

    def use(self, *ids: str, **changed: object) -> None:
        """Write the hooks into the configuration, with what a user may state otherwise."""
        hooks = [{**HOOKS[each], "language": "system", **changed} for each in ids]
        configuration = {"repos": [{"repo": "local", "hooks": hooks}]}
        self.add(".pre-commit-config.yaml", yaml.safe_dump(configuration))

    def git(self, *arguments: str) -> None:
        """Run git; it must do what it is told."""
        done = self._run("git", *arguments)
        assert done.returncode == 0, done.stdout

    def commit(self) -> tuple[int, str]:
        """What the hooks do at a commit: how they end, and what is printed."""
        done = self._run(sys.executable, "-m", "pre_commit", "run", "--color", "never")
        return done.returncode, done.stdout

    def _run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command,
            cwd=self.folder,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
            timeout=120,
        )


@pytest.fixture
def repository(tmp_path: Path, surroundings: Mapping[str, str]) -> Repository:
    if shutil.which("git") is None:
        pytest.skip("git is not there")
    folder = tmp_path / "drafts"
    folder.mkdir()
    cache = {"PRE_COMMIT_HOME": str(tmp_path / "cache")}
    repository = Repository(folder, {**surroundings, **cache})
    repository.git("init", "--quiet")
    return repository


def test_the_manifest_is_one() -> None:
    command = [sys.executable, "-m", "pre_commit", "validate-manifest", str(MANIFEST)]
    done = subprocess.run(command, capture_output=True, check=False, text=True)
    assert (done.returncode, done.stdout) == (0, "")
    assert tuple(HOOKS) == BOTH


def test_a_good_proposal_passes_both(repository: Repository) -> None:
    repository.use(*BOTH)
    repository.add_draft(GOOD)
    code, said = repository.commit()
    assert code == 0
    assert said.count("Passed") == len(BOTH)


def test_a_bad_proposal_fails_both_and_its_line_is_named(repository: Repository) -> None:
    repository.use(*BOTH)
    repository.add_draft(GOOD)
    repository.add_draft(BAD)
    code, said = repository.commit()
    assert code == 1
    assert said.count("- exit code: 1") == len(BOTH)
    assert said.count(f"--> {BAD_AT}") == len(BOTH)


@pytest.mark.parametrize(
    ("text", "exit_code"),
    [
        (draft(UNDECIDED), 3),
        ("schema: rulecheck/proposal/v1\nkind: licence\n", 4),
        ("", 4),
    ],
    ids=["undecided", "invalid", "empty"],
)
def test_nothing_but_a_pass_passes(text: str, exit_code: int, repository: Repository) -> None:
    repository.use(*BOTH)
    repository.add("proposals/draft.yaml", text)
    code, said = repository.commit()
    assert code == 1
    assert said.count(f"- exit code: {exit_code}") == len(BOTH)


@pytest.mark.parametrize("hook", BOTH)
@pytest.mark.parametrize(("today", "code"), [(LAST_DAY, 0), ("2026-01-01", 1)])
def test_a_waiver_lets_pass_until_it_has_expired(
    hook: str, today: str, code: int, repository: Repository
) -> None:
    waived = ["--waivers", "waivers.yaml", "--today", today]
    repository.use(hook, args=[*HOOKS[hook].get("args", []), *waived])
    repository.add("waivers.yaml", waivers_for(TRADED))
    repository.add_draft(TRADED)
    ended, said = repository.commit()
    assert ended == code
    assert ("Passed" in said) is (code == 0)
    assert ("expired" in said) is (code == 1)


Change = Callable[[Repository], None]


def without_a_changed_proposal(repository: Repository) -> None:
    repository.add("notes.txt", "Nothing to judge.\n")


def with_a_pattern_that_fits_nothing(repository: Repository) -> None:
    repository.use(*BOTH, files="^propsals/")
    repository.add("notes.txt", "Nothing to judge.\n")


@pytest.mark.parametrize("change", [without_a_changed_proposal, with_a_pattern_that_fits_nothing])
def test_the_project_is_judged_where_no_file_fits(change: Change, repository: Repository) -> None:
    repository.use(*BOTH)
    repository.add_draft(BAD)
    repository.git(
        *("-c", "user.name=A. Drafter", "-c", "user.email=drafter@example.org"),
        *("commit", "--quiet", "--no-verify", "--message", "Before the hooks"),
    )
    change(repository)
    code, said = repository.commit()
    assert code == 1
    assert "(no files to check)Skipped" in said
    assert f"--> {BAD_AT}" in said


def test_a_project_without_its_folder_does_not_pass(repository: Repository) -> None:
    repository.use("rulecheck-project")
    repository.add("drafts/draft.yaml", "")
    code, said = repository.commit()
    assert code == 1
    assert "- exit code: 2" in said


def test_arguments_without_the_folder_do_not_pass(repository: Repository) -> None:
    repository.use("rulecheck-project", args=["--no-excerpts"])
    repository.add_draft(GOOD)
    code, said = repository.commit()
    assert code == 1
    assert "- exit code: 2" in said


def test_a_file_of_any_name_is_judged(repository: Repository) -> None:
    names = ("a draft.yaml", "[draft].yml", "--help.yaml", "draft*.yaml")
    repository.use("rulecheck")
    for name in names:
        repository.add_draft(BAD, name)
    _, said = repository.commit()
    assert "- exit code: 4" in said, "they all have one id"
    for name in names:
        assert f"proposals/{name}:" in said
