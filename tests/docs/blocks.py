"""What is marked in a page of documentation: `<!-- mark -->` above a block of code or a table."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"

_MARKED_BLOCK = re.compile(r"^<!-- ([^\n]+) -->\n```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_MARKED_TABLE = re.compile(r"^<!-- ([^\n]+) -->\n((?:\|.*\n)+)", re.MULTILINE)


@dataclass(frozen=True)
class Block:
    """A marked block of code."""

    mark: str
    text: str


def page(name: str) -> str:
    """The text of a page."""
    return (DOCS / name).read_text(encoding="utf-8")


def blocks(name: str) -> Iterator[Block]:
    """The marked blocks of a page."""
    for match in _MARKED_BLOCK.finditer(page(name)):
        yield Block(match[1], match[3])


def rows(name: str, mark: str) -> list[list[str]]:
    """The rows of the marked table of a page, without its head; cells without the marks of code."""
    (table,) = [match[2] for match in _MARKED_TABLE.finditer(page(name)) if match[1] == mark]
    _, _, *lines = table.splitlines()
    return [[_plain(cell) for cell in line.strip("|").split("|")] for line in lines]


def _plain(cell: str) -> str:
    text = cell.strip()
    is_code = text.startswith("`") and text.endswith("`") and text.count("`") == 2
    return text[1:-1] if is_code else text
