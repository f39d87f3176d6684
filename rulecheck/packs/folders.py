"""Packs as folders: finding them, reading their files, and loading only what has changed."""

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from rulecheck.documents.limits import DEFAULT_LIMITS
from rulecheck.documents.problems import file_problem, reason_of
from rulecheck.documents.spelling import closest
from rulecheck.documents.validation import Faults
from rulecheck.packs.model import Pack
from rulecheck.packs.stored import keep, kept

TESTS_SUFFIX: Final = ".tests.yaml"
"""How files end that decide nothing: they are not loaded with the pack, nor part of its hash."""


def bundled_pack() -> Path:
    """The folder of the pack that the tool carries: in the wheel, or in a checkout beside it."""
    package = Path(__file__).parent.parent
    inside = package / "rules"
    return inside if inside.is_dir() else package.parent / "rules"


def load_pack(folder: Path) -> Pack:
    """The pack in a folder.

    Its files are read on every call. What they make is kept between runs, by their content.
    Raises `Faults` with every fault of every file, as `loading.loaded` does.
    """
    texts = _read(folder)
    pack = kept(content_sha256(texts))
    if pack is None:
        from rulecheck.packs.loading import loaded

        pack = loaded(folder, texts)
        keep(pack)
    return pack


@cache
def load_bundled_pack() -> Pack:
    """The pack that the tool carries, loaded once."""
    return load_pack(bundled_pack())


def _read(folder: Path) -> dict[str, bytes]:
    """Content of the pack's YAML files by their name inside the folder, in the names' order."""
    name = folder.as_posix()
    if not folder.exists():
        near = closest(folder.name, (each.name for each in folder.parent.glob("*/")))
        hint = f"did you mean `{near}`?" if near else "give the folder that holds pack.yaml"
        raise Faults([file_problem(name, "there is no such pack", hint)])
    if not (folder / "pack.yaml").is_file():
        hint = "a pack is a folder that holds pack.yaml"
        raise Faults([file_problem(name, "this is no pack", hint)])
    found = {}
    faults = []
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder).as_posix()
        if path.is_dir() or path.suffix.lower() not in (".yaml", ".yml"):
            continue
        if path.suffix != ".yaml":
            hint = "pack files end in .yaml"
            faults.append(file_problem(f"{name}/{inside}", "this file would not be read", hint))
            continue
        if not path.is_file() and path.exists():
            hint = "remove it, or put a file in its place"
            faults.append(file_problem(f"{name}/{inside}", "this is a pipe or a device", hint))
            continue
        try:
            with path.open("rb") as stream:
                found[inside] = stream.read(DEFAULT_LIMITS.max_bytes + 1)
        except OSError as error:
            message = f"this file can't be read: {reason_of(error)}"
            faults.append(file_problem(f"{name}/{inside}", message))
    # Deeper ones are no tests that anybody would run, which is said where tests are.
    for inside in (each for each in found if each.endswith(TESTS_SUFFIX) and "/" not in each):
        tested = f"{inside.removesuffix(TESTS_SUFFIX)}.yaml"
        if tested not in found:
            message = f"these are tests for {tested}, which is not there"
            hint = "give that file back its name, or remove its tests with it"
            faults.append(file_problem(f"{name}/{inside}", message, hint))
    if faults:
        raise Faults(faults)
    return found


def content_sha256(texts: Mapping[str, bytes]) -> str:
    """One hash over all files that decide anything, each with its name and length."""
    digest = hashlib.sha256()
    for name, data in sorted(texts.items()):
        if not name.endswith(TESTS_SUFFIX):
            digest.update(f"{name}\0{len(data)}\0".encode())
            digest.update(data)
    return digest.hexdigest()
