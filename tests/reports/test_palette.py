"""Colors are put around text and never mean anything by themselves."""

from dataclasses import fields

import pytest

from rulecheck.reports.palette import ANSI, PLAIN

PAINTS = ("bad", "unsure", "good", "dim", "bold")


@pytest.mark.parametrize("name", PAINTS)
def test_without_color_text_stays_as_it_is(name: str) -> None:
    assert getattr(PLAIN, name)("text") == "text"


@pytest.mark.parametrize("name", PAINTS)
def test_with_color_text_is_wrapped_and_the_color_ends(name: str) -> None:
    painted = getattr(ANSI, name)("text")
    assert painted == f"{getattr(ANSI, f'{name}_start')}text\x1b[0m"
    assert painted.startswith("\x1b[")


def test_every_color_has_a_start() -> None:
    assert {f"{name}_start" for name in PAINTS} == {field.name for field in fields(ANSI)}
    assert len({getattr(ANSI, f"{name}_start") for name in PAINTS}) == len(PAINTS)
