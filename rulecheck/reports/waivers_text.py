"""Waivers and what they come to, for a terminal."""

from collections.abc import Iterator

from rulecheck.judgement import WaiverState
from rulecheck.judgement.waivers import Waiver
from rulecheck.reports.escaping import printable
from rulecheck.reports.layout import wrapped
from rulecheck.reports.palette import PLAIN, Palette
from rulecheck.reports.waivers import MEANINGS, State, Term, WaiverList

_INDENT = "    "


def render(report: WaiverList, palette: Palette = PLAIN) -> str:
    """The waivers as text, with a line end."""
    return "\n".join(_lines(report, palette)) + "\n"


def _lines(report: WaiverList, palette: Palette) -> Iterator[str]:
    name = printable(report.waivers.name)
    for waiver, state in report.listed:
        yield from _waiver(waiver, state, name, palette)
        yield ""
    count = len(report.listed)
    noun = "waiver" if count == 1 else "waivers"
    yield f"{count} {noun} in {name} on {report.waivers.today}"


def _waiver(waiver: Waiver, state: State, name: str, palette: Palette) -> Iterator[str]:
    good = state in (Term.IN_FORCE, WaiverState.APPLIED)
    paint = palette.good if good else palette.bad
    yield f"{palette.bold(waiver.rule)}: {waiver.subject} of {waiver.proposal}"
    yield f"  --> {name}:{waiver.position.line}:{waiver.position.column}"
    yield f"  {paint(MEANINGS[state])}; granted {waiver.created}, ends {waiver.expires}"
    yield from wrapped(
        "  asked for by", f"{waiver.owner}, granted by {waiver.approved_by}", _INDENT
    )
    yield from wrapped("  because:", waiver.reason, _INDENT)
