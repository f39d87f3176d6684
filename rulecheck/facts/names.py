"""Who a name may mean: the names of parties against the names of screened entities.

Names are equal or alike only after normalization. Likeness is judged on the words that set a
name apart, because two firms are hardly ever one and the same for both being called
"Shenzhen … Technology". A bare abbreviation is matched by equality alone.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum, unique
from functools import cache
from typing import Final

from rulecheck.packs.reference import Entity

FEWEST_LETTERS: Final = 5
"""Names and distinctive words that are shorter than this are never merely alike, only equal.

One letter of a three-letter abbreviation is a third of it: PST, PXW and PXX are three firms.
"""

DISTINCTIVE_SHARE: Final = 0.75
"""How much of the score the distinctive words decide; the common ones decide the rest."""

_ABBREVIATION = re.compile(r"(?<![a-z0-9])([a-z])[./](?=[a-z](?![a-z0-9]))")
_WORD = re.compile("[a-z0-9]+")


@unique
class MatchKind(StrEnum):
    """How a name was found, the surest kind first."""

    EXACT = "exact"
    """It is the entity's name."""
    ALIAS = "alias"
    """It is another name of the entity."""
    NEAR = "near"
    """It is like a name of the entity; somebody has to look."""


_RANKS = {kind: rank for rank, kind in enumerate(MatchKind)}


@dataclass(frozen=True, slots=True)
class NameMatch:
    """An entity that a name may mean."""

    entity: Entity
    name: str
    """Which of the entity's names it was."""
    kind: MatchKind
    score: int
    """Likeness in percent: 100 for equal names, at most 99 for those merely alike."""


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    """The words that are treated apart, normalized themselves."""

    dropped: frozenset[str]
    unspaced: tuple[str, ...]
    """Those of the dropped ones whose script puts no space before them, as they are written."""
    common: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Reading:
    """A name in the forms that are compared, words in alphabetical order but for `joined` ones."""

    joined: str
    whole: str
    distinctive: str
    distinctive_joined: str
    common: str

    @property
    def has_room_for_slips(self) -> bool:
        """Whether its distinctive words are long enough to be merely alike."""
        return len(self.distinctive_joined) >= FEWEST_LETTERS


class _Table:
    """Every name of every entity, read once with one vocabulary."""

    def __init__(self, names: Sequence[str], vocabulary: _Vocabulary) -> None:
        self.readings = tuple(_read(name, vocabulary) for name in names)
        # rapidfuzz passes over `None`.
        self.whole = [
            each.whole if len(each.joined) >= FEWEST_LETTERS else None for each in self.readings
        ]
        self.distinctive = [
            each.distinctive if each.has_room_for_slips else None for each in self.readings
        ]
        self.distinctive_joined = [
            each.distinctive_joined if each.has_room_for_slips else None for each in self.readings
        ]
        self.equal: defaultdict[str, list[int]] = defaultdict(list)
        self.short: defaultdict[str, list[int]] = defaultdict(list)
        for place, reading in enumerate(self.readings):
            self.equal[reading.joined].append(place)
            if reading.distinctive and not reading.has_room_for_slips:
                self.short[reading.distinctive_joined].append(place)


class NameIndex:
    """The names and aliases of entities, to look parties up in. Made once, asked often.

    Making one costs nothing; the first question reads all names.
    """

    def __init__(self, entities: Sequence[Entity]) -> None:
        self._names = [
            (entity, name) for entity in entities for name in (entity.name, *entity.aliases)
        ]
        self._tables: dict[_Vocabulary, _Table] = {}

    def matches(
        self,
        name: str,
        threshold: int,
        legal_forms: frozenset[str],
        common_words: frozenset[str] = frozenset(),
    ) -> tuple[NameMatch, ...]:
        """The entities that the name may mean, the likeliest first, each once.

        `threshold` is the least score in percent for a name that is merely alike. `legal_forms`
        are words that say nothing of who is meant, such as Ltd; they are dropped. `common_words`
        are those that many share, such as Shanghai or Technology: they tell two equal names
        apart, but weigh little in likeness. A name without a letter or digit matches nobody.
        """
        vocabulary = _vocabulary(legal_forms, common_words)
        asked = _read(name, vocabulary)
        if not asked.joined:
            return ()
        table = self._tables.get(vocabulary)
        if table is None:
            table = _Table([text for _, text in self._names], vocabulary)
            self._tables[vocabulary] = table
        found = [self._equal(place) for place in table.equal.get(asked.joined, ())]
        found += [
            NameMatch(*self._names[place], MatchKind.NEAR, score)
            for place, score in _alike(asked, table, threshold)
            if score >= threshold
        ]
        return _one_per_entity(found)

    def _equal(self, place: int) -> NameMatch:
        entity, name = self._names[place]
        kind = MatchKind.EXACT if name == entity.name else MatchKind.ALIAS
        return NameMatch(entity, name, kind, 100)


def normalized(name: str, legal_forms: Collection[str]) -> str:
    """The name in plain small letters and digits, its words apart by one space.

    Other scripts are transliterated, apostrophes closed up, dotted abbreviations joined and legal
    forms dropped, unless nothing else is there. Empty where the name has no letter or digit.
    """
    return " ".join(_words(name, _vocabulary(frozenset(legal_forms), frozenset())))


def _one_per_entity(found: Iterable[NameMatch]) -> tuple[NameMatch, ...]:
    best: dict[str, NameMatch] = {}
    for match in sorted(found, key=_order):
        best.setdefault(match.entity.id, match)
    return tuple(best.values())


def _order(match: NameMatch) -> tuple[int, int, str, str]:
    return (_RANKS[match.kind], -match.score, match.entity.id, match.name)


def _alike(asked: _Reading, table: _Table, threshold: int) -> Iterable[tuple[int, int]]:
    """Places in the table of names that may be like the one asked for, with their scores.

    A name is alike if its distinctive words are, and its common ones do not speak against it; or
    if it is so as a whole, with half the differences that the threshold would allow: that finds
    slips in common words, and names that are made of common words only.

    The plain ratio of edits is taken on purpose where words decide. Ratios of sets of words call
    "XMC" and "XMC Trading" the same, partial ratios "Intel" and "Intelligent".
    """
    from rapidfuzz import fuzz, process

    if len(asked.joined) < FEWEST_LETTERS:
        return
    strict = (100 + threshold) / 2
    for _, score, place in process.extract(
        asked.whole, table.whole, scorer=fuzz.ratio, score_cutoff=strict, limit=None
    ):
        yield place, _percent(score)
    if not asked.has_room_for_slips:
        for place in table.short.get(asked.distinctive_joined, ()):
            # Two abbreviations may be the same by chance; a shared common word makes it less so.
            if fuzz.token_set_ratio(asked.common, table.readings[place].common) >= threshold:
                yield place, _percent(100)
        return
    for text, choices in (
        (asked.distinctive, table.distinctive),
        (asked.distinctive_joined, table.distinctive_joined),
    ):
        for _, own, place in process.extract(
            text, choices, scorer=fuzz.ratio, score_cutoff=threshold, limit=None
        ):
            common = table.readings[place].common
            # A name without common words is a shorter way to say the same.
            shared = fuzz.token_set_ratio(asked.common, common) if asked.common and common else 100
            yield place, _percent(DISTINCTIVE_SHARE * own + (1 - DISTINCTIVE_SHARE) * shared)


def _percent(score: float) -> int:
    return min(int(score), 99)


def _read(name: str, vocabulary: _Vocabulary) -> _Reading:
    words = _words(name, vocabulary)
    distinctive = [word for word in words if word not in vocabulary.common]
    common = [word for word in words if word in vocabulary.common]
    return _Reading(
        joined="".join(words),
        whole=" ".join(sorted(words)),
        distinctive=" ".join(sorted(distinctive)),
        distinctive_joined="".join(distinctive),
        common=" ".join(sorted(common)),
    )


def _words(name: str, vocabulary: _Vocabulary) -> list[str]:
    text = unicodedata.normalize("NFKC", name)
    without = text
    for form in vocabulary.unspaced:
        without = without.replace(form, " ")
    words = [word for word in _plain_words(without) if word not in vocabulary.dropped]
    return words or _plain_words(text)


def _plain_words(text: str) -> list[str]:
    if not text.isascii():
        # Imported where needed: most names are plain, and a cold start is felt.
        from anyascii import anyascii

        text = anyascii(text)
    text = text.lower().replace("'", "").replace("`", "").replace("&", " and ")
    return _WORD.findall(_ABBREVIATION.sub(r"\1", text))


@cache
def _vocabulary(legal_forms: frozenset[str], common_words: frozenset[str]) -> _Vocabulary:
    dropped = frozenset(word for form in legal_forms for word in _plain_words(form))
    unspaced = {
        text
        for form in legal_forms
        if (text := unicodedata.normalize("NFKC", form))
        and all(unicodedata.category(character) == "Lo" for character in text)
    }
    return _Vocabulary(
        dropped=dropped,
        unspaced=tuple(sorted(unspaced, key=lambda text: (-len(text), text))),
        common=frozenset(word for each in common_words for word in _plain_words(each)) - dropped,
    )
