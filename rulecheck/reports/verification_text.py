"""What was found in a copy of the source, in lines."""

from collections import Counter
from collections.abc import Iterable, Iterator

from rulecheck.authoring.verifying import Located, Verification, Whereabouts
from rulecheck.packs.fingerprints import Sentence
from rulecheck.reports.escaping import printable


def listed(found: Verification) -> Iterator[tuple[str, str]]:
    """A line for each sentence worth showing, and its words in the copy, empty where it has none.

    These are the cited ones, wherever they are, and of all others what does not fit, unless nothing
    does.
    """
    cited = {each.citation for each in found.cited}
    for each in found.cited:
        yield _line_of(each), _words(each.sentences)
    if found.is_another_text:
        return
    for each in found.classified or ():
        if each.whereabouts is Whereabouts.MISSING and each.citation not in cited:
            yield _line_of(each), ""
    for sentence in found.unclassified:
        line = _line("unclassified", _locator(sentence), sentence.sha256)
        yield line, _words([sentence])


def summary(found: Verification) -> Iterator[str]:
    """How many sentences are where."""
    yield f"cited: {_counts(found.cited)}"
    counts = "none, for want of a source.yaml"
    if found.classified is not None:
        counts = _counts(found.classified)
    yield f"classified: {counts}; {len(found.unclassified)} unclassified"
    if found.is_another_text:
        yield "Nothing that the pack knows is in this file: is it the source, as plain text?"


def _line_of(located: Located) -> str:
    known_as = located.known_as
    if located.whereabouts is Whereabouts.MOVED:
        known_as = f"{known_as} at {', '.join(map(_locator, located.sentences))}"
    citation = located.citation
    return _line(located.whereabouts.value, citation.locator, citation.sha256, f"  {known_as}")


def _line(word: str, locator: str, sha256: str, remark: str = "") -> str:
    return f"{word:<13}{locator:<8}{sha256}{remark}"


def _locator(sentence: Sentence) -> str:
    return f"P{sentence.paragraph} s{sentence.sentence}"


def _words(sentences: Iterable[Sentence]) -> str:
    return next((printable(each.text) for each in sentences), "")


def _counts(located: Iterable[Located]) -> str:
    counts = Counter(each.whereabouts for each in located)
    return ", ".join(f"{counts[kind]} {kind.value}" for kind in Whereabouts)
