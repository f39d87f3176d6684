"""From a proposal to its subjects, each with all the facts that it sees."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import assert_never

from rulecheck.documents import Pointer
from rulecheck.facts.decisions import decision_view
from rulecheck.facts.items import ItemView, item_facts
from rulecheck.facts.known import Fact
from rulecheck.facts.parties import ROLES_DUE, PartyView, lacks
from rulecheck.facts.receivers import receiver_facts
from rulecheck.facts.screening import party_facts
from rulecheck.facts.sections import Section
from rulecheck.packs.model import Pack
from rulecheck.proposals.models import LicenseDecision, PolicyAction
from rulecheck.vocabulary.enums import PartyRole, SubjectKind


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """What a rule is judged on.

    `facts` are its own and its parents', by name. `stated` is false for a subject that stands in
    for what the proposal leaves out: it may not exist, so no rule certainly applies to it. `item`
    is, of an item, everything that is known of it: what proposals draw together rests on that.
    """

    kind: SubjectKind
    name: str
    """Its id, or where it has none what it is; unique among the subjects of its kind."""
    pointer: Pointer
    stated: bool
    facts: Mapping[str, Fact]
    item: ItemView | None = field(default=None, repr=False)


def subjects_of(model: LicenseDecision | PolicyAction, pack: Pack) -> tuple[Subject, ...]:
    """Every subject of the proposal, parents before their children, in the proposal's order."""
    match model:
        case LicenseDecision():
            return tuple(_of_decision(model, pack))
        case PolicyAction():
            return tuple(_of_action(model, pack))
        case _:
            assert_never(model)


def _of_decision(model: LicenseDecision, pack: Pack) -> Iterator[Subject]:
    view = decision_view(model, pack)
    shared = view.facts
    yield Subject(SubjectKind.DECISION, model.id, ("decision",), True, shared)
    for item in view.items:
        facts = {
            **shared,
            **item_facts(item, view.items),
            **receiver_facts(item.section, view.parties, pack, model.as_of),
        }
        yield _subject(SubjectKind.ITEM, item.section, facts, item=item)
        for lot in item.lots:
            name = None if lot.section.stated else f"unstated lot of {_name(item.section, 'item')}"
            yield _subject(SubjectKind.LOT, lot.section, {**facts, **lot.facts}, name)
    unnamed = _unnamed(view.parties)
    for party in view.parties:
        yield _subject(
            SubjectKind.PARTY,
            party.section,
            {**shared, **party.facts, **party_facts(party, pack, model.as_of)},
            None if party.section.stated else next(unnamed),
        )
    for place, leg in enumerate(view.draft.legs, start=1):
        name = f"leg {place}" if leg.section.stated else "unstated route"
        yield _subject(SubjectKind.LEG, leg.section, {**shared, **leg.facts}, name)


def _unnamed(parties: Sequence[PartyView]) -> Iterator[str]:
    """What to call the parties that stand in for those whom the draft leaves out, in order."""
    stated = [each for each in parties if each.section.stated]
    if not stated:
        yield "unstated party"
        return
    if due := [role.value for role in ROLES_DUE if lacks(stated, role)]:
        yield f"{' or '.join(due)} not named"
    yield f"{PartyRole.REMOTE_USER} not named"


def _of_action(model: PolicyAction, pack: Pack) -> Iterator[Subject]:
    from rulecheck.facts.actions import action_view  # most drafts are no policy actions

    view = action_view(model, pack)
    yield Subject(SubjectKind.ACTION, model.id, (), True, view.facts)
    for change in view.changes:
        facts = {**view.facts, **change.facts}
        yield _subject(SubjectKind.CHANGE, change.section, facts)


def _subject(
    kind: SubjectKind,
    section: Section,
    facts: Mapping[str, Fact],
    name: str | None = None,
    item: ItemView | None = None,
) -> Subject:
    return Subject(
        kind=kind,
        name=name or _name(section, kind),
        pointer=section.pointer,
        stated=section.stated,
        facts=facts,
        item=item,
    )


def _name(section: Section, kind: str) -> str:
    """The id that a stated subject has."""
    if not section.stated:
        return f"unstated {kind}"
    return str(section.field("id").value)
