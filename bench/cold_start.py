"""Cold start: the whole process on one draft, ours and those of the peers, in turn."""

import sys
from collections.abc import Iterator

from bench.copies import write_as_json
from bench.figures import Beside, Figure, Part, Row, Unit, time_of
from bench.peered import Goals, beside_peers, samples_of
from bench.peers import CHECK_JSONSCHEMA, YAMLLINT, Form, Peer
from bench.plan import DRAFT, ROOT, Bench
from bench.processes import Command, in_turn, renamed

NAME = f"evaluate {DRAFT.removeprefix('proposals/')}"
WITHOUT_CACHE = f"{NAME}, the pack not kept"
PYTHON = "Python that does nothing"
GOALS = {CHECK_JSONSCHEMA: Goals(must=1.0, aim=0.75), YAMLLINT: Goals(aim=2.0)}


def rows(bench: Bench) -> Iterator[Row]:
    """Our cold start beside each peer's, and without a kept pack.

    Raises `DidNotWork` if ours can't be timed.
    """
    ours = renamed(bench.evaluate(DRAFT), NAME)
    timed = in_turn(
        [
            ours,
            *(_command(bench, peer) for peer in bench.peers if isinstance(peer, Peer)),
            renamed(ours, WITHOUT_CACHE, RULECHECK_NO_CACHE="1"),
            Command(PYTHON, (sys.executable, "-c", "pass"), ROOT),
        ],
        bench.effort.rounds,
    )
    yield from beside_peers(Part.COLD_START, NAME, timed, bench, GOALS)
    kept, not_kept, python = (
        time_of(samples_of(timed, name)) for name in (NAME, WITHOUT_CACHE, PYTHON)
    )
    yield Figure(Part.COLD_START, NAME, Unit.SECONDS, kept, Beside(PYTHON, python))
    beside = Beside("the same, kept", kept)
    yield Figure(Part.COLD_START, WITHOUT_CACHE, Unit.SECONDS, not_kept, beside)


def _command(bench: Bench, peer: Peer) -> Command:
    if peer.form is Form.YAML:
        return peer.command(ROOT, [DRAFT])
    folder = bench.folder / "one-as-json"
    return peer.command(folder, write_as_json(ROOT, [DRAFT], folder))
