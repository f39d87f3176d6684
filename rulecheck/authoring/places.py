"""Where in a pack's files something is written.

A loaded pack does not know it, since judging does not need it. Whoever has to point at a rule
reads its file once more.
"""

from enum import StrEnum, unique
from functools import cache
from pathlib import Path
from typing import NamedTuple

from rulecheck.documents import Document, Mapping, Pointer, Scalar, Sequence, parse


@unique
class Entry(StrEnum):
    """What has an id of its own in a pack."""

    RULE = "rule"
    DEFINITION = "definition"
    PARAMETER = "parameter"


class Place(NamedTuple):
    """A file by its path, the pack's folder included, and where in it; both count from 1."""

    file: str
    line: int
    column: int


class Places:
    """The places in the files of one pack, each file read once and only if it is asked for."""

    def __init__(self, folder: Path) -> None:
        self._document = cache(lambda file: _read(folder / file))

    def of(self, entry: Entry, entry_id: str, inside: Pointer = ()) -> Place:
        """Where the entry stands, or what `inside` leads to in it.

        The pack must have been loaded from the folder, so that its files can be read.
        """
        file, key = _home(entry, entry_id)
        document = self._document(file)
        pointer = (key, _number(document, key, entry_id), *inside)
        start = document.find(pointer).span.start
        return Place(document.source.name, start.line, start.column)


def _read(path: Path) -> Document:
    return parse(path.as_posix(), path.read_bytes())[0]


def _home(entry: Entry, entry_id: str) -> tuple[str, str]:
    """The file that holds the entry, and the key of the list in which it stands."""
    if entry is Entry.RULE:
        return f"{entry_id.partition('/')[0]}.yaml", "rules"
    return f"{entry.value}s.yaml", f"{entry.value}s"


def _number(document: Document, key: str, entry_id: str) -> int:
    match document.find((key,)).node:
        case Sequence(items):
            ids = [item.get("id") for item in items if isinstance(item, Mapping)]
            return [each.text for each in ids if isinstance(each, Scalar)].index(entry_id)
        case _:
            raise LookupError(f"{document.source.name} has no list of {key}")
