"""What the forms of a search for repairs are given, and what both show of a repair."""

from collections.abc import Iterator, Set
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from rulecheck.advice.changing import Change
from rulecheck.advice.repairing import Grant, Repair, Repairs
from rulecheck.documents import Pointer
from rulecheck.judgement import Outcome, RuleResult
from rulecheck.packs.model import Pack
from rulecheck.proposals.revising import stated_at
from rulecheck.reports.model import Excerpts, path_of
from rulecheck.vocabulary.levers import Allowance


@dataclass(frozen=True, slots=True)
class RepairReport:
    """Repairs of one or more proposals, with everything that a form needs besides."""

    pack: Pack
    engine: str
    tool_version: str
    excerpts: Excerpts
    time_limit: float
    allowed: frozenset[Allowance]
    searches: tuple[Repairs, ...]

    @property
    def shows(self) -> bool:
        """Whether what proposals say may be repeated."""
        return self.excerpts is Excerpts.SHOWN


NOT_TRIED: Final = {
    Allowance.ACTION: "to refuse the application",
    Allowance.DIRECTION: "to turn changes around",
}
"""What a drafter may allow besides repairs."""


def not_allowed(repairs: Repairs, pack: Pack, allowed: Set[Allowance]) -> tuple[Allowance, ...]:
    """What the pack has moves for that were not tried, since nobody allowed them."""
    kind = repairs.before.proposal.model.kind
    wanted = {move.allow for move in pack.moves if move.kind is kind}
    return tuple(each for each in Allowance if each in wanted - allowed)


NOT_IN_TIME: Final = "no repair was found before the search ended"


def passes_in_words(repair: Repair) -> str:
    """All that is said of a draft that a repair has changed: it passes these rules."""
    score = repair.evaluation.score
    points = "" if score is None else f", {int(score.low)} / 100"
    return f"passes these rules: {repair.evaluation.verdict.value}{points}"


def change_in_words(change: Change, repairs: Repairs, excerpts: Excerpts) -> str:
    """What is done, and to what if not to the whole draft."""
    if not change.about:
        return change.title
    return f"{change.title}: {_name_at(change.about, repairs, excerpts)}"


def grant_in_words(grant: Grant, repairs: Repairs) -> str:
    """How much of an item the repair grants; it repeats what the draft says."""
    most = "" if grant.applied_for is None else f" of {_amount(grant.applied_for)}"
    name = _name_at(grant.item, repairs, Excerpts.SHOWN)
    return f"grants {_amount(grant.granted)}{most} units of {name}"


def in_the_way_in_words(repairs: Repairs) -> str:
    """Why there is no repair, before the findings that no change takes away."""
    one = len(repairs.obstacles) == 1
    if all(each.result.outcome is Outcome.UNKNOWN for each in repairs.obstacles):
        return f"no repair passes as long as {'this is' if one else 'these are'} unknown"
    return f"no repair: {_no_changes(repairs)} takes {'this' if one else 'these'} away"


def mendable_in_words(repairs: Repairs) -> str:
    """That other findings could be mended, before the changes that do it at once, if some do."""
    other = "the other finding" if len(repairs.mendable) == 1 else "the other findings"
    if repairs.together:
        return f"{other} could be mended by"
    if len(repairs.mendable) == 1 or repairs.stopped:
        return f"{other} could be mended"
    return f"{other} could be mended, though not at once by up to {repairs.most} changes"


def nearest_in_words(repairs: Repairs) -> str:
    """That no set of changes passes, before what the nearest one leaves."""
    return f"{_no_changes(repairs)} passes these rules"


def _no_changes(repairs: Repairs) -> str:
    most = "no change" if repairs.most == 1 else f"no set of up to {repairs.most} changes"
    return f"{most} to what the drafter decides"


def left_in_words(result: RuleResult, excerpts: Excerpts) -> str:
    """What a finding that is left says, or if it is undecided, what is not decided."""
    violated = result.outcome is Outcome.VIOLATED
    shows = excerpts is Excerpts.SHOWN
    if violated and shows:
        return result.message
    said = f"{'not met' if violated else 'not decided whether'}: {result.rule.title}"
    return f"{said} ({result.subject.kind.value} {result.subject.name})" if shows else said


def not_levers_in_words(result: RuleResult) -> str:
    """Of what an obstacle rests on: why no repair states it otherwise."""
    if result.outcome is Outcome.UNKNOWN:
        return "which is for evidence to show"
    return "which is not for a repair to change"


def not_written_in_words(repairs: Repairs) -> str:
    """How many repairs are not offered, and why."""
    return (
        f"not offered: {repairs.not_written} that would pass, but can't be written into the file "
        "as it is laid out"
    )


def _name_at(pointer: Pointer, repairs: Repairs, excerpts: Excerpts) -> str:
    """What is called by its id there, or by its path where that is kept out."""
    name = stated_at(repairs.data, (*pointer, "id"))
    shows = excerpts is Excerpts.SHOWN
    return name if shows and isinstance(name, str) else path_of(pointer)


def _amount(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else "an unknown number"


@dataclass(frozen=True, slots=True)
class PatchLine:
    """A line that a repair takes away or puts in, by its number before or after."""

    sign: str
    number: int
    text: str


def patch_of(repair: Repair, repairs: Repairs) -> Iterator[PatchLine]:
    """The lines in which the repaired text differs from the draft's."""
    before = repairs.before.proposal.document.source.text.splitlines()
    after = repair.evaluation.proposal.document.source.text.splitlines()
    for tag, start, end, first, last in SequenceMatcher(None, before, after).get_opcodes():
        if tag != "equal":
            yield from (PatchLine("-", number + 1, before[number]) for number in range(start, end))
            yield from (PatchLine("+", number + 1, after[number]) for number in range(first, last))
