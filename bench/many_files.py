"""Many files: a whole folder in one process, ours and those of the peers."""

import json
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.copies import write_as_json, write_copies
from bench.figures import Part, Row
from bench.peered import Goals, beside_peers
from bench.peers import CHECK_JSONSCHEMA, Form, Peer
from bench.plan import JUDGED, PROPOSALS, Bench
from bench.processes import LIMIT_SECONDS, Command, DidNotWork, environment, in_turn, renamed

GOALS = {CHECK_JSONSCHEMA: Goals(must=1.0, aim=0.5)}


def rows(bench: Bench) -> Iterator[Row]:
    """Our time for a folder of drafts beside each peer's, which are named every file.

    Peers without a goal are timed once: some take a minute. Raises `DidNotWork` if ours can't be
    timed.
    """
    count = bench.effort.files
    folder = bench.folder / "many"
    names = write_copies(PROPOSALS, folder, count)
    check_without_problems(bench, folder, count)
    name = f"evaluate {count:,} files"
    peers = [each for each in bench.peers if isinstance(each, Peer)]
    often = [_command(peer, folder, names) for peer in peers if peer.name in GOALS]
    once = [_command(peer, folder, names) for peer in peers if peer.name not in GOALS]
    ours = renamed(bench.evaluate(".", folder=folder, judged=count), name)
    timed = {
        **in_turn([ours, *often], bench.effort.bulk_rounds, warming=0),
        **in_turn(once, 1, warming=0),
    }
    yield from beside_peers(Part.MANY_FILES, name, timed, bench, GOALS)


def check_without_problems(bench: Bench, folder: Path, count: int) -> None:
    """Raises `DidNotWork` unless every file of the folder is judged.

    It is also what warms the cache of the files.
    """
    done = subprocess.run(
        [bench.rulecheck, "evaluate", ".", "--output", "json"],
        cwd=folder,
        env=environment(),
        capture_output=True,
        check=False,
        timeout=LIMIT_SECONDS,
    )
    if done.returncode not in JUDGED:
        raise DidNotWork(f"evaluate: exit code {done.returncode}: {done.stderr[-200:]!r}")
    report = json.loads(done.stdout)
    faults = [*report["problems"], *report["internal_errors"]]
    if faults or len(report["proposals"]) != count:
        raise DidNotWork(f"evaluate: of {count} files {len(report['proposals'])} were judged")


def _command(peer: Peer, folder: Path, names: Sequence[str]) -> Command:
    if peer.form is Form.YAML:
        return peer.command(folder, names)
    as_json = folder.with_name(f"{folder.name}-as-json")
    return peer.command(as_json, write_as_json(folder, names, as_json))
