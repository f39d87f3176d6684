"""What a proposal leaves open, by the place where it could say it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum, unique

from rulecheck.documents import Pointer
from rulecheck.engine import Outcome
from rulecheck.judgement.results import DecidingFact, RecommendationResult, RuleResult
from rulecheck.packs.model import Rule
from rulecheck.vocabulary import Range
from rulecheck.vocabulary.enums import lineage


@unique
class Gap(StrEnum):
    """In what way a field leaves a rule open."""

    NOT_STATED = "not_stated"
    RANGE = "range"
    """It is stated, but only as a range."""
    CATALOGUE = "catalogue"
    """It names a product of which the catalogue has too little, or only a range."""


@dataclass(frozen=True, slots=True, eq=False)
class OpenField:
    """Something that the proposal does not say and that an undecided rule needs."""

    pointer: Pointer
    gap: Gap
    rules: tuple[str, ...]
    facts: tuple[str, ...]
    evidence: tuple[str, ...]
    """Documents that would prove it, as the rules name them."""
    sources: tuple[str, ...]
    """What reference data says of it so far, such as the listed names that a name is like."""


@dataclass(frozen=True, slots=True, eq=False)
class Need:
    """That a rule needs to know a fact; no fact, if it needs to know whether its subject exists."""

    result: RuleResult
    fact: DecidingFact | None

    @property
    def rule(self) -> Rule:
        """The rule in need."""
        return self.result.rule

    def places(self) -> Iterator[tuple[Pointer, Gap]]:
        """What is missing for the fact; where nothing is, the ranges that leave it open."""
        if self.fact is None:
            yield self.result.subject.pointer, Gap.NOT_STATED
            return
        origin, value = self.fact.fact.origin, self.fact.fact.value
        if origin.missing:
            yield from ((pointer, Gap.NOT_STATED) for pointer in origin.missing)
        elif origin.ranged:
            yield from ((pointer, Gap.RANGE) for pointer in origin.ranged)
        else:
            is_open = value is None or (isinstance(value, Range) and value.exact is None)
            if is_open and origin.sources:
                yield from ((pointer, Gap.CATALOGUE) for pointer in origin.read)


def open_fields(recommendations: Sequence[RecommendationResult]) -> tuple[OpenField, ...]:
    """What undecided rules need to know. The places that most rules need come first."""
    return fields_needed(_needs_of_undecided(recommendations))


def fields_needed(needs: Iterable[Need]) -> tuple[OpenField, ...]:
    """The places at which the needs could be met. Those that most rules need come first."""
    gathered: dict[tuple[Pointer, Gap], list[Need]] = {}
    for need in needs:
        for place in need.places():
            gathered.setdefault(place, []).append(need)
    fields = [_open_field(*place, there) for place, there in gathered.items()]
    return tuple(sorted(fields, key=lambda field: -len(field.rules)))


def _open_field(pointer: Pointer, gap: Gap, needs: Sequence[Need]) -> OpenField:
    # What says best how to prove a field: a fact that rests on few others, near to the field.
    facts = sorted(
        ((need.rule, need.fact) for need in needs if need.fact is not None),
        key=lambda need: (len(need[1].fact.origin.missing), -len(lineage(need[1].subject))),
    )
    return OpenField(
        pointer=pointer,
        gap=gap,
        rules=tuple(dict.fromkeys(need.rule.id for need in needs)),
        facts=tuple(dict.fromkeys(fact.name for _, fact in facts)),
        evidence=tuple(
            dict.fromkeys(
                rule.evidence[fact.name] for rule, fact in facts if fact.name in rule.evidence
            )
        ),
        sources=tuple(
            dict.fromkeys(source for _, fact in facts for source in fact.fact.origin.sources)
        ),
    )


def _needs_of_undecided(recommendations: Sequence[RecommendationResult]) -> Iterator[Need]:
    for each in recommendations:
        if each.recommendation.is_permissive:
            continue
        for result in each.results:
            if result.outcome is Outcome.UNKNOWN:
                yield from _needs_of(result)


def open_places(result: RuleResult) -> tuple[Pointer, ...]:
    """Where the draft could say what leaves an undecided result open, each place once."""
    return tuple(
        dict.fromkeys(pointer for need in _needs_of(result) for pointer, _ in need.places())
    )


def _needs_of(result: RuleResult) -> Iterator[Need]:
    yield from (Need(result, fact) for fact in result.deciding)
    if not result.subject.stated:
        yield Need(result, None)
