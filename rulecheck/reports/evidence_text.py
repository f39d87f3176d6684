"""What is missing for a verdict, in lines of text: for the report and for `why --missing`."""

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from rulecheck.documents import Document, nodes
from rulecheck.judgement.opening import Gap, OpenField
from rulecheck.reports.layout import wrapped
from rulecheck.reports.model import Excerpts, and_more, path_of, position_of
from rulecheck.reports.palette import Palette

if TYPE_CHECKING:  # whoever has evidence to show has loaded it
    from rulecheck.advice.evidence import Evidence

MOST_SOURCES: Final = 2
"""How many documents or sources are named for one thing; JSON names all."""

MOST_RULES: Final = 3
"""How many rules are named that need one thing; JSON names all."""

MOST_PLACES: Final = 3
"""How many places are named for one fact; JSON names all."""

_GAPS: Final = {
    Gap.NOT_STATED: "not stated",
    Gap.RANGE: "stated only as a range",
    Gap.CATALOGUE: "the catalogue does not say enough; state it under specs",
}


def gap_in_words(field: OpenField, document: Document) -> str:
    """In what way the draft leaves the field open."""
    stated = document.find(field.pointer).node
    if field.gap is Gap.NOT_STATED and isinstance(stated, nodes.Sequence):
        return "stated, but somebody or something is not named"
    return _GAPS[field.gap]


def evidence_lines(
    evidence: "Evidence", document: Document, excerpts: Excerpts, palette: Palette
) -> Iterator[str]:
    """What can still change the verdict, each with its documents; then what can't."""
    if evidence.needed:
        yield palette.bold("still unknown, what settles most first:")
        for needed in evidence.needed:
            yield from _field(needed.field, needed.settles, document, excerpts, palette)
    if evidence.undecided:
        yield palette.bold("unknown, but without effect on the verdict as the draft stands:")
        for field in evidence.undecided:
            yield from _field(field, Fraction(0), document, excerpts, palette)
    if evidence.irrelevant:
        places = ", ".join(
            f"{path_of(field.pointer)} (line {position_of(document, field.pointer).line})"
            for field in evidence.irrelevant
        )
        yield from wrapped(
            "unknown as well, but no undecided rule rests on it:", places, "  ", palette.bold
        )
    if evidence.not_proven:
        lead = "not proven, since there are too many combinations to look at:"
        yield from wrapped(lead, ", ".join(evidence.not_proven), "  ", palette.bold)


def _field(
    field: OpenField, settles: Fraction, document: Document, excerpts: Excerpts, palette: Palette
) -> Iterator[str]:
    position = position_of(document, field.pointer)
    gap = gap_in_words(field, document)
    yield f"  line {position.line}: {palette.bold(path_of(field.pointer))} ({gap})"
    if settles:
        yield f"      settles the verdict alone: for {share_of(settles)} of its values"
    yield from wrapped("      needed by:", and_more(field.rules, MOST_RULES), " " * 17)
    for source in field.sources[:MOST_SOURCES] if excerpts is Excerpts.SHOWN else ():
        yield from wrapped("      known so far:", source, " " * 20)
    if excerpts is Excerpts.SHOWN and len(field.sources) > MOST_SOURCES:
        yield f"      and {len(field.sources) - MOST_SOURCES} more, in the JSON report"
    for proof in field.evidence[:MOST_SOURCES]:
        yield from wrapped("      proved by:", proof, " " * 17)


def share_of(share: Fraction) -> str:
    """For which of a field's values the verdict depends on nothing else, as in `1 in 3`."""
    return "all" if share == 1 else f"{share.numerator} in {share.denominator}"
