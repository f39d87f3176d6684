"""What every format is given: a judged run, and how the command will end."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum, unique
from functools import cached_property
from typing import TYPE_CHECKING, Final, TypeAlias

from rulecheck.documents import Document, Pointer, Position
from rulecheck.judgement import GatedEvaluation, GatedRun, RuleResult, Run, Score
from rulecheck.judgement.opening import open_places
from rulecheck.packs.model import Pack, Recommendation
from rulecheck.reports.escaping import printable

if TYPE_CHECKING:  # loaded where there are any
    from rulecheck.advice.advising import Advice
    from rulecheck.advice.repairing import Repairs
    from rulecheck.judgement.waivers import Waivers

    ProposalWriter: TypeAlias = Callable[[GatedEvaluation, Advice], str]
    """Writes what a format has to say of one proposal."""


MOST_OPEN: Final = 3
"""How many open fields are named for one undecided rule; the JSON report names all."""


@unique
class Excerpts(StrEnum):
    """Whether a report may repeat what proposals say."""

    SHOWN = "shown"
    WITHHELD = "withheld"


@dataclass(frozen=True, eq=False)
class Frame:
    """What a report is made with, all of it known before anything is judged."""

    pack: Pack
    waivers: "Waivers | None"
    excerpts: Excerpts

    @property
    def shows(self) -> bool:
        """Whether the report may repeat what proposals say."""
        return self.excerpts is Excerpts.SHOWN

    @cached_property
    def by_rule(self) -> Mapping[str, Recommendation]:
        """The recommendation that each rule belongs to."""
        return {rule.id: each for each in self.pack.recommendations for rule in each.rules}


@dataclass(frozen=True, eq=False)
class Report:
    """A judged run with everything that a format needs besides."""

    gated: GatedRun
    advice: "Sequence[Advice]"
    """On each evaluation of the run, in its order."""
    tool_version: str
    exit_code: int
    exit_meaning: str
    excerpts: Excerpts
    repairs: Sequence["Repairs | None"] = ()
    """Of each evaluation in its order, `None` where none were searched for; empty if of no one."""

    @property
    def run(self) -> Run:
        """The run without what the gate makes of it."""
        return self.gated.run

    @cached_property
    def frame(self) -> Frame:
        """What the report is made with."""
        return Frame(self.run.pack, self.gated.waivers, self.excerpts)

    def on_proposals(self, write: "ProposalWriter") -> Iterator[str]:
        """What is to be written on each proposal, where nothing was written on it before."""
        for gated, advice in zip(self.gated.proposals, self.advice, strict=True):
            yield write(gated, advice)


def interval_of(score: Score) -> str:
    """The score as `41–73`, rounded down so that nothing shows as full that is not."""
    low, high = int(score.low), int(score.high)
    return str(low) if score.low == score.high else f"{low}\N{EN DASH}{high}"


def named(document: Document) -> str:
    """The document's file as a heading has it, with which of several documents it is."""
    name = printable(document.source.name)
    return f"{name} (document {document.index + 1})" if document.index > 0 else name


def path_of(pointer: Pointer) -> str:
    """A place in a proposal, as in `items[0].lots[1].stage`."""
    text = ""
    for step in pointer:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text or "document"


def open_in_words(result: RuleResult) -> str:
    """The places where the draft could say what leaves the result undecided; empty if nowhere."""
    return and_more([path_of(each) for each in open_places(result)], MOST_OPEN)


def and_more(words: Sequence[str], most: int) -> str:
    """The first of them, and how many there are besides; one more is named as well."""
    if len(words) <= most + 1:
        return ", ".join(words)
    return f"{', '.join(words[:most])} and {len(words) - most} more"


def position_of(document: Document, pointer: Pointer) -> Position:
    """Where the place begins in the file, or the nearest place that exists."""
    return document.find(pointer).span.start


def made_by(report: Report) -> tuple[str, ...]:
    """What the report rests on besides the proposals, as harmless text on one line each."""
    run, gated = report.run, report.gated
    pack, listed = run.pack, run.pack.screening_list
    parts = [
        f"rulecheck {report.tool_version}",
        f"pack {pack.name} {printable(pack.version)}, sha256 {pack.content_sha256}",
        f"engine: {run.engine}",
    ]
    if listed is not None:
        parts.append(f"screening list: {printable(listed.name)}, sha256 {listed.sha256}")
    if gated.waivers is not None:
        parts.append(f"waivers: {printable(gated.waivers.name)} on {gated.waivers.today}")
    if gated.baseline is not None:
        parts.append(f"baseline: {printable(gated.baseline.name)}")
    return tuple(parts)


def counted(number: int, noun: str) -> str:
    """As in `1 error`, `2 errors`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
