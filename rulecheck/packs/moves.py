"""Reading moves: each states levers alone, and every fault is noted at its line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from rulecheck.documents import Pointer, closest
from rulecheck.documents.problems import shown
from rulecheck.documents.validation import fault_at, fault_at_key, written
from rulecheck.packs.files import MoveEntry, MovesFile
from rulecheck.packs.language import ConditionReader
from rulecheck.packs.model import Move
from rulecheck.vocabulary.enums import Action, ConditionType, Kind, SubjectKind
from rulecheck.vocabulary.facts import FACTS, visible_from
from rulecheck.vocabulary.levers import DAYS, LEVERS, TRUTHS, WORDS, Allowance, Path

GRANTED: Final = "item.accelerators_approved"
"""How much of an item is granted."""

LIMITS: Final = tuple(
    name
    for name in visible_from(SubjectKind.ITEM)
    if FACTS[name].unit == "accelerators" and name != GRANTED
)
"""Facts of an item that its quantity can be lowered to; none depends on how much is granted."""

_REFUSALS: Final = (Action.DENY, Action.REVOKE, Action.RETURN_WITHOUT_ACTION)

_STEPS_OF_DECISIONS: Final = (
    "approve_lots_where",
    "lower_quantity_to",
    "grant_nothing",
    "add_conditions",
)

_OTHER_STEPS: Final[Mapping[Path, str]] = {
    ("decision", "conditions"): "add_conditions: [closed_lot_list]",
    ("items", "approved_quantity"): "lower_quantity_to: [item.lots_accelerators]",
    ("items", "lots", "approved"): "approve_lots_where: {lot.stage: finished}",
    ("review", "next_review"): "plan_review: {parameter: review-interval}",
}
"""Levers that are not simply stated, and the steps that are for them."""


def read_moves(loaded: MovesFile, reader: ConditionReader) -> Iterator[Move]:
    """The moves of a pack; what is wrong with them is noted among the reader's faults."""
    for place, entry in enumerate(loaded.moves):
        yield _MoveReader(entry, ("moves", place), reader).move()


@dataclass(frozen=True)
class _MoveReader:
    entry: MoveEntry
    at: Pointer
    reader: ConditionReader

    def move(self) -> Move:
        entry = self.entry
        self._check_steps()
        self._check_allowance()
        return Move(
            id=entry.id,
            title=entry.title,
            kind=entry.kind,
            allow=entry.allow,
            states=dict(self._states()),
            approve_lots_where=None
            if entry.approve_lots_where is None
            else self.reader.read(
                entry.approve_lots_where, (*self.at, "approve_lots_where"), SubjectKind.LOT
            ),
            lower_quantity_to=tuple(self._limits()),
            grant_nothing=entry.grant_nothing,
            add_conditions=entry.add_conditions,
            plan_review=self._days(),
        )

    def _fault(self, at: Pointer, message: str, hint: str) -> None:
        self.reader.faults.append(fault_at(self.reader.document, at, message, hint))

    def _key_fault(self, at: Pointer, message: str, hint: str) -> None:
        self.reader.faults.append(fault_at_key(self.reader.document, at, message, hint))

    def _check_steps(self) -> None:
        given = [name for name in _STEPS_OF_DECISIONS if getattr(self.entry, name)]
        if not (given or self.entry.states or self.entry.plan_review):
            message = f"the move `{self.entry.id}` changes nothing"
            self._fault(self.at, message, "say what it states, in `set` or another step")
        if self.entry.kind is Kind.POLICY_ACTION:
            for name in given:
                message = f"a {Kind.POLICY_ACTION} has nothing to which `{name}` could be done"
                hint = f"drop it, or write `kind: {Kind.LICENSE_DECISION}`"
                self._key_fault((*self.at, name), message, hint)
        if ConditionType.OTHER in self.entry.add_conditions:
            place = self.entry.add_conditions.index(ConditionType.OTHER)
            message = "a condition of the type `other` says nothing without its text"
            self._fault((*self.at, "add_conditions", place), message, "name a type of its own")

    def _check_allowance(self) -> None:
        refuses = self.entry.states.get("decision.action") in _REFUSALS
        needed = {
            Allowance.ACTION: self.entry.grant_nothing or refuses,
            Allowance.DIRECTION: "changes.direction" in self.entry.states,
        }
        for allowance, is_needed in needed.items():
            if is_needed and self.entry.allow is not allowance:
                message = f"the move `{self.entry.id}` makes another decision"
                hint = f"write `allow: {allowance}`, so that it is tried only on request"
                self._fault(self.at, message, hint)

    def _states(self) -> Iterator[tuple[Path, bool | str]]:
        levers = LEVERS[self.entry.kind]
        known = {".".join(path): path for path in sorted(levers) if path not in _OTHER_STEPS}
        for name, value in self.entry.states.items():
            at = (*self.at, "set", name)
            path = tuple(name.split("."))
            if path in levers and path in _OTHER_STEPS:
                message = f"`{name}` has a step of its own"
                self._key_fault(at, message, f"write {_OTHER_STEPS[path]}")
            elif name not in known:
                near = closest(name, known)
                hint = f"did you mean `{near}`?" if near else f"it decides: {', '.join(known)}"
                message = f"`{shown(name)}` is nothing that the drafter decides"
                self._key_fault(at, message, hint)
            elif not isinstance(value, bool | str) or not _fits(path, value, self.entry.kind):
                message = f"{written(value)} can't be stated in `{name}`"
                self._fault(at, message, f"write {_due(path)}")
            else:
                yield path, value

    def _limits(self) -> Iterator[str]:
        for place, name in enumerate(self.entry.lower_quantity_to):
            if name in LIMITS:
                yield name
                continue
            near = closest(name, LIMITS)
            hint = f"did you mean `{near}`?" if near else f"such facts are: {', '.join(LIMITS)}"
            message = f"`{shown(name)}` is no number of accelerators of an item"
            self._fault((*self.at, "lower_quantity_to", place), message, hint)

    def _days(self) -> str | None:
        if self.entry.plan_review is None:
            return None
        name = self.entry.plan_review.parameter
        parameter = self.reader.parameters.get(name)
        if parameter is not None and all(
            isinstance(each.value, Fraction) for each in parameter.values
        ):
            return name
        near = closest(name, self.reader.parameters)
        hint = f"did you mean `{near}`?" if near and near != name else "name one in parameters.yaml"
        message = f"there is no parameter `{shown(name)}` that is a number of days"
        self._fault((*self.at, "plan_review", "parameter"), message, hint)
        return None


def _fits(path: Path, value: bool | str, kind: Kind) -> bool:
    if path in TRUTHS[kind]:
        return isinstance(value, bool)
    return value in WORDS[path] if path in WORDS else value == "none"


def _due(path: Path) -> str:
    if path in WORDS:
        return f"one of: {', '.join(WORDS[path])}"
    return "none" if path in DAYS else "true or false"
