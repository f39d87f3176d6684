"""A process that has loaded the program and becomes the command, once for each test.

Loading takes most of the time of a command, and hundreds of tests start one. What is forked is the
command all the same: a process with its own arguments, folder, environment and streams, that ends
by itself. Tests of starting, of the system and of what Python is given are marked `fresh`.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NoReturn

STREAMS = ("stdin", "stdout", "stderr")


class Forking:
    """The process from the side of the tests."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.cli.forking"],
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._streams = TemporaryDirectory(prefix="streams-")

    def run(
        self, arguments: Sequence[str], folder: Path, environment: Mapping[str, str], stdin: bytes
    ) -> "subprocess.CompletedProcess[bytes]":
        """Run `rulecheck` with the arguments, to its end."""
        paths = [Path(self._streams.name) / name for name in STREAMS]
        paths[0].write_bytes(stdin)
        request = [list(arguments), str(folder), dict(environment), list(map(str, paths))]
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        code = int(self._process.stdout.readline())
        out, err = (path.read_bytes() for path in paths[1:])
        return subprocess.CompletedProcess(arguments, code, out, err)

    def end(self) -> None:
        """End the process."""
        self._process.communicate(timeout=60)
        self._streams.cleanup()


def serve() -> None:
    """Load the program, then fork for each line that comes in, and answer with the exit code."""
    from rulecheck.advice import advising, evidence, weighing  # noqa: F401 - loaded once for all
    from rulecheck.cli import settings  # noqa: F401
    from rulecheck.engine import durable  # noqa: F401
    from rulecheck.reports import compare_text, json, text  # noqa: F401
    from rulecheck.runner import evaluate_by  # noqa: F401

    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _become(line)
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


def _become(line: str) -> NoReturn:
    code: object = 1
    try:
        arguments, folder, environment, streams = json.loads(line)
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(environment)
        flags = (os.O_RDONLY, *[os.O_WRONLY | os.O_CREAT | os.O_TRUNC] * 2)
        for number, (path, how) in enumerate(zip(streams, flags, strict=True)):
            os.dup2(os.open(path, how, 0o600), number)
        sys.stdin = os.fdopen(0, encoding="utf-8")
        sys.argv = ["rulecheck", *arguments]
        from rulecheck.__main__ import main

        main()
    except SystemExit as end:
        code = end.code
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code if isinstance(code, int) else 1)


if __name__ == "__main__":
    serve()
