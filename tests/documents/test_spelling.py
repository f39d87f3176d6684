"""Did you mean …?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rulecheck.documents import closest

KEYS = ["destination", "end_use", "items", "license_exception", "quantity", "Stage"]


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("desination", "destination"),
        ("Items", "items"),
        ("QUANTITY", "quantity"),
        ("stage", "Stage"),
        ("end-use", "end_use"),
        ("licence_exception", "license_exception"),
        ("zebra", None),
        ("", None),
        ("x" * 60_000, None),
    ],
)
def test_the_nearest_word_is_meant(word: str, meant: str | None) -> None:
    assert closest(word, KEYS) == meant


def test_nothing_is_near_where_there_is_nothing() -> None:
    assert closest("word", []) is None


@given(st.text(max_size=8), st.lists(st.text(max_size=8)), st.data())
def test_the_order_of_the_options_does_not_matter(
    word: str, options: list[str], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(options))
    assert closest(word, shuffled) == closest(word, iter(options))
