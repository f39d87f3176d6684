"""Checking a document against a pydantic model, with every fault at its line."""

import builtins
import types
import typing
from collections.abc import Collection, Iterable, Mapping
from typing import Final, Literal, TypeAlias, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails, PydanticCustomError

from rulecheck.documents.nodes import Document, Node, Pointer, Scalar, Sequence, Value
from rulecheck.documents.nodes import Mapping as MappingNode
from rulecheck.documents.problems import Problem, file_problem, problem_at, shown
from rulecheck.documents.spelling import closest

Frozen: TypeAlias = Value | tuple["Frozen", ...] | dict[str, "Frozen"]
"""Plain data with tuples for lists, as strict models expect it."""

M = TypeVar("M", bound=BaseModel)

UNKNOWN = "unknown"
"""The word that states that something is not known, as an absent key or null does."""


class Faults(Exception):
    """One or more faults found in documents, in the order in which they are to be shown.

    `unlisted` is how many more a document has that are not among them.
    """

    def __init__(self, listed: Iterable[Problem], unlisted: int = 0) -> None:
        self.listed = tuple(listed)
        self.unlisted = unlisted
        super().__init__("; ".join(problem.headline for problem in self.listed))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The faults that are listed, and one that counts those that are not."""
        if not self.unlisted:
            return self.listed
        message = f"{self.unlisted:,} more faults are not listed"
        hint = "mend those above first; most of the others may go with them"
        return (*self.listed, file_problem(self.listed[0].source_name, message, hint))


MOST_FAULTS: Final = 200
"""How many faults of a document are listed: building one takes longer than finding it."""


def first_of(found: Iterable[Problem], unlisted: int = 0) -> Faults:
    """The faults in their order, no more than are listed; `unlisted` are known to be left out."""
    ordered = sorted(found, key=in_order)
    return Faults(ordered[:MOST_FAULTS], unlisted + max(0, len(ordered) - MOST_FAULTS))


def frozen(node: Node) -> Frozen:
    """Plain data of the node, every value as it was written."""
    match node:
        case Scalar():
            return node.value
        case Sequence():
            return tuple(frozen(item) for item in node.items)
        case MappingNode():
            return {entry.key.text: frozen(entry.value) for entry in node.entries}


def stated(node: Node) -> Frozen:
    """Plain data of the node without the keys whose value is null or `unknown`."""
    match node:
        case Scalar():
            return node.value
        case Sequence():
            return tuple(stated(item) for item in node.items)
        case MappingNode():
            return {
                entry.key.text: stated(entry.value)
                for entry in node.entries
                if not is_unknown(entry.value)
            }


def is_unknown(node: Node) -> bool:
    """Whether the node states that its value is not known."""
    return isinstance(node, Scalar) and (node.value is None or node.value == UNKNOWN)


def written(value: object) -> str:
    """A value as a message names it: what was written, or what kind of thing it is."""
    match value:
        case None:
            return "`null`"
        case ():
            return "an empty list"
        case tuple():
            return "a list"
        case dict():
            return "a mapping"
        case bool():
            return f"`{str(value).lower()}`"
        case _:
            return f"`{shown(str(value))}`"


def quoted(value: object) -> str:
    """The hint where text is due: most other values become text in quotes."""
    if value is None or isinstance(value, tuple | dict):
        return "write text in its place"
    return f'put it in quotes: "{written(value).strip("`")}"'


def invalid(message: str, hint: str | None = None) -> PydanticCustomError:
    """The error a validator raises: what is wrong, and what to write instead."""
    return PydanticCustomError("invalid", "{message}", {"message": message, "hint": hint})


def fault_at(
    document: Document, pointer: Pointer, message: str, hint: str | None = None
) -> Problem:
    """A fault of the value at the pointer, or of the nearest thing above it that exists."""
    return problem_at(document.source, document.find(pointer).span, message, hint)


def fault_at_key(
    document: Document, pointer: Pointer, message: str, hint: str | None = None
) -> Problem:
    """A fault of the key at the pointer."""
    return problem_at(document.source, document.find_key(pointer), message, hint)


def validated(
    model: type[M],
    data: Frozen,
    document: Document,
    context: Mapping[str, object] | None = None,
    base: Pointer = (),
) -> M:
    """The data as an instance of the model.

    `base` is where in the document the data stands. Raises `Faults` with a located, plainly
    worded problem for each thing that is wrong.
    """
    try:
        return model.model_validate(data, context=None if context is None else dict(context))
    except ValidationError as error:
        details = error.errors(include_url=False)
        kept = [detail for detail in details if not _follows(detail)]
        found = [_problem(model, document, base, detail) for detail in kept[:MOST_FAULTS]]
    raise first_of(found, len(kept) - len(found))


def unknown_key(document: Document, pointer: Pointer, known: Collection[str]) -> Problem:
    """The fault of a key that is none of those known where it stands."""
    name = str(pointer[-1])
    near = closest(name, known)
    hint = f"did you mean `{near}`?" if near else f"keys known here: {', '.join(known)}"
    return fault_at_key(document, pointer, f"unknown key `{shown(name)}`", hint)


def in_order(problem: Problem) -> tuple[int, int]:
    """Sort key: faults of a whole file first, then by place."""
    if problem.span is None:
        return (0, 0)
    return (problem.span.start.line, problem.span.start.column)


def _follows(detail: ErrorDetails) -> bool:
    """Whether the fault only follows from another: a list short of its faulty elements."""
    return detail["type"] == "too_short" and bool(detail["input"])


_LIST: Final = "write `[…]`, or one `- …` line for each element"


def _problem(
    model: type[BaseModel], document: Document, base: Pointer, detail: ErrorDetails
) -> Problem:
    inner: Pointer = detail["loc"]
    pointer = base + inner
    name = str(pointer[-1]) if pointer else "document"
    field = _field_at(model, inner)
    optional = field is not None and field.default is None
    match detail["type"]:
        case "extra_forbidden":
            return unknown_key(document, pointer, keys_at(model, inner[:-1]))
        case "missing":
            due = f"`{name}: {_only_word(field)}`"
            if not document.find(pointer).missing:
                message = f"`{name}` can't be unknown"
                return fault_at(document, pointer, message, f"write {due}")
            message = f"`{name}` is missing"
            return fault_at(document, pointer, message, f"add {due}; it can't be left out")
        case "invalid":
            context = detail["ctx"]
            return fault_at(document, pointer, context["message"], context["hint"])
        case "bool_type":
            message = f"{written(detail['input'])} is neither true nor false"
            words = "`true`, `false` or `unknown`" if optional else "`true` or `false`"
            return fault_at(document, pointer, message, f"write {words}")
        case "string_type":
            given: object = detail["input"]
            return fault_at(document, pointer, f"{written(given)} is no text", quoted(given))
        case "tuple_type":
            states_none = detail["input"] == "none"
            hint = "write `[]` to state that there is none" if states_none else _LIST
            return fault_at(document, pointer, f"`{name}` must be a list", hint)
        case "model_type" | "dict_type":
            keys = ", ".join(keys_at(model, inner))
            message = f"{written(detail['input'])} stands where keys with their values are due"
            hint = f"write `key: value`, with the keys {keys}" if keys else "write `key: value`"
            return fault_at(document, pointer, message, hint)
        case "too_short":
            hint = "name at least one"
            if optional:
                hint = f"name what is in it, or leave `{name}` out if that is not known"
            return fault_at(document, pointer, f"`{name}` can't be empty", hint)
        case "literal_error":
            message = f"{written(detail['input'])} can't stand here"
            expected = detail["ctx"]["expected"].replace("'", "`")
            return fault_at(document, pointer, message, f"write {expected}")
        case _:
            return fault_at(document, pointer, detail["msg"])


def keys_at(model: type[BaseModel], pointer: Pointer) -> tuple[str, ...]:
    """Keys that the model allows in the mapping at the pointer."""
    return tuple(_fields_of(_annotation_at(model, pointer)))


def _field_at(model: type[BaseModel], pointer: Pointer) -> FieldInfo | None:
    """The field that the last key of the pointer names, if any."""
    keys = [place for place, step in enumerate(pointer) if isinstance(step, str)]
    if not keys:
        return None
    return _fields_of(_annotation_at(model, pointer[: keys[-1]])).get(str(pointer[keys[-1]]))


def _annotation_at(annotation: object, pointer: Pointer) -> object:
    """The annotation of what the pointer leads to; `None` where it leads nowhere."""
    for step in pointer:
        annotation = _inside(annotation, step)
    return annotation


def _inside(annotation: object, step: str | int) -> object:
    match get_origin(annotation), get_args(annotation):
        case typing.Annotated, (inner, *_):
            return _inside(inner, step)
        case ((typing.Union | types.UnionType), arguments):
            return next((found for each in arguments if (found := _inside(each, step))), None)
        case builtins.tuple, (inner, *_):
            return inner if isinstance(step, int) else None
        case builtins.dict, (_, inner):
            return inner
        case _:
            field = _fields_of(annotation).get(str(step))
            return None if field is None else field.annotation


def _fields_of(annotation: object) -> dict[str, FieldInfo]:
    """Fields of the model that values so annotated are, by the keys that they have in a file."""
    match get_origin(annotation), get_args(annotation):
        case typing.Annotated, (inner, *_):
            return _fields_of(inner)
        case ((typing.Union | types.UnionType), arguments):
            return next((found for each in arguments if (found := _fields_of(each))), {})
        case _ if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            return {field.alias or name: field for name, field in annotation.model_fields.items()}
        case _:
            return {}


def _only_word(field: FieldInfo | None) -> str:
    """The one word that can stand in the field; `…` where there are others."""
    if field is None or get_origin(field.annotation) is not Literal:
        return "…"
    return " or ".join(map(str, get_args(field.annotation)))
