"""The pages on the recommendations: as the rules make them, byte for byte."""

from collections.abc import Callable
from pathlib import Path

import pytest

from rulecheck.authoring.describing import describe, latest_change
from rulecheck.authoring.rule_tests import load_rule_tests
from rulecheck.packs import bundled_pack, load_bundled_pack
from rulecheck.reports import rules_markdown

FOLDER = Path(__file__).parents[2] / "docs" / "recommendations"
PACK = load_bundled_pack()
INDEX = "README.md"


@pytest.fixture(scope="module")
def page() -> Callable[[str], str]:
    tests = load_rule_tests(bundled_pack(), PACK)

    def made(name: str) -> str:
        return rules_markdown.render(describe(PACK, tests, name, latest_change(PACK)))

    return made


@pytest.mark.parametrize("name", [each.id for each in PACK.recommendations])
def test_a_page_is_current(name: str, page: Callable[[str], str]) -> None:
    written = (FOLDER / f"{name}.md").read_bytes() if (FOLDER / f"{name}.md").exists() else b""
    assert written == page(name).encode(), "the rules have changed: run `make docs`"


def test_the_index_is_current() -> None:
    made = rules_markdown.render_list(PACK, PACK.recommendations)
    assert (FOLDER / INDEX).read_bytes() == made.encode(), "run `make docs`"


def test_there_is_no_page_of_a_recommendation_that_is_gone() -> None:
    due = {INDEX, *(f"{each.id}.md" for each in PACK.recommendations)}
    assert {path.name for path in FOLDER.iterdir()} == due, "run `make docs`"
