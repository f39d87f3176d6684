"""`make fuzz`: broken files by the thousand, through every door.

    python -m tests.fuzz [--seconds 600] [--seed NUMBER] [--door NAME] [--keep FOLDER]

Fails with the file that did it where something other than a refusal comes out, where a file takes
more than two seconds of computing, or more than 500 MB. The file is kept.
"""

import argparse
import gc
import os
import resource
import signal
import subprocess
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random, SystemRandom
from tempfile import TemporaryDirectory

from rulecheck.packs.stored import NO_CACHE

from .doors import entrances
from .mutating import mutated

KINDS = ("documents", "proposals", "pack", "screening list", "waivers", "baseline")
MOST_SECONDS = 2
MOST_BYTES = 500 * 1024 * 1024


class TooSlow(Exception):
    """A file took too long."""


def main() -> int:
    """Try in a process of its own, so that even a crash leaves the file behind."""
    parser = argparse.ArgumentParser(description="Broken files by the thousand.")
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--seed", type=int, default=SystemRandom().randrange(2**32))
    parser.add_argument("--door", help="only those whose name begins so")
    parser.add_argument("--keep", type=Path, default=Path("fuzz-found"))
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    asked.keep.mkdir(exist_ok=True)
    if asked.inside:
        return fuzz(asked.seconds, asked.seed, asked.door or "", asked.keep)
    print(f"seed {asked.seed}", flush=True)
    inside = [*sys.argv[1:], "--inside", "--seed", str(asked.seed)]
    ended = subprocess.run([sys.executable, "-m", "tests.fuzz", *inside], check=False)
    current = asked.keep / "current"
    if ended.returncode == 0:
        current.unlink(missing_ok=True)
    else:
        print(f"ended with {ended.returncode}; the file is {current}", file=sys.stderr)
    return ended.returncode


def fuzz(seconds: float, seed: int, door: str, keep: Path) -> int:
    """Try until the time is over; 1 at the first fault."""
    os.environ[NO_CACHE] = "1"  # whatever is loaded is made anew
    gc.set_threshold(100_000)  # as the command does
    dice = Random(seed)  # noqa: S311
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (2 * MOST_BYTES, hard))
    tried: Counter[str] = Counter()
    slowest = (0.0, "")
    until = time.monotonic() + seconds
    with TemporaryDirectory() as folder:
        doors = {
            name: each for name, each in entrances(Path(folder)).items() if name.startswith(door)
        }
        names = sorted(doors, key=lambda name: name.startswith("pack"))
        while time.monotonic() < until:
            # Each of the others as often as all files of the pack together.
            kind = dice.choice(
                ("documents", "proposals", "screening", "pack", "waivers", "baseline")
            )
            name = dice.choice([each for each in names if each.startswith(kind)] or names)
            data = mutated(doors[name].seeds, dice)
            (keep / "current").write_bytes(data)
            began = time.process_time()
            try:
                with no_longer_than(MOST_SECONDS):
                    doors[name].door(data)
            except Exception:
                print(f"{name}, after {sum(tried.values()):,} files:", file=sys.stderr)
                traceback.print_exc()
                return 1
            slowest = max(slowest, (time.process_time() - began, name))
            tried[name] += 1
            if peak() > MOST_BYTES:
                print(f"{name}: {peak():,} bytes", file=sys.stderr)
                return 1
    for name, count in sorted(tried.items()):
        print(f"{count:9,}  {name}")
    print(
        f"{sum(tried.values()):9,}  files, each taken or refused; the slowest in "
        f"{slowest[0]:.2f} s ({slowest[1]}), the most memory {peak() / 2**20:.0f} MB"
    )
    return 0


@contextmanager
def no_longer_than(seconds: float) -> Iterator[None]:
    """Raise `TooSlow` once this process has computed for so long."""

    def interrupt(*_: object) -> None:
        raise TooSlow

    signal.signal(signal.SIGPROF, interrupt)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def peak() -> int:
    """The most memory that this process ever held, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


if __name__ == "__main__":
    sys.exit(main())
