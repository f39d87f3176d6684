"""What is known of a license decision as a whole."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rulecheck.facts.items import Draft, ItemView, items_of
from rulecheck.facts.known import (
    Bool,
    Fact,
    Field,
    Origin,
    boolean,
    every,
    members,
    merged,
    opposite,
    some,
)
from rulecheck.facts.linkage import linkage_facts
from rulecheck.facts.parties import PartyView, lacks, parties_of, party_view
from rulecheck.facts.route import has_hub_leg, hub_legs_pass_through, legs_of, through_hub
from rulecheck.facts.sections import Section, unstated
from rulecheck.packs.model import Pack
from rulecheck.proposals.checks import grants_everything
from rulecheck.proposals.models import LicenseDecision
from rulecheck.vocabulary import Members
from rulecheck.vocabulary.enums import ConditionType, PartyRole, SubjectKind


@dataclass(frozen=True, slots=True, eq=False)
class DecisionView:
    """A license decision with its items and parties, and what follows from them."""

    draft: Draft
    items: tuple[ItemView, ...]
    parties: tuple[PartyView, ...]
    facts: Mapping[str, Fact]


def _draft_of(model: LicenseDecision, pack: Pack) -> Draft:
    """The decision with what its items depend on."""
    proposal, day = Section(model, ()), model.as_of
    return Draft(
        proposal=proposal,
        pack=pack,
        day=day,
        permits=_permits(proposal, pack, day),
        grants_everything=grants_everything(model.decision, pack, day),
        covers_more_later=some(
            [
                proposal.section("decision").field(name).holds()
                for name in ("covers_future_production", "covers_future_products")
            ]
        ),
        legs=legs_of(proposal, pack, day),
        parties=parties_of(proposal, pack, day),
    )


def decision_view(model: LicenseDecision, pack: Pack) -> DecisionView:
    """Everything that is known of the decision."""
    draft = _draft_of(model, pack)
    proposal = draft.proposal
    items = items_of(draft)
    restricted = _some_item(items, lambda item: [item.is_restricted_chip])
    hub = through_hub(draft.legs, draft.parties)
    return DecisionView(
        draft=draft,
        items=items,
        parties=_with_remote_user(draft, restricted, hub),
        facts={
            **_stated_facts(proposal),
            **_reach_facts(draft, items, restricted),
            "decision.permits": boolean(draft.permits),
            "decision.countries_touched": _countries_touched(draft),
            "decision.country_groups_touched_beyond_china": _groups_touched(draft),
            "decision.route_through_hub": boolean(hub),
            "decision.has_hub_leg": boolean(has_hub_leg(draft.legs)),
            "decision.hub_legs_pass_through": boolean(hub_legs_pass_through(draft.legs)),
            **linkage_facts(proposal, SubjectKind.DECISION, pack, draft.day),
        },
    )


def _permits(proposal: Section, pack: Pack, day: date) -> Bool:
    decision = proposal.section("decision")
    action, basis = decision.field("action"), decision.field("basis")
    return some(
        [
            action.is_in(pack.words("permitting-actions", day)),
            every(
                [
                    basis.is_in(pack.words("permitting-bases", day)),
                    opposite(action.is_in(pack.words("refusing-actions", day))),
                ]
            ),
        ]
    )


def _stated_facts(proposal: Section) -> Mapping[str, Fact]:
    decision, transaction = proposal.section("decision"), proposal.section("transaction")
    congress = proposal.section("congress")
    return {
        "decision.action": decision.field("action").fact(),
        "decision.basis": decision.field("basis").fact(),
        "decision.condition_types": _condition_types(decision),
        "decision.has_unit_cap": boolean(_has_unit_cap(decision)),
        "decision.covers_future_production": decision.field("covers_future_production").fact(),
        "decision.covers_future_products": decision.field("covers_future_products").fact(),
        "decision.transaction_type": transaction.field("type").fact(),
        "decision.transaction_mode": transaction.field("mode").fact(),
        "decision.congress_notified": congress.field("notified").fact(),
        "decision.congress_days_before_issue": congress.field("days_before_issue").fact(),
    }


def _condition_types(decision: Section) -> Fact:
    conditions = decision.elements("conditions")
    if conditions is None:
        return Fact(None, Origin(missing=(decision.below("conditions"),)))
    types = [condition.field("type") for condition in conditions]
    known = [str(field.value) for field in types if field.value is not None]
    origin = Origin(
        read=(decision.below("conditions"),),
        missing=tuple(field.pointer for field in types if field.value is None),
    )
    complete = len(known) == len(types)
    return members(Members.exactly(known) if complete else Members.at_least(known), origin)


def _has_unit_cap(decision: Section) -> Bool:
    conditions = decision.elements("conditions")
    if conditions is None:
        return Bool(None, Origin(missing=(decision.below("conditions"),)))
    if not conditions:
        return Bool(False, Origin(read=(decision.below("conditions"),)))
    return some([_caps(condition) for condition in conditions])


def _caps(condition: Section) -> Bool:
    stated = condition.field("accelerators")
    number = Bool(None if stated.value is None else True, stated.origin)
    return every([condition.field("type").is_in([ConditionType.UNIT_CAP]), number])


# -- what reaches China ------------------------------------------------------------------------


def _some_item(items: Sequence[ItemView], asked: Callable[[ItemView], list[Bool]]) -> Bool:
    """Whether an item that the decision lets go has everything that is asked."""
    return some([every([item.permits, *asked(item)]) for item in items])


def _reach_facts(draft: Draft, items: Sequence[ItemView], restricted: Bool) -> Mapping[str, Fact]:
    controlled = draft.pack.words("controlled-kinds", draft.day)
    below_a = _some_item(
        items, lambda item: [item.is_restricted_chip, opposite(item.is_a), item.reaches_china]
    )
    openly = every(
        [
            some(
                [
                    opposite(every([item.permits, item.is_restricted_chip])),
                    item.reaches_china,
                ]
            )
            for item in items
        ]
    )
    return {
        "decision.controlled_item_reaches_china": boolean(
            some([every([item.kind.is_in(controlled), item.reaches_china]) for item in items])
        ),
        "decision.has_restricted_chip": boolean(restricted),
        "decision.restricted_chip_reaches_china": boolean(
            _some_item(items, lambda item: [item.is_restricted_chip, item.reaches_china])
        ),
        "decision.restricted_chip_below_a_reaches_china": boolean(below_a),
        "decision.every_restricted_chip_reaches_china": boolean(openly),
    }


# -- where it passes ---------------------------------------------------------------------------


def _countries_touched(draft: Draft) -> Fact:
    fields = _country_fields(draft)
    known = [str(field.value) for field in fields if field.value is not None]
    complete = len(known) == len(fields)
    origin = _origin_of(draft)
    return members(Members.exactly(known) if complete else Members.at_least(known), origin)


def _groups_touched(draft: Draft) -> Fact:
    china = draft.pack.words("china", draft.day)
    fields = _country_fields(draft)
    known = {str(field.value) for field in fields if field.value is not None}
    groups = {
        group
        for country in known - china
        for group in draft.pack.countries.groups_of(country, draft.day)
    }
    complete = all(field.value is not None for field in fields)
    origin = _origin_of(draft)
    return members(Members.exactly(groups) if complete else Members.at_least(groups), origin)


def _country_fields(draft: Draft) -> list[Field]:
    return [leg.country for leg in draft.legs] + [party.country for party in draft.parties]


def _origin_of(draft: Draft) -> Origin:
    return merged(field.origin for field in _country_fields(draft))


def _with_remote_user(draft: Draft, restricted: Bool, hub: Bool) -> tuple[PartyView, ...]:
    """The parties, and one unknown more where nobody says who works the chips from afar."""
    if draft.proposal.elements("parties") is None:
        return draft.parties
    forbidden = _forbids_remote_access(draft.proposal.section("decision"))
    due = every([restricted, hub, opposite(forbidden)])
    if due.truth is False or not lacks(draft.parties, PartyRole.REMOTE_USER):
        return draft.parties
    mode = draft.proposal.section("transaction").field("mode")
    another = party_view(unstated(("parties",)), mode, draft.pack, draft.day)
    return (*draft.parties, another)


def _forbids_remote_access(decision: Section) -> Bool:
    types = _condition_types(decision)
    if isinstance(types.value, Members):
        return Bool(types.value.has(ConditionType.NO_REMOTE_ACCESS), types.origin)
    return Bool(None, types.origin)
