"""Checking a pack's citations against a reader's own copy of the source."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum, unique

from rulecheck.packs.fingerprints import Sentence, fingerprints
from rulecheck.packs.model import Citation, Pack


@unique
class Whereabouts(StrEnum):
    """Whether the cited sentence is in the copy."""

    FOUND = "found"
    """Where the pack says."""
    MOVED = "moved"
    """In the copy, but at another place."""
    MISSING = "missing"
    """Nowhere in the copy: its words are others, or it is gone."""


@dataclass(frozen=True, slots=True)
class Verified:
    """A citation and where its sentence is in the copy."""

    recommendation: str
    citation: Citation
    whereabouts: Whereabouts
    sentences: tuple[Sentence, ...]
    """Every sentence of the copy with that fingerprint."""


def verified(pack: Pack, source: str) -> Iterator[Verified]:
    """Each citation of the pack, in the order of its recommendations, looked for in the copy."""
    by_hash: dict[str, list[Sentence]] = {}
    for sentence in fingerprints(source):
        by_hash.setdefault(sentence.sha256, []).append(sentence)
    for recommendation in pack.recommendations:
        for citation in recommendation.citations:
            sentences = tuple(by_hash.get(citation.sha256, ()))
            yield Verified(
                recommendation.id, citation, _whereabouts(citation, sentences), sentences
            )


def _whereabouts(citation: Citation, sentences: tuple[Sentence, ...]) -> Whereabouts:
    if not sentences:
        return Whereabouts.MISSING
    places = {(each.paragraph, each.sentence) for each in sentences}
    at_home = (citation.paragraph, citation.sentence) in places
    return Whereabouts.FOUND if at_home else Whereabouts.MOVED
