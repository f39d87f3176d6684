"""Which sentences of the source the recommendations of a pack cite."""

from collections.abc import Sequence
from dataclasses import dataclass

from rulecheck.packs.model import ClassifiedSentence, Pack, SentenceClass


@dataclass(frozen=True, slots=True)
class Covered:
    """A classified sentence and who cites it.

    One that recommends is cited or carries the reason why not: without, the pack does not load.
    """

    sentence: ClassifiedSentence
    cited_by: tuple[str, ...]
    """Ids of recommendations, in the pack's order."""


def coverage(pack: Pack) -> tuple[Covered, ...] | None:
    """Each sentence of the source, in its order; `None` where the pack does not classify them."""
    if pack.sentences is None:
        return None
    return tuple(
        Covered(
            sentence,
            tuple(each.id for each in pack.recommendations if sentence.citation in each.citations),
        )
        for sentence in pack.sentences
    )


def counts_of(sentences: Sequence[Covered]) -> dict[str, int]:
    """How many sentences there are of each class, by its word."""
    return {
        kind.value: sum(each.sentence.kind is kind for each in sentences) for kind in SentenceClass
    }
