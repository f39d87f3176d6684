"""An editor with the printed schemas, set up as the documentation says: what it offers, explains
and marks. Each file of `tests/cases/editor` is a case.
"""

import json
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from rulecheck.authoring.schema import rules_schema
from rulecheck.proposals.schema import proposal_schema
from tests.docs.blocks import blocks
from tests.editor.language_server import LanguageServer

ROOT = Path(__file__).parents[2]
CASES = sorted((ROOT / "tests" / "cases" / "editor").glob("*.yaml"))
BLOCKS = {each.mark: each.text for each in blocks("editor.md")}

SCHEMAS: dict[str, Callable[[], dict[str, Any]]] = {
    "proposal.schema.json": proposal_schema,
    "rules.schema.json": rules_schema,
}
PLACES = {"proposal": "proposals/draft.yaml", "rules": "rules/made-up.yaml"}
"""A file for which the documented settings name the schema."""

ELSEWHERE = "elsewhere/draft.yaml"
"""A file for which they name none."""


def nested(settings: dict[str, object]) -> dict[str, dict[str, object]]:
    """The settings as an editor hands them over: `yaml.hover` becomes `hover` of section `yaml`."""
    found: dict[str, dict[str, object]] = {}
    for name, value in settings.items():
        section, _, key = name.partition(".")
        inside = found.setdefault(section, {})
        *outer, last = key.split(".")
        for part in outer:
            inside = inside.setdefault(part, {})  # type: ignore[assignment]
        inside[last] = value
    return found


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LanguageServer]:
    program = os.environ.get("YAML_LANGUAGE_SERVER") or shutil.which("yaml-language-server")
    if program is None:
        pytest.skip("no yaml-language-server: put it on PATH, or name it in YAML_LANGUAGE_SERVER")
    folder = tmp_path_factory.mktemp("workspace")
    for name, schema in SCHEMAS.items():
        (folder / name).write_text(json.dumps(schema()), encoding="utf-8")
    with LanguageServer(program, folder, nested(json.loads(BLOCKS["settings"]))) as server:
        for place in PLACES.values():
            server.wait_until_marked(place, "misspelt: true\n")
        yield server


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_case(path: Path, server: LanguageServer) -> None:
    case = yaml.safe_load(path.read_text(encoding="utf-8"))
    place, text = PLACES[case.pop("schema")], case.pop("text")
    assert case, "a case says what it expects"
    if "marks" in case:
        assert server.marked(server.open(place, text)) == case.pop("marks")
    if "explains" in case:
        assert case.pop("explains") in server.hover(place, text)
    offered = server.completion(place, text) if case else {}
    for label, explained in case.pop("offers", {}).items():
        assert explained in str(offered[label].get("documentation", ""))
    for label, inserted in case.pop("inserts", {}).items():
        assert offered[label]["textEdit"]["newText"] == inserted
    assert offered.keys().isdisjoint(case.pop("keeps_back", []))
    assert case == {}, "these are no expectations"


def test_nothing_is_marked_in_what_rulecheck_takes(server: LanguageServer) -> None:
    drafts = sorted((ROOT / "proposals").glob("*.yaml"))
    rules = sorted((ROOT / "rules").glob("*.yaml"))
    assert drafts
    assert rules
    opened = {
        path.name: server.open(place, path.read_text(encoding="utf-8"))
        for place, paths in ((PLACES["proposal"], drafts), (PLACES["rules"], rules))
        for path in paths
    }
    assert {name: said for name, uri in opened.items() if (said := server.marked(uri))} == {}


def test_the_first_line_of_a_draft_can_name_the_schema(server: LanguageServer) -> None:
    draft = "schema: rulecheck/proposal/v1\nkind: licence\n"
    assert server.marked(server.open(ELSEWHERE, draft)) == []
    (said,) = server.marked(server.open(ELSEWHERE, BLOCKS["first line"] + draft))
    assert "license_decision" in said
