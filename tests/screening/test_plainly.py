"""Screening is arranged for speed; this is what it says in so many words, one name at a time."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from functools import cache
from unittest.mock import patch

from anyascii import anyascii
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.fuzz import ratio, token_set_ratio

from rulecheck.facts import names
from rulecheck.facts.names import MatchKind, NameIndex
from rulecheck.packs.reference import Entity, Network
from tests.properties.profile import examples

from .test_cases import CASES, FILE, THRESHOLD
from .words import read_words

APART = re.compile("[\u0370-\u058f\u13a0-\u13ff\u3400-\u9fff\U00020000-\U0003ffff]")
"""Letters that are read by their sound, or for the Latin ones that they look like, as well."""
WORDS = read_words()

Found = tuple[str, str, MatchKind, int]
"""Id of an entity, one of its names, how it was found, and the score."""


@cache
def plain_words(name: str) -> list[str]:
    text = anyascii(unicodedata.normalize("NFKC", name)).lower()
    text = text.replace("'", "").replace("`", "").replace("&", " and ")
    text = re.sub(r"(?<![a-z0-9])([a-z])[./](?=[a-z](?![a-z0-9]))", r"\1", text)
    return re.findall("[a-z0-9]+", text)


DROPPED, COMMON = ({word for each in words for word in plain_words(each)} for words in WORDS)


def one_swap_apart(one: list[str], other: list[str]) -> bool:
    """Whether the two differ in two letters beside each other that changed places."""
    left, right = " ".join(sorted(one)), " ".join(sorted(other))
    swaps = (f"{left[:at]}{left[at + 1]}{left[at]}{left[at + 2 :]}" for at in range(len(left) - 1))
    return left != right and right in swaps


def score(asked: str, name: str, threshold: int) -> int:
    """Likeness of two names in percent; 100 for the same, 0 for those that are not alike."""
    one, other = (
        [word for word in plain_words(each) if word not in DROPPED] or plain_words(each)
        for each in (asked, name)
    )
    if "".join(one) == "".join(other):
        return 100
    if min(len("".join(one)), len("".join(other))) < 5:
        whole = 0.0
    else:
        whole = ratio(" ".join(sorted(one)), " ".join(sorted(other)))
    scores = [whole] if whole >= (100 + threshold) / 2 else []
    if min(len("".join(one)), len("".join(other))) >= 5 and one_swap_apart(one, other):
        scores.append((100 + threshold) / 2)
    if len("".join(one)) < 5:
        return 0
    own, others = ([word for word in words if word not in COMMON] for words in (one, other))
    shared_one, shared_other = (
        " ".join(sorted(word for word in words if word in COMMON)) for words in (one, other)
    )
    shared = token_set_ratio(shared_one, shared_other)
    if len("".join(own)) < 5:
        if own and "".join(own) == "".join(others) and (not shared_other or shared >= threshold):
            scores.append(99)
    elif len("".join(others)) >= 5:
        for mark, order in ((" ", sorted), ("", list)):
            likeness = ratio(mark.join(order(own)), mark.join(order(others)))
            if likeness >= threshold:
                fair = shared if shared_one and shared_other else 100
                scores.append(0.75 * likeness + 0.25 * fair)
    return max((min(int(each), 99) for each in scores), default=0)


def screened(asked: str, entities: Collection[Entity], threshold: int) -> list[Found]:
    """The best name of each entity that is the same or alike."""
    if not plain_words(asked):
        return []
    best = []
    for entity in entities:
        found: list[tuple[int, int, str, MatchKind]] = []
        for name in (entity.name, *entity.aliases):
            likeness = score(asked, name, threshold)
            if likeness == 100:
                kind = MatchKind.EXACT if name == entity.name else MatchKind.ALIAS
            else:
                kind = MatchKind.NEAR
            if likeness >= threshold:
                found.append((list(MatchKind).index(kind), -likeness, name, kind))
        if found:
            _, likeness, name, kind = min(found)
            best.append((entity.id, name, kind, -likeness))
    return sorted(best)


def found(asked: str, entities: Sequence[Entity], threshold: int) -> list[Found]:
    matches = NameIndex(entities).matches(asked, threshold, *WORDS)
    return sorted((each.entity.id, each.name, each.kind, each.score) for each in matches)


def entity(identifier: str, name: str, *aliases: str) -> Entity:
    return Entity(identifier, name, aliases, None, Network.OTHER, (), ())


LISTED = [entity(row["id"], row["name"], *row["aliases"]) for row in FILE["entities"]]


def test_every_case() -> None:
    asked = [case.name for case in CASES if not APART.search(case.name)]
    assert asked
    assert {name: found(name, LISTED, THRESHOLD) for name in asked} == {
        name: screened(name, LISTED, THRESHOLD) for name in asked
    }


def plainly_read(name: str) -> bool:
    return not APART.search(unicodedata.normalize("NFKC", name))


listed_names = st.sampled_from([name for each in LISTED for name in (each.name, *each.aliases)])
stray = st.text(st.characters(categories=("L", "N", "P", "Z", "Cc")), max_size=30).filter(
    plainly_read
)


@st.composite
def with_slips(draw: st.DrawFn) -> str:
    """A listed name with some characters left out, doubled or replaced."""
    name = draw(listed_names)
    for _ in range(draw(st.integers(0, 3))):
        place = draw(st.integers(0, len(name)))
        slip = draw(
            st.sampled_from(["", "x", "a", " ", ".", "-", "\n", "É", "ж", name[place:][:1] * 2])
        )
        name = name[:place] + slip + name[place + draw(st.integers(0, 1)) :]
    return name


@given(
    st.lists(with_slips() | stray, min_size=1, max_size=8),
    with_slips() | stray,
    st.sampled_from([60, 75, 85, 95, 100]),
    st.sampled_from([0, names.FEW_NAMES]),
)
@examples(300)
def test_any_names(listed: list[str], asked: str, threshold: int, few: int) -> None:
    entities = [entity(str(place), name) for place, name in enumerate(listed)]
    with patch.object(names, "FEW_NAMES", few):
        assert found(asked, entities, threshold) == screened(asked, entities, threshold)


def test_of_few_names_and_of_many_the_same_are_alike() -> None:
    asked = [case.name for case in CASES]
    among_few = {name: found(name, LISTED, THRESHOLD) for name in asked}
    with patch.object(names, "FEW_NAMES", 0):
        assert {name: found(name, LISTED, THRESHOLD) for name in asked} == among_few
