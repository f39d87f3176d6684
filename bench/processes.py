"""Timing whole processes, one after the other in turn, each checked to have done its work."""

import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from bench.figures import Sample

LIMIT_SECONDS = 600
"""What no process may take; it is killed then."""

LOOK_EVERY_SECONDS = 0.1
"""How often the memory of a process is looked at, where it is."""


class DidNotWork(Exception):
    """A process did not do what it was started for, so its time says nothing."""


@dataclass(frozen=True, slots=True)
class Command:
    """A command line, and how to tell that it did its work."""

    name: str
    arguments: tuple[str, ...]
    folder: Path
    codes: frozenset[int] = frozenset({0})
    says: str | None = None
    """What its output says, or `None` where it says nothing when all is well."""
    times: int = 1
    """How often it says so."""
    environment: Mapping[str, str] = field(default_factory=dict)
    """Variables beside those that every command gets."""

    def check(self, code: int, output: str) -> None:
        """Raises `DidNotWork` unless exit code and output are those of work done."""
        if code not in self.codes:
            last = " / ".join(output.strip().splitlines()[-2:])
            raise DidNotWork(f"{self.name}: exit code {code}: {last[:200]}")
        if self.says is not None and output.count(self.says) != self.times:
            found = output.count(self.says)
            raise DidNotWork(f"{self.name}: says {self.says!r} {found} times, not {self.times}")


def environment() -> dict[str, str]:
    """What of the environment every command sees, ours and those of peers."""
    passed_on = ("HOME", "LANG", "PATH", "TMPDIR", "XDG_CACHE_HOME")
    return {name: os.environ[name] for name in passed_on if name in os.environ}


def run(command: Command, *, with_memory: bool = False) -> Sample:
    """Run a command once, its output into a file. Raises `DidNotWork`."""
    with ExitStack() as stack:
        output = stack.enter_context(tempfile.TemporaryFile())
        begun = time.perf_counter()
        try:
            process = subprocess.Popen(
                command.arguments,
                cwd=command.folder,
                env={**environment(), **command.environment},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        except OSError as error:
            raise DidNotWork(f"{command.name}: {error.strerror}") from error
        memory = stack.enter_context(_Memory(process.pid)) if with_memory else None
        limit = threading.Timer(LIMIT_SECONDS, process.kill)
        limit.start()
        try:
            _, status, usage = os.wait4(process.pid, 0)
        except BaseException:
            process.kill()
            raise
        finally:
            elapsed = time.perf_counter() - begun
            limit.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        command.check(process.returncode, output.read().decode("utf-8", "replace"))
    looked_at = 0.0 if memory is None else memory.most
    # The last resort, since it begins with what this process holds, of which the other is a copy.
    megabytes = looked_at or usage.ru_maxrss / 1024
    return Sample(elapsed, usage.ru_utime + usage.ru_stime, megabytes)


def in_turn(
    commands: Sequence[Command], rounds: int, warming: int = 1
) -> dict[str, list[Sample] | DidNotWork]:
    """Time the commands, A B A B …, after a first round or so that is not counted.

    That one warms what is read. A command that fails, in whichever round, drops out; the others
    go on.
    """
    samples: dict[str, list[Sample]] = {command.name: [] for command in commands}
    failed: dict[str, DidNotWork] = {}
    for number in range(warming + rounds):
        for command in commands:
            if command.name in failed:
                continue
            try:
                sample = run(command)
            except DidNotWork as error:
                failed[command.name] = error
            else:
                if number >= warming:
                    samples[command.name].append(sample)
    return {**samples, **failed}


def renamed(command: Command, name: str, **variables: str) -> Command:
    """The same command under another name, with more in its environment."""
    return replace(command, name=name, environment={**command.environment, **variables})


class _Memory:
    """Looks at what a process and all that it started hold in memory, while it runs.

    Memory that processes share counts once (the kernel's proportional set size). Where the system
    does not tell, `most` stays 0, and the largest single process has to do.
    """

    def __init__(self, pid: int) -> None:
        self.most = 0.0
        self._pid = pid
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> "_Memory":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._ended.wait(LOOK_EVERY_SECONDS):
            self.most = max(self.most, _megabytes(self._pid))


def _megabytes(pid: int) -> float:
    held = 0.0
    with suppress(OSError):  # it has ended, or the system has no such files
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines():
            if line.startswith("Pss:"):
                held = int(line.split()[1]) / 1024
        for task in Path(f"/proc/{pid}/task").iterdir():
            children = (task / "children").read_text(encoding="ascii").split()
            held += sum(_megabytes(int(child)) for child in children)
    return held
