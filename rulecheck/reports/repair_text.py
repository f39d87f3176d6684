"""Repairs for a terminal: what to change, the patch, and what the draft then comes to."""

from collections.abc import Iterator
from typing import Final

from rulecheck.advice.mending import Obstacle
from rulecheck.advice.repairing import Repair, Repairs
from rulecheck.judgement import Outcome, RuleResult, Verdict
from rulecheck.reports.escaping import printable
from rulecheck.reports.layout import shortened, wrapped
from rulecheck.reports.model import path_of, position_of
from rulecheck.reports.palette import PLAIN, Palette
from rulecheck.reports.repair import (
    NOT_IN_TIME,
    NOT_TRIED,
    PatchLine,
    RepairReport,
    change_in_words,
    grant_in_words,
    in_the_way_in_words,
    left_in_words,
    mendable_in_words,
    nearest_in_words,
    not_allowed,
    not_levers_in_words,
    not_written_in_words,
    passes_in_words,
    patch_of,
)

MOST_PLACES: Final = 4
"""How many places are named for one finding; JSON names all."""


def render(report: RepairReport, palette: Palette = PLAIN) -> str:
    """The repairs as text, with a line end."""
    return "\n".join(_Text(report, palette).lines()) + "\n"


class _Text:
    """One rendering."""

    def __init__(self, report: RepairReport, palette: Palette) -> None:
        self.report = report
        self.palette = palette

    def lines(self) -> Iterator[str]:
        report = self.report
        for each in report.searches:
            yield from self._proposal(each)
            yield ""
        if any(each.found for each in report.searches):
            yield self.palette.dim(
                "That a draft passes these rules is all that is said of a repair. They judge "
                "conformity with"
            )
            yield self.palette.dim("one article, not legality, and not whether it is wise.")
        yield self.palette.dim(
            f"rulecheck {report.tool_version}; pack: {report.pack.name} "
            f"{printable(report.pack.version)}, sha256 {report.pack.content_sha256}"
        )
        yield self.palette.dim(f"engine: {report.engine}")

    def _proposal(self, repairs: Repairs) -> Iterator[str]:
        proposal = repairs.before.proposal
        name = printable(proposal.document.source.name)
        if proposal.document.index > 0:
            name += f" (document {proposal.document.index + 1})"
        yield self.palette.bold(f"{name}: {proposal.id}" if self.report.shows else name)
        yield (
            f"  {proposal.model.kind.value.replace('_', ' ')}, as of {proposal.model.as_of}; "
            f"verdict: {repairs.before.verdict.value}"
        )
        yield ""
        if repairs.needs_none:
            in_scope = repairs.before.verdict is Verdict.ALIGNED
            why = "it passes these rules" if in_scope else "none of these rules applies to it"
            yield f"  nothing to repair: {why}"
            return
        for number, repair in enumerate(repairs.found, start=1):
            if number > 1:
                yield ""
            yield from self._repair(number, repair, repairs)
        if not repairs.found:
            yield from self._none(repairs)
        yield from self._limits(repairs)

    # -- a repair ------------------------------------------------------------------------------

    def _repair(self, number: int, repair: Repair, repairs: Repairs) -> Iterator[str]:
        several = "1 change" if len(repair.changes) == 1 else f"{len(repair.changes)} changes"
        lead = self.palette.good(f"repair {number} of {len(repairs.found)}:")
        yield f"{lead} {several}"
        for change in repair.changes:
            words = change_in_words(change, repairs, self.report.excerpts)
            yield from wrapped("  *", words, "    ")
        if repair.refuses:
            yield "    This refuses what the draft would grant. It mends nothing of it."
        for grant in repair.grants if self.report.shows else ():
            yield from wrapped("    =", grant_in_words(grant, repairs), "      ")
        if repair.set_aside:
            names = ", ".join(repair.set_aside)
            yield from wrapped("    = no longer asked:", names, "      ")
        yield f"    = {passes_in_words(repair)}"
        if self.report.shows:
            yield from self._patch(tuple(patch_of(repair, repairs)))
        else:
            for edit in repair.edits:
                line = position_of(repairs.before.proposal.document, edit.pointer).line
                yield f"      line {line}: {path_of(edit.pointer)}"

    def _patch(self, lines: tuple[PatchLine, ...]) -> Iterator[str]:
        width = max((len(str(line.number)) for line in lines), default=0)
        for line in lines:
            paint = self.palette.bad if line.sign == "-" else self.palette.good
            text = printable(shortened(line.text))
            yield f"      {line.number:>{width}} {paint(f'{line.sign} {text}')}"

    # -- none ----------------------------------------------------------------------------------

    def _none(self, repairs: Repairs) -> Iterator[str]:
        if repairs.obstacles:
            yield f"  {in_the_way_in_words(repairs)}"
        elif repairs.stopped:
            yield f"  {NOT_IN_TIME}"
        elif repairs.left:
            yield f"  no repair: {nearest_in_words(repairs)};"
            yield "  the one that comes nearest leaves this"
        for obstacle in repairs.obstacles:
            yield from self._finding(obstacle.result)
            yield from self._rests(obstacle, repairs)
        if repairs.mendable:
            yield from self._mendable(repairs)
        for result in repairs.left:
            yield from self._finding(result)

    def _mendable(self, repairs: Repairs) -> Iterator[str]:
        yield ""
        yield f"  {mendable_in_words(repairs)}{':' if repairs.together else ''}"
        for change in repairs.together:
            yield from wrapped(
                "  *", change_in_words(change, repairs, self.report.excerpts), "    "
            )
        for result in repairs.mendable:
            yield from self._finding(result)

    def _finding(self, result: RuleResult) -> Iterator[str]:
        rule = result.rule
        message = left_in_words(result, self.report.excerpts)
        violated = result.outcome is Outcome.VIOLATED
        paint = self.palette.bad if violated else self.palette.unsure
        yield ""
        yield from wrapped(f"  {result.outcome.value}[{rule.id}]:", message, "    ", paint)
        if rule.veto:
            yield "    = veto: this alone keeps the draft from passing"

    def _rests(self, obstacle: Obstacle, repairs: Repairs) -> Iterator[str]:
        if not obstacle.rests_on:
            return
        document = repairs.before.proposal.document
        places = []
        for pointer in obstacle.rests_on[:MOST_PLACES]:
            position = position_of(document, pointer)
            places.append(f"{position.line}:{position.column} {path_of(pointer)}")
        more = len(obstacle.rests_on) - MOST_PLACES
        text = f"{', '.join(places)}{f' and {more} more' if more > 0 else ''}"
        yield from wrapped("    = rests on:", text, "      ")
        named = obstacle.result.outcome is Outcome.UNKNOWN
        told = " (`rulecheck evaluate` names it)" if named else ""
        yield f"      {not_levers_in_words(obstacle.result)}{told}"

    def _limits(self, repairs: Repairs) -> Iterator[str]:
        """What was not tried, and why."""
        if repairs.stopped:
            yield ""
            yield (
                f"  stopped at the time limit of {self.report.time_limit:g} s, with "
                f"{repairs.tried} sets of changes tried; there may be more repairs"
            )
        if repairs.not_written:
            yield ""
            yield f"  {not_written_in_words(repairs)}"
        not_tried = not_allowed(repairs, self.report.pack, self.report.allowed)
        if not_tried and not repairs.found:
            yield ""
            for each in not_tried:
                yield f"  not tried: {NOT_TRIED[each]}; `--allow {each}` does"
