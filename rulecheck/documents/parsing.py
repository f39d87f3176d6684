"""From text to documents: one walk over the parser's events, every limit counted on the way."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple, Never, Protocol

import yaml

from rulecheck.documents.limits import DEFAULT_LIMITS, Limits
from rulecheck.documents.nodes import Document, Entry, Mapping, Node, Scalar, Sequence, Value
from rulecheck.documents.positions import BREAKS, Source
from rulecheck.documents.problems import DocumentError, file_problem, problem_at, shown
from rulecheck.documents.reading import read
from rulecheck.documents.scalars import Unclear, resolve
from rulecheck.documents.syntax import KEY_MISSING, syntax_problem

_BLANKS = " \t" + BREAKS
_BLANKS_AND_COMMENTS = re.compile(rf"(?:[{_BLANKS}]+|#[^{BREAKS}]*)*")
_SPACES = re.compile("[ \t]*")


def parse(name: str, data: bytes, limits: Limits = DEFAULT_LIMITS) -> tuple[Document, ...]:
    """The documents of a YAML file, at least one.

    `name` is the file as the user should read it. Raises `DocumentError` for the first fault:
    text that is not UTF-8, a limit exceeded, a syntax error, or anything that YAML readers
    would read differently. Where PyYAML lacks libyaml, no file is read: its own parser reads
    some files differently, and a draft must not pass on one machine and fail on the next.
    """
    if not yaml.__with_libyaml__:
        problem = file_problem(
            name,
            "PyYAML here lacks libyaml, without which no file is read",
            "install a build that has it: pip install --force-reinstall --only-binary :all: PyYAML",
        )
        raise DocumentError(problem)
    return _Walk(read(name, data, limits), limits).documents()


class _Built(NamedTuple):
    """A finished node. `size` counts it and all inside it, `height` the collections in a row."""

    node: Node
    size: int
    height: int


@dataclass(slots=True, eq=False)
class _OpenSequence:
    """A list that has begun and not yet ended; `end` is where its last item ended so far."""

    start: int
    end: int
    anchor: str | None
    size: int = 1
    height: int = 1
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class _OpenMapping:
    """A mapping that has begun and not yet ended; `key` waits for its value."""

    start: int
    end: int
    anchor: str | None
    size: int = 1
    height: int = 1
    entries: dict[str, Entry] = field(default_factory=dict)
    key: Scalar | None = None


class _Walk:
    """The state of one walk over the events of one source.

    Open nodes wait on a stack of the walk's own, so depth costs no recursion. Each limit is
    checked on the event that exceeds it, before a node is built from it.
    """

    def __init__(self, source: Source, limits: Limits) -> None:
        self._source = source
        self._limits = limits
        self._documents: list[Document] = []
        self._stack: list[_OpenSequence | _OpenMapping] = []
        self._anchors: dict[str, _Built | None] = {}  # None while the anchor's node is open
        self._nodes = 0
        self._aliases = 0
        self._previous_end = 0

    def documents(self) -> tuple[Document, ...]:
        """Every document of the source."""
        for event in self._events():
            end = _offset(event.end_mark)
            self._take(event, _offset(event.start_mark), end)
            self._previous_end = end
        if not self._documents:
            problem = file_problem(
                self._source.name,
                "the file is empty",
                "write at least one key and its value (key: value)",
            )
            raise DocumentError(problem)
        return tuple(self._documents)

    def _events(self) -> Iterator[yaml.Event]:
        try:
            yield from iter(yaml.CSafeLoader(self._source.text).get_event, None)
        except yaml.YAMLError as error:
            # The parser reads ahead of its events, and newer ones stop at a depth of their own.
            if isinstance(error, yaml.MarkedYAMLError) and "nesting depth" in str(error.problem):
                place = _offset(error.problem_mark)
                self._refuse_depth(self._limits.max_depth + 1, place, place + 1)
            raise DocumentError(syntax_problem(self._source, error)) from None

    def _take(self, event: yaml.Event, start: int, end: int) -> None:
        match event:
            case yaml.ScalarEvent():
                self._scalar(event, self._after_anchor(event, start, end), end)
            case yaml.SequenceStartEvent():
                start = self._after_anchor(event, start, end)
                self._open(event, start, end)
                self._stack.append(_OpenSequence(start, end, event.anchor))
            case yaml.MappingStartEvent():
                start = self._after_anchor(event, start, end)
                self._open(event, start, end)
                self._stack.append(_OpenMapping(start, end, event.anchor))
            case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                self._close(start, end)
            case yaml.AliasEvent():
                self._alias(event, start, end)
            case yaml.DocumentStartEvent():
                self._start_document(event, start, end)
            case _:
                pass  # the ends of documents and of the stream say nothing more

    def _start_document(self, event: yaml.DocumentStartEvent, start: int, end: int) -> None:
        if event.tags:
            self._refuse(start, end, "%TAG lines are not accepted", "remove the line")
        if len(self._documents) == self._limits.max_documents:
            self._refuse(
                start,
                end,
                f"the file has more than {self._limits.max_documents:,} documents",
                "split it into several files",
            )
        self._anchors = {}

    # Scalars

    def _scalar(self, event: yaml.ScalarEvent, start: int, end: int) -> None:
        self._refuse_tag(event.tag, start, end)
        quoted = event.style not in (None, "")
        if start == end:
            start = end = self._back_over_blanks(self._previous_end, start)
        elif event.style in ("|", ">"):
            end = self._block_end(start, end)
        if len(event.value) > self._limits.max_scalar_characters:
            self._refuse(
                start,
                end,
                f"a text of {len(event.value):,} characters is too long; "
                f"the limit is {self._limits.max_scalar_characters:,}",
                "shorten it",
            )
        self._count(1, start, end)
        self._reserve(event.anchor, start, end)
        value = event.value if quoted else self._resolved(event.value, start, end)
        scalar = Scalar(self._source, start, end, value, event.value, quoted)
        built = _Built(scalar, size=1, height=0)
        self._name(event.anchor, built)
        mapping = self._mapping_without_key()
        if mapping is None:
            self._add(built, end)
        else:
            self._set_key(mapping, scalar, start, end)

    def _resolved(self, text: str, start: int, end: int) -> Value:
        """The value of a scalar without quotation marks, refused where it is not clear."""
        if not self._stack and not text:
            self._refuse(
                start,
                end,
                "this document is empty",
                'write at least one key and its value (key: value), or remove the "---" line',
            )
        value = resolve(text, self._limits.max_number_digits)
        if isinstance(value, Unclear):
            self._refuse(start, end, value.message, value.hint)
        return value

    def _set_key(self, mapping: _OpenMapping, key: Scalar, start: int, end: int) -> None:
        if key.value is None and not key.text:
            self._refuse(start, end, *KEY_MISSING)
        if not isinstance(key.value, str) and type(key.value) is not date:
            self._refuse(
                start,
                end,
                f"the key {shown(key.text)} is not text",
                f'put it in quotes: "{shown(key.text)}"',
            )
        first = mapping.entries.get(key.text)
        if first is not None:
            self._refuse(
                start,
                end,
                f'the key "{shown(key.text)}" stands here a second time; '
                f"the first is on line {first.key.span.start.line}",
                "keep one of the two",
            )
        mapping.key = key
        mapping.size += 1
        mapping.end = end

    # Lists and mappings

    def _open(self, event: yaml.CollectionStartEvent, start: int, end: int) -> None:
        self._refuse_tag(event.tag, start, end)
        if self._mapping_without_key() is not None:
            self._refuse(
                start,
                end,
                "a list or mapping can't be a key",
                'quote text that begins with "[", "{", "- " or "? "',
            )
        self._refuse_depth(len(self._stack) + 1, start, end)
        self._count(1, start, end)
        self._reserve(event.anchor, start, end)

    def _close(self, start: int, end: int) -> None:
        closed = self._stack.pop()
        if start == end:  # nothing closes a block: it ends with its last part
            end = closed.end
        node: Node
        if isinstance(closed, _OpenMapping):
            node = Mapping(self._source, closed.start, end, tuple(closed.entries.values()))
        else:
            node = Sequence(self._source, closed.start, end, tuple(closed.items))
        built = _Built(node, closed.size, closed.height)
        self._name(closed.anchor, built)
        self._add(built, end)

    def _add(self, built: _Built, end: int) -> None:
        """Put a finished node where it belongs; `end` is where it ends at this place."""
        if not self._stack:
            self._documents.append(Document(self._source, len(self._documents), built.node))
            return
        parent = self._stack[-1]
        parent.size += built.size
        parent.height = max(parent.height, built.height + 1)
        parent.end = end
        if isinstance(parent, _OpenSequence):
            parent.items.append(built.node)
        elif parent.key is not None:
            parent.entries[parent.key.text] = Entry(parent.key, built.node)
            parent.key = None

    def _mapping_without_key(self) -> _OpenMapping | None:
        """The innermost open node, if it is a mapping whose next part is a key."""
        parent = self._stack[-1] if self._stack else None
        return parent if isinstance(parent, _OpenMapping) and parent.key is None else None

    # Anchors and aliases

    def _reserve(self, anchor: str | None, start: int, end: int) -> None:
        if anchor is None:
            return
        if anchor in self._anchors:
            self._refuse(
                start,
                end,
                f"the anchor &{shown(anchor)} is given a second time",
                "give each anchor of a document a name of its own",
            )
        self._anchors[anchor] = None

    def _name(self, anchor: str | None, built: _Built) -> None:
        if anchor is not None:
            self._anchors[anchor] = built

    def _alias(self, event: yaml.AliasEvent, start: int, end: int) -> None:
        name = event.anchor or ""
        self._aliases += 1
        if self._aliases > self._limits.max_aliases:
            self._refuse(
                start,
                end,
                f"the file has more than {self._limits.max_aliases:,} aliases",
                "write out what they stand for",
            )
        if self._mapping_without_key() is not None:
            self._refuse(
                start,
                end,
                "an alias can't be a key",
                "write the key out, or quote it if text is meant",
            )
        if name not in self._anchors:
            self._refuse(
                start,
                end,
                f"the alias *{shown(name)} stands for nothing above it",
                "write out what is meant, or quote the text if the asterisk belongs to it",
            )
        meant = self._anchors[name]
        if meant is None:
            self._refuse(
                start,
                end,
                f"the alias *{shown(name)} stands inside the very thing it stands for",
                "write out what is meant",
            )
        self._refuse_depth(len(self._stack) + meant.height, start, end)
        self._count(meant.size, start, end)
        self._add(meant, end)

    # Limits and refusals

    def _count(self, nodes: int, start: int, end: int) -> None:
        self._nodes += nodes
        if self._nodes > self._limits.max_nodes:
            self._refuse(
                start,
                end,
                f"the file has more than {self._limits.max_nodes:,} keys and values, "
                "counting what aliases stand for",
                "split it into several files",
            )

    def _refuse_depth(self, depth: int, start: int, end: int) -> None:
        if depth > self._limits.max_depth:
            self._refuse(
                start,
                end,
                f"lists and mappings are nested more than {self._limits.max_depth} deep",
                "close the brackets above, or write it flatter",
            )

    def _refuse_tag(self, tag: str | None, start: int, end: int) -> None:
        if tag is not None or self._source.text.startswith("!", start, end):
            self._refuse(
                start,
                end,
                "tags (!…) are not accepted",
                "remove the tag, or quote the text if the exclamation mark belongs to it",
            )

    def _refuse(self, start: int, end: int, message: str, hint: str) -> Never:
        span = self._source.span(start, end)
        raise DocumentError(problem_at(self._source, span, message, hint))

    # Places in the text

    def _after_anchor(self, event: yaml.NodeEvent, start: int, end: int) -> int:
        """Where a node itself begins, behind its anchor."""
        text = self._source.text
        if event.anchor is None or not text.startswith("&", start):
            return start
        content = _BLANKS_AND_COMMENTS.match(text, start + 1 + len(event.anchor))
        return start if content is None else min(content.end(), end)

    def _back_over_blanks(self, first: int, end: int) -> int:
        """Where a value that is not written stands: right behind what is written before it."""
        return first + len(self._source.text[first:end].rstrip(_BLANKS))

    def _block_end(self, start: int, end: int) -> int:
        """The end of the last line that holds text; the parser names the line after it."""
        content = self._back_over_blanks(start, end)
        line_end = _SPACES.match(self._source.text, content)
        return content if line_end is None else min(line_end.end(), end)


class _Mark(Protocol):
    @property
    def index(self) -> int: ...


def _offset(mark: _Mark | None) -> int:
    """How many characters stand before a mark; every event of a parse has marks."""
    return 0 if mark is None else mark.index
