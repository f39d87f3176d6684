"""Proposals as plain data: written as YAML, read, judged, and made to say less.

Everything goes the way that a file of a user goes: text, document, proposal, facts, judgement.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import assert_never, cast

from rulecheck.documents import Plain, Pointer, parse, plain
from rulecheck.engine import Outcome, ReferenceEvaluator
from rulecheck.facts import Subject, subjects_of
from rulecheck.judgement import Evaluation, Judge, RunFinding, judge_run
from rulecheck.packs import load_bundled_pack
from rulecheck.proposals import Proposal, read_proposal

Draft = dict[str, Plain]
"""A proposal in the shape that its YAML has."""


def written(data: Plain) -> str:
    """The data as YAML in flow style, every text in quotes."""
    match data:
        case dict():
            return f"{{{', '.join(f'{json.dumps(k)}: {written(v)}' for k, v in data.items())}}}"
        case list():
            return f"[{', '.join(written(each) for each in data)}]"
        case date():
            return data.isoformat()
        case Decimal():
            return f"{data:f}"
        case None | bool() | int() | str():
            return json.dumps(data)
        case _:
            assert_never(data)


def proposal_of(draft: Draft) -> Proposal:
    """The draft as it is read from a file. Raises `Faults` where it is not valid."""
    (document,) = parse(f"{draft['id']}.yaml", written(draft).encode())
    return read_proposal(document, load_bundled_pack())


def subjects(proposal: Proposal) -> tuple[Subject, ...]:
    """The proposal's subjects with their facts."""
    return subjects_of(proposal.model, load_bundled_pack())


@cache
def quick_judge() -> Judge:
    """A judge by the bundled pack with the reference evaluator alone."""
    return Judge(load_bundled_pack(), ReferenceEvaluator())


@dataclass(frozen=True)
class Judged:
    """What came of judging some drafts, as far as it can be gained by."""

    evaluations: tuple[Evaluation, ...]
    findings: tuple[RunFinding, ...] = ()

    @property
    def exit_code(self) -> int:
        """The exit code that this leads to, before waivers and baseline."""
        outcomes = {each.outcome for each in self.findings} | {
            finding.outcome for each in self.evaluations for finding in each.findings
        }
        return 1 if Outcome.VIOLATED in outcomes else 3 if Outcome.UNKNOWN in outcomes else 0


def judged(proposal: Proposal) -> Judged:
    """The proposal judged by itself."""
    return Judged((quick_judge().evaluation(proposal),))


def judged_together(drafts: Sequence[Draft]) -> Judged | None:
    """The drafts judged in one run; `None` where they clash."""
    if len(drafts) == 1:
        return judged(proposal_of(drafts[0]))
    run = judge_run(quick_judge(), [proposal_of(draft) for draft in drafts], [])
    assert not run.engine_errors
    return None if run.problems else Judged(tuple(run.evaluations), run.findings)


def read_back(path: Path) -> list[Draft]:
    """The drafts in a file."""
    return [cast(Draft, plain(each.root)) for each in parse(path.name, path.read_bytes())]


# -- saying less -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Less:
    """One way to say less: what stands at the pointer is replaced, or dropped."""

    pointer: Pointer
    instead: Plain
    dropped: bool = False

    def __str__(self) -> str:
        where = "/".join(map(str, self.pointer))
        return f"{where} dropped" if self.dropped else f"{where} = {written(self.instead)}"

    def of(self, draft: Draft) -> Draft:
        """The draft, saying less."""
        return cast(Draft, self._less(draft, self.pointer))

    def _less(self, data: Plain, pointer: Pointer) -> Plain:
        """A copy of what leads to the pointer; all else is shared with the data."""
        step, *further = pointer
        match data, step:
            case dict(), str() if further:
                return {**data, step: self._less(data[step], tuple(further))}
            case dict(), str() if self.dropped:
                return {key: value for key, value in data.items() if key != step}
            case dict(), str():
                return {**data, step: self.instead}
            case list(), int():
                inside = self._less(data[step], tuple(further))
                return [*data[:step], inside, *data[step + 1 :]]
            case _:
                raise ValueError(f"nothing stands at {self.pointer}")


ALWAYS_STATED = frozenset({"schema", "id", "as_of"})
"""Keys that a proposal must state wherever they stand; `kind` only at its root."""

NO_FIELD = "between"
"""The key under which the ends of a range stand, which only come together."""

LOWEST = {"bits": 1, "accelerators_per_unit": 1}
"""Numbers that can't reach down to 0."""

HIGHEST = {"percent": 100, "revenue_share_percent": 100}

LONGEST = 1_000
"""Days by which a range of dates is widened at most."""

RANGED_DATES = frozenset({"completed_on", "first_shipment"})


def may_be_unsaid(pointer: Pointer) -> bool:
    """Whether what stands at the pointer, a key of a mapping, may be left out."""
    return pointer[-1] not in ALWAYS_STATED | {NO_FIELD} and pointer != ("kind",)


def fields(data: Plain, at: Pointer = ()) -> Iterator[tuple[Pointer, Plain]]:
    """Every field, list and section that may be left unsaid, those that hold others first.

    An element of a list can't: that would be another statement.
    """
    match data:
        case dict():
            for key, value in data.items():
                if may_be_unsaid((*at, key)):
                    yield (*at, key), value
                yield from fields(value, (*at, key))
        case list():
            for place, element in enumerate(data):
                yield from fields(element, (*at, place))
        case _:
            pass


def unsaid(pointer: Pointer) -> tuple[Less, ...]:
    """The three ways to leave a field unsaid."""
    return (
        Less(pointer, None, dropped=True),
        Less(pointer, None),
        Less(pointer, "unknown"),
    )


def widened(pointer: Pointer, value: Plain, below: int, above: int) -> Less | None:
    """A number or date as a range that goes so far below and above it, if it can be one."""
    low, high = _ends(value)
    name = str(pointer[-1])
    if isinstance(low, date) and isinstance(high, date):
        if name not in RANGED_DATES:
            return None
        first, last = min(below, LONGEST), min(above, LONGEST)
        return _between(pointer, low - timedelta(days=first), high + timedelta(days=last))
    if isinstance(low, bool) or not isinstance(low, int | Decimal):
        return None
    if isinstance(high, bool) or not isinstance(high, int | Decimal):
        return None
    floor = LOWEST.get(name, 0) if name != "die_area_mm2" else low
    ceiling = HIGHEST.get(name, 10**11)
    return _between(pointer, max(floor, low - below), min(ceiling, high + above))


def _ends(value: Plain) -> tuple[Plain, Plain]:
    if isinstance(value, dict) and "between" in value:
        low, high = cast(Sequence[Plain], value["between"])
        return low, high
    return value, value


def _between(pointer: Pointer, low: Plain, high: Plain) -> Less:
    return Less(pointer, {"between": [low, high]})
