"""One way of writing down what a finding rests on, and the SHA-256 of it.

The form is JSON with sorted keys and without white space, in ASCII. A number is its exact fraction
and never a float, a set is sorted, and lists whose order means nothing are sorted, so that the same
facts have the same hash on every machine and with every version of Python. Numbers, dates, ranges
and sets are objects with one key that begins with `=`, for which no key of a file can be mistaken.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias, assert_never

from rulecheck.documents import Mapping as MappingNode
from rulecheck.documents import Node, Pointer, Scalar
from rulecheck.documents import Sequence as SequenceNode
from rulecheck.documents.validation import is_unknown
from rulecheck.packs.conditions import (
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    FactReference,
    Meets,
    Not,
    Operand,
    ParameterReference,
)
from rulecheck.vocabulary import FactValue, Members, Range

Canonical: TypeAlias = bool | int | str | Sequence["Canonical"] | Mapping[str, "Canonical"] | None


def sha256_of(value: Canonical) -> str:
    """SHA-256 of the canonical form, as 64 hexadecimal digits."""
    return hashlib.sha256(_text_of(value).encode()).hexdigest()


def _text_of(value: Canonical) -> str:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def _sorted(values: Iterable[Canonical]) -> list[Canonical]:
    return sorted(values, key=_text_of)


def condition_form(condition: Condition) -> Canonical:
    """A condition by what it asks: names of definitions, and the order of parts, say nothing."""
    match condition:
        case AllOf(parts):
            return {"=all": _sorted(map(condition_form, parts))}
        case AnyOf(parts):
            return {"=any": _sorted(map(condition_form, parts))}
        case Not(part):
            return {"=not": condition_form(part)}
        case Meets(_, part):
            return condition_form(part)
        case Comparison(fact, operator, operand):
            return [fact, operator.value, _operand_form(operand)]
        case _:
            assert_never(condition)


def _operand_form(operand: Operand) -> Canonical:
    match operand:
        case tuple():
            return sorted(operand)
        case FactReference(fact):
            return {"=fact": fact}
        case ParameterReference(parameter):
            return {"=parameter": parameter}
        case bool() | str():
            return operand
        case Fraction() | date():
            return _end_form(operand)
        case _:
            assert_never(operand)


def fact_form(value: FactValue) -> Canonical:
    """A fact's value as far as it is known; null is unknown."""
    match value:
        case None | bool() | str():
            return value
        case Range(low, high):
            return _end_form(low) if low == high else {"=range": [_end_form(low), _end_form(high)]}
        case Members(certain, possible):
            return {"=set": [sorted(certain), None if possible is None else sorted(possible)]}
        case _:
            assert_never(value)


def _end_form(end: Fraction | date | None) -> Canonical:
    match end:
        case None:
            return None
        case date():
            return {"=date": end.isoformat()}
        case Fraction():
            return {"=number": str(end)}
        case _:
            assert_never(end)


def statement_form(node: Node | None, without: frozenset[str] = frozenset()) -> Canonical:
    """What a part of a draft states; `without` names keys of its own that are passed over.

    What is unknown is not stated. Elements with an id are put in the order of their ids.
    """
    match node:
        case None:
            return None
        case Scalar(value=value):
            if isinstance(value, bool | str | None):
                return value
            return _end_form(Fraction(value) if isinstance(value, int | Decimal) else value)
        case SequenceNode(items=items):
            forms = [statement_form(item) for item in items]
            return _sorted(forms) if all(_id_of(item) is not None for item in items) else forms
        case MappingNode(entries=entries):
            return {
                entry.key.text: statement_form(entry.value)
                for entry in entries
                if entry.key.text not in without and not is_unknown(entry.value)
            }
        case _:
            assert_never(node)


def elements_form(node: Node | None, keys: Collection[str]) -> Canonical:
    """What each mapping of a list states under these keys; their order says nothing."""
    return _sorted(
        {
            entry.key.text: statement_form(entry.value)
            for entry in element.entries
            if entry.key.text in keys and not is_unknown(entry.value)
        }
        for element in (node.items if isinstance(node, SequenceNode) else ())
        if isinstance(element, MappingNode)
    )


def path_by_ids(root: Node, pointer: Pointer) -> str:
    """The place by ids where elements have them, as in `items[h20].lots[new-run].stage`."""
    node: Node | None = root
    text = ""
    for step in pointer:
        if isinstance(step, int):
            items = node.items if isinstance(node, SequenceNode) else ()
            node = items[step] if step < len(items) else None
            name = _id_of(node)
            text += f"[{step if name is None else name}]"
        else:
            node = node.get(step) if isinstance(node, MappingNode) else None
            text += f".{step}" if text else step
    return text


def _id_of(node: Node | None) -> str | None:
    found = node.get("id") if isinstance(node, MappingNode) else None
    return found.text if isinstance(found, Scalar) else None
