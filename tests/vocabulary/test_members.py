"""Sets as far as they are known, compared with every set that they may turn out to be."""

from itertools import chain, combinations

from hypothesis import given
from hypothesis import strategies as st

from rulecheck.vocabulary.members import Members

WORDS = ("CN", "MY", "NL")


@st.composite
def partly_known(draw: st.DrawFn) -> Members:
    certain = draw(st.frozensets(st.sampled_from(WORDS)))
    others = draw(st.none() | st.frozensets(st.sampled_from(WORDS)))
    return Members(certain, None if others is None else certain | others)


def outcomes(members: Members) -> list[frozenset[str]]:
    """Every set of the words that this one may be."""
    possible = frozenset(WORDS) if members.possible is None else members.possible
    open_ones = sorted(possible - members.certain)
    choices = chain.from_iterable(
        combinations(open_ones, size) for size in range(len(open_ones) + 1)
    )
    return [members.certain | frozenset(choice) for choice in choices]


@given(partly_known(), st.sampled_from(WORDS))
def test_membership_is_known_where_all_outcomes_agree(members: Members, word: str) -> None:
    found = {word in outcome for outcome in outcomes(members)}
    assert members.has(word) is (found.pop() if len(found) == 1 else None)


@given(partly_known())
def test_a_set_is_known_where_it_has_one_outcome(members: Members) -> None:
    closed = members.possible is not None
    assert members.is_known is (closed and len(outcomes(members)) == 1)


def test_a_wholly_known_set() -> None:
    members = Members.exactly(["CN", "MY", "CN"])
    assert members.is_known
    assert members.has("CN") is True
    assert members.has("NL") is False


def test_a_set_known_to_have_some_members() -> None:
    members = Members.at_least(["CN"])
    assert not members.is_known
    assert members.has("CN") is True
    assert members.has("NL") is None


def test_the_empty_set_is_known() -> None:
    assert Members.exactly([]).is_known
    assert Members.exactly([]).has("CN") is False
    assert Members.at_least([]).has("CN") is None
