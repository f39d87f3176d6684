"""From documents to proposals: every fault of a document, at its line, or a valid proposal."""

from collections.abc import Collection, Iterator, Set
from dataclasses import dataclass

from rulecheck.documents import Document, Mapping, Node, Pointer, Scalar, Sequence, Span, closest
from rulecheck.documents.problems import Problem
from rulecheck.documents.validation import (
    MOST_FAULTS,
    Faults,
    Frozen,
    fault_at,
    fault_at_key,
    first_of,
    frozen,
    is_unknown,
    keys_at,
    stated,
    unknown_key,
    validated,
    written,
)
from rulecheck.packs.model import Pack
from rulecheck.proposals.checks import contradictions
from rulecheck.proposals.models import LicenseDecision, PolicyAction
from rulecheck.vocabulary.enums import Kind

Model = LicenseDecision | PolicyAction

MODELS: dict[Kind, type[LicenseDecision] | type[PolicyAction]] = {
    Kind.LICENSE_DECISION: LicenseDecision,
    Kind.POLICY_ACTION: PolicyAction,
}


@dataclass(frozen=True, eq=False)
class Proposal:
    """A valid proposal and the document that it was read from."""

    model: Model
    document: Document

    @property
    def id(self) -> str:
        """The proposal's id."""
        return self.model.id


def read_proposal(document: Document, pack: Pack) -> Proposal:
    """The proposal in a document.

    The pack gives the products and countries that exist and the day it judges from; no rule is
    asked. Raises `Faults` with everything that is wrong with the document.
    """
    root = document.root
    if not isinstance(root, Mapping):
        message = "this is no proposal: keys with their values are due"
        hint = "begin with `schema: rulecheck/proposal/v1`"
        raise Faults([fault_at(document, (), message, hint)])
    kind = _kind(document, root)
    misplaced = _keys_of_the_other(kind) & set(_keys(root))
    unknown_elements = tuple(_unknown_elements(root, ()))
    unknown_keys = tuple(_unknown_keys(document, kind, misplaced))
    found = [
        *(_misplaced_key(document, kind, key) for key in misplaced),
        *(_unknown_element(document, pointer) for pointer in unknown_elements),
        *(unknown_key(document, pointer, known) for pointer, known in unknown_keys[:MOST_FAULTS]),
    ]
    unlisted = len(unknown_keys[MOST_FAULTS:])
    try:
        model = validated(MODELS[kind], _data(root, misplaced), document)
    except Faults as faults:
        inside = [document.find(pointer).span for pointer in unknown_elements]
        found.extend(
            problem
            for problem in faults.listed
            if not any(_holds(problem.span, span) for span in inside)
        )
        raise first_of(found, faults.unlisted + unlisted) from None
    found.extend(contradictions(model, document, pack))
    if found:
        raise first_of(found, unlisted)
    return Proposal(model, document)


def _data(root: Mapping, without: Set[str]) -> dict[str, Frozen]:
    return {
        entry.key.text: stated(entry.value)
        for entry in root.entries
        if entry.key.text not in without and not is_unknown(entry.value)
    }


def _holds(outer: Span | None, inner: Span) -> bool:
    """Whether a fault only repeats that something inside it is unknown."""
    return outer is not None and outer.start <= inner.start and inner.end <= outer.end


def _keys(root: Mapping) -> tuple[str, ...]:
    return tuple(entry.key.text for entry in root.entries)


def _keys_of(kind: Kind) -> Set[str]:
    return frozenset(keys_at(MODELS[kind], ()))


def _keys_of_the_other(kind: Kind) -> Set[str]:
    """Keys that only proposals of another kind have."""
    return frozenset().union(*map(_keys_of, Kind)) - _keys_of(kind)


def _misplaced_key(document: Document, kind: Kind, key: str) -> Problem:
    owner = next(each for each in Kind if key in _keys_of(each))
    hint = f"remove it; it belongs to a {owner}"
    return fault_at_key(document, (key,), f"a {kind} has no `{key}`", hint)


def _unknown_keys(
    document: Document, kind: Kind, misplaced: Set[str]
) -> Iterator[tuple[Pointer, Collection[str]]]:
    """Unknown keys whose value is unknown too, so that the model never sees them, in their order.

    With each, the keys that are known there.
    """
    for pointer in _unstated(document.root, ()):
        above = document.find(pointer[:-1]).node
        known = keys_at(MODELS[kind], pointer[:-1])
        if isinstance(above, Mapping) and above.entry("between") is not None:
            known = ("between",)
        if known and pointer[-1] not in known and pointer[0] not in misplaced:
            yield pointer, known


def _kind(document: Document, root: Mapping) -> Kind:
    node = root.get("kind")
    known = [kind.value for kind in Kind]
    choices = " or ".join(f"`kind: {each}`" for each in known)
    if node is None:
        expected = frozenset().union(*map(_keys_of, Kind))
        near = closest("kind", (key for key in _keys(root) if key not in expected))
        hint = f"did you write `{near}` for it? " if near else ""
        message = "`kind` is missing: this is no proposal"
        raise Faults([fault_at(document, ("kind",), message, f"{hint}write {choices}")])
    if isinstance(node, Scalar) and node.text in known:
        return Kind(node.text)
    given = written(frozen(node))
    near = closest(node.text, known) if isinstance(node, Scalar) else None
    hint = f"did you mean `{near}`?" if near else f"write {choices}"
    raise Faults([fault_at(document, ("kind",), f"{given} is no kind of proposal", hint)])


def _unknown_element(document: Document, pointer: Pointer) -> Problem:
    if pointer[-2:-1] == ("between",):
        message = "an end of a range can't be unknown"
        return fault_at(document, pointer, message, "name it, or write `unknown` for the range")
    message = "an element of a list can't be unknown"
    hint = "name it, or leave the whole list out if that is not known"
    return fault_at(document, pointer, message, hint)


def _unstated(node: Node, at: Pointer) -> Iterator[Pointer]:
    """Keys whose value is not known: the model never sees them, misspelt or not."""
    match node:
        case Sequence():
            for place, item in enumerate(node.items):
                yield from _unstated(item, (*at, place))
        case Mapping():
            for entry in node.entries:
                if is_unknown(entry.value):
                    yield (*at, entry.key.text)
                yield from _unstated(entry.value, (*at, entry.key.text))
        case Scalar():
            pass


def _unknown_elements(node: Node, at: Pointer) -> Iterator[Pointer]:
    match node:
        case Sequence():
            for place, item in enumerate(node.items):
                if is_unknown(item):
                    yield (*at, place)
                yield from _unknown_elements(item, (*at, place))
        case Mapping():
            for entry in node.entries:
                yield from _unknown_elements(entry.value, (*at, entry.key.text))
        case Scalar():
            pass


__all__ = ["Model", "Problem", "Proposal", "read_proposal"]
