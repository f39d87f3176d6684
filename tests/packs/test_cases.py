"""Faulty packs: a case is a folder with what differs from the small pack, and what is said of it.

`expected.txt` holds every fault with its file, line and column, `removed.txt` the names of files
that the faulty pack lacks.
"""

import shutil
from pathlib import Path

import pytest

from rulecheck.documents import Problem
from rulecheck.documents.validation import Faults
from rulecheck.packs import load_pack

SMALL_PACK = Path(__file__).parent / "small_pack"
CASES = sorted((Path(__file__).parent.parent / "cases" / "packs").iterdir())


@pytest.fixture
def merged(tmp_path: Path, case: Path) -> Path:
    """The small pack with the case's files in place of its own."""
    folder = tmp_path / "pack"
    shutil.copytree(SMALL_PACK, folder)
    shutil.copytree(case, folder, dirs_exist_ok=True)
    removed = case / "removed.txt"
    if removed.exists():
        for name in removed.read_text(encoding="utf-8").splitlines():
            (folder / name).unlink()
    return folder


def in_words(problem: Problem, folder: Path) -> str:
    """The fault as `expected.txt` has it; `.` is the pack as a whole."""
    name = problem.source_name.removeprefix(folder.as_posix()).removeprefix("/") or "."
    place = name
    if problem.span is not None:
        place = f"{name}:{problem.span.start.line}:{problem.span.start.column}"
    hint = "" if problem.hint is None else f"  {problem.hint}\n"
    return f"{place}: {problem.message}\n{hint}"


def test_there_are_cases() -> None:
    assert CASES


def test_the_small_pack_loads() -> None:
    pack = load_pack(SMALL_PACK)
    assert [each.id for each in pack.recommendations] == ["ask-the-council", "finished-stock"]
    assert len(pack.rules) == 3


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_a_faulty_pack_is_refused_with_every_fault(case: Path, merged: Path) -> None:
    with pytest.raises(Faults) as refusal:
        load_pack(merged)
    found = "".join(in_words(problem, merged) for problem in refusal.value.problems)
    assert found == (case / "expected.txt").read_text(encoding="utf-8")
    assert all(problem.hint for problem in refusal.value.problems)


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_a_case_holds_only_what_differs(case: Path) -> None:
    for path in case.rglob("*.yaml"):
        original = SMALL_PACK / path.relative_to(case)
        assert not original.exists() or path.read_bytes() != original.read_bytes()


def test_a_misspelt_path_is_refused_with_a_suggestion(tmp_path: Path) -> None:
    shutil.copytree(SMALL_PACK, tmp_path / "small_pack")
    with pytest.raises(Faults) as refusal:
        load_pack(tmp_path / "smal_pack")
    (problem,) = refusal.value.problems
    assert problem.headline == f"{(tmp_path / 'smal_pack').as_posix()}: there is no such pack"
    assert problem.hint == "did you mean `small_pack`?"


def test_a_path_like_no_other_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Faults) as refusal:
        load_pack(tmp_path / "rules")
    (problem,) = refusal.value.problems
    assert (problem.message, problem.hint) == (
        "there is no such pack",
        "give the folder that holds pack.yaml",
    )


def test_a_file_instead_of_a_folder_is_refused() -> None:
    with pytest.raises(Faults) as refusal:
        load_pack(SMALL_PACK / "pack.yaml")
    (problem,) = refusal.value.problems
    assert problem.message == "this is no pack"


def test_the_hash_of_a_pack_knows_its_words_and_not_its_place(tmp_path: Path) -> None:
    first = load_pack(SMALL_PACK)
    copied = tmp_path / "copy"
    shutil.copytree(SMALL_PACK, copied)
    assert load_pack(copied).content_sha256 == first.content_sha256
    (copied / "finished-stock.tests.yaml").write_text("anything: [", encoding="utf-8")
    assert load_pack(copied).content_sha256 == first.content_sha256
    header = copied / "pack.yaml"
    header.write_text(header.read_text(encoding="utf-8") + "# a remark\n", encoding="utf-8")
    assert load_pack(copied).content_sha256 != first.content_sha256
