"""What is known of a policy action and its changes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from rulecheck.facts.diplomacy import (
    diplomacy_facts,
    direction_facts,
    review_facts,
    supplier_without_own_control,
)
from rulecheck.facts.eccns import related
from rulecheck.facts.figures import Measures, measures_of, reaches
from rulecheck.facts.known import (
    NOWHERE,
    Bool,
    Fact,
    Origin,
    boolean,
    every,
    members,
    opposite,
    some,
)
from rulecheck.facts.linkage import linkage_facts
from rulecheck.facts.screening import is_listed_in
from rulecheck.facts.sections import Section, unstated
from rulecheck.packs.model import Pack
from rulecheck.packs.reference import Chip
from rulecheck.proposals.models import PolicyAction
from rulecheck.vocabulary import Members
from rulecheck.vocabulary.enums import Category, SubjectKind

WORLDWIDE = "ALL"


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A change of the controls and what follows from its fields."""

    section: Section
    facts: Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class ActionView:
    """A policy action with its changes."""

    changes: tuple[ChangeView, ...]
    facts: Mapping[str, Fact]


def action_view(model: PolicyAction, pack: Pack) -> ActionView:
    """Everything that is known of the action."""
    proposal, day = Section(model, ()), model.as_of
    sections = proposal.elements("changes")
    if sections is None:
        sections = (unstated(("changes",)),)
    return ActionView(
        changes=tuple(_change_view(section, proposal, pack, day) for section in sections),
        facts={
            "action.instrument": proposal.field("instrument").fact(),
            "action.directions": _directions(sections),
            **direction_facts(sections),
            **diplomacy_facts(proposal, pack, day),
            **review_facts(proposal, day),
            **linkage_facts(proposal, SubjectKind.ACTION, pack, day),
        },
    )


def _directions(changes: tuple[Section, ...]) -> Fact:
    fields = [change.field("direction") for change in changes]
    known = [str(field.value) for field in fields if field.value is not None]
    missing = tuple(field.pointer for field in fields if field.value is None)
    read = tuple(field.pointer for field in fields if field.value is not None)
    found = Members.at_least(known) if missing else Members.exactly(known)
    return members(found, Origin(read=read, missing=missing))


def _change_view(section: Section, proposal: Section, pack: Pack, day: date) -> ChangeView:
    outs = section.words("carve_outs")
    carved = Members.at_least(()) if outs is None else Members.exactly(outs)
    china = pack.words("china", day)
    reaches_china = some(
        [
            section.has_any("countries", [*china, WORLDWIDE]),
            every(
                [
                    section.field("category").is_in(_OF_ENTITIES),
                    _names_one_of(section, china, pack, day),
                ]
            ),
        ]
    )
    return ChangeView(
        section,
        {
            "change.id": Fact(section.field("id").value, Origin(read=(section.below("id"),))),
            "change.direction": section.field("direction").fact(),
            "change.category": section.field("category").fact(),
            "change.reaches_china": boolean(reaches_china),
            "change.products_at_3a090_a": boolean(_products_at_a(section, pack, day)),
            "change.products_below_3a090_a": boolean(_products_below_a(section, pack, day)),
            "change.covers_future_products": section.field("covers_future_products").fact(),
            "change.limited_to_inventory": section.field("limited_to_inventory").fact(),
            "change.supplier_without_own_control": boolean(
                supplier_without_own_control(section, proposal, pack, day)
            ),
            "change.carve_outs": members(carved, section.origin("carve_outs", outs)),
        },
    )


_OF_ENTITIES: Final = (Category.FABS, Category.OWNERSHIP)
"""Categories of changes that are made to entities by name."""


def _names_one_of(section: Section, countries: frozenset[str], pack: Pack, day: date) -> Bool:
    """Whether a listed entity of one of the countries is among those that the change names."""
    names = section.words("entities")
    origin = section.origin("entities", names)
    if names is None:
        return Bool(None, origin)
    found = some([Bool(is_listed_in(name, countries, pack, day)) for name in names])
    return Bool(found.truth, origin)


def _products_at_a(section: Section, pack: Pack, day: date) -> Bool:
    def at_a(chip: Chip) -> Bool:
        return reaches("3a090-a", _public_measures(section, chip), pack, day)

    at, below = _eccns(pack, day)
    return _covered(section, _by_products(section, pack, at_a), _by_eccns(section, at, below))


def _products_below_a(section: Section, pack: Pack, day: date) -> Bool:
    def below_a(chip: Chip) -> Bool:
        measures = _public_measures(section, chip)
        restricted = some(
            [reaches(each, measures, pack, day) for each in ("is-informed", "3a090-b")]
        )
        return every([restricted, opposite(reaches("3a090-a", measures, pack, day))])

    at, below = _eccns(pack, day)
    return _covered(section, _by_products(section, pack, below_a), _by_eccns(section, below, at))


def _covered(section: Section, by_products: Bool, by_eccns: Bool) -> Bool:
    """A product that is named is what its figures say; an ECCN beside it is a claim about it."""
    return every([by_products, by_eccns]) if section.words("products") == () else by_products


def _public_measures(section: Section, chip: Chip) -> Measures:
    """The measures of a product that the change names: those of the catalogue alone."""
    return measures_of(unstated(section.below("products")), chip, NOWHERE)


def _eccns(pack: Pack, day: date) -> tuple[frozenset[str], frozenset[str]]:
    return pack.words("eccns-at-3a090-a", day), pack.words("eccns-below-3a090-a", day)


def _by_products(section: Section, pack: Pack, meets: Callable[[Chip], Bool]) -> Bool:
    """Whether a product that the change is limited to meets it; any does if there is no limit."""
    products = section.words("products")
    origin = section.origin("products", products)
    if products is None:
        return Bool(None, origin)
    if not products:
        return Bool(True, origin)
    truth = some([meets(pack.chips[product]) for product in products]).truth
    return Bool(truth, origin)


def _by_eccns(section: Section, these: frozenset[str], others: frozenset[str]) -> Bool:
    """Whether an ECCN that the change is limited to covers one of these.

    One that covers only others does not; of one that the pack does not place, nothing is known.
    """
    eccns = section.words("eccns")
    origin = section.origin("eccns", eccns)
    if eccns is None:
        return Bool(None, origin)
    if not eccns:
        return Bool(True, origin)
    return Bool(some([Bool(_covers(eccn, these, others)) for eccn in eccns]).truth, origin)


def _covers(eccn: str, these: frozenset[str], others: frozenset[str]) -> bool | None:
    if any(related(eccn, each) for each in these):
        return True
    return False if any(related(eccn, each) for each in others) else None
