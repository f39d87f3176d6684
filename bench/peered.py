"""Our time beside those of the peers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bench.figures import Beside, Figure, Part, Row, Sample, Unit, Unmeasured, time_of
from bench.peers import Unavailable
from bench.plan import Bench
from bench.processes import DidNotWork

Timed = Mapping[str, list[Sample] | DidNotWork]


@dataclass(frozen=True, slots=True)
class Goals:
    """What our time may be as a multiple of the peer's."""

    must: float | None = None
    aim: float | None = None


def samples_of(timed: Timed, name: str) -> list[Sample]:
    """What was timed under a name. Raises `DidNotWork` if it could not be."""
    found = timed[name]
    if isinstance(found, DidNotWork):
        raise found
    return found


def beside_peers(
    part: Part, name: str, timed: Timed, bench: Bench, goals: Mapping[str, Goals]
) -> Iterator[Row]:
    """A row for each peer. Raises `DidNotWork` if ours could not be timed."""
    ours = time_of(samples_of(timed, name))
    for peer in bench.peers:
        if isinstance(peer, Unavailable):
            yield Unmeasured(part, f"{name}, beside {peer.name}", peer.reason)
            continue
        found = timed[peer.name]
        if isinstance(found, DidNotWork):
            yield Unmeasured(part, f"{name}, beside {peer.name}", str(found))
            continue
        goal = goals.get(peer.name, Goals())
        beside = Beside(peer.name, time_of(found))
        yield Figure(part, name, Unit.SECONDS, ours, beside, goal.must, goal.aim)
