"""Loaded packs kept between runs, so that a pack that has not changed is not read and checked anew.

What is kept is plain JSON: values, and the names of the classes that they belong to, out of a
closed list. Nothing in it is ever run. It is kept under a key made of the content of the pack and
of the program's own code, and is passed over where anything about it is not as expected.
"""

import json
import os
import stat
import sys
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum, IntEnum, unique
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Final, TypeAlias

from rulecheck.packs import conditions, model, reference
from rulecheck.packs.model import Pack
from rulecheck.vocabulary import enums, levers
from rulecheck.vocabulary.ranges import Range

Json: TypeAlias = "str | int | bool | list[Json] | dict[str, Json] | None"

NO_CACHE: Final = "RULECHECK_NO_CACHE"
"""The variable that, set to anything, makes every pack be read and checked anew."""

MOST_KEPT: Final = 30
"""How many packs are kept; the oldest go first."""

_PACKAGE: Final = Path(__file__).parent.parent

_MODULES: Final = (conditions, model, reference, enums, levers)

_KINDS: Final = tuple(
    dict.fromkeys(
        each for module in _MODULES for each in vars(module).values() if isinstance(each, type)
    )
)
_CLASSES: Final = (*(each for each in _KINDS if is_dataclass(each)), Range)
_WORDS: Final = tuple(word for each in _KINDS if issubclass(each, Enum) for word in each)
"""Everything that a pack is made of besides plain values, known by its place in these lists."""

# By class and name: words of two enums may be equal, since each is equal to its text.
_PLACE_OF_WORD: Final = {(type(word), word.name): place for place, word in enumerate(_WORDS)}


@unique
class _Form(IntEnum):
    """What a list of the kept JSON stands for; its first element says so."""

    INSTANCE = 0
    TUPLE = 1
    SET = 2
    MAPPING = 3
    WORD = 4
    DAY = 5
    FRACTION = 6


# -- keeping ------------------------------------------------------------------------------------


def kept(content_sha256: str) -> Pack | None:
    """The pack with this content, if it was kept by the very same program; else `None`."""
    path = _path(content_sha256)
    if path is None:
        return None
    try:
        text = path.read_bytes()
        found = _decoded(json.loads(text))
    except (OSError, ValueError, LookupError, TypeError, ArithmeticError, RecursionError):
        return None
    return found if isinstance(found, Pack) and found.content_sha256 == content_sha256 else None


def keep(pack: Pack) -> None:
    """Keep a sound pack for the next run; where that is not possible, nothing happens."""
    path = _path(pack.content_sha256)
    if path is None:
        return
    text = json.dumps(_encoded(pack), ensure_ascii=True, separators=(",", ":"))
    with suppress(OSError):
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".pack-")
        with os.fdopen(handle, "w", encoding="ascii") as stream:
            stream.write(text)
        Path(name).replace(path)
        by_age = sorted(path.parent.glob("pack-*.json"), key=lambda each: each.stat().st_mtime_ns)
        for old in by_age[:-MOST_KEPT]:
            old.unlink(missing_ok=True)


def _path(content_sha256: str) -> Path | None:
    """Where the pack is kept: in a folder that nobody but the user can write to."""
    if os.environ.get(NO_CACHE):
        return None
    base = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    folder = Path(base).expanduser() / "rulecheck"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        about = folder.stat()
    except (OSError, RuntimeError):
        return None
    is_mine = not hasattr(os, "getuid") or about.st_uid == os.getuid()
    if not is_mine or stat.S_IMODE(about.st_mode) & 0o022:
        return None
    return folder / f"pack-{sha256(f'{content_sha256}{_code_stamp()}'.encode()).hexdigest()}.json"


def _code_stamp() -> str:
    """What changes when the program does, its version included: Python's version and its files."""
    files = sorted(
        (entry.name, entry.stat().st_size, entry.stat().st_mtime_ns)
        for room in ("", "documents", "packs", "vocabulary")
        for entry in os.scandir(_PACKAGE / room)
        if entry.name.endswith(".py")
    )
    return f"{sys.version} {files}"


# -- the form -----------------------------------------------------------------------------------


def _encoded(value: object) -> Json:
    match value:
        case Enum():
            return [_Form.WORD, _PLACE_OF_WORD[type(value), value.name]]
        case None | bool() | str() | int():
            return value
        case tuple():
            return [_Form.TUPLE, *map(_encoded, value)]
        case frozenset():
            return [_Form.SET, *map(_encoded, sorted(value))]
        case Mapping():
            return [_Form.MAPPING, *(_encoded(each) for pair in value.items() for each in pair)]
        case date():
            return [_Form.DAY, value.toordinal()]
        case Fraction():
            return [_Form.FRACTION, value.numerator, value.denominator]
        case _:
            place = _CLASSES.index(type(value))
            return [_Form.INSTANCE, place, *(_encoded(getattr(value, n)) for n in _FIELDS[place])]


_FIELDS: Final = tuple(tuple(each.name for each in fields(kind)) for kind in _CLASSES)


def _decoded(value: Json) -> object:
    """What was encoded. Raises all sorts of errors for anything else."""
    if not isinstance(value, list):
        return value
    form, *rest = value
    match form:
        case _Form.INSTANCE:
            place, *values = rest
            kind: Callable[..., object] = _CLASSES[_number(place)]
            return kind(*map(_decoded, values))
        case _Form.TUPLE:
            return tuple(map(_decoded, rest))
        case _Form.SET:
            return frozenset(map(_decoded, rest))
        case _Form.MAPPING:
            parts = map(_decoded, rest)
            return dict(zip(parts, parts, strict=True))
        case _Form.WORD:
            return _WORDS[_number(rest[0])]
        case _Form.DAY:
            return date.fromordinal(_number(rest[0]))
        case _Form.FRACTION:
            return Fraction(_number(rest[0]), _number(rest[1]))
        case _:
            raise ValueError(f"no form {form}")


def _number(value: Json) -> int:
    if not isinstance(value, int):
        raise TypeError(f"{value} is no number")
    return value
