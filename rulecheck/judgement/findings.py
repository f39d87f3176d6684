"""What stands against a run, each thing by itself, with a name that lasts from run to run.

The **fingerprint** says which finding it is. It is the SHA-256 of the canonical form (see
`canonical.py`) of: `rulecheck/v1`, the path of the file as reported, which of its documents it is,
the rule, the subject and the place that decided, both by ids instead of positions, and a number
that tells equals apart. A lot that moves in its list keeps it.

The **hash of the facts** says whether a violation is still the one that somebody looked at. It
covers `rulecheck/facts/v1`; the rule's id, subject, veto and conditions, with the values that its
parameters have on the draft's date; every fact that these conditions name; and what the draft
states of the subject, with the item of a lot, and with all items where the subject is no item, lot
or change: ten units that become a million are to be looked at again. So is another receiver: of all
subjects but parties it covers who takes part, as what and where. The rule's words do not count.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Final

from rulecheck.documents import Document, Pointer
from rulecheck.engine import Outcome
from rulecheck.judgement.canonical import (
    Canonical,
    condition_form,
    elements_form,
    fact_form,
    path_by_ids,
    sha256_of,
    statement_form,
)
from rulecheck.judgement.places import Place, place_in
from rulecheck.judgement.results import Evaluation, RuleResult
from rulecheck.judgement.run import Run, RunFinding
from rulecheck.packs.conditions import compared_facts, comparisons
from rulecheck.packs.model import Rule
from rulecheck.vocabulary.enums import SubjectKind

FINGERPRINT: Final = "rulecheck/v1"
"""Name and version of the fingerprints; what they are made of changes only with it."""

FACTS_FORM: Final = "rulecheck/facts/v1"
"""Name and version of the hashes of facts."""


@unique
class Level(StrEnum):
    """How severe a finding is, for formats that ask."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, eq=False)
class Finding:
    """A violation, or an unknown, of a rule that is not permissive."""

    rule: Rule
    outcome: Outcome
    """Violated or unknown."""
    about: str
    """The subject's name; of a finding of the run, what the proposals overdraw."""
    message: str
    """What is wrong, with values of the draft where it is violated."""
    places: tuple[Place, ...]
    """Where to look, the first place first; of a finding of the run, in several proposals."""
    fingerprint: str
    facts_sha256: str | None
    """The hash of the facts; `None` of an unknown and of a finding of the run."""
    evaluation: Evaluation | None
    """The judgement that it is part of; `None` of a finding of the run."""
    result: RuleResult | None
    """The rule's result; `None` of a finding of the run."""

    @property
    def place(self) -> Place:
        """The place to look at first."""
        return self.places[0]

    @property
    def bare_message(self) -> str:
        """The message without anything that the draft says."""
        if self.outcome is Outcome.VIOLATED:
            return f"not met: {self.rule.title}"
        return f"not decided whether: {self.rule.title}"

    @property
    def level(self) -> Level:
        """An error if a veto is violated, otherwise a warning."""
        is_error = self.rule.veto and self.outcome is Outcome.VIOLATED
        return Level.ERROR if is_error else Level.WARNING

    @property
    def can_be_let_through(self) -> bool:
        """Whether a waiver or a baseline may cover it.

        Never an unknown, nor a rule that the pack excludes, nor a finding of the run.
        """
        is_violation = self.outcome is Outcome.VIOLATED and self.facts_sha256 is not None
        return is_violation and self.rule.waivable


def findings_of(run: Run) -> tuple[Finding, ...]:
    """Everything that stands against the run, in the order in which reports show it."""
    return (
        *(found for each in run.evaluations for found in findings_on(each)),
        *map(finding_across, run.findings),
    )


def findings_on(evaluation: Evaluation) -> Iterator[Finding]:
    """What stands against one proposal, violations first."""
    proposal = evaluation.proposal
    document = proposal.document
    equals: Counter[tuple[str, ...]] = Counter()
    for result in evaluation.findings:
        places = (result.rule.id, *_places_by_ids(result, document))
        is_violation = result.outcome is Outcome.VIOLATED
        yield Finding(
            rule=result.rule,
            outcome=result.outcome,
            about=result.subject.name,
            message=result.message if is_violation else f"not decided whether: {result.rule.title}",
            places=(place_in(proposal, result.at),),
            fingerprint=sha256_of(
                [FINGERPRINT, document.source.name, document.index, *places, equals[places]]
            ),
            facts_sha256=facts_sha256(result, document) if is_violation else None,
            evaluation=evaluation,
            result=result,
        )
        equals[places] += 1


def finding_across(finding: RunFinding) -> Finding:
    """A finding of the run. Its fingerprint changes with the proposals that take part in it."""
    paths = sorted(f"{place.path}#{place.document}" for place in finding.places)
    return Finding(
        rule=finding.rule,
        outcome=finding.outcome,
        about=finding.about,
        message=finding.message,
        places=finding.places,
        fingerprint=sha256_of([FINGERPRINT, paths, finding.rule.id, finding.about]),
        facts_sha256=None,
        evaluation=None,
        result=None,
    )


def _places_by_ids(result: RuleResult, document: Document) -> tuple[str, str]:
    """The subject and what decided. The latter may stand elsewhere, and several share it."""
    root = document.root
    return path_by_ids(root, result.subject.pointer), path_by_ids(root, result.at)


def facts_sha256(result: RuleResult, document: Document) -> str:
    """The hash of the facts behind a result; see the head of this module."""
    rule, program = result.rule, result.prepared.program
    deciding = program.deciding
    names = {
        fact
        for condition in deciding.values()
        for comparison in comparisons(condition)
        for fact in compared_facts(comparison)
    }
    facts = result.subject.facts
    form: Canonical = {
        "form": FACTS_FORM,
        "rule": {
            "id": rule.id,
            "subject": rule.subject.value,
            "veto": rule.veto,
            **{name: condition_form(condition) for name, condition in deciding.items()},
        },
        "facts": {name: fact_form(facts[name].value) for name in names if name in facts},
        "stated": _stated(result, document),
    }
    return sha256_of(form)


_HEADING: Final = frozenset({"schema", "title", "as_of"})
"""Keys of a draft that say nothing of what it does, or that count by what follows from them."""


def _stated(result: RuleResult, document: Document) -> Canonical:
    subject = result.subject

    def at(pointer: Pointer, without: frozenset[str] = frozenset()) -> Canonical:
        return statement_form(document.find(pointer).node, without)

    match subject.kind:
        case SubjectKind.CHANGE:
            return at(subject.pointer)
        case SubjectKind.ACTION:
            return at(subject.pointer, _HEADING)
        case SubjectKind.ITEM:
            return [at(subject.pointer), _taking_part(document)]
        case SubjectKind.LOT:  # stands in its item's list
            item = at(subject.pointer[:-2], frozenset({"lots"}))
            return [at(subject.pointer), item, _taking_part(document)]
        case SubjectKind.DECISION | SubjectKind.LEG:
            return [at(subject.pointer), at(("items",)), _taking_part(document)]
        case SubjectKind.PARTY:
            return [at(subject.pointer), at(("items",))]


_WHO: Final = frozenset({"id", "name", "role", "country"})


def _taking_part(document: Document) -> Canonical:
    """Of every party who it is, as what it takes part, and where."""
    return elements_form(document.find(("parties",)).node, _WHO)
