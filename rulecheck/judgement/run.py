"""Judging a run: several proposals together, and what only shows when they are summed."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from rulecheck.documents import Document, Pointer, Problem, Span
from rulecheck.documents.validation import fault_at
from rulecheck.engine import EngineError, Outcome
from rulecheck.facts.drawdown import (
    Draw,
    Grants,
    grants_of,
    inventory_draw,
    lot_draws,
    products_named,
)
from rulecheck.judgement.results import Evaluation
from rulecheck.packs.model import AcrossRun, Pack, Rule
from rulecheck.proposals import LicenseDecision, Proposal
from rulecheck.proposals.models import Inventory
from rulecheck.vocabulary.display import shown
from rulecheck.vocabulary.ranges import (
    Number,
    difference,
    largest,
    more_than,
    overlap,
    smallest,
    total,
)


@dataclass(frozen=True, slots=True)
class Place:
    """A place in one of the run's proposals."""

    proposal: Proposal
    pointer: Pointer

    @property
    def document(self) -> Document:
        """The document in which it is."""
        return self.proposal.document

    @property
    def span(self) -> Span:
        """Where it begins and ends in the file, or the nearest place that exists does."""
        return self.document.find(self.pointer).span


@dataclass(frozen=True, slots=True)
class RunFinding:
    """Something that no proposal shows by itself: what they grant together is not there.

    Its outcome is violated or unknown; it takes part in no score.
    """

    rule: Rule
    outcome: Outcome
    about: str
    """What is overdrawn: an inventory or a lot of a product."""
    message: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class EngineFailure:
    """A proposal that an evaluator failed on: an internal error, never the proposal's fault."""

    path: str
    """The proposal's file."""
    reason: str
    """How it failed; may repeat what the proposal says."""

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


@dataclass(frozen=True)
class Run:
    """All that came of judging some files together."""

    pack: Pack
    engine: str
    evaluations: tuple[Evaluation, ...]
    findings: tuple[RunFinding, ...]
    problems: tuple[Problem, ...]
    """Faults of files and proposals that were not judged."""
    engine_errors: tuple[EngineFailure, ...]


class Judging(Protocol):
    """What judges the proposals of a run, or knows what came of it."""

    @property
    def pack(self) -> Pack:
        """The pack by which it judges."""
        ...

    @property
    def engine(self) -> str:
        """What reports call the evaluator."""
        ...

    def evaluation(self, proposal: Proposal) -> Evaluation:
        """The judgement on a proposal. Raises `EngineError`."""
        ...


def judge_run(
    judge: Judging,
    proposals: Sequence[Proposal],
    problems: Iterable[Problem],
    progress: Callable[[int, int], None] = lambda _judged, _all: None,
) -> Run:
    """Judge the proposals, each by itself and all together.

    `progress` is called after each with how many were judged, and how many there are.
    """
    sound, clashes = without_clashes(proposals)
    evaluations = []
    engine_errors = []
    for number, proposal in enumerate(sound, start=1):
        try:
            evaluations.append(judge.evaluation(proposal))
        except Exception as error:  # whatever it is, the other proposals are still judged
            name = proposal.document.source.name
            engine_errors.append(EngineFailure(name, failure_in_words(error)))
        progress(number, len(sound))
    return Run(
        pack=judge.pack,
        engine=judge.engine,
        evaluations=tuple(evaluations),
        findings=tuple(run_findings(evaluations, judge.pack)),
        problems=(*problems, *clashes),
        engine_errors=tuple(engine_errors),
    )


def failure_in_words(error: Exception) -> str:
    """How an evaluator failed."""
    return str(error) if isinstance(error, EngineError) else f"{type(error).__name__}: {error}"


# -- what can't stand together ------------------------------------------------------------------


def without_clashes(
    proposals: Sequence[Proposal],
) -> tuple[tuple[Proposal, ...], tuple[Problem, ...]]:
    """The proposals without those that contradict an earlier one, and these as problems."""
    stated = _Stated()
    sound: list[Proposal] = []
    problems: list[Problem] = []
    for proposal in proposals:
        found = list(stated.clashes(proposal))
        problems.extend(found)
        if not found:
            sound.append(proposal)
            stated.add(proposal)
    return tuple(sound), tuple(problems)


class _Stated:
    """What proposals have stated that others must not contradict, and where each was first."""

    def __init__(self) -> None:
        self._ids: dict[str, str] = {}
        self._names: dict[str, tuple[str, str]] = {}
        self._sizes: dict[str, dict[Number, str]] = {}

    def add(self, proposal: Proposal) -> None:
        """Note what a proposal states that contradicts nothing."""
        where = proposal.document.source.name
        self._ids[proposal.id] = where
        for _, entry in _inventory(proposal):
            if entry.product is not None:
                self._names.setdefault(entry.product, (entry.id, where))
            if entry.attested_finished is not None:
                self._sizes.setdefault(entry.id, {}).setdefault(entry.attested_finished, where)

    def clashes(self, later: Proposal) -> Iterator[Problem]:
        """What a further proposal states otherwise."""
        if later.id in self._ids:
            yield fault_at(
                later.document,
                ("id",),
                f"the id `{later.id}` is already used in {self._ids[later.id]}",
                "give each proposal of a run its own id",
            )
        for place, entry in _inventory(later):
            yield from self._another_name(later, place, entry)
            yield from self._another_size(later, place, entry)

    def _another_name(self, later: Proposal, place: int, entry: Inventory) -> Iterator[Problem]:
        name, where = self._names.get(entry.product or "", (entry.id, ""))
        if name != entry.id:
            yield fault_at(
                later.document,
                ("inventory", place, "id"),
                f"`{entry.product}` has the inventory id `{name}` in {where}",
                "use one inventory id for a product throughout a run",
            )

    def _another_size(self, later: Proposal, place: int, entry: Inventory) -> Iterator[Problem]:
        for size, where in self._sizes.get(entry.id, {}).items():
            if (
                entry.attested_finished is not None
                and overlap(entry.attested_finished, size) is None
            ):
                yield fault_at(
                    later.document,
                    ("inventory", place, "attested_finished"),
                    f"the inventory `{entry.id}` is {shown(size)} in {where}",
                    "state the same attested figure throughout a run",
                )


def _inventory(proposal: Proposal) -> list[tuple[int, Inventory]]:
    model = proposal.model
    return list(enumerate(model.inventory or ())) if isinstance(model, LicenseDecision) else []


# -- what is granted together -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Drawn:
    evaluation: Evaluation
    draw: Draw


def run_findings(evaluations: Sequence[Evaluation], pack: Pack) -> Iterator[RunFinding]:
    """Inventories and lots of which the proposals together grant more than there is."""
    if len(evaluations) < 2:
        return
    decisions = [
        (each, grants_of(each.proposal.model, pack))
        for each in evaluations
        if isinstance(each.proposal.model, LicenseDecision)
    ]
    products = sorted({name for _, each in decisions for name in products_named(each.model)})
    for rule in pack.rules:
        if rule.across_run is None:
            continue
        for product in products:
            match rule.across_run:
                case AcrossRun.INVENTORY:
                    yield from _inventory_findings(rule, product, decisions)
                case AcrossRun.LOTS:
                    yield from _lot_findings(rule, product, decisions)


def _inventory_findings(
    rule: Rule, product: str, decisions: Iterable[tuple[Evaluation, Grants]]
) -> Iterator[RunFinding]:
    drawn = [
        _Drawn(each, draw)
        for each, grants in decisions
        if (draw := inventory_draw(grants, product)) is not None
    ]
    if len(drawn) < 2 or not _concerned(rule, drawn):
        return
    size = _agreed([each.draw.size for each in drawn])
    before = smallest([each.draw.drawn_before for each in drawn])
    granted = total([each.draw.amount for each in drawn])
    yield from _overdraft(
        rule,
        f"the inventory of {product}",
        drawn,
        total([before, granted]),
        size,
    )


def _lot_findings(
    rule: Rule, product: str, decisions: Iterable[tuple[Evaluation, Grants]]
) -> Iterator[RunFinding]:
    by_lot: dict[str, list[_Drawn]] = {}
    for each, grants in decisions:
        for lot, draw in lot_draws(grants, product).items():
            by_lot.setdefault(lot, []).append(_Drawn(each, draw))
    for lot, drawn in sorted(by_lot.items()):
        if len(drawn) < 2 or not _concerned(rule, drawn):
            continue
        sizes = [each.draw.size for each in drawn]
        yield from _overdraft(
            rule,
            f"the lot {lot} of {product}",
            drawn,
            total([each.draw.amount for each in drawn]),
            largest(sizes),
        )


def _concerned(rule: Rule, drawn: Sequence[_Drawn]) -> bool:
    """Whether the rule may apply to one of the proposals."""
    return any(
        result.outcome is not Outcome.NOT_APPLICABLE
        for each in drawn
        for result in each.evaluation.results
        if result.rule.id == rule.id
    )


def _overdraft(
    rule: Rule, what: str, drawn: Sequence[_Drawn], used: Number, size: Number
) -> Iterator[RunFinding]:
    exceeded = more_than(used, size)
    if exceeded is False:
        return
    names = ", ".join(each.evaluation.proposal.id for each in drawn)
    if exceeded is True:
        excess = shown(difference(used, size))
        message = f"Together, {names} overdraw {what} of {shown(size)} accelerators by {excess}."
    else:
        message = (
            f"Whether {names} together overdraw {what} is open: "
            f"{shown(used)} used, {shown(size)} there."
        )
    yield RunFinding(
        rule=rule,
        outcome=Outcome.VIOLATED if exceeded else Outcome.UNKNOWN,
        about=what,
        message=message,
        # Whoever certainly draws most is to be looked at first.
        places=tuple(
            Place(each.evaluation.proposal, each.draw.pointer)
            for each in sorted(drawn, key=lambda each: each.draw.amount.low or 0, reverse=True)
        ),
    )


def _agreed(sizes: Sequence[Number]) -> Number:
    """What all statements of one attested figure leave possible; they were checked to agree."""
    agreed = sizes[0]
    for size in sizes[1:]:
        agreed = overlap(agreed, size) or agreed
    return agreed
