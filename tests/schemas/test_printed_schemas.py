"""The schemas that `rulecheck schema` prints, as the validator of the ecosystem applies them.

What rulecheck takes they take, and what it refuses for its form they refuse, too.
"""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from rulecheck.authoring.schema import rules_schema
from rulecheck.documents import DocumentError, parse
from rulecheck.documents.validation import Faults
from rulecheck.packs import Pack, load_pack
from rulecheck.proposals import reading
from rulecheck.proposals.schema import proposal_schema
from rulecheck.vocabulary.facts import FACTS
from tests.schemas.parts import parts

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases"
SMALL_PACK = ROOT / "tests" / "packs" / "small_pack"

SCHEMAS: dict[str, Callable[[], dict[str, Any]]] = {
    "proposal": proposal_schema,
    "rules": rules_schema,
}

GOOD_PROPOSALS = sorted(
    [*(ROOT / "proposals").glob("*.yaml"), *(CASES / "proposals" / "good").glob("*.yaml")]
)
BAD_PROPOSALS = sorted((CASES / "proposals" / "bad").glob("*.yaml"))
BEYOND_A_SCHEMA = {
    "count-with-a-decimal-point",
    "date-in-quotes",
    "number-of-sixteen-digits",
    "range-backwards",
    "range-of-dates-backwards",
    "unknown-in-capitals",
}
"""Faults of form that a schema can't see."""

GOOD_RULES = sorted([*(ROOT / "rules").rglob("*.yaml"), *SMALL_PACK.rglob("*.yaml")])
FAULTS_OF_FORM = (
    "all-empty",
    "condition-all-misspelt",
    "conditions-two-in-one-mapping",
    "evidence-for-a-fact-unknown",
    "fact-of-a-child",
    "fact-of-another-subject",
    "fact-unknown",
    "fact-unknown-on-the-right",
    "key-misspelt-in-a-country-group",
    "key-misspelt-in-a-rule",
    "literal-a-word-for-a-truth",
    "norm-misspelt",
    "operator-misspelt",
    "operator-not-fitting",
    "operators-two",
    "source-with-a-short-hash",
    "threshold-measure-misspelt",
    "veto-unknown",
    "word-misspelt",
)
"""Cases of `tests/cases/packs` that a schema must refuse; others need the whole pack to be seen."""


def refused(folder: Path, schema: dict[str, Any], files: dict[str, Path]) -> set[str]:
    """The names of those files that check-jsonschema refuses, or can't read, in one run.

    It reads files of one document alone, so every document is written to a file of its own.
    """
    (folder / "schema.json").write_text(json.dumps(schema), encoding="utf-8")
    written: dict[str, str] = {}
    for name, path in files.items():
        for number, text in enumerate(path.read_text(encoding="utf-8").split("\n---\n")):
            target = folder / f"{len(written)}.yaml"
            target.write_text(text, encoding="utf-8")
            written[str(target)] = f"{name}, document {number + 1}" if number else name
    options = ("--output-format", "json", "--schemafile", str(folder / "schema.json"))
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", *options, *written],
        capture_output=True,
        check=False,
        text=True,
    )
    report = json.loads(done.stdout)
    return {
        written[fault["filename"]]
        for fault in [*report.get("errors", ()), *report.get("parse_errors", ())]
    }


@pytest.fixture(scope="module")
def refused_proposals(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    files = {path.name: path for path in (*GOOD_PROPOSALS, *BAD_PROPOSALS)}
    assert len(files) == len(GOOD_PROPOSALS) + len(BAD_PROPOSALS)
    return refused(tmp_path_factory.mktemp("proposals"), proposal_schema(), files)


@pytest.fixture(scope="module")
def refused_rules(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    bad = [path for case in FAULTS_OF_FORM for path in (CASES / "packs" / case).rglob("*.yaml")]
    files = {path.relative_to(ROOT).as_posix(): path for path in (*GOOD_RULES, *bad)}
    return refused(tmp_path_factory.mktemp("rules"), rules_schema(), files)


@pytest.fixture(scope="module")
def pack() -> Pack:
    return load_pack(SMALL_PACK)


def has_form(path: Path, pack: Pack) -> bool:
    """Whether the file holds proposals, be they contradictory or not."""
    try:
        for document in parse(path.name, path.read_bytes()):
            reading.read_proposal(document, pack)
    except (DocumentError, Faults):
        return False
    return True


def test_every_good_proposal_fits(refused_proposals: set[str]) -> None:
    good = {path.name for path in GOOD_PROPOSALS}
    assert {name for name in refused_proposals if name.partition(",")[0] in good} == set()


def test_a_proposal_fits_unless_its_form_is_at_fault(
    refused_proposals: set[str], pack: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "contradictions", lambda *_: [])
    formless = {path.name for path in BAD_PROPOSALS if not has_form(path, pack)}
    unseen = {f"{case}.yaml" for case in BEYOND_A_SCHEMA}
    assert unseen <= formless
    assert formless - unseen == refused_proposals & {path.name for path in BAD_PROPOSALS}
    assert {"key-misspelt.yaml", "word-misspelt.yaml", "kind-misspelt.yaml"} <= refused_proposals


def test_every_file_of_the_packs_fits(refused_rules: set[str]) -> None:
    assert len(GOOD_RULES) > 30
    assert refused_rules & {path.relative_to(ROOT).as_posix() for path in GOOD_RULES} == set()


@pytest.mark.parametrize("case", FAULTS_OF_FORM)
def test_a_faulty_file_of_a_pack_is_refused(case: str, refused_rules: set[str]) -> None:
    assert any(name.startswith(f"tests/cases/packs/{case}/") for name in refused_rules)


# -- the schemas themselves --------------------------------------------------------------------


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schema_is_one(name: str) -> None:
    schema = SCHEMAS[name]()
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
    assert schema["$id"] == f"urn:rulecheck:{name}:v1"


@pytest.mark.parametrize("name", SCHEMAS)
def test_the_schema_refers_to_nothing_outside_itself(name: str) -> None:
    schema = SCHEMAS[name]()
    references = {part["$ref"] for _, part in parts(schema) if isinstance(part.get("$ref"), str)}
    assert references
    assert {each.removeprefix("#/$defs/") for each in references} <= schema["$defs"].keys()


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_definition_is_used(name: str) -> None:
    schema = SCHEMAS[name]()
    used = {part["$ref"] for _, part in parts(schema) if isinstance(part.get("$ref"), str)}
    assert schema["$defs"].keys() - {each.removeprefix("#/$defs/") for each in used} == set()


@pytest.mark.parametrize("name", SCHEMAS)
def test_no_mapping_is_open_to_other_keys(name: str) -> None:
    definitions = SCHEMAS[name]()["$defs"]
    mappings = [
        (path, part)
        for path, part in parts(definitions)
        if part.get("type") == "object" and "properties" in part
    ]
    assert mappings
    assert [path for path, part in mappings if part.get("additionalProperties") is not False] == []


def test_every_field_of_a_proposal_is_described() -> None:
    definitions = proposal_schema()["$defs"]
    fields = {
        f"{model}.{name}": field
        for model, definition in definitions.items()
        for name, field in definition["properties"].items()
    }
    assert fields
    assert [name for name, field in fields.items() if not field.get("description")] == []
    assert [each for each in definitions if not definitions[each].get("description")] == []


def test_every_field_that_may_be_unknown_takes_null_and_the_word() -> None:
    for model, definition in proposal_schema()["$defs"].items():
        for name, field in definition["properties"].items():
            validator = Draft202012Validator({**field, "$defs": proposal_schema()["$defs"]})
            optional = name not in definition["required"] if "required" in definition else True
            for word in ("unknown", None):
                assert validator.is_valid(word) is optional, f"{model}.{name}: {word}"


def test_a_condition_names_facts_with_their_meaning() -> None:
    definitions = rules_schema()["$defs"]
    for name, spec in FACTS.items():
        assert spec.meaning in definitions[name]["description"]
        assert name in definitions[f"condition-on-{spec.subject.value}"]["properties"]
    assert "party.role" not in definitions["condition-on-lot"]["properties"]
