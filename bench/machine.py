"""On what was measured, and of what."""

import os
import platform
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Machine:
    """What a figure depends on besides the program."""

    processor: str
    cores: int
    memory_megabytes: int
    system: str
    python: str
    load: float
    """Processes that ran or waited, over the minute before: above 1, others were at work."""


@dataclass(frozen=True, slots=True)
class Commit:
    """What was measured; `changed` tells that files differ from it."""

    hash: str
    changed: bool


def machine() -> Machine:
    """This machine, as it is before anything is measured."""
    return Machine(
        processor=_processor(),
        cores=os.cpu_count() or 1,
        memory_megabytes=os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20,
        system=f"{platform.system()} {platform.release()}",
        python=f"{platform.python_implementation()} {platform.python_version()}",
        load=round(os.getloadavg()[0], 2),
    )


def _processor() -> str:
    about = Path("/proc/cpuinfo")
    if about.is_file():
        for line in about.read_text(encoding="utf-8").splitlines():
            key, _, value = line.partition(":")
            if key.strip() == "model name":
                return value.strip()
    return platform.processor() or platform.machine()


def commit(root: Path) -> Commit | None:
    """The commit of a checkout, or `None` where there is none."""
    found = _git(root, "rev-parse", "HEAD")
    changes = _git(root, "status", "--porcelain", "--", "rulecheck", "rules", "proposals", "bench")
    if found is None or changes is None:
        return None
    return Commit(found.strip(), bool(changes.strip()))


def _git(root: Path, *arguments: str) -> str | None:
    try:
        done = subprocess.run(
            ["git", "-C", root, *arguments],  # noqa: S607 - whichever git is in use
            capture_output=True,
            check=True,
            text=True,
            timeout=60,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout


def own_versions() -> dict[str, str]:
    """The versions of the tool, and of what it stands on that takes most of the time."""
    found = {}
    for package in ("rulecheck", "durable-rules", "pydantic", "PyYAML"):
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def today() -> str:
    """The day, in UTC."""
    return datetime.now(UTC).date().isoformat()
