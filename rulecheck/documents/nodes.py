"""What a YAML file says, each part with the place where it is said."""

from collections.abc import Mapping as ReadOnly
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from rulecheck.documents.positions import Source, Span

Pointer: TypeAlias = tuple[str | int, ...]
"""A path in a document: keys of mappings and 0-based places in lists."""

Value: TypeAlias = str | int | Decimal | bool | date | None

Plain: TypeAlias = Value | list["Plain"] | dict[str, "Plain"]
"""A document without its positions."""


@dataclass(frozen=True, slots=True, eq=False)
class Written:
    """Something that stands in a text: which, and from which offset up to, without it, which.

    Lines and columns are only counted when somebody asks: most never are.
    """

    source: Source = field(repr=False, compare=False)
    start: int
    end: int

    @property
    def span(self) -> Span:
        """Where it stands."""
        return self.source.span(self.start, self.end)


@dataclass(frozen=True, slots=True, eq=False)
class Scalar(Written):
    """A single value. `text` is its content as written, without quotation marks."""

    value: Value
    text: str
    quoted: bool


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A key and its value. The key's value is text, or a date written without quotes."""

    key: Scalar
    value: "Node"


@dataclass(frozen=True, slots=True, eq=False)
class Mapping(Written):
    """Keys and values, as they stand in the file. Every key's text occurs once."""

    entries: tuple[Entry, ...]
    _by_key: ReadOnly[str, Entry] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_key = {entry.key.text: entry for entry in self.entries}
        object.__setattr__(self, "_by_key", by_key)

    def entry(self, key: str) -> Entry | None:
        """The entry whose key has this text."""
        return self._by_key.get(key)

    def get(self, key: str) -> "Node | None":
        """The value under the key with this text."""
        entry = self._by_key.get(key)
        return None if entry is None else entry.value


@dataclass(frozen=True, slots=True, eq=False)
class Sequence(Written):
    """A list."""

    items: tuple["Node", ...]


Node: TypeAlias = Scalar | Mapping | Sequence


@dataclass(frozen=True, slots=True)
class Located:
    """Where a path leads.

    Where nothing is there, `missing` is true and `span` is the nearest place to show instead.
    """

    span: Span
    missing: bool
    node: Node | None


@dataclass(frozen=True, slots=True, eq=False)
class Document:
    """One document of a file. `index` counts the file's documents from 0."""

    source: Source
    index: int
    root: Node

    def find(self, pointer: Pointer) -> Located:
        """The value a path leads to.

        Where the path breaks off, the span is that of the nearest ancestor's key: for an element
        of a list its first key, or else its first line; for the root the document's first key.
        """
        step = self._walk(pointer)
        if step.complete:
            return Located(step.node.span, missing=False, node=step.node)
        return Located(step.label, missing=True, node=None)

    def find_key(self, pointer: Pointer) -> Span:
        """The key a path ends with, or where there is none the place `find` would fall back to."""
        return self._walk(pointer).label

    def _walk(self, pointer: Pointer) -> "_Step":
        node, label = self.root, self._heading(self.root)
        for part in pointer:
            match node, part:
                case Mapping(), str() if (entry := node.entry(part)) is not None:
                    node, label = entry.value, entry.key.span
                case Sequence(), int() if 0 <= part < len(node.items):
                    node = node.items[part]
                    label = self._heading(node)
                case _:
                    return _Step(node, label, complete=False)
        return _Step(node, label, complete=True)

    def _heading(self, node: Node) -> Span:
        if isinstance(node, Mapping) and node.entries:
            return node.entries[0].key.span
        return self.source.first_line(node.span)


@dataclass(frozen=True, slots=True, eq=False)
class _Step:
    """How far a path led: the last node on it, and the span that names this node."""

    node: Node
    label: Span
    complete: bool


def plain(node: Node) -> Plain:
    """The data without positions. Date keys become ISO text, so all keys are `str`."""
    match node:
        case Scalar():
            return node.value
        case Mapping():
            return {entry.key.text: plain(entry.value) for entry in node.entries}
        case Sequence():
            return [plain(item) for item in node.items]
