"""Judging a run: several proposals, each by itself, and what only shows of all together."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from rulecheck.documents import Problem
from rulecheck.engine import EngineError, Outcome
from rulecheck.judgement.judging import Judge
from rulecheck.judgement.places import Place
from rulecheck.judgement.results import Evaluation
from rulecheck.packs.model import Pack, Rule
from rulecheck.proposals import Proposal


@dataclass(frozen=True, slots=True, eq=False)
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


@dataclass(frozen=True, eq=False)
class Run:
    """All that came of judging some files together."""

    pack: Pack
    engine: str
    evaluations: Sequence[Evaluation]
    """Of a large run, they are read anew each time that one is looked at."""
    findings: tuple[RunFinding, ...]
    problems: tuple[Problem, ...]
    """Faults of files and proposals that were not judged."""
    engine_errors: tuple[EngineFailure, ...]


def judge_run(
    judge: Judge,
    proposals: Sequence[Proposal],
    problems: Iterable[Problem],
    progress: Callable[[int, int], None] = lambda _judged, _all: None,
) -> Run:
    """Judge the proposals, each by itself and all together.

    `progress` is called after each with how many were judged, and how many there are.
    """
    sound, clashes = _without_clashes(proposals)
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
        findings=tuple(_overdrafts(evaluations, judge.pack)),
        problems=(*problems, *clashes),
        engine_errors=tuple(engine_errors),
    )


def failure_in_words(error: Exception) -> str:
    """How an evaluator failed."""
    return str(error) if isinstance(error, EngineError) else f"{type(error).__name__}: {error}"


# What proposals are to each other is loaded where there are several: most runs are of one.


def _without_clashes(
    proposals: Sequence[Proposal],
) -> tuple[Sequence[Proposal], Sequence[Problem]]:
    if len(proposals) < 2:
        return proposals, ()
    from rulecheck.judgement.clashes import without_clashes

    return without_clashes(proposals)


def _overdrafts(evaluations: Sequence[Evaluation], pack: Pack) -> Iterator[RunFinding]:
    if len(evaluations) < 2:  # what one decision draws, its own rules look at
        return
    from rulecheck.judgement.sums import drawing_of, overdrafts

    drawings = map(drawing_of, evaluations)
    yield from overdrafts([each for each in drawings if each is not None], pack)
