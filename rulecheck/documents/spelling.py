"""The word that was probably meant."""

import difflib
from collections.abc import Iterable

_LONGEST_WORD = 100
_LIKENESS = 0.6


def closest(word: str, options: Iterable[str]) -> str | None:
    """The option most like the word, whatever its case; `None` where none is like it.

    Hyphens, spaces and underscores count as the same, so `end-use` finds `end_use`.
    """
    if len(word) > _LONGEST_WORD:
        return None  # comparing is quadratic, and nobody mistypes a word this long
    folded: dict[str, str] = {}
    for option in sorted(options):
        folded.setdefault(_fold(option), option)
    nearest = difflib.get_close_matches(_fold(word), folded, n=1, cutoff=_LIKENESS)
    return folded[nearest[0]] if nearest else None


def _fold(word: str) -> str:
    return word.casefold().replace("-", "_").replace(" ", "_")
