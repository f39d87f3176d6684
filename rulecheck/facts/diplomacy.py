"""What is known of the allies that a policy action turns to, and of its reviews."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from rulecheck.facts.known import (
    Bool,
    Fact,
    Field,
    Num,
    Origin,
    boolean,
    every,
    merged,
    numeric,
    opposite,
    some,
)
from rulecheck.facts.sections import Section
from rulecheck.packs.model import Pack
from rulecheck.vocabulary.enums import Direction
from rulecheck.vocabulary.fields import NONE
from rulecheck.vocabulary.ranges import Range, more_than, on


def diplomacy_facts(proposal: Section, pack: Pack, day: date) -> Mapping[str, Fact]:
    """What the action seeks from allies, by fact."""
    steps = proposal.elements("diplomacy")
    scopes = pack.words("diplomacy-scopes", day)
    if steps is None:
        unknown = Bool(None, Origin(missing=(proposal.below("diplomacy"),)))
        sought, dated = unknown, unknown
    elif not steps:
        none = Bool(False, Origin(read=(proposal.below("diplomacy"),)))
        sought, dated = none, none
    else:
        allies = allied_countries(pack, day)
        asked = [
            every([step.field("country").is_in(allies), step.has_any("covers", scopes)])
            for step in steps
        ]
        sought = some(asked)
        dated = some(
            [
                every([is_asked, _is_stated(step, "date")])
                for is_asked, step in zip(asked, steps, strict=True)
            ]
        )
    return {
        "action.diplomacy_sought": boolean(sought),
        "action.diplomacy_dated_step": boolean(dated),
    }


def allied_countries(pack: Pack, day: date) -> frozenset[str]:
    """The countries that count as allies on the day."""
    return frozenset(
        country
        for group in pack.words("allied-groups", day)
        for country in pack.countries.members(group, day)
    )


def _is_stated(section: Section, name: str) -> Bool:
    field = section.field(name)
    return Bool(None if field.value is None else True, field.origin)


def review_facts(proposal: Section, day: date) -> Mapping[str, Fact]:
    """When the action is looked at again, by fact."""
    review = proposal.section("review")
    following, moratorium = review.field("next_review"), review.field("moratorium_until")
    planned = opposite(following.is_in([NONE]))
    days = following.dates()
    interval = Num(Range(None, None), following.origin)
    if days is not None and days.low is not None and days.high is not None:
        interval = Num(
            Range(Fraction((days.low - day).days), Fraction((days.high - day).days)),
            following.origin,
        )
    return {
        "action.review_planned": boolean(planned),
        "action.review_interval_days": numeric(interval),
        "action.moratorium_ahead": boolean(_is_ahead(moratorium, day)),
    }


def _is_ahead(until: Field, day: date) -> Bool:
    if until.value is None:
        return Bool(None, until.origin)
    days = until.dates()
    return Bool(False if days is None else more_than(days, on(day)), until.origin)


def direction_facts(changes: tuple[Section, ...]) -> Mapping[str, Fact]:
    """Which ways the changes of the action go, by fact."""
    fields = [change.field("direction") for change in changes]
    return {
        "action.tightens": boolean(some([each.is_in([Direction.TIGHTEN]) for each in fields])),
        "action.loosens": boolean(some([each.is_in([Direction.LOOSEN]) for each in fields])),
    }


def supplier_without_own_control(change: Section, proposal: Section, pack: Pack, day: date) -> Bool:
    """Whether a supplier country that the change names has no control of its own on this."""
    countries = change.words("supplier_countries")
    origin = change.origin("supplier_countries", countries)
    if countries is None:
        return Bool(None, origin)
    lacking = [
        opposite(_has_control(country, change, proposal, pack, day)) for country in countries
    ]
    found = some(lacking) if lacking else Bool(False)
    return Bool(found.truth, merged([origin, found.origin]))


def _has_control(country: str, change: Section, proposal: Section, pack: Pack, day: date) -> Bool:
    """By the pack's list of allied controls, or as the draft's diplomacy states it."""
    category = change.field("category")
    listed = {
        word
        for control in pack.suppliers
        if control.country == country
        and control.since <= day
        and (control.until is None or day < control.until)
        for word in control.categories
    }
    steps = proposal.elements("diplomacy")
    if steps is None:
        stated = Bool(None, Origin(missing=(proposal.below("diplomacy"),)))
    else:
        stated = some(
            [
                every(
                    [
                        step.field("country").is_in([country]),
                        step.field("equivalent_control").holds(),
                    ]
                )
                for step in steps
            ]
        )
    return some([category.is_in(listed), stated])
