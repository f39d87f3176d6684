"""The page on formats: what it lists exists, and its examples are parts of real reports."""

import re

import pytest

from rulecheck.cli.outputs import FORMATS

from .blocks import DOCS, page

PAGE = page("formats.md")
REPORTS = DOCS.parent / "tests" / "cases" / "reports"
ENDINGS = {
    "concise": ".concise",
    "sarif": ".sarif",
    "junit": ".xml",
    "github": ".github",
    "gitlab": ".gitlab",
    "markdown": ".md",
    "html": ".html",
}


def test_the_table_has_every_format_and_its_ending() -> None:
    rows = re.findall(r"^\| `([a-z]+)` \| .* \| `(\.[a-z]+)` \|$", PAGE, re.MULTILINE)
    assert dict(rows) == {name.value: each.ending for name, each in FORMATS.items()}


@pytest.mark.parametrize("name", ENDINGS)
def test_the_example_of_a_format_is_part_of_a_report(name: str) -> None:
    _, _, section = PAGE.partition(f"\n## {name}\n")
    (example,) = re.findall(r"\A\n```[a-z]+\n(.*?)```\n", section, re.DOTALL)
    assert example.rstrip("\n") in (REPORTS / f"violated{ENDINGS[name]}").read_text(
        encoding="utf-8"
    )
