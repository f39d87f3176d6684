"""Two versions of proposals compared: what each form says of a folder of `tests/cases/comparisons`.

A case is a folder with `old.yaml` and `new.yaml`; beside them stands what each form says. To write
that of new cases, and of those that have changed on purpose:

    RULECHECK_UPDATE_GOLDEN=1 pytest tests/reports/test_compare.py

then read the difference before keeping it.
"""

import json
import os
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import rulecheck.reports
from rulecheck import runner
from rulecheck.advice.weighing import weighed
from rulecheck.engine import ReferenceEvaluator
from rulecheck.judgement import Verdict, gated
from rulecheck.judgement.comparing import compared_versions
from rulecheck.judgement.gate import GatedVersions
from rulecheck.packs import Pack
from rulecheck.reports import compare_json, compare_markdown, compare_text
from rulecheck.reports.compare import Comparison
from rulecheck.reports.layout import WIDTH
from rulecheck.reports.model import Excerpts
from rulecheck.reports.palette import ANSI
from rulecheck.reports.phrases import CAVEAT
from tests.schemas.parts import parts

from .conftest import TESTS

FOLDER = TESTS / "cases" / "comparisons"
CASES = sorted(path.name for path in FOLDER.iterdir())
UPDATE = os.environ.get("RULECHECK_UPDATE_GOLDEN") == "1"
SCHEMA = json.loads(
    (Path(rulecheck.reports.__file__).parent / "compare.schema.json").read_text(encoding="utf-8")
)

RENDERED: dict[str, tuple[Callable[[Comparison], str], Excerpts]] = {
    "expected.txt": (compare_text.render, Excerpts.SHOWN),
    "expected.json": (compare_json.render, Excerpts.SHOWN),
    "expected.md": (compare_markdown.render, Excerpts.SHOWN),
    "withheld.txt": (compare_text.render, Excerpts.WITHHELD),
    "withheld.md": (compare_markdown.render, Excerpts.WITHHELD),
}

Compare = Callable[..., Comparison]


@pytest.fixture
def compare(pack: Pack, monkeypatch: pytest.MonkeyPatch) -> Compare:
    monkeypatch.setattr(runner, "best_evaluator", ReferenceEvaluator)

    def comparison(case: str, excerpts: Excerpts = Excerpts.SHOWN) -> Comparison:
        monkeypatch.chdir(FOLDER / case)
        old, new = (runner.evaluate([name], pack) for name in ("old.yaml", "new.yaml"))
        assert not old.problems
        assert not new.problems
        runs = compared_versions(old, new)
        gates = GatedVersions(gated(runs.old), gated(runs.new))
        return Comparison(pack, runs, gates, weighed(runs, pack), "1.2.3", excerpts)

    return comparison


@pytest.mark.parametrize("name", RENDERED)
@pytest.mark.parametrize("case", CASES)
def test_a_comparison_reads_as_expected(case: str, name: str, compare: Compare) -> None:
    render, excerpts = RENDERED[name]
    made = render(compare(case, excerpts))
    golden = FOLDER / case / name
    if UPDATE:
        golden.write_bytes(made.encode())
    assert golden.exists(), "no expectation yet; see the docstring of this module"
    assert made == golden.read_bytes().decode()


@pytest.mark.parametrize("case", CASES)
def test_color_moves_nothing_and_lines_stay_narrow(case: str, compare: Compare) -> None:
    comparison = compare(case)
    colored = compare_text.render(comparison, ANSI)
    plain = compare_text.render(comparison)
    assert "\x1b[" in colored
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == plain
    assert [
        line
        for line in plain.splitlines()
        if len(line) > WIDTH and "sha256" not in line and line != CAVEAT
    ] == []


# -- JSON ---------------------------------------------------------------------------------------


def faults(text: str) -> list[str]:
    return [str(each) for each in Draft202012Validator(SCHEMA).iter_errors(json.loads(text))]


@pytest.mark.parametrize("excerpts", Excerpts)
@pytest.mark.parametrize("case", CASES)
def test_json_keeps_to_its_schema(case: str, excerpts: Excerpts, compare: Compare) -> None:
    assert faults(compare_json.render(compare(case, excerpts))) == []


def test_the_schema_names_and_describes_everything() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["properties"]["schema"]["const"] == compare_json.SCHEMA
    objects = [
        (path, part) for path, part in parts(SCHEMA) if isinstance(part.get("properties"), dict)
    ]
    assert objects
    for path, part in objects:
        assert part["additionalProperties"] is False, path
        assert sorted(part["required"]) == sorted(part["properties"]), path
        for name, field in part["properties"].items():
            target = SCHEMA["$defs"][field["$ref"].rpartition("/")[2]] if "$ref" in field else {}
            assert field.get("description") or target["description"], f"{path}.{name}"
    assert SCHEMA["$defs"]["draft"]["properties"]["verdict"]["enum"] == [str(v) for v in Verdict]


def test_the_schema_refuses_what_is_no_comparison() -> None:
    assert faults('{"schema": "rulecheck/compare/v2"}')


# -- Markdown -----------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES)
def test_what_drafts_say_is_code_and_tables_hold(case: str, compare: Compare) -> None:
    made = compare_markdown.render(compare(case))
    rows = 0
    for line in made.splitlines():
        outside = re.sub(r"`[^`]+`", "", line).replace(f"<sub>{CAVEAT}</sub>", "")
        assert not set("`<>@[]") & set(outside), line
        if line.startswith("| --- |"):
            rows = line.count("|")
        if not line.startswith("|"):
            rows = 0
        elif rows:
            assert line.count("|") == rows, line
    assert "\x1b" not in made
    assert "\u202e" not in made


def test_a_long_comment_is_cut_between_lines(compare: Compare) -> None:
    comparison = compare("mended")
    many = replace(comparison, proposals=comparison.proposals * 100)
    made = compare_markdown.render(many)
    assert compare_markdown.LONGEST - 2000 < len(made) <= compare_markdown.LONGEST
    assert made.endswith(
        "\n\n*Cut here: the whole is too long for a comment. `--output json` has all of it.*\n"
    )
    assert len(compare_markdown.render(comparison)) < 5000


# -- what is withheld ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "render", [compare_text.render, compare_json.render, compare_markdown.render]
)
def test_nothing_that_drafts_say_comes_out(
    render: Callable[[Comparison], str], compare: Compare
) -> None:
    secrets = (
        "next-run",
        "shelf",
        "9000",
        "9,000",
        "rare_earths",
        "octocat",
        "everyone",
        "violated:",
    )
    made = render(compare("hostile", Excerpts.WITHHELD))
    assert [secret for secret in secrets if secret in made] == []
    shown: Any = render(compare("hostile"))
    assert "next-run" in shown
