"""Which sentences of the source the recommendations of a pack cite, as text."""

from collections.abc import Collection, Iterator, Sequence

from rulecheck.authoring.coverage import Covered, counts_of
from rulecheck.packs.model import Pack, SentenceClass
from rulecheck.reports.escaping import printable
from rulecheck.reports.layout import wrapped


def render(
    pack: Pack, sentences: Sequence[Covered] | None, counted: Collection[SentenceClass]
) -> str:
    """The sentences by class, each with who cites it or the reason why nobody does.

    Of the classes in `counted`, those that nobody cites are not listed.
    """
    lines = [printable(f"{pack.name} {pack.version}: {pack.source_title}")]
    if sentences is None:
        lines.append("no classification of the source: the pack has no source.yaml")
        return "\n".join(lines) + "\n"
    summary = ", ".join(f"{number} {kind}" for kind, number in counts_of(sentences).items())
    lines.append(f"{len(sentences)} sentences: {summary}")
    for kind in SentenceClass:
        of_kind = [each for each in sentences if each.sentence.kind is kind]
        listed = [each for each in of_kind if each.cited_by or kind not in counted]
        lines += ["", kind.value]
        lines += [line for each in listed for line in _lines(each)]
        if hidden := len(of_kind) - len(listed):
            lines.append(f"  {hidden} not cited; --all lists them")
    lines += ["", "Every sentence that recommends something is cited, or says why not."]
    return "\n".join(lines) + "\n"


def _lines(covered: Covered) -> Iterator[str]:
    sentence = covered.sentence
    mark = "" if covered.cited_by else " (not cited)"
    lead = f"  {sentence.citation.locator}{mark}:"
    yield from wrapped(lead, sentence.note or "nothing noted", "    ")
    if covered.cited_by:
        yield from wrapped("    = cited by", ", ".join(covered.cited_by), "      ")
    if sentence.because is not None:
        yield from wrapped("    = because:", sentence.because, "      ")
