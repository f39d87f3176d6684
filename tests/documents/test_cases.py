"""The example files: what is read as what, and what is refused with which words.

A case in `good` is a YAML file and, beside it, the plain data of its documents in JSON, where a
date is `{"date": "…"}` and a decimal number `{"decimal": "…"}`. A case in `bad` is a YAML file
and the text of its fault.
"""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from rulecheck.documents import DocumentError, Plain, Problem, parse, plain

CASES = Path(__file__).parent.parent / "cases" / "documents"
GOOD = sorted((CASES / "good").glob("*.yaml"))
BAD = sorted((CASES / "bad").glob("*.yaml"))

LIBYAML_ALONE_REFUSES = {"colon-in-brackets"}
"""What PyYAML without libyaml reads: `[b:[c]]` is to it a list of one mapping, `b: [c]`."""


def in_json(value: Plain) -> object:
    match value:
        case date():
            return {"date": value.isoformat()}
        case Decimal():
            return {"decimal": str(value)}
        case list():
            return [in_json(item) for item in value]
        case dict():
            return {key: in_json(item) for key, item in value.items()}
        case _:
            return value


def in_words(problem: Problem) -> str:
    place = ""
    if problem.span is not None:
        place = f"{problem.span.start.line}:{problem.span.start.column}: "
    return f"{place}{problem.message}\n  {problem.hint}\n"


def test_there_are_cases() -> None:
    assert GOOD
    assert BAD


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_a_good_file_is_read(path: Path) -> None:
    documents = parse(path.name, path.read_bytes())
    # Compared as text, for to Python 1 and true are equal.
    found = json.dumps([in_json(plain(document.root)) for document in documents], indent=1)
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    assert found == json.dumps(expected, indent=1)


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_file_is_refused(path: Path) -> None:
    with pytest.raises(DocumentError) as refusal:
        parse(path.name, path.read_bytes())
    expected = path.with_suffix(".txt").read_text(encoding="utf-8")
    assert in_words(refusal.value.problem) == expected


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_the_slow_parser_finds_the_same(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fast = parse(path.name, path.read_bytes())
    monkeypatch.setattr("rulecheck.documents.parsing._LOADER", yaml.SafeLoader)
    assert parse(path.name, path.read_bytes()) == fast


@pytest.mark.parametrize(
    "path",
    [path for path in BAD if path.stem not in LIBYAML_ALONE_REFUSES],
    ids=lambda path: path.stem,
)
def test_the_slow_parser_refuses_the_same(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rulecheck.documents.parsing._LOADER", yaml.SafeLoader)
    with pytest.raises(DocumentError) as refusal:
        parse(path.name, path.read_bytes())
    assert str(refusal.value).startswith(path.name)


def test_every_expectation_belongs_to_a_case() -> None:
    expectations = [*(CASES / "good").glob("*.json"), *(CASES / "bad").glob("*.txt")]
    assert [path.name for path in expectations if not path.with_suffix(".yaml").exists()] == []
