"""Packs kept between runs: the same pack comes back, or none."""

import json
import shutil
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest

from rulecheck.documents.validation import Faults
from rulecheck.packs import Pack, bundled_pack, folders, load_pack, stored

SMALL_PACK = Path(__file__).parent / "small_pack"


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in which packs are kept."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv(stored.NO_CACHE, raising=False)
    return tmp_path / "cache" / "rulecheck"


def contents(pack: Pack) -> dict[str, object]:
    return {each.name: getattr(pack, each.name) for each in fields(pack)}


def kinds(value: object) -> object:
    """The classes that a value is made of; words of two enums can be equal and yet not the same."""
    match value:
        case str() | int() | None:
            return type(value)
        case Mapping():
            return {key: (type(key), kinds(each)) for key, each in value.items()}
        case tuple():
            return [kinds(each) for each in value]
        case frozenset():
            return {(each, type(each)) for each in value}
        case _ if is_dataclass(value):
            return type(value), {
                each.name: kinds(getattr(value, each.name)) for each in fields(value)
            }
        case _:
            return type(value)


def only_file(cache: Path) -> Path:
    (path,) = cache.iterdir()
    return path


@pytest.mark.parametrize("folder", [bundled_pack(), SMALL_PACK], ids=["bundled", "small"])
def test_a_kept_pack_is_the_pack_that_was_loaded(
    folder: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = load_pack(folder)
    assert cache.is_dir()
    monkeypatch.setattr("rulecheck.packs.loading.loaded", lambda *_: pytest.fail("loaded again"))
    again = load_pack(folder)
    assert again is not first
    assert contents(again) == contents(first)
    assert kinds(again) == kinds(first)


def test_a_changed_file_is_read_anew(cache: Path, tmp_path: Path) -> None:
    folder = tmp_path / "pack"
    shutil.copytree(SMALL_PACK, folder)
    before = load_pack(folder)
    path = folder / "pack.yaml"
    path.write_bytes(path.read_bytes().replace(b"version: ", b"version:  "))
    after = load_pack(folder)
    assert after.content_sha256 != before.content_sha256
    assert len(list(cache.iterdir())) == 2


def test_a_faulty_pack_is_not_kept(cache: Path, tmp_path: Path) -> None:
    folder = tmp_path / "pack"
    shutil.copytree(SMALL_PACK, folder)
    (folder / "pack.yaml").write_text("pack: {}\n", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(Faults):
            load_pack(folder)
    assert not list(cache.iterdir())


def test_another_program_finds_nothing(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pack = load_pack(SMALL_PACK)
    assert stored.kept(pack.content_sha256) is not None
    monkeypatch.setattr(stored, "_code_stamp", lambda: "another")
    assert stored.kept(pack.content_sha256) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "null",
        "[]",
        "[0]",
        "[0, 99999]",
        "[0, 0, 1, 2, 3, 4, 5, 6]",
        "[1, 2, 3]",
        '["0", 0]',
        "[4, 100000]",
        "[5, -1]",
        "[6, 1, 0]",
        "[77]",
        "[" * 100_000,
        "[1," * 5_000 + "1" + "]" * 5_000,
    ],
    ids=lambda text: text[:20],
)
def test_a_broken_file_is_passed_over(text: str, cache: Path) -> None:
    pack = load_pack(SMALL_PACK)
    only_file(cache).write_text(text, encoding="utf-8")
    assert stored.kept(pack.content_sha256) is None
    assert contents(load_pack(SMALL_PACK)) == contents(pack)
    assert stored.kept(pack.content_sha256) is not None


def test_the_pack_of_another_content_is_passed_over(cache: Path) -> None:
    pack = load_pack(SMALL_PACK)
    path = only_file(cache)
    path.write_text(
        path.read_text(encoding="utf-8").replace(pack.content_sha256, "0" * 64), encoding="utf-8"
    )
    assert stored.kept(pack.content_sha256) is None


@pytest.mark.parametrize("mode", [0o777, 0o720, 0o702])
def test_a_folder_that_others_can_write_to_is_not_used(mode: int, cache: Path) -> None:
    cache.mkdir(parents=True)
    cache.chmod(mode)
    pack = load_pack(SMALL_PACK)
    assert not list(cache.iterdir())
    assert stored.kept(pack.content_sha256) is None


def test_without_a_folder_nothing_is_kept_and_nothing_fails(cache: Path) -> None:
    cache.parent.mkdir(parents=True)
    cache.write_text("a file where the folder should be", encoding="utf-8")
    assert load_pack(SMALL_PACK).name == "small-pack"


def test_keeping_can_be_switched_off(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(stored.NO_CACHE, "1")
    load_pack(SMALL_PACK)
    assert not cache.exists()


def test_what_is_kept_is_plain_json_that_only_the_user_can_read(cache: Path) -> None:
    load_pack(SMALL_PACK)
    path = only_file(cache)
    assert isinstance(json.loads(path.read_text(encoding="ascii")), list)
    assert path.stat().st_mode & 0o077 == 0


def test_the_hash_is_of_the_files_as_they_are_read() -> None:
    assert load_pack(SMALL_PACK).content_sha256 == folders.content_sha256(
        {
            path.relative_to(SMALL_PACK).as_posix(): path.read_bytes()
            for path in SMALL_PACK.rglob("*.yaml")
        }
    )


def test_only_so_many_are_kept(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stored, "MOST_KEPT", 2)
    for program in ("one", "two", "three"):
        monkeypatch.setattr(stored, "_code_stamp", lambda program=program: program)
        load_pack(SMALL_PACK)
    assert len(list(cache.iterdir())) == 2
