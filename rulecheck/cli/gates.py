"""What changes the gate: options that are the same for every command with one."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rulecheck.cli.outputs import UsageError

if TYPE_CHECKING:  # loaded where drafts are judged: a mistyped option is answered without
    from rulecheck.judgement.baselines import Baseline
    from rulecheck.judgement.waivers import Waivers
    from rulecheck.packs import Pack

WAIVERS_FILE = Path("waivers.yaml")
BASELINE_FILE = Path("baseline.yaml")
"""The files that the commands about them work with where none is named."""

WaiversOption = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="Waivers: violations that somebody answers for, for a time. They change the gate and "
        "the exit code, never the verdict.",
    ),
]
BaselineOption = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="Baseline: violations that stood before, as `baseline write` recorded them.",
    ),
]
TodayOption = Annotated[
    str | None,
    typer.Option(
        metavar="DATE",
        help="The day on which waivers are looked at, such as 2025-07-22; without it, today in "
        "UTC.",
        show_default=False,
    ),
]


def day_of(today: str | None) -> date:
    """The day that is meant; the present one in UTC where none is given. Raises `UsageError`."""
    if today is None:
        return datetime.now(UTC).date()
    try:
        day = date.fromisoformat(today)
    except ValueError:
        day = None
    if day is None or day.isoformat() != today:  # other forms of ISO 8601 are read, too
        raise UsageError(f"`{today}` is no date; write year-month-day, such as 2025-07-22")
    return day


def waivers_in(file: Path | None, pack: "Pack", today: str | None) -> "Waivers | None":
    """The waivers of the file, if one is given, on the day. Raises `Faults` and `UsageError`."""
    day = day_of(today)
    if file is None:
        return None
    from rulecheck.judgement.waiver_files import load_waivers
    from rulecheck.runner import shown_path

    return load_waivers(file, shown_path(str(file)), pack, day)


def baseline_in(file: Path | None) -> "Baseline | None":
    """The baseline of the file, if one is given. Raises `Faults` and `UsageError`."""
    return None if file is None else baseline_of(file)


def baseline_of(file: Path) -> "Baseline":
    """The baseline of the file.

    Raises `Faults`, and `UsageError` where its proposals are not found from the working folder,
    but from its own: then nothing in it would match, as if everything were mended.
    """
    from rulecheck.judgement.baseline_files import load_baseline
    from rulecheck.runner import shown_path

    name = shown_path(str(file))
    read = load_baseline(file, name)
    paths = {each.path for each in read.entries}
    is_seen_here = any(Path(each).exists() for each in paths)
    if not is_seen_here and any((file.parent / each).exists() for each in paths):
        folder = shown_path(str(file.parent))
        raise UsageError(
            f"{name} names its proposals as they are seen from {folder}; call the command there"
        )
    return read
