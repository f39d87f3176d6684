"""The command: measure, print the table, record it. Progress goes to standard error."""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from bench import cold_start, commands, growth, many_files, screening, warm
from bench.figures import Part, Row, Unmeasured
from bench.machine import commit, machine, own_versions, today
from bench.peers import Kit, Peer, Unavailable, installed
from bench.plan import DRAFT, FULL, QUICK, ROOT, Bench
from bench.processes import DidNotWork, run
from bench.results import Results, record, section

PARTS: dict[Part, Callable[[Bench], Iterator[Row]]] = {
    Part.COLD_START: cold_start.rows,
    Part.MANY_FILES: many_files.rows,
    Part.WARM: warm.rows,
    Part.GROWTH: growth.rows,
    Part.COMMANDS: commands.rows,
    Part.SCREENING: screening.rows,
}
BESIDE_PEERS = {Part.COLD_START, Part.MANY_FILES}

HERE = Path(__file__).parent


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure; 1 if something of ours could not be measured, whatever the figures say."""
    options = _options().parse_args(arguments)
    parts = options.only or list(Part)
    effort = QUICK if options.quick else FULL
    if options.files is not None:
        effort = replace(effort, files=options.files)
    started_on = machine()
    with tempfile.TemporaryDirectory(prefix="rulecheck-bench-") as name:
        folder = Path(name)
        # Packs are kept in a folder of this run: what it finds there it has put there itself.
        os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
        os.environ.pop("RULECHECK_NO_CACHE", None)
        program = Path(sys.executable).with_name("rulecheck")
        peers: tuple[Peer | Unavailable, ...] = ()
        if BESIDE_PEERS & set(parts):
            _tell("installing the peers")
            peers = _peers(options.peers.absolute(), program, folder)
        bench = Bench(effort, program, folder, peers)
        run(bench.evaluate(DRAFT))  # from here on the pack is kept
        rows = list(_measured(parts, bench))
    results = Results(
        date=today(),
        machine=started_on,
        commit=commit(ROOT),
        versions={**own_versions(), **{p.name: p.version for p in peers if isinstance(p, Peer)}},
        effort=effort,
        rows=rows,
    )
    sys.stdout.write(section(results))
    if options.record:
        record(results, HERE / "results.json", HERE / "README.md")
    return int(any(isinstance(row, Unmeasured) and row.name == row.part for row in rows))


def _measured(parts: Iterable[Part], bench: Bench) -> Iterator[Row]:
    for part in parts:
        _tell(part)
        try:
            yield from PARTS[part](bench)
        except DidNotWork as error:
            yield Unmeasured(part, part, str(error))


def _peers(home: Path, program: Path, folder: Path) -> tuple[Peer | Unavailable, ...]:
    home.mkdir(parents=True, exist_ok=True)
    kit = Kit(home, home / "proposal.schema.json")
    with kit.schema.open("wb") as stream:
        subprocess.run([program, "schema", "proposal"], stdout=stream, check=True, timeout=60)
    trial = folder / "trial"
    trial.mkdir()
    return installed(kit, ROOT / DRAFT, trial)


def _tell(what: str) -> None:
    sys.stderr.write(f"bench: {what} …\n")


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument(
        "--only",
        type=Part,
        action="append",
        metavar="PART",
        help=f"a part to measure instead of all; repeatable: {', '.join(Part)}",
    )
    parser.add_argument("--quick", action="store_true", help="few files and rounds, to try it out")
    parser.add_argument("--files", type=int, help=f"how many files are many ({FULL.files})")
    parser.add_argument(
        "--peers",
        type=Path,
        default=Path(f"{sys.prefix}-bench"),
        metavar="FOLDER",
        help="where peers are installed (%(default)s)",
    )
    parser.add_argument(
        "--record", action="store_true", help="write bench/results.json and bench/README.md"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
