"""Changes that a drafter can make to a draft, and the edits that a set of them comes to.

A change is what is done in one stroke: one lever stated otherwise, with what goes with it by
itself, or a move of the pack. What depends on other changes (down to how much a quantity is
lowered once a lot is left out) is settled for the whole set, so the order makes no difference.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from fractions import Fraction
from functools import cached_property
from math import floor
from typing import Final

from rulecheck.documents import Pointer
from rulecheck.documents.validation import Frozen
from rulecheck.engine.kleene import truth
from rulecheck.facts import Fact, Subject, subjects_of
from rulecheck.packs.conditions import (
    Comparison,
    Condition,
    FactReference,
    comparisons,
    with_parameters,
)
from rulecheck.packs.model import Move, Pack
from rulecheck.packs.moves import GRANTED, LIMITS
from rulecheck.proposals import LicenseDecision, PolicyAction, Proposal
from rulecheck.proposals.checks import CHIP_KINDS, grants_everything
from rulecheck.proposals.models import Item
from rulecheck.proposals.revising import Data, Edit, data_of, edited, revised, stated_at
from rulecheck.vocabulary import Range
from rulecheck.vocabulary.enums import Action, ConditionType, ItemKind, SubjectKind
from rulecheck.vocabulary.levers import ALLOWED_WITH, LEVERS, TRUTHS, Allowance, Path
from rulecheck.vocabulary.ranges import exactly

CONDITIONS: Final[Pointer] = ("decision", "conditions")
ACTION: Final[Pointer] = ("decision", "action")


@dataclass(frozen=True)
class Change:
    """Something that a drafter does to a draft in one stroke."""

    title: str
    about: Pointer = ()
    """The item, lot or change that it is made to; the root, if to the whole draft."""
    states: Mapping[Pointer, Frozen] = field(default_factory=dict)
    """Fields, and what is stated in them."""
    lowers: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """Items by their place, and the facts of which no more is granted than the least."""
    adds: tuple[ConditionType, ...] = ()
    refuses: bool = False
    """Whether it is to refuse what the draft would grant."""
    withholds: bool = False
    """Whether nothing is granted any more of what it is about."""

    @property
    def grants_less(self) -> bool:
        """Whether less is granted than was applied for."""
        return bool(self.lowers) or self.withholds


class Changes:
    """What can be changed in one draft, and what changes come to."""

    def __init__(self, proposal: Proposal, pack: Pack, allowed: frozenset[Allowance]) -> None:
        self.proposal = proposal
        self.pack = pack
        self.data = data_of(proposal)
        self._allowed = allowed
        self._day = proposal.model.as_of
        self._subjects = subjects_of(proposal.model, pack)

    @cached_property
    def available(self) -> tuple[Change, ...]:
        """Every change that states something else than the draft, the pack's moves first."""
        found = [*self._moves(), *self._truths()]
        if isinstance(self.proposal.model, LicenseDecision):
            found += [*self._quantities(self.proposal.model), *self._conditions()]
        return tuple(each for each in found if self._does_something(each))

    def _does_something(self, change: Change) -> bool:
        """Whether it may change the draft; how far a quantity is lowered takes longer to tell."""
        there = {_mapping(each).get("type") for each in _conditions_of(self.data)}
        return (
            bool(change.lowers)
            or any(kind is ConditionType.UNIT_CAP or kind not in there for kind in change.adds)
            or any(
                stated_at(self.data, pointer) != value for pointer, value in change.states.items()
            )
        )

    @cached_property
    def touched(self) -> tuple[frozenset[Pointer], ...]:
        """Of each change that is available, the fields that a fact may rest on and it alters."""
        return tuple(self._touched_by(each) for each in self.available)

    def _touched_by(self, change: Change) -> frozenset[Pointer]:
        found: set[Pointer] = {*change.states}
        found |= {("items", place, "approved_quantity") for place in change.lowers}
        if change.adds:
            found.add(CONDITIONS)
        model = self.proposal.model
        if (
            change.grants_less
            and isinstance(model, LicenseDecision)
            and grants_everything(model.decision, self.pack, self._day)
        ):
            found.add(ACTION)  # it alone says then that lots and quantities are granted
        return frozenset(found)

    def chosen(self, places: Iterable[int]) -> tuple[Change, ...]:
        """The changes at these places among those that are available."""
        return tuple(self.available[place] for place in sorted(places))

    def may_state(self, pointer: Pointer) -> bool:
        """Whether a change may state something else there."""
        path = tuple(step for step in pointer if isinstance(step, str))
        allowance = ALLOWED_WITH.get(path)
        kind = self.proposal.model.kind
        return path in LEVERS[kind] and (allowance is None or allowance in self._allowed)

    # -- single levers -------------------------------------------------------------------------

    def _truths(self) -> Iterator[Change]:
        for path in TRUTHS[self.proposal.model.kind]:
            for pointer in _places(self.data, path):
                for value in (True, False):
                    if path == ("items", "lots", "approved"):
                        yield self._lot_approved(pointer, value)
                    else:
                        words = f"`{path[-1]}: {str(value).lower()}`"
                        about = pointer[:-1] if len(pointer) > 2 else ()
                        yield Change(f"State {words}", about, {pointer: value})

    def _lot_approved(self, pointer: Pointer, value: bool) -> Change:
        *lot, _ = pointer
        about, place = tuple(lot), pointer[1]
        if value or not isinstance(place, int):
            return Change("Approve the lot", about, {pointer: value})
        lowers = {place: self._limits} if self._limits else {}
        return Change("Leave the lot out of the grant", about, {pointer: False}, lowers)

    def _quantities(self, model: LicenseDecision) -> Iterator[Change]:
        items = model.items or ()
        for place, item in enumerate(items):
            if self._limits and item.kind in CHIP_KINDS:
                title = "Lower the quantity to what there is in stock"
                yield Change(title, ("items", place), lowers={place: self._limits})
            if len(items) > 1:
                nothing = self._nothing_of(place, item)
                title = "Grant nothing of the item"
                yield Change(title, ("items", place), nothing, withholds=True)

    def _nothing_of(self, place: int, item: Item) -> dict[Pointer, Frozen]:
        lots: dict[Pointer, Frozen] = {
            ("items", place, "lots", number, "approved"): False
            for number in range(len(item.lots or ()))
        }
        return {("items", place, "approved_quantity"): 0, **lots}

    @cached_property
    def _limits(self) -> tuple[str, ...]:
        """The facts with which rules compare how much of an item is granted."""
        pairs = [
            {each.fact, each.operand.fact}
            for each in _compared(self.pack)
            if isinstance(each.operand, FactReference)
        ]
        return tuple(name for name in LIMITS if {name, GRANTED} in pairs)

    def _conditions(self) -> Iterator[Change]:
        named: dict[str, None] = {}
        for each in _compared(self.pack):
            named.update(dict.fromkeys(conditions_asked(each)))
        for kind in ConditionType:
            if kind in named:
                yield Change(f"Add the condition `{kind}`", adds=(kind,))

    # -- moves ---------------------------------------------------------------------------------

    def _moves(self) -> Iterator[Change]:
        for move in self.pack.moves:
            allowed = move.allow is None or move.allow in self._allowed
            if allowed and move.kind is self.proposal.model.kind:
                yield from self._bound(move)

    def _bound(self, move: Move) -> Iterator[Change]:
        """The move as it is made to this draft; to each change of an action by itself."""
        match self.proposal.model:
            case LicenseDecision() as model:
                yield from self._bound_to_decision(move, model)
            case PolicyAction() as action:
                whole = {**_stated(move, lambda path: path[0] != "changes"), **self._planned(move)}
                one = _stated(move, lambda path: path[0] == "changes")
                if not one:
                    yield Change(move.title, (), whole)
                for place in range(len(action.changes or ())) if one else ():
                    own = {("changes", place, *path[1:]): value for path, value in one.items()}
                    yield Change(move.title, ("changes", place), {**whole, **own})

    def _bound_to_decision(self, move: Move, model: LicenseDecision) -> Iterator[Change]:
        states = {**_stated(move, lambda _: True), **self._planned(move)}
        items = model.items or ()
        places = [place for place, item in enumerate(items) if item.kind in CHIP_KINDS]
        if move.approve_lots_where is not None:
            kept = {place: self._kept_lots(place, move.approve_lots_where) for place in places}
            places = [place for place in places if any(kept[place].values())]
            chosen = {pointer: kept[place][pointer] for place in places for pointer in kept[place]}
            if all(stated_at(self.data, pointer) == value for pointer, value in chosen.items()):
                return
            states |= chosen
        if move.grant_nothing:
            for place, item in enumerate(items):
                states |= {
                    pointer: value
                    for pointer, value in self._nothing_of(place, item).items()
                    if stated_at(self.data, pointer) is not None
                }
        lowers = dict.fromkeys(places, move.lower_quantity_to) if move.lower_quantity_to else {}
        yield Change(
            move.title,
            (),
            states,
            lowers,
            move.add_conditions,
            refuses=move.allow is Allowance.ACTION,
            withholds=move.grant_nothing,
        )

    def _kept_lots(self, place: int, condition: Condition) -> dict[Pointer, Frozen]:
        """Whether each lot of the item stays approved. One that was left out is not let in."""
        filled = with_parameters(condition, lambda name: self.pack.value(name, self._day))
        return {
            (*lot.pointer, "approved"): (
                lot.facts["lot.approved"].value is not False and _meets(filled, lot)
            )
            for lot in self._subjects
            if lot.kind is SubjectKind.LOT and lot.pointer[:2] == ("items", place) and lot.stated
        }

    def _planned(self, move: Move) -> dict[Pointer, Frozen]:
        if move.plan_review is None:
            return {}
        days = floor(self.pack.number(move.plan_review, self._day))
        try:
            return {("review", "next_review"): self._day + timedelta(days=days)}
        except OverflowError:  # no calendar reaches so far
            return {}

    # -- what a set of changes comes to ----------------------------------------------------------

    def edits_of(self, changes: Iterable[Change]) -> tuple[Edit, ...] | None:
        """The edits that the changes come to together; `None` where they can't be made together.

        They can't where two state one field differently, or where a quantity would have to be
        lowered to nothing or to what is not known.
        """
        changes = tuple(changes)
        states: dict[Pointer, Frozen] = {}
        for change in changes:
            for pointer, value in change.states.items():
                if states.setdefault(pointer, value) != value:
                    return None
        lowers = {
            place: facts
            for change in changes
            for place, facts in change.lowers.items()
            if ("items", place, "approved_quantity") not in states
        }
        less = any(each.grants_less and not each.refuses for each in changes)
        partial = self._in_part() if less else {}
        edits = _Edits(self.data, {**partial, **states})
        if not self._lower(lowers, edits):
            return None
        if any(_reduces(edit, partial) for edit in edits.made):
            _lower_caps(edits)
        else:
            edits = _Edits(self.data, states)
        adds = [kind for change in changes for kind in change.adds]
        return tuple(edits.made) if _add_conditions(edits, adds) else None

    def _in_part(self) -> dict[Pointer, Frozen]:
        """What turns an approval into one in part: all that it granted unsaid has to be said."""
        model = self.proposal.model
        whole = (Action.APPROVE.value, Action.APPROVE_WITH_CONDITIONS.value)
        if not isinstance(model, LicenseDecision) or stated_at(self.data, ACTION) not in whole:
            return {}
        found: dict[Pointer, Frozen] = {ACTION: Action.APPROVE_IN_PART.value}
        if grants_everything(model.decision, self.pack, self._day):
            for place, item in enumerate(model.items or ()):
                at: Pointer = ("items", place)
                if item.approved_quantity is None and item.quantity is not None:
                    found[*at, "approved_quantity"] = stated_at(self.data, (*at, "quantity"))
                for number in range(len(item.lots or ())):
                    found[*at, "lots", number, "approved"] = True
        return found

    def _lower(self, lowers: Mapping[int, tuple[str, ...]], edits: "_Edits") -> bool:
        if not lowers:
            return True
        proposal = revised(edits.data, self.proposal.document, self.pack)
        if proposal is None or not isinstance(proposal.model, LicenseDecision):
            return False
        items = list(proposal.model.items or ())
        facts = {each.pointer: each.facts for each in subjects_of(proposal.model, self.pack)}
        for place, names in lowers.items():
            ends = [_low_end(facts["items", place][name]) for name in names]
            most = _most_units(items, place, ends)
            if most is None:
                return False
            granted = items[place].approved_quantity
            if granted is None or granted.high is None or granted.high > most:
                edits.state(("items", place, "approved_quantity"), most)
                lowered = {"approved_quantity": exactly(most)}
                items[place] = items[place].model_copy(update=lowered)
        return True


def _stated(move: Move, wanted: Callable[[Path], bool]) -> dict[Pointer, Frozen]:
    return {path: value for path, value in move.states.items() if wanted(path)}


def conditions_asked(comparison: Comparison) -> tuple[str, ...]:
    """The types of condition whose presence the comparison asks about."""
    if comparison.fact == "decision.has_unit_cap":
        return (ConditionType.UNIT_CAP,)
    if comparison.fact == "decision.condition_types" and isinstance(comparison.operand, tuple):
        return comparison.operand
    return ()


def _compared(pack: Pack) -> Iterator[Comparison]:
    for rule in pack.rules:
        for condition in (rule.applies_when, rule.violated_when, rule.unless):
            if condition is not None:
                yield from comparisons(condition)


def _meets(condition: Condition, subject: Subject) -> bool:
    values = {name: fact.value for name, fact in subject.facts.items()}
    return truth(condition, values) is True


class _Edits:
    """Edits as they are gathered, and the data that they make."""

    def __init__(self, data: Data, states: Mapping[Pointer, Frozen]) -> None:
        self.data = data
        self.made: list[Edit] = []
        for pointer, value in states.items():
            self.state(pointer, value)

    def state(self, pointer: Pointer, value: Frozen) -> None:
        """State the value there, unless that is stated already."""
        if stated_at(self.data, pointer) == value:
            return
        edit = Edit(pointer, value)
        self.made.append(edit)
        self.data = edited(self.data, (edit,))


def _reduces(edit: Edit, unsaid: Mapping[Pointer, Frozen]) -> bool:
    """Whether the edit grants less, rather than saying what was granted unsaid."""
    is_grant = edit.pointer[-1] in ("approved", "approved_quantity")
    return is_grant and edit.value is not True and unsaid.get(edit.pointer) != edit.value


def _conditions_of(data: Data) -> tuple[Frozen, ...]:
    stated = stated_at(data, CONDITIONS)
    return stated if isinstance(stated, tuple) else ()


def _lower_caps(edits: _Edits) -> None:
    """Bring every cap in units down to what is granted, so that it still says something."""
    granted = _accelerators(edits.data)
    for place, each in enumerate(_conditions_of(edits.data)):
        cap = _mapping(each).get("accelerators")
        if isinstance(cap, int) and granted is not None and cap > granted:
            edits.state((*CONDITIONS, place, "accelerators"), granted)


def _add_conditions(edits: _Edits, adds: Iterable[ConditionType]) -> bool:
    """Add conditions that are not there, a cap with its number. Whether that can be done."""
    granted = _accelerators(edits.data)
    for kind in dict.fromkeys(adds):
        conditions = [_mapping(each) for each in _conditions_of(edits.data)]
        there = [place for place, each in enumerate(conditions) if each.get("type") == kind]
        number: dict[str, Frozen] = {}
        if kind is ConditionType.UNIT_CAP:
            if granted is None:
                return False
            number = {"accelerators": granted}
        if not there:
            edits.state((*CONDITIONS, len(conditions)), {"type": kind.value, **number})
        elif number and not any("accelerators" in conditions[place] for place in there):
            edits.state((*CONDITIONS, there[0], "accelerators"), granted)
    return True


def _mapping(data: Frozen) -> Mapping[str, Frozen]:
    return data if isinstance(data, dict) else {}


def _accelerators(data: Data) -> int | None:
    """Accelerators that the draft grants by its own count; `None` where it does not say."""
    items = data.get("items")
    if not isinstance(items, tuple):
        return None
    total = 0
    for item in map(_mapping, items):
        each = _mapping(item.get("specs")).get("accelerators_per_unit")
        per_unit = 1 if item.get("kind") == ItemKind.CHIP else each
        units = item.get("approved_quantity", item.get("quantity"))
        if item.get("kind") not in CHIP_KINDS:
            continue
        if not isinstance(per_unit, int) or not isinstance(units, int):
            return None
        total += units * per_unit
    return total


def _low_end(fact: Fact) -> Fraction | None:
    value = fact.value
    return value.low if isinstance(value, Range) and isinstance(value.low, Fraction) else None


def _most_units(items: Sequence[Item], place: int, limits: Sequence[Fraction | None]) -> int | None:
    """The most units of the item within the limits on its product; `None` where there are none.

    What other items of the product are granted stays theirs.
    """
    item = items[place]
    per_unit = _per_unit(item)
    known = [limit for limit in limits if limit is not None]
    if per_unit is None or len(known) < len(limits):
        return None
    left = min(known)
    for other, each in enumerate(items):
        if other == place or item.product is None or each.product != item.product:
            continue
        count, granted = _per_unit(each), each.approved_quantity
        if count is None or granted is None or granted.high is None:
            return None
        left -= count * granted.high
    highest = item.quantity.high if item.quantity is not None else None
    most = left / per_unit if highest is None else min(left / per_unit, highest)
    return floor(most) if most >= 1 else None


def _per_unit(item: Item) -> Fraction | None:
    """Accelerators in one unit, if that is known exactly."""
    if item.kind is ItemKind.CHIP:
        return Fraction(1)
    if item.kind is not ItemKind.SYSTEM or item.specs is None:
        return None
    stated = item.specs.accelerators_per_unit
    return None if stated is None else stated.exact


def _places(data: Frozen, path: Path, at: Pointer = ()) -> Iterator[Pointer]:
    """Where a field of this path stands or would stand: once in each element of a list."""
    if not path:
        yield at
        return
    inside = _mapping(data).get(path[0])
    if isinstance(inside, tuple) and len(path) > 1:
        for place, element in enumerate(inside):
            yield from _places(element, path[1:], (*at, path[0], place))
    elif not (inside is None and path[0] in _LISTS):
        yield from _places(inside, path[1:], (*at, path[0]))


_LISTS: Final = frozenset({"items", "lots", "changes"})
"""Lists that lie on the way to a lever: where one is not stated, there is nothing to lever."""
