"""A draft's text with edits made: the drafter's comments and layout stay as they are.

A round-trip library writes the edited document; of what it writes, only the lines that the edits
made different are taken over. So nothing else can change, however the draft is laid out.
"""

import copy
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import cached_property
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import YAMLError
from ruamel.yaml.scalarstring import ScalarString

from rulecheck.documents import Document, DocumentError, Pointer, parse
from rulecheck.documents.validation import Frozen, keys_at
from rulecheck.packs.model import Pack
from rulecheck.proposals import Proposal, read_proposal
from rulecheck.proposals.reading import MODELS
from rulecheck.proposals.revising import Edit, data_of, edited

_WIDEST = 2**20
"""Lines are never folded."""


class NotRewritten(Exception):
    """The edits can't be made in the text of the draft as it is laid out."""


class Rewriter:
    """Makes edits in the file of a draft; its other drafts stay as they are."""

    def __init__(self, proposal: Proposal, pack: Pack) -> None:
        self._proposal = proposal
        self._pack = pack
        self._document = proposal.document
        self._text = proposal.document.source.text

    def rewritten(self, edits: Sequence[Edit]) -> Proposal:
        """The draft as it is read from the edited text, which is its source's.

        Raises `NotRewritten` where the edited text would say anything else than the edited draft.
        """
        due = edited(data_of(self._proposal), tuple(edits))
        try:
            written = self._written(edits)
        except (YAMLError, ValueError, TypeError, LookupError, AttributeError) as error:
            raise NotRewritten(str(error)) from None
        for text in self._taken_over(written):
            try:
                document = self._reread(text)
            except DocumentError:
                continue
            proposal = read_proposal(document, self._pack)
            if data_of(proposal) == due:
                return proposal
        raise NotRewritten("the edited text says something else")

    def _reread(self, text: str) -> Document:
        documents = parse(self._document.source.name, text.encode())
        if len(documents) <= self._document.index:
            raise NotRewritten("the edited text lacks the document")
        return documents[self._document.index]

    @cached_property
    def _yaml(self) -> YAML:
        yaml = YAML()
        yaml.preserve_quotes = True
        yaml.width = _WIDEST
        yaml.brace_single_entry_mapping_in_flow_sequence = True
        yaml.indent(mapping=2, sequence=4, offset=2)
        return yaml

    @cached_property
    def _unedited(self) -> list[str]:
        """What the library makes of the text without any edit."""
        return self._dumped(self._loaded())

    def _loaded(self) -> list[Any]:
        return list(self._yaml.load_all(self._text))

    def _dumped(self, documents: list[Any]) -> list[str]:
        stream = StringIO()
        self._yaml.dump_all(documents, stream)
        return stream.getvalue().splitlines()

    def _written(self, edits: Sequence[Edit]) -> list[str]:
        documents = self._loaded()
        for edit in edits:
            self._make(documents[self._document.index], edit)
        return self._dumped(documents)

    def _make(self, root: CommentedMap, edit: Edit) -> None:
        *above, last = edit.pointer
        node: CommentedMap | CommentedSeq = root
        for place, step in enumerate(above):
            node = self._inside(node, step, edit.pointer, place)
        if isinstance(node, CommentedSeq):
            if last == len(node):
                node.append(_element(edit.value, node))
            else:
                node[last] = edit.value
        elif last in node:
            node[last] = _like(node[last], edit.value)
        else:
            self._insert(node, edit.pointer, edit.value)

    def _inside(
        self, node: CommentedMap | CommentedSeq, step: str | int, pointer: Pointer, place: int
    ) -> CommentedMap | CommentedSeq:
        """What the step leads to: made where it is missing, and its own where it is shared."""
        found = node[step] if isinstance(node, CommentedSeq) or step in node else None
        if isinstance(found, CommentedMap | CommentedSeq):
            if found.anchor.value is not None:
                found = copy.deepcopy(found)
                found.yaml_set_anchor(None)
                node[step] = found
            return found
        made = CommentedSeq() if isinstance(pointer[place + 1], int) else CommentedMap()
        if isinstance(made, CommentedMap):
            made.fa.set_flow_style()
        if isinstance(node, CommentedMap) and step not in node:
            self._insert(node, pointer[: place + 1], made)
        else:
            node[step] = made
        return made

    def _insert(self, node: CommentedMap, pointer: Pointer, value: object) -> None:
        """Put a key behind the nearest of those that the model has before it."""
        kind = self._proposal.model.kind
        order = keys_at(MODELS[kind], pointer[:-1])
        before = order[: order.index(str(pointer[-1]))]
        last = next((key for key in reversed(before) if key in node), None)
        node.insert(0 if last is None else [*node].index(last) + 1, pointer[-1], value)

    def _taken_over(self, written: list[str]) -> Iterator[str]:
        """The draft's text with the lines that the edits changed; two ways where one may fail.

        What is inserted behind a blank line or a comment belongs before it, as these part what
        follows; unless they only look like it, in a text of several lines.
        """
        lines = self._text.splitlines(keepends=True)
        newline = "\r\n" if "\r\n" in self._text else "\n"
        at = _alignment(lines, self._unedited)
        hunks = [
            (at[start], at[end], _indented(written[first:last], self._unedited[:end], lines, at))
            for tag, start, end, first, last in _opcodes(self._unedited, written)
            if tag != "equal"
        ]
        for up in (True, False):
            made = list(lines)
            for start, end, new in reversed(hunks):
                place = start
                while up and start == end and place > 0 and _parts(lines[place - 1]):
                    place -= 1
                if place > 0 and not made[place - 1].endswith(("\n", "\r")):
                    made[place - 1] += newline
                made[place : place + end - start] = [f"{line}{newline}" for line in new]
            yield "".join(made)


def _opcodes(one: Sequence[str], other: Sequence[str]) -> Sequence[tuple[str, int, int, int, int]]:
    return SequenceMatcher(None, one, other).get_opcodes()


def _alignment(lines: Sequence[str], dumped: Sequence[str]) -> list[int]:
    """For each line of what was dumped, and for its end, the line of the text that it stands for.

    The library may indent lines otherwise. Where it breaks them otherwise, they stand for each
    other in order.
    """
    at: list[int] = []
    stripped = [line.strip() for line in lines], [line.strip() for line in dumped]
    for _, start, end, first, last in _opcodes(*stripped):
        at.extend(min(start + number, end) for number in range(last - first))
    return [*at, len(lines)]


def _indented(
    new: Sequence[str], above: Sequence[str], lines: Sequence[str], at: Sequence[int]
) -> list[str]:
    """New lines, moved to where the text has the line above that the library indents alike."""
    if not new:
        return []
    due = _indent(new[0])
    for place in range(len(above) - 1, -1, -1):
        if above[place].strip() and _indent(above[place]) == due and at[place] < len(lines):
            shift = _indent(lines[at[place]]) - due
            return [" " * max(0, _indent(line) + shift) + line.lstrip() for line in new]
    return list(new)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _parts(line: str) -> bool:
    """Whether the line only parts others: it is blank or a comment."""
    return not line.strip() or line.lstrip().startswith("#")


def _like(old: object, value: object) -> object:
    """The value in the quotes of the one that it replaces."""
    if isinstance(old, ScalarString) and isinstance(value, str):
        return type(old)(value)
    return value


def _element(value: Frozen | object, siblings: CommentedSeq) -> object:
    """A new element in the style of those beside it: on one line, if there are none."""
    if not isinstance(value, dict):
        return value
    made = CommentedMap(value)
    last = siblings[-1] if siblings else None
    if not (isinstance(last, CommentedMap) and last.fa.flow_style() is False):
        made.fa.set_flow_style()
    return made
