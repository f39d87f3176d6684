"""What the formats of `compare` are given, and how they name what differs."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from rulecheck.advice.weighing import FactChange, WeighedChange, WeighedComparison
from rulecheck.documents.validation import Frozen
from rulecheck.judgement.comparing import ComparedEvaluations, ComparedRuns
from rulecheck.judgement.gate import GatedVersions
from rulecheck.packs.model import Pack
from rulecheck.proposals.differences import Change, Difference, Element, Path
from rulecheck.proposals.revising import ABSENT, Absent
from rulecheck.reports.compared_words import counted
from rulecheck.reports.model import Excerpts, path_of
from rulecheck.reports.phrases import WAIVERS
from rulecheck.vocabulary.display import shown

LONGEST_VALUE: Final = 300
"""Of a longer value only the beginning is shown; JSON has all of it."""


@dataclass(frozen=True)
class Comparison:
    """Two versions of one or more proposals, with everything that a format needs besides."""

    pack: Pack
    runs: ComparedRuns
    gates: GatedVersions
    proposals: tuple[WeighedComparison, ...]
    tool_version: str
    excerpts: Excerpts

    @property
    def shows(self) -> bool:
        """Whether what proposals say may be repeated."""
        return self.excerpts is Excerpts.SHOWN

    @property
    def is_complete(self) -> bool:
        """Whether everything in both versions could be judged."""
        return not any(run.problems or run.engine_errors for run in (self.runs.old, self.runs.new))


@dataclass(frozen=True)
class StaleWaiver:
    """A waiver that stands against the new version, in words."""

    rule: str
    place: str
    said: str
    remedy: str


def stale_waivers(comparison: Comparison) -> Iterator[StaleWaiver]:
    """The waivers of the new version that have ended, that no longer match or cover nothing."""
    waivers = comparison.gates.new.waivers
    if waivers is None:
        return
    for use in comparison.gates.stale:
        said, remedy = WAIVERS[use.state]
        line, column = use.waiver.position
        subject = f" for {use.waiver.subject}" if comparison.shows else ""
        yield StaleWaiver(
            use.waiver.rule,
            f"{waivers.name}:{line}:{column}",
            f"the waiver{subject} {said.format(expires=use.waiver.expires)}",
            remedy,
        )


class Names:
    """How changes are named: by what drafts say, or where that is withheld by place alone."""

    def __init__(self, *, shown: bool) -> None:
        self.shown = shown

    def change(self, change: Change) -> str:
        """The name of a change, as in `items[h20].lots`."""
        return self._place(change.path, change.parts[0])

    def changes(self, changes: Sequence[Change]) -> str:
        """The name of changes that only stand together."""
        first, *others = map(self.change, changes)
        return f"{first} with {' and '.join(others)}" if others else first

    def listed(self, found: Iterable[WeighedChange]) -> str:
        """The names of changes, or that there are none."""
        return ", ".join(self.changes(each.changes) for each in found) or "none"

    def part(self, part: Difference) -> str:
        """The name of one place of a change."""
        return self._place(part.path, part)

    def _place(self, path: Path, part: Difference) -> str:
        if not path:
            return "the whole proposal"
        if not self.shown:
            return _by_place(path, part)
        text = ""
        for step in path:
            match step:
                case Element(name, 1):
                    text += f"[{name}]"
                case Element(name, occurrence):
                    text += f"[{name} {occurrence}]"
                case str():
                    text += f".{step}" if text else step
        return text

    def values(self, part: Difference) -> str:
        """What the versions state at one place, as in `12 -> not stated`."""
        if self.shown:
            return f"{_value(part.old)} -> {_value(part.new)}"
        if part.old is ABSENT:
            return "added"
        return "removed" if part.new is ABSENT else "changed"

    def fact(self, fact: FactChange) -> str:
        """A computed fact and what became of it."""
        if not self.shown:
            return f"{fact.name}: changed"
        of = f" of {fact.subject}" if fact.subject else ""
        return f"{fact.name}{of}: {shown(fact.old)} -> {shown(fact.new)}"


def _by_place(path: Path, part: Difference) -> str:
    """The path with places for names: in the new version, or where that lacks it in the old."""
    step = path[-1]
    if isinstance(step, str):
        at = (part.old_at if part.new_at is None else part.new_at) or ()
        return path_of((*at[: len(path) - 1], step))
    if part.new_at is None:
        return f"{path_of((part.old_at or ())[: len(path)])} (old)"
    return path_of(part.new_at[: len(path)])


def _value(value: Frozen | Absent) -> str:
    if value is ABSENT:
        return "not stated"
    text = _written(value)
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"


def _written(value: Frozen) -> str:
    """The value on one line, much as YAML has it."""
    match value:
        case bool():
            return str(value).lower()
        case date():
            return value.isoformat()
        case tuple():
            return f"[{', '.join(map(_written, value))}]"
        case dict():
            return f"{{{', '.join(f'{key}: {_written(each)}' for key, each in value.items())}}}"
        case _:
            return str(value)


def weight_of(change: WeighedChange) -> str:
    """What a change is to the difference between two judgements, in a word or two."""
    if change.is_prose:
        return "prose"
    if change.made is None and change.taken_back is None:
        return "can't stand alone"
    words = [
        *(["needed"] if change.is_needed else []),
        *(["enough"] if change.is_enough else []),
    ]
    return " and ".join(words) or "neither"


def goal_of(judgements: ComparedEvaluations) -> str:
    """For what a change may be needed or enough."""
    if judgements.changes_verdict:
        return f"the verdict {judgements.new.verdict}"
    return "all that differs in the outcomes"


def regressions_of(judgements: ComparedEvaluations) -> str:
    """In what the new version is worse; empty if in nothing."""
    worse = len(judgements.worse_outcomes)
    return ", ".join(
        [
            *(["the verdict"] if judgements.worsens_verdict else []),
            *(["the gate"] if judgements.worsens_gate else []),
            *([counted(worse, "outcome")] if worse else []),
        ]
    )


def unmatched(comparison: Comparison) -> Iterator[tuple[str, str]]:
    """Proposals that only one version has, with what is to be said of each."""
    runs = comparison.runs
    for judged, where, other in (
        (runs.only_old, "only in OLD", runs.new),
        (runs.only_new, "only in NEW", runs.old),
    ):
        is_whole = not other.problems and not other.engine_errors
        said = where if is_whole else "not compared; the other version has faults"
        for each in judged:
            document = each.proposal.document
            name = f"{document.source.name} (document {document.index + 1})"
            yield (f"{name}: {each.proposal.id}" if comparison.shows else name), said
