"""The page on security: every test that it names exists, and its limits are the program's."""

import ast
import re
from pathlib import Path

from rulecheck.documents import DEFAULT_LIMITS
from rulecheck.packs import screening_lists
from rulecheck.proposals import limits

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)))


def functions_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {each.name for each in ast.walk(tree) if isinstance(each, ast.FunctionDef)}


def test_every_test_that_is_named_exists() -> None:
    assert len(NAMED) > 30
    missing = [f"{path}::{name}" for path, name in NAMED if name not in functions_in(ROOT / path)]
    assert missing == []


def test_every_claim_names_a_test() -> None:
    before_limits = PAGE.partition("<!-- limits -->")[0]
    rows = [line for line in before_limits.splitlines() if line.startswith("| ")]
    claims = [row for row in rows if not re.fullmatch(r"\| [\w ]+ \| tests \|", row)]
    assert len(claims) > 20
    assert [row for row in claims if "::test_" not in row] == []


def test_the_limits_are_those_of_the_program() -> None:
    rows = re.findall(r"^\| .+ \| ([\d,]+) \|$", PAGE.partition("<!-- limits -->")[2], re.MULTILINE)
    assert [int(row.replace(",", "")) for row in rows] == [
        DEFAULT_LIMITS.max_bytes,
        DEFAULT_LIMITS.max_depth,
        DEFAULT_LIMITS.max_nodes,
        DEFAULT_LIMITS.max_documents,
        DEFAULT_LIMITS.max_aliases,
        DEFAULT_LIMITS.max_directives,
        DEFAULT_LIMITS.max_scalar_characters,
        DEFAULT_LIMITS.max_number_digits,
        limits.MOST_IN_ONE_LIST,
        limits.MOST_LOTS,
        screening_lists.MOST_BYTES,
    ]
