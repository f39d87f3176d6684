"""Who a name may mean: the names of parties against the names of screened entities.

Names are equal or alike only after normalization. Likeness is judged on the words that set a
name apart, because two firms are hardly ever one and the same for both being called
"Shenzhen … Technology". A bare abbreviation is matched by equality alone.

A name may also be written with letters of another alphabet that look like Latin ones, such as those
of "SMIC" in Cyrillic. Read for what it looks like, it is near, since nobody can see the difference.

Chinese names are compared by their characters. So many of these sound alike that a name which only
sounds the same, in other characters or in Latin letters, is no more than near.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum, unique
from functools import cache, lru_cache
from typing import Final, NamedTuple

from rulecheck.packs.reference import Entity

FEWEST_LETTERS: Final = 5
"""Names and distinctive words that are shorter than this are never merely alike, only equal.

One letter of a three-letter abbreviation is a third of it: PST, PXW and PXX are three firms.
"""

DISTINCTIVE_SHARE: Final = 0.75
"""How much of the score the distinctive words decide; the common ones decide the rest."""

FEW_NAMES: Final = 100
"""So many names of one length are looked at for their letters before they are compared in full."""

REMEMBERED: Final = 1_000
"""Of how many names an index remembers what it found."""

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_OTHER_SCRIPT = re.compile(f"[^\x00-\x7f{_HAN}]+")
_ABBREVIATION = re.compile(r"(?<![a-z0-9])([a-z])[./](?=[a-z](?![a-z0-9]))")
_SPACED = {ord(mark): " " for mark in map(chr, range(128)) if not (mark.isalnum() or mark == "\n")}
"""Spaces for whatever is part of no word."""

_LOOKALIKES: Final[dict[int, int | str]] = {
    **str.maketrans("АВЕЅІЈКМНОРСТУҮХԌԜѴ", "ABESIJKMHOPCTYYXGWV"),  # noqa: RUF001
    **str.maketrans("асеорухѕіјһԁԛԝүѵӏ", "aceopyxsijhdqwyvl"),  # noqa: RUF001
    **str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹͿ", "ABEZHIKMNOPTYXCJ"),  # noqa: RUF001
    **str.maketrans("αινορυϲϳ", "aivopucj"),  # noqa: RUF001
    **dict.fromkeys(map(ord, "\xad\u200b\u200c\u200d\u2060\ufeff"), " "),
    **str.maketrans("ՍՕհոսցօ", "UOhnugo"),  # noqa: RUF001
    **str.maketrans("ᎠᎡᎢᎪᎫᎬᎳᎷᎻᎽᏀᏃᏔᏕᏙᏞᏟᏢᏦ", "DRTAJEWMHYGZWSVLCPK"),  # noqa: RUF001
}
"""Cyrillic, Greek, Armenian and Cherokee letters that Unicode (UTS 39) lists as looking so, and
spaces for characters that nobody sees."""


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


@dataclass(frozen=True, slots=True, eq=False)
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
    common: frozenset[str]
    unspaced: re.Pattern[str]
    """Finds those whose script puts no spaces around them, as they are written."""


class _Reading(NamedTuple):
    """A name in the forms that are compared, words in alphabetical order but for `joined` ones.

    A named tuple, since a screening list has tens of thousands of names.
    """

    joined: str
    whole: str
    distinctive: str
    distinctive_joined: str

    @property
    def sound(self) -> str:
        """The `joined` words in Latin letters."""
        return self.joined if self.joined.isascii() else _in_latin(self.joined).lower()

    @property
    def has_room_for_slips(self) -> bool:
        """Whether its distinctive words are long enough to be merely alike."""
        return len(self.distinctive_joined) >= FEWEST_LETTERS


class _Column:
    """One form of many names, kept by length: those of very different length are never alike."""

    def __init__(self) -> None:
        self._by_length: defaultdict[int, tuple[list[str], list[int]]] = defaultdict(
            lambda: ([], [])
        )

    def add(self, form: str, place: int) -> None:
        forms, places = self._by_length[len(form)]
        forms.append(form)
        places.append(place)

    def near(self, text: str, cutoff: float) -> Iterable[tuple[int, float]]:
        """Places whose form has at least this ratio of edits with the text, and the ratio.

        The plain ratio is taken on purpose. Ratios of sets of words call "XMC" and "XMC Trading"
        the same, partial ratios "Intel" and "Intelligent".
        """
        for length, (forms, places) in self._by_length.items():
            # A ratio is at best that of a text with its own beginning.
            if 200 * min(length, len(text)) < cutoff * (length + len(text)):
                continue
            edits = (100 - cutoff) * (length + len(text)) / 100
            if _plainly_unlike(text, forms, edits):
                continue
            from rapidfuzz import fuzz, process

            for _, score, index in process.extract(
                text, forms, scorer=fuzz.ratio, score_cutoff=cutoff, limit=None
            ):
                yield places[index], score

    def swapped(self, text: str) -> Iterable[int]:
        """Places whose form is the text with two letters beside each other in exchange.

        By the ratio of edits that is two slips, and short names have no room for two.
        """
        forms, places = self._by_length.get(len(text), ([], []))
        if _plainly_unlike(text, forms, 0):
            return
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        for form, _, index in process.extract(
            text, forms, scorer=OSA.distance, score_cutoff=1, limit=None
        ):
            if form != text and sorted(form) == sorted(text):
                yield places[index]


def _plainly_unlike(text: str, forms: Sequence[str], edits: float) -> bool:
    """Whether letters alone rule out that so many edits make the text of any of these forms.

    Of few forms that is seen sooner than the library that compares them in full is loaded.
    """
    return len(forms) <= FEW_NAMES and not any(_spelt_alike(text, each, edits) for each in forms)


def _spelt_alike(text: str, form: str, edits: float) -> bool:
    """Whether so many edits may make the one of the other: each letter only one has is an edit."""
    if len(set(text) ^ set(form)) > edits:
        return False
    letters, others = Counter(text), Counter(form)
    return (letters - others).total() + (others - letters).total() <= edits


class _Table:
    """Every name of every entity, read once with one vocabulary."""

    def __init__(self, names: Sequence[str], vocabulary: _Vocabulary) -> None:
        self.whole = _Column()
        self.distinctive = _Column()
        self.distinctive_joined = _Column()
        self.equal: defaultdict[str, list[int]] = defaultdict(list)
        self.short: defaultdict[str, list[int]] = defaultdict(list)
        self.sound: defaultdict[str, list[int]] = defaultdict(list)
        self._names = names
        self._vocabulary = vocabulary
        for place, words in enumerate(_words(names, vocabulary)):
            reading = _reading(words, vocabulary)
            self.equal[reading.joined].append(place)
            if not reading.joined.isascii():
                self.sound[reading.sound].append(place)
            if len(reading.joined) >= FEWEST_LETTERS:
                self.whole.add(reading.whole, place)
            if reading.has_room_for_slips:
                self.distinctive.add(reading.distinctive, place)
                self.distinctive_joined.add(reading.distinctive_joined, place)
            elif reading.distinctive:
                self.short[reading.distinctive_joined].append(place)

    def common(self, place: int) -> str:
        """The common words of the name at this place."""
        (words,) = _words([self._names[place]], self._vocabulary)
        return _common(words, self._vocabulary)


class NameIndex:
    """The names and aliases of entities, to look parties up in. Made once, asked often.

    Making one costs nothing; the first question reads all names.
    """

    def __init__(self, entities: Sequence[Entity]) -> None:
        self._entities = [entity for entity in entities for _ in range(1 + len(entity.aliases))]
        self._names = [name for entity in entities for name in (entity.name, *entity.aliases)]
        self._tables: dict[_Vocabulary, _Table] = {}
        # Drafts name the same parties again and again, and so do the changes tried on one draft.
        self._remembered = lru_cache(maxsize=REMEMBERED)(self._matches)

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
        return self._remembered(name, threshold, legal_forms, common_words)

    def _matches(
        self,
        name: str,
        threshold: int,
        legal_forms: frozenset[str],
        common_words: frozenset[str],
    ) -> tuple[NameMatch, ...]:
        vocabulary = _vocabulary(legal_forms, common_words)
        found = self._read_as(name, threshold, vocabulary)
        looks = name.translate(_LOOKALIKES)
        if looks != name:
            found += [
                NameMatch(each.entity, each.name, MatchKind.NEAR, _percent(each.score))
                for each in self._read_as(looks, threshold, vocabulary)
            ]
        return _one_per_entity(found)

    def _read_as(self, name: str, threshold: int, vocabulary: _Vocabulary) -> list[NameMatch]:
        (words,) = _words([name], vocabulary)
        asked = _reading(words, vocabulary)
        if not asked.joined:
            return []
        table = self._tables.get(vocabulary)
        if table is None:
            table = _Table(self._names, vocabulary)
            self._tables[vocabulary] = table
        found = [self._equal(place) for place in table.equal.get(asked.joined, ())]
        found += [
            NameMatch(self._entities[place], self._names[place], MatchKind.NEAR, score)
            for place, score in _alike(asked, _common(words, vocabulary), table, threshold)
            if score >= threshold
        ]
        return found

    def _equal(self, place: int) -> NameMatch:
        entity, name = self._entities[place], self._names[place]
        kind = MatchKind.EXACT if name == entity.name else MatchKind.ALIAS
        return NameMatch(entity, name, kind, 100)


def normalized(name: str, legal_forms: Collection[str]) -> str:
    """The name in small letters of ASCII, digits and Chinese characters, one space between words.

    Other scripts are transliterated, apostrophes closed up, dotted abbreviations joined and legal
    forms dropped, unless nothing else is there. Empty where the name has no letter or digit.
    """
    (words,) = _words([name], _vocabulary(frozenset(legal_forms), frozenset()))
    return " ".join(words)


def _one_per_entity(found: Iterable[NameMatch]) -> tuple[NameMatch, ...]:
    best: dict[str, NameMatch] = {}
    for match in sorted(found, key=_order):
        best.setdefault(match.entity.id, match)
    return tuple(best.values())


def _order(match: NameMatch) -> tuple[int, int, str, str]:
    return (_RANKS[match.kind], -match.score, match.entity.id, match.name)


def _alike(
    asked: _Reading, asked_common: str, table: _Table, threshold: int
) -> Iterable[tuple[int, int]]:
    """Places in the table of names that may be like the one asked for, with their scores.

    A name is alike if it sounds the same in other characters; if its distinctive words are alike,
    and its common ones do not speak against it; or if it is so as a whole, with half the
    differences that the threshold would allow, or but for two letters in exchange: that finds slips
    in common words, and names that are made of common words only.
    """
    sound = asked.sound
    if sound:
        for place in (*table.sound.get(sound, ()), *table.equal.get(sound, ())):
            yield place, _percent(100)
    if len(sound) < FEWEST_LETTERS:
        return
    strict = (100 + threshold) / 2
    for place, score in table.whole.near(asked.whole, strict):
        yield place, _percent(score)
    for place in table.whole.swapped(asked.whole):
        yield place, _percent(strict)
    if not asked.has_room_for_slips:
        for place in table.short.get(asked.distinctive_joined, ()):
            # Two abbreviations may be the same by chance; a shared common word makes it less so.
            # One that is listed by itself may be meant wherever it stands beside common words.
            common = table.common(place)
            if not common or _shared(asked_common, common) >= threshold:
                yield place, _percent(100)
        return
    for text, column in (
        (asked.distinctive, table.distinctive),
        (asked.distinctive_joined, table.distinctive_joined),
    ):
        for place, own in column.near(text, threshold):
            common = table.common(place)
            # A name without common words is a shorter way to say the same.
            shared = _shared(asked_common, common) if asked_common and common else 100
            yield place, _percent(DISTINCTIVE_SHARE * own + (1 - DISTINCTIVE_SHARE) * shared)


def _shared(words: str, others: str) -> float:
    """How much of the words of the one are among those of the other, in percent."""
    from rapidfuzz import fuzz

    return fuzz.token_set_ratio(words, others)


def _percent(score: float) -> int:
    return min(int(score), 99)


def _reading(words: Sequence[str], vocabulary: _Vocabulary) -> _Reading:
    common = vocabulary.common
    distinctive = [word for word in words if word not in common]
    return _Reading(
        "".join(words),
        " ".join(sorted(words)),
        " ".join(sorted(distinctive)),
        "".join(distinctive),
    )


def _common(words: Sequence[str], vocabulary: _Vocabulary) -> str:
    """The common words of a name; no part of its reading, since few names are asked for them."""
    return " ".join(sorted(word for word in words if word in vocabulary.common))


def _words(names: Sequence[str], vocabulary: _Vocabulary) -> Iterator[list[str]]:
    """The words of each name that say who is meant; all of them where none does."""
    dropped = vocabulary.dropped
    for words in _plain_words(_spaced(name, vocabulary) for name in names):
        yield [word for word in words if word not in dropped] or words


def _spaced(name: str, vocabulary: _Vocabulary) -> str:
    if name.isascii():
        return name
    return vocabulary.unspaced.sub(r" \g<0> ", unicodedata.normalize("NFKC", name))


def _plain_words(texts: Iterable[str]) -> Iterator[list[str]]:
    """The words of each text in small plain letters, digits and Chinese characters.

    The texts are treated as the lines of one: tens of thousands of names take several passes, and
    a pass over one long text is many times faster than one over each.
    """
    lines = "\n".join(map(_transliterated, texts))
    lines = lines.lower().replace("'", "").replace("`", "").replace("&", " and ")
    lines = _ABBREVIATION.sub(r"\1", lines)
    return map(str.split, lines.translate(_SPACED).split("\n"))


def _transliterated(text: str) -> str:
    """The text on one line, in ASCII and Chinese characters."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
        text = _OTHER_SCRIPT.sub(lambda found: _in_latin(found[0]), text)
    return text.replace("\n", " ")


def _in_latin(text: str) -> str:
    # Imported where needed: most names are plain, and a cold start is felt.
    from anyascii import anyascii

    return anyascii(text)


@cache
def _vocabulary(legal_forms: frozenset[str], common_words: frozenset[str]) -> _Vocabulary:
    dropped = frozenset(word for words in _plain_words(legal_forms) for word in words)
    common = frozenset(word for words in _plain_words(common_words) for word in words)
    unspaced = {
        text
        for each in legal_forms | common_words
        if (text := unicodedata.normalize("NFKC", each))
        and all(unicodedata.category(character) == "Lo" for character in text)
    }
    longest_first = sorted(unspaced, key=lambda text: (-len(text), text))
    return _Vocabulary(
        dropped=dropped,
        common=common - dropped,
        unspaced=re.compile("|".join(longest_first) or "(?!)"),
    )
