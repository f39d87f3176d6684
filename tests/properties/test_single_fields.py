"""Every field left unsaid one by one, in some rich drafts and in every proposal of the project."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from rulecheck.documents import Document, Entry, Mapping, Node, Pointer, Scalar, Sequence, parse
from rulecheck.documents.validation import Faults
from rulecheck.packs import load_bundled_pack
from rulecheck.proposals import read_proposal

from .covering import betrayals
from .drafts import (
    Draft,
    Less,
    fields,
    judged,
    may_be_unsaid,
    proposal_of,
    read_back,
    subjects,
    unsaid,
    widened,
)
from .gains import gains

HERE = Path(__file__).parent
PROPOSALS = HERE.parent.parent / "proposals"

RICH = [
    draft for path in sorted((HERE / "rich_drafts").glob("*.yaml")) for draft in read_back(path)
]
DOCUMENTS = [
    document
    for path in sorted(PROPOSALS.rglob("*.yaml"))
    for document in parse(path.relative_to(PROPOSALS).as_posix(), path.read_bytes())
]


def ways(draft: Draft) -> Iterator[Less]:
    """Each field dropped; each number and date widened a little, and a lot."""
    for pointer, value in fields(draft):
        yield unsaid(pointer)[0]
        for reach in (1, 10**6):
            wider = widened(pointer, value, reach, reach)
            if wider is not None:
                yield wider


@pytest.mark.parametrize("draft", RICH, ids=lambda draft: str(draft["id"]))
def test_no_field_is_better_left_open(draft: Draft) -> None:
    proposal = proposal_of(draft)
    before, full = judged(proposal), subjects(proposal)
    found = {}
    for way in ways(draft):
        try:
            less = proposal_of(way.of(draft))
        except Faults:
            # Refused, and that does not pay either; but only a range may be.
            paid = ["no longer valid"] if way.dropped else []
        else:
            paid = [*gains(judged(less), before), *betrayals(subjects(less), full)]
        if paid:
            found[str(way)] = paid
    assert found == {}


@pytest.mark.parametrize("name", ["half-known", "changes-both-ways"])
def test_absent_null_and_unknown_are_one(name: str) -> None:
    """However a field is left unsaid, the proposal is the same."""
    (draft,) = (each for each in RICH if each["id"] == name)
    for pointer, _ in fields(draft):
        models = [proposal_of(way.of(draft)).model for way in unsaid(pointer)]
        assert all(model == models[0] for model in models), pointer


@pytest.mark.parametrize(
    "document", DOCUMENTS, ids=lambda document: f"{document.source.name}-{document.index}"
)
def test_no_proposal_of_the_project_gains_by_silence(document: Document) -> None:
    pack = load_bundled_pack()
    before = judged(read_proposal(document, pack))
    found = {}
    for pointer, root in with_one_field_less(document.root, ()):
        less = Document(document.source, document.index, root)
        paid = gains(judged(read_proposal(less, pack)), before)
        if paid:
            found[pointer] = paid
    assert found == {}


def with_one_field_less(node: Node, at: Pointer) -> Iterator[tuple[Pointer, Node]]:
    """The node without one of its fields, for every field at any depth that may be left out."""
    match node:
        case Mapping():
            for place, entry in enumerate(node.entries):
                before, after = node.entries[:place], node.entries[place + 1 :]
                pointer = (*at, entry.key.text)
                if may_be_unsaid(pointer):
                    yield pointer, replace(node, entries=(*before, *after))
                for inside, value in with_one_field_less(entry.value, pointer):
                    entries = (*before, Entry(entry.key, value), *after)
                    yield inside, replace(node, entries=entries)
        case Sequence():
            for place, element in enumerate(node.items):
                for inside, value in with_one_field_less(element, (*at, place)):
                    items = (*node.items[:place], value, *node.items[place + 1 :])
                    yield inside, replace(node, items=items)
        case Scalar():
            pass
