"""Checking what a pack says of its source against a reader's own copy."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum, unique

from rulecheck.packs.fingerprints import Sentence, fingerprints
from rulecheck.packs.model import Citation, Pack


@unique
class Whereabouts(StrEnum):
    """Whether a sentence that the pack knows is in the copy."""

    FOUND = "found"
    """Where the pack says."""
    MOVED = "moved"
    """In the copy, but at another place."""
    MISSING = "missing"
    """Nowhere in the copy: its words are others, or it is gone."""


@dataclass(frozen=True, slots=True)
class Located:
    """A sentence that the pack knows, and where it is in the copy."""

    citation: Citation
    known_as: str
    """The id of the recommendation that cites it, or the class that the pack gives it."""
    whereabouts: Whereabouts
    sentences: tuple[Sentence, ...]
    """Every sentence of the copy with that fingerprint."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What a pack says of its source, looked for in a copy."""

    cited: tuple[Located, ...]
    """Each citation, in the order of the recommendations."""
    classified: tuple[Located, ...] | None
    """Each classified sentence, in the order of the source; `None` without a classification."""
    unclassified: tuple[Sentence, ...]
    """Each sentence of the copy that the pack does not classify."""

    @property
    def is_complete(self) -> bool:
        """Whether the pack classifies every sentence of the copy, and knows of no others."""
        return not self.unclassified and not any(self._missing())

    @property
    def is_another_text(self) -> bool:
        """Whether nothing that the pack knows is in the copy."""
        return all(self._missing())

    def _missing(self) -> Iterator[bool]:
        for each in (*self.cited, *(self.classified or ())):
            yield each.whereabouts is Whereabouts.MISSING


def verified(pack: Pack, source: str) -> Verification:
    """The sentences that the pack cites and classifies, looked for in the copy."""
    copy = tuple(fingerprints(source))
    by_hash: dict[str, list[Sentence]] = {}
    for sentence in copy:
        by_hash.setdefault(sentence.sha256, []).append(sentence)
    classified = pack.sentences or ()
    known = {each.citation.sha256 for each in classified}
    return Verification(
        cited=tuple(
            _located(citation, recommendation.id, by_hash)
            for recommendation in pack.recommendations
            for citation in recommendation.citations
        ),
        classified=None
        if pack.sentences is None
        else tuple(_located(each.citation, each.kind.value, by_hash) for each in pack.sentences),
        unclassified=tuple(each for each in copy if each.sha256 not in known),
    )


def _located(citation: Citation, known_as: str, by_hash: Mapping[str, list[Sentence]]) -> Located:
    sentences = tuple(by_hash.get(citation.sha256, ()))
    return Located(citation, known_as, _whereabouts(citation, sentences), sentences)


def _whereabouts(citation: Citation, sentences: tuple[Sentence, ...]) -> Whereabouts:
    if not sentences:
        return Whereabouts.MISSING
    places = {(each.paragraph, each.sentence) for each in sentences}
    at_home = (citation.paragraph, citation.sentence) in places
    return Whereabouts.FOUND if at_home else Whereabouts.MOVED
