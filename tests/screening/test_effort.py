"""What keeps screening fast, counted and not timed; `bench/screening.py` measures it."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from rulecheck.documents import parse
from rulecheck.facts import names, subjects_of
from rulecheck.packs import load_bundled_pack
from rulecheck.packs.screening_lists import with_screening_list
from rulecheck.proposals import read_proposal
from rulecheck.vocabulary.enums import SubjectKind

PACK = load_bundled_pack()
PARTIES = 10
DRAFT = """\
schema: rulecheck/proposal/v1
kind: license_decision
id: screened
as_of: 2025-07-30
parties:
""" + "".join(
    f"  - {{id: p{number}, role: end_user, name: Penang Packaging Works {number}, owners: []}}\n"
    for number in range(PARTIES)
)


class Counted:
    """A function that counts how often it is called."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function
        self.calls = 0

    def __call__(self, *arguments: Any) -> Any:  # noqa: ANN401 - whatever the function takes
        self.calls += 1
        return self.function(*arguments)


def screen(folder: Path, rows: int) -> None:
    listed = [
        {"name": f"Works {number:x} of Lyon", "alt_names": ["A", "B"]} for number in range(rows)
    ]
    path = folder / f"{rows}.json"
    path.write_text(json.dumps({"results": listed}), encoding="utf-8")
    pack = with_screening_list(PACK, path, path.name)
    (document,) = parse("draft.yaml", DRAFT.encode())
    parties = [
        subject
        for subject in subjects_of(read_proposal(document, pack).model, pack)
        if subject.kind is SubjectKind.PARTY and subject.stated
    ]
    assert {party.facts["party.matched_by_screening"].value for party in parties} == {False}
    assert len(parties) == PARTIES


def test_a_list_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "list.json"
    path.write_text('[{"name": "Firm One"}]', encoding="utf-8")
    opened = []
    plain_open = Path.open

    def recorded(path: Path, *arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - as Path.open
        opened.append(path)
        return plain_open(path, *arguments, **named)

    monkeypatch.setattr(Path, "open", recorded)
    with_screening_list(PACK, path, "list.json")
    assert opened == [path]


def test_names_are_normalized_together_and_once_for_all_parties(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []
    for rows in (10, 1_000):
        together = Counted(names._plain_words)
        tables = Counted(names._Table)
        with monkeypatch.context() as patched:
            patched.setattr(names, "_plain_words", together)
            patched.setattr(names, "_Table", tables)
            screen(tmp_path, rows)
        assert tables.calls == 1
        calls.append(together.calls)
    # One for the list and one for each party; the first run has to read the words of the pack too.
    assert calls[1] <= calls[0]
    assert calls[1] == 1 + PARTIES


def test_names_of_another_length_are_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    from rapidfuzz import process

    compared: list[str] = []
    extract = process.extract

    def recorded(text: str, forms: list[str], **named: Any) -> Any:  # noqa: ANN401 - as extract
        compared.extend(forms)
        return extract(text, forms, **named)

    monkeypatch.setattr(process, "extract", recorded)
    column = names._Column()
    for length in range(100):
        column.add("x" * length, length)
    found = {place for place, _ in column.near("x" * 20, 85)}
    assert found == set(range(15, 28))
    assert {len(form) for form in compared} == found
