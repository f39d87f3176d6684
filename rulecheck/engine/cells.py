"""The cells into which the literals of some conditions cut all that may be known of their facts.

A condition asks a fact only how it stands to the literals and facts that it is compared with. So
finitely many facts stand for all: within a cell every comparison is the same, and so is whatever
is made of comparisons. What holds in every cell holds always.

Facts that are compared with each other form a group. Groups are independent: each cell of one
occurs with each of another. Facts that hang together in other ways (a chip that meets 3A090.a has
one classification and not another) count as independent too, so some cells may stand for nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import chain, combinations_with_replacement, pairwise, product
from math import prod
from typing import Final, Protocol, TypeVar, assert_never

from rulecheck.engine.kleene import question
from rulecheck.packs.conditions import Comparison, Condition, compared_facts, comparisons
from rulecheck.vocabulary import FactValue, Members, Range
from rulecheck.vocabulary.facts import FACTS, FactSpec, FactType
from rulecheck.vocabulary.truth import Truth

T = TypeVar("T", Fraction, date)

MOST_CELLS: Final = 200_000
"""Beyond this many nobody waits for all of them."""


class TooManyCells(Exception):
    """The conditions ask so many things at once that not every cell can be looked at."""


@dataclass(frozen=True, slots=True)
class Cell:
    """Facts that stand for all facts of which the same comparisons are true."""

    facts: Mapping[str, FactValue]
    """The simplest such facts: a literal rather than a neighbor of it, few members in a set."""
    truths: Mapping[Comparison, Truth]


@dataclass(frozen=True, slots=True)
class Group:
    """Facts that are compared with each other, or one by itself, and their cells."""

    facts: tuple[str, ...]
    cells: tuple[Cell, ...]
    """One for each way in which the comparisons can come out; the simplest facts first."""


def groups_of(conditions: Iterable[Condition], most: int = MOST_CELLS) -> tuple[Group, ...]:
    """The groups of the conditions' facts, each with its cells where every fact is known.

    Parameters must be filled in. Raises `TooManyCells` where one cell of each group can be chosen
    in more than `most` ways.
    """
    return _groups(conditions, _known, most)


def open_groups_of(conditions: Iterable[Condition], most: int = MOST_CELLS) -> tuple[Group, ...]:
    """The same, with facts that are unknown or known in part (ranges, open sets) as well."""
    return _groups(conditions, _perhaps_known, most)


def cell_count(groups: Iterable[Group]) -> int:
    """In how many ways one cell of each group can be chosen."""
    return prod(len(group.cells) for group in groups)


def cells(groups: Sequence[Group]) -> Iterator[Cell]:
    """Every choice of one cell of each group, joined into one; the last group changes fastest."""
    for chosen in product(*(group.cells for group in groups)):
        yield joined(chosen)


def joined(chosen: Iterable[Cell]) -> Cell:
    """One cell of what cells of different groups say."""
    facts: dict[str, FactValue] = {}
    truths: dict[Comparison, Truth] = {}
    for cell in chosen:
        facts |= cell.facts
        truths |= cell.truths
    return Cell(facts, truths)


# -- groups --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the comparisons of one group ask of its facts."""

    facts: tuple[str, ...]
    comparisons: tuple[Comparison, ...]

    def literals(self, kind: type[T]) -> list[T]:
        """The numbers or dates with which a fact is compared."""
        found = {each.operand for each in self.comparisons if isinstance(each.operand, kind)}
        return sorted(each for each in found if isinstance(each, kind))

    def words(self) -> tuple[str, ...]:
        """The words with which a fact is compared, in the order in which they are written."""
        found: dict[str, None] = {}
        for each in self.comparisons:
            if isinstance(each.operand, str):
                found[each.operand] = None
            if isinstance(each.operand, tuple):
                found |= dict.fromkeys(each.operand)
        return tuple(found)


class _Values(Protocol):
    """Values that stand for all that a fact can have, the simplest first."""

    def __call__(self, fact: str, asked: _Asked) -> Sequence[FactValue]: ...


def _groups(conditions: Iterable[Condition], values: _Values, most: int) -> tuple[Group, ...]:
    every = dict.fromkeys(chain.from_iterable(comparisons(each) for each in conditions))
    groups = []
    count = 1
    for asked in _asked_together(tuple(every)):
        group = _group(asked, [values(fact, asked) for fact in asked.facts], most)
        count *= len(group.cells)
        if count > most:
            raise TooManyCells
        groups.append(group)
    return tuple(groups)


def _asked_together(every: Sequence[Comparison]) -> Iterator[_Asked]:
    group_of: dict[str, dict[str, None]] = {}
    for comparison in every:
        joint: dict[str, None] = {}
        for fact in compared_facts(comparison):
            joint |= group_of.get(fact, {fact: None})
        group_of |= dict.fromkeys(joint, joint)
    for facts in dict.fromkeys(tuple(group) for group in group_of.values()):
        yield _Asked(facts, tuple(each for each in every if each.fact in facts))


def _group(asked: _Asked, values: Sequence[Sequence[FactValue]], most: int) -> Group:
    if prod(map(len, values)) > min(most, MOST_CELLS):
        raise TooManyCells
    questions = {each: question(each) for each in asked.comparisons}
    found: dict[tuple[Truth, ...], Cell] = {}
    for assigned in product(*values):
        facts = {
            fact: value
            for fact, value in zip(asked.facts, assigned, strict=True)
            if value is not None
        }
        truths = {each: ask(facts) for each, ask in questions.items()}
        found.setdefault(tuple(truths.values()), Cell(facts, truths))
    return Group(asked.facts, tuple(found.values()))


# -- values --------------------------------------------------------------------------------------


def _known(fact: str, asked: _Asked) -> Sequence[FactValue]:
    """What the fact may be known to be."""
    spec = FACTS[fact]
    match spec.type:
        case FactType.BOOLEAN:
            return (False, True)
        case FactType.CHOICE:
            return _choices(spec, asked)
        case FactType.TEXT:
            return (*asked.words(), *_other_texts(asked))
        case FactType.NUMBER:
            return [Range(number, number) for number in _numbers(asked, len(asked.facts))]
        case FactType.DATE:
            return [Range(day, day) for day in _days(asked, len(asked.facts))]
        case FactType.SET:
            return _sets(asked, _known_shares)
        case _:
            assert_never(spec.type)


def _perhaps_known(fact: str, asked: _Asked) -> Sequence[FactValue]:
    """What the fact may be known to be, and what may be known of it."""
    kind = FACTS[fact].type
    ends = 2 * len(asked.facts)
    match kind:
        case FactType.NUMBER:
            return [None, *_ranges(_numbers(asked, ends))]
        case FactType.DATE:
            return [None, *_ranges(_days(asked, ends))]
        case FactType.SET:
            return _sets(asked, _open_shares)
        case FactType.BOOLEAN | FactType.CHOICE | FactType.TEXT:
            return [*_known(fact, asked), None]
        case _:
            assert_never(kind)


def _choices(spec: FactSpec, asked: _Asked) -> Sequence[str]:
    mentioned = [word for word in asked.words() if word in spec.choices]
    others = [word for word in spec.choices if word not in mentioned]
    # Compared with another fact, each of its words may be the one that both have.
    return [*mentioned, *(others[:1] if len(asked.facts) == 1 else others)]


def _other_texts(asked: _Asked) -> Sequence[str]:
    """Texts that no comparison mentions, as many as there are facts that may differ in them."""
    mentioned = asked.words()
    found: list[str] = []
    number = 1
    while len(found) < len(asked.facts):
        text = "other" if number == 1 else f"other-{number}"
        found += [] if text in mentioned else [text]
        number += 1
    return found


def _numbers(asked: _Asked, room: int) -> Sequence[Fraction]:
    """The literals, then as many numbers as there is to be room for above and below each."""
    literals = asked.literals(Fraction) or [Fraction(0)]
    gaps = [high - low for low, high in pairwise(literals)]
    steps = [Fraction(1) if gap > room else gap / (room + 1) for gap in gaps] + [Fraction(1)]
    places = range(1, room + 1)
    above = [
        low + step * place for low, step in zip(literals, steps, strict=True) for place in places
    ]
    below = [literals[0] - place for place in places]
    return [*literals, *above, *below]


_SOME_DAY = date(2000, 1, 1)


def _days(asked: _Asked, room: int) -> Sequence[date]:
    """The same for dates; days that the calendar lacks are left out."""
    literals = asked.literals(date) or [_SOME_DAY]
    above = [(day, place) for day in literals for place in range(1, room + 1)]
    below = [(literals[0], -place) for place in range(1, room + 1)]
    moved = [
        day + timedelta(days)
        for day, days in (*above, *below)
        if date.min.toordinal() <= day.toordinal() + days <= date.max.toordinal()
    ]
    return list(dict.fromkeys([*literals, *moved]))


def _ranges(points: Sequence[T]) -> Iterator[Range[T]]:
    for low, high in combinations_with_replacement(sorted(points), 2):
        yield Range(low, high)


def _known_shares(words: frozenset[str], first: frozenset[str]) -> Iterable[Members]:
    """None, some and all of a class of words."""
    return (Members.exactly(()), Members.exactly(first), Members.exactly(words))


def _open_shares(words: frozenset[str], first: frozenset[str]) -> Iterable[Members]:
    """The same; then perhaps any, some and perhaps all, and not all."""
    return (
        *_known_shares(words, first),
        Members(frozenset(), words),
        Members(first, words),
        Members(frozenset(), words - first),
    )


class _Shares(Protocol):
    """How much a set may have of a class of words, of which the first may stand for some."""

    def __call__(self, words: frozenset[str], first: frozenset[str]) -> Iterable[Members]: ...


def _sets(asked: _Asked, shares: _Shares) -> list[Members]:
    """Sets by what they have of each class of words that the same comparisons mention."""
    each_class = [
        dict.fromkeys(shares(frozenset(words), frozenset(words[:1]))) for words in _classes(asked)
    ]
    return [
        Members(
            frozenset[str]().union(*(share.certain for share in chosen)),
            frozenset[str]().union(*(share.possible or () for share in chosen)),
        )
        for chosen in product(*each_class)
    ]


def _classes(asked: _Asked) -> Iterable[Sequence[str]]:
    found: dict[tuple[Comparison, ...], list[str]] = {}
    for word in asked.words():
        mentioning = tuple(
            each
            for each in asked.comparisons
            if isinstance(each.operand, tuple) and word in each.operand
        )
        found.setdefault(mentioning, []).append(word)
    return found.values()
