"""Proposals with some of their fields stated otherwise, as if the drafter had edited the file.

A revised proposal keeps the document that it came from, so its places are those of the draft.
"""

from dataclasses import dataclass
from enum import Enum, unique
from typing import Final

from pydantic import ValidationError

from rulecheck.documents import Document, Pointer
from rulecheck.documents.validation import Frozen, stated
from rulecheck.packs.model import Pack
from rulecheck.proposals.checks import contradictions
from rulecheck.proposals.models import LicenseDecision, PolicyAction
from rulecheck.proposals.reading import MODELS, Proposal
from rulecheck.vocabulary.enums import Kind

Data = dict[str, Frozen]
"""What a proposal states, as plain data: unknown keys are left out, lists are tuples."""


@unique
class Absent(Enum):
    """What stands where nothing is stated."""

    ABSENT = "absent"


ABSENT: Final = Absent.ABSENT
"""Instead of a value: nothing is stated there."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One place of a proposal and what is stated there instead.

    A place just behind the end of a list adds an element. `ABSENT` takes a key or an element
    away. What a place stands in is made where it is missing.
    """

    pointer: Pointer
    value: Frozen | Absent


def data_of(proposal: Proposal) -> Data:
    """What the proposal states."""
    data = stated(proposal.document.root)
    if not isinstance(data, dict):
        raise TypeError("a proposal is read from a mapping")
    return data


def stated_at(data: Frozen, pointer: Pointer) -> Frozen:
    """What is stated at the pointer; `None` where nothing is."""
    for step in pointer:
        match data, step:
            case dict(), str():
                data = data.get(step)
            case tuple(), int() if 0 <= step < len(data):
                data = data[step]
            case _:
                return None
    return data


def edited(data: Data, edits: tuple[Edit, ...]) -> Data:
    """The data with each edit made in turn. Raises `LookupError` for a place that can't be."""
    for edit in edits:
        inside = _edited(data, edit.pointer, edit.value)
        if not isinstance(inside, dict):
            raise LookupError("the whole proposal can't be replaced")
        data = inside
    return data


def _edited(node: Frozen, pointer: Pointer, value: Frozen | Absent) -> Frozen:
    step, *rest = pointer
    deeper = tuple(rest)
    match node, step:
        case dict(), str():
            if not deeper and value is ABSENT:
                return {key: each for key, each in node.items() if key != step}
            below = node.get(step)
            if below is None and deeper:
                below = () if isinstance(deeper[0], int) else {}
            return {**node, step: _below(below, deeper, value)}
        case tuple(), int() if 0 <= step <= len(node):
            if not deeper and value is ABSENT:
                return node[:step] + node[step + 1 :]
            below = node[step] if step < len(node) else {}
            return (*node[:step], _below(below, deeper, value), *node[step + 1 :])
        case _:
            raise LookupError(f"nothing can stand at {step} there")


def _below(node: Frozen, pointer: Pointer, value: Frozen | Absent) -> Frozen:
    if pointer:
        return _edited(node, pointer, value)
    if value is ABSENT:
        raise LookupError("nothing is there to take away")
    return value


def revised(data: Data, document: Document, pack: Pack) -> Proposal | None:
    """The proposal that states the data; `None` where it would be invalid."""
    try:
        model: LicenseDecision | PolicyAction = MODELS[Kind(str(data["kind"]))].model_validate(data)
    except ValidationError:
        return None
    if contradictions(model, document, pack):
        return None
    return Proposal(model, document)
