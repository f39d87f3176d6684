"""The starts that `rulecheck new` writes: complete, never stale, and valid as they are."""

import re
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from rulecheck.authoring.rule_tests import load_rule_tests
from rulecheck.authoring.starting import NoRuleId, proposal_start, rule_start
from rulecheck.documents import parse
from rulecheck.documents.validation import Frozen, frozen
from rulecheck.engine import Outcome, ReferenceEvaluator
from rulecheck.packs import load_pack
from rulecheck.proposals import read_proposal
from rulecheck.proposals.reading import MODELS
from rulecheck.proposals.schema import proposal_schema
from rulecheck.vocabulary.enums import Kind, SubjectKind

SMALL_PACK = Path(__file__).parents[1] / "packs" / "small_pack"


def start(kind: Kind, stem: str = "draft") -> str:
    return proposal_start(kind, stem, "proposal.schema.json")


def read(text: str) -> dict[str, Frozen]:
    """What the draft says, if it is valid."""
    (document,) = parse("draft.yaml", text.encode())
    read_proposal(document, load_pack(SMALL_PACK))
    data = frozen(document.root)
    assert isinstance(data, dict)
    return data


@cache
def sections(kind: Kind) -> dict[str, dict[str, Any]]:
    """The fields of every model that a proposal of this kind is made of, its own first."""
    definitions = proposal_schema()["$defs"]
    found: dict[str, dict[str, Any]] = {}
    due = [MODELS[kind].__name__]
    while due:
        name = due.pop()
        found[name] = definitions[name]["properties"]
        due += set(re.findall(r"#/\$defs/(\w+)", str(found[name]))) - found.keys()
    return found


def words_of(field: dict[str, Any]) -> list[str]:
    """The words of a closed field, or of the elements of a list."""
    elements = [each["items"] for each in field.get("anyOf", ()) if "items" in each]
    words = [word for each in (field, *elements) for word in each.get("enum", ())]
    return [word for word in words if isinstance(word, str) and word != "unknown"]


@pytest.mark.parametrize("kind", Kind)
def test_a_draft_is_valid_as_it_is(kind: Kind) -> None:
    assert read(start(kind))["kind"] == kind


@pytest.mark.parametrize("kind", Kind)
def test_a_draft_has_every_section(kind: Kind) -> None:
    assert read(start(kind)).keys() == sections(kind)[MODELS[kind].__name__].keys()


@pytest.mark.parametrize("kind", Kind)
def test_a_draft_names_every_field(kind: Kind) -> None:
    fields = {name for section in sections(kind).values() for name in section}
    assert {name for name in fields if not re.search(rf"\b{name}:\s", start(kind))} == set()


@pytest.mark.parametrize("kind", Kind)
def test_a_draft_lists_every_word_of_every_closed_field(kind: Kind) -> None:
    comments = " ".join(re.sub(r"\n *#", "", start(kind)).split())
    closed = {
        f"{model}.{name}": " | ".join(words)
        for model, section in sections(kind).items()
        for name, field in section.items()
        if (words := words_of(field)) and words != list(Kind)
    }
    assert closed
    assert {name: words for name, words in closed.items() if words not in comments} == {}


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("draft", "draft"),
        ("H20 to China (new)", "h20-to-china-new"),
        ("", "draft"),
        ("Ärger", "rger"),
        ("2025", "draft-2025"),
        ("2025-07-30", "draft-2025-07-30"),
        ("unknown", "draft-unknown"),
        ("null", "draft-null"),
        ("x" * 200, "x" * 100),
    ],
)
def test_a_draft_is_named_after_its_file(stem: str, name: str) -> None:
    assert read(start(Kind.POLICY_ACTION, stem))["id"] == name


def test_the_schema_is_named_in_the_first_line() -> None:
    text = proposal_start(Kind.LICENSE_DECISION, "draft", "../{id}.json")
    assert text.splitlines()[0] == "# yaml-language-server: $schema=../{id}.json"


@pytest.mark.parametrize("source", ["classified", "not classified"])
def test_a_new_recommendation_loads_and_its_tests_pass(tmp_path: Path, source: str) -> None:
    folder = tmp_path / "pack"
    shutil.copytree(SMALL_PACK, folder)
    if source == "not classified":
        (folder / "source.yaml").unlink()
    started = rule_start("my-recommendation/first-check")
    text = started.recommendation_file("rules.schema.json", load_pack(folder))
    (folder / started.file).write_text(text, encoding="utf-8")
    tests_text = started.whole_tests_file("rules.schema.json")
    for each in (text, tests_text):
        assert each.startswith("# yaml-language-server: $schema=rules.schema.json\n")
    (folder / started.tests_file).write_text(tests_text, encoding="utf-8")
    pack = load_pack(folder)
    assert "my-recommendation/first-check" in {rule.id for rule in pack.rules}
    tests = load_rule_tests(folder, pack)
    outcomes = [each.outcome(pack, ReferenceEvaluator()) for each in tests]
    assert outcomes == [each.expected for each in tests]
    assert set(outcomes) >= {Outcome.SATISFIED, Outcome.VIOLATED, Outcome.UNKNOWN}


def test_a_rule_can_be_pasted_at_the_end_of_a_file(tmp_path: Path) -> None:
    folder = tmp_path / "pack"
    shutil.copytree(SMALL_PACK, folder)
    started = rule_start("finished-stock/my-check")
    with (folder / "finished-stock.yaml").open("a", encoding="utf-8") as file:
        file.write(started.rule)
    assert "finished-stock/my-check" in {rule.id for rule in load_pack(folder).rules}
    assert started.rule in started.to_paste()
    assert started.tests in started.to_paste()


def test_a_rule_lists_every_subject_and_every_outcome() -> None:
    text = rule_start("a/b").to_paste()
    for words in (SubjectKind, Outcome):
        assert {word.value for word in words if word.value not in text} == set()


@pytest.mark.parametrize("given", ["inventory-only", "a/b/c", "A/b", "a/", ""])
def test_what_is_no_rule_id_is_refused(given: str) -> None:
    with pytest.raises(NoRuleId, match="is no rule id; write the recommendation's id"):
        rule_start(given)
