"""Whether the classified sentences of a source and what recommendations cite fit each other."""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from rulecheck.documents import Pointer
from rulecheck.packs.files import CitationEntry, RecommendationEntry, SentenceEntry
from rulecheck.packs.model import Citation, SentenceClass

Slip: TypeAlias = tuple[Pointer, str, str]
"""Where in its file something does not fit, what is wrong, and what to write instead."""


def citation(entry: CitationEntry) -> Citation:
    """The sentence that the entry is about."""
    return Citation(entry.paragraph, entry.sentence, entry.sha256)


def doubled(sentences: Sequence[SentenceEntry]) -> Iterator[Slip]:
    """Sentences that were classified before."""
    seen: set[str] = set()
    for place, entry in enumerate(sentences):
        locator = citation(entry).locator
        if locator in seen:
            yield ("sentences", place), f"{locator} is classified twice", "keep one of the two"
        seen.add(locator)


def unsettled(
    sentences: Sequence[SentenceEntry], recommendations: Sequence[RecommendationEntry]
) -> Iterator[Slip]:
    """Sentences that need a reason for not being cited and have none, or have one without need.

    A citation with a slip in its place or in its fingerprint still counts for the sentence meant.
    """
    citing = {citation(source): each.id for each in recommendations for source in each.sources}
    meant = {word for each in citing for word in (each.locator, each.sha256)}
    for place, entry in enumerate(sentences):
        at: Pointer = ("sentences", place)
        cited = citation(entry)
        recommends = entry.kind is SentenceClass.RECOMMENDATION
        explained = bool(entry.because and entry.because.strip())
        if recommends and not explained and meant.isdisjoint({cited.locator, cited.sha256}):
            message = f"{cited.locator} recommends something, and no recommendation cites it"
            yield at, message, "cite it under `sources`, or say why not: `because: …`"
        elif entry.because is not None and cited in citing:
            message = f"{cited.locator} is cited, by {citing[cited]}; there is nothing to explain"
            yield (*at, "because"), message, "drop it"
        elif entry.because is not None and not recommends:
            message = "only a sentence that recommends needs a reason not to be cited"
            yield (*at, "because"), message, "drop it, or call it `note`"


def unclassified(
    sources: Sequence[CitationEntry], sentences: Sequence[SentenceEntry]
) -> Iterator[Slip]:
    """What one recommendation cites and the classification lacks, or has elsewhere."""
    by_place = {citation(each).locator: each.sha256 for each in sentences}
    homes = {sha256: locator for locator, sha256 in by_place.items()}
    for place, entry in enumerate(sources):
        locator = citation(entry).locator
        if by_place.get(locator) == entry.sha256:
            continue
        message = f"source.yaml does not classify {locator}"
        hint = "classify it there, or cite a sentence that is there"
        if locator in by_place:
            message = f"source.yaml has another fingerprint for {locator}"
            hint = "let both have the same; one of them is mistyped"
        if entry.sha256 in homes:
            hint = f"this is the fingerprint of {homes[entry.sha256]} there; correct what is wrong"
        yield ("recommendation", "sources", place), message, hint
