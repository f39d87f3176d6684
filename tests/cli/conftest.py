"""Running the command as its users do: a process of its own, in a folder and an environment of its
own. No way of running it may show a traceback or an absolute path.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from rulecheck import cli
from tests.cli.forking import Forking

ROOT = Path(__file__).parents[2]
SMALL_PACK = ROOT / "tests" / "packs" / "small_pack"

PASSED_ON = ("PATH", "SYSTEMROOT", "TMPDIR", "XDG_CACHE_HOME")
"""What of the environment the command may see; all else would make a test depend on its place."""


@dataclass(frozen=True)
class Ended:
    """How a command ended and what it printed."""

    code: int
    out: str
    err: str

    @property
    def report(self) -> dict[str, Any]:
        """The JSON report that was printed."""
        loaded: dict[str, Any] = json.loads(self.out)
        return loaded


@dataclass(frozen=True)
class Desk:
    """A folder in which commands run."""

    folder: Path
    environment: Mapping[str, str] = field(
        default_factory=lambda: {
            **{name: os.environ[name] for name in PASSED_ON if name in os.environ},
            "PYTHONPATH": str(ROOT),
        }
    )
    forking: Forking | None = None
    """What becomes the command; `None` where each is to be started afresh."""

    def write(self, name: str, content: str | bytes) -> Path:
        """A file of the folder, in folders of its own where the name has them."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def command(self, *arguments: str | Path) -> list[str]:
        """The command line of `rulecheck` with these arguments."""
        return [sys.executable, "-m", "rulecheck", *map(str, arguments)]

    def evaluation(self, *arguments: str | Path) -> list[str]:
        """The command line of `rulecheck evaluate` with a pack that is small and changes seldom."""
        return self.command("evaluate", "--pack", SMALL_PACK, *arguments)

    def run(
        self,
        *arguments: str | Path,
        stdin: bytes = b"",
        environment: Mapping[str, str] | None = None,
    ) -> Ended:
        """Run `rulecheck`; `environment` is added to the scrubbed one."""
        return self._ended([*map(str, arguments)], stdin, environment or {})

    def evaluate(
        self,
        *arguments: str | Path,
        stdin: bytes = b"",
        environment: Mapping[str, str] | None = None,
    ) -> Ended:
        """Run `rulecheck evaluate` with the small pack."""
        all_arguments = ("evaluate", "--pack", SMALL_PACK, *arguments)
        return self.run(*all_arguments, stdin=stdin, environment=environment)

    def judging(self, *arguments: str | Path) -> Ended:
        """Run another command that judges, with the small pack."""
        return self.run(*arguments, "--pack", SMALL_PACK)

    def run_unread(self, stream: str, *arguments: str | Path) -> Ended:
        """Run `rulecheck` with nobody at the other end of its `stdout` or `stderr`."""
        reader, writer = os.pipe()
        os.close(reader)
        streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, stream: writer}
        try:
            done = subprocess.run(
                self.command(*arguments),
                cwd=self.folder,
                env=dict(self.environment),
                stdout=streams["stdout"],
                stderr=streams["stderr"],
                check=False,
                timeout=120,
            )
        finally:
            os.close(writer)
        return Ended(done.returncode, (done.stdout or b"").decode(), (done.stderr or b"").decode())

    def run_script(self, script: Path, *arguments: str | Path) -> Ended:
        """Run `rulecheck` by a script that lies elsewhere, as an installed one does."""
        command = [sys.executable, str(script), *map(str, arguments)]
        return self._looked_at(self._started(command, b"", self.environment))

    def _ended(self, arguments: list[str], stdin: bytes, environment: Mapping[str, str]) -> Ended:
        whole = {**self.environment, **environment}
        if self.forking is None or any(name.startswith("PYTHON") for name in environment):
            return self._looked_at(self._started(self.command(*arguments), stdin, whole))
        return self._looked_at(self.forking.run(arguments, self.folder, whole, stdin))

    def _started(
        self, command: list[str], stdin: bytes, environment: Mapping[str, str]
    ) -> "subprocess.CompletedProcess[bytes]":
        return subprocess.run(
            command,
            cwd=self.folder,
            env=dict(environment),
            input=stdin,
            capture_output=True,
            check=False,
            timeout=120,
        )

    def _looked_at(self, done: "subprocess.CompletedProcess[bytes]") -> Ended:
        ended = Ended(done.returncode, done.stdout.decode(), done.stderr.decode())
        assert "Traceback" not in ended.err
        assert str(self.folder) not in ended.out
        return ended

    def names(self) -> set[str]:
        """The names of all that is in the folder."""
        return {path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*")}


@pytest.fixture(scope="session")
def forking() -> Iterator[Forking | None]:
    """What becomes the commands of tests that are not about how one starts."""
    if not hasattr(os, "fork"):
        yield None
        return
    begun = Forking(Desk(ROOT).environment)
    yield begun
    begun.end()


@pytest.fixture
def desk(tmp_path: Path, request: pytest.FixtureRequest, forking: Forking | None) -> Desk:
    is_fresh = request.node.get_closest_marker("fresh") is not None
    return Desk(tmp_path, forking=None if is_fresh else forking)


@pytest.fixture
def permissions_bind(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Skip the test where nothing can be forbidden, as it is for root and on Windows."""
    locked = tmp_path_factory.mktemp("locked") / "file"
    locked.touch(mode=0)
    if os.access(locked, os.R_OK):
        pytest.skip("permissions do not bind whoever runs the tests")


Evaluate = Callable[..., Ended]


@pytest.fixture
def evaluate(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> Evaluate:
    """`rulecheck evaluate` in this process: for many runs, and where a part is to be replaced."""
    monkeypatch.chdir(desk.folder)
    monkeypatch.delenv("RULECHECK_TRACEBACK", raising=False)

    def run(*arguments: str, pack: Path = SMALL_PACK) -> Ended:
        monkeypatch.setattr(sys, "argv", ["rulecheck", "evaluate", "--pack", str(pack), *arguments])
        with pytest.raises(SystemExit) as end:
            cli.main()
        out, err = capfdbinary.readouterr()
        assert isinstance(end.value.code, int)
        assert str(desk.folder).encode() not in out
        return Ended(int(end.value.code), out.decode(), err.decode())

    return run
