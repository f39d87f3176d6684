"""From paths to a judged run: finding the files, reading them, judging what they hold."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum, unique
from typing import TYPE_CHECKING, Final

from rulecheck.documents import Document, Problem
from rulecheck.documents.validation import Faults
from rulecheck.engine import Evaluator, best_evaluator
from rulecheck.judgement import GatedRun, Judge, Run, judge_run
from rulecheck.judgement.gate import Gatekeeper
from rulecheck.packs import Pack, load_bundled_pack
from rulecheck.proposals import Proposal, read_proposal
from rulecheck.runner.files import ENDINGS, STANDARD_INPUT, Found, documents_in, find, shown_path

if TYPE_CHECKING:  # loaded where advice is asked for
    from rulecheck.advice.advising import Advice
    from rulecheck.reports.model import ProposalWriter

__all__ = [
    "ENDINGS",
    "STANDARD_INPUT",
    "Evaluated",
    "Execution",
    "Found",
    "NothingToEvaluate",
    "Progress",
    "Step",
    "Task",
    "evaluate",
    "evaluate_by",
    "evaluate_gated",
    "evaluate_versions",
    "find",
    "shown_path",
]

MANY_FILES: Final = 50
"""From so many on, several processes judge them: starting one takes as long as some ten files."""


@unique
class Step(StrEnum):
    """What a run is busy with."""

    READING = "reading"
    JUDGING = "judging"


Progress = Callable[[Step, int, int], None]
"""Called with how many files are being read, or proposals were judged, and how many there are."""


def _nobody(_step: Step, _done: int, _all: int) -> None:
    """Nobody looks at the progress."""


@dataclass(frozen=True, slots=True, eq=False)
class Execution:
    """How a run is to be carried out. Whatever it is, what comes of the run is the same."""

    time_limit: float | None
    """Seconds that durable-rules may take for a proposal, in a process of its own; `None` lets it
    work in this one for as long as it takes."""
    jobs: int | None
    """How many processes may judge. `None` is as many as there are processors where there are many
    files, and one otherwise. With a time limit, where standard input is read and where a process
    can't be forked, it is one."""


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """What is to be done with each proposal."""

    pack: Pack
    keeper: Gatekeeper
    writers: "Sequence[ProposalWriter]"
    """What writes something on each proposal, before any report is written."""
    keeps_judgements: bool
    """Whether somebody looks at single judgements later. Of many files, they are thrown away
    otherwise."""


@dataclass(frozen=True, slots=True, eq=False)
class Evaluated:
    """What came of the proposals."""

    gated: GatedRun
    advice: "Sequence[Advice]"
    """On each proposal."""
    written: Sequence[Sequence[str]]
    """By writer, what it wrote on each proposal."""


class NothingToEvaluate(Exception):
    """No path leads to a file; `problems` says why for each."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(problem.headline for problem in problems))


def evaluate(
    paths: Sequence[str | os.PathLike[str]],
    pack: Pack | None = None,
    progress: Progress = _nobody,
    time_limit: float | None = None,
) -> Run:
    """Judge the proposals in files, folders and glob patterns; `-` is standard input.

    Without a pack, the one that the tool carries is used. A file that can't be read or is invalid
    is a problem of the run and hides no other. With a time limit, durable-rules works in a process
    of its own and has so many seconds for a proposal; a crash or a hang costs that proposal alone.
    Raises `NothingToEvaluate` if no path leads to a file, and `Faults` if the pack is faulty.
    """
    (run,) = evaluate_by(
        paths, [load_bundled_pack() if pack is None else pack], progress, time_limit
    )
    return run


def evaluate_by(
    paths: Sequence[str | os.PathLike[str]],
    packs: Sequence[Pack],
    progress: Progress = _nobody,
    time_limit: float | None = None,
) -> tuple[Run, ...]:
    """Judge the same proposals by each of the packs; every file is read once.

    Raises `NothingToEvaluate` if no path leads to a file.
    """
    return _evaluated(_found(paths), packs, progress, time_limit)


def _evaluated(
    found: Found, packs: Sequence[Pack], progress: Progress, time_limit: float | None
) -> tuple[Run, ...]:
    read = _read(found, packs, progress)
    with _evaluator(time_limit) as (evaluator, begin):

        def judged(done: int, proposals: int) -> None:
            begin()
            progress(Step.JUDGING, done, proposals)

        return tuple(
            judge_run(Judge(each.pack, evaluator), each.proposals, each.problems, judged)
            for each in read
        )


def evaluate_versions(old: str, new: str, pack: Pack) -> tuple[Run, Run]:
    """Judge two versions of proposals, each a file, a folder or a pattern, with the same judge.

    Raises `NothingToEvaluate` if either leads to no file.
    """
    judge = Judge(pack, best_evaluator())
    before, after = (
        judge_run(judge, each.proposals, each.problems)
        for path in (old, new)
        for each in _read(_found([path]), [pack], _nobody)
    )
    return before, after


def evaluate_gated(
    paths: Sequence[str | os.PathLike[str]],
    task: Task,
    progress: Progress,
    execution: Execution,
) -> Evaluated:
    """Judge the proposals as `evaluate` does, let the gate look at each, and find advice on each.

    Of many files, what was judged does not stay in memory, unless there is a time limit or
    standard input is read.
    Raises `NothingToEvaluate` if no path leads to a file, `EngineError` if a process dies, and
    `NoRoom` where what is judged can't be kept.
    """
    found = _found(paths)
    at_once = execution.time_limit is not None or STANDARD_INPUT in found.files
    processes = 1 if at_once else _processes(found, execution.jobs)
    if not at_once and (processes > 1 or len(found.files) >= MANY_FILES):
        from rulecheck.runner.many import evaluate_many

        return evaluate_many(
            found,
            task,
            processes,
            lambda done: progress(Step.READING, done, len(found.files)),
        )
    from rulecheck.advice.advising import advice_on

    (run,) = _evaluated(found, [task.pack], progress, execution.time_limit)
    gated, advice = task.keeper.gated(run), advice_on(run)
    judged = list(zip(gated.proposals, advice, strict=True))
    written = [[write(*each) for each in judged] for write in task.writers]
    return Evaluated(gated, advice, written)


@dataclass(frozen=True, slots=True, eq=False)
class _Read:
    """What was read to be judged by one pack."""

    pack: Pack
    proposals: list[Proposal]
    problems: list[Problem]


def _read(found: Found, packs: Sequence[Pack], progress: Progress) -> list[_Read]:
    """The proposals of the files by each of the packs; every file is read once."""
    read = [_Read(pack, [], list(found.problems)) for pack in packs]
    for number, file in enumerate(found.files, start=1):
        progress(Step.READING, number, len(found.files))
        documents, problems_of_file = documents_in(file)
        for each in read:
            each.problems.extend(problems_of_file)
            each.proposals.extend(proposals_in(documents, each.pack, each.problems))
    return read


def proposals_in(
    documents: Iterable[Document], pack: Pack, problems: list[Problem]
) -> Iterator[Proposal]:
    """The proposals in the documents; what is wrong with the others is added to the problems."""
    for document in documents:
        try:
            yield read_proposal(document, pack)
        except Faults as faults:
            problems.extend(faults.problems)


def _processes(found: Found, jobs: int | None) -> int:
    """How many processes are to judge the files."""
    if jobs == 1 or (jobs is None and len(found.files) < MANY_FILES):
        return 1
    from rulecheck.runner.processes import can_fork, processors

    return (jobs or processors()) if can_fork() else 1


def _found(paths: Sequence[str | os.PathLike[str]]) -> Found:
    found = find([os.fspath(path) for path in paths])
    if not found.files:
        raise NothingToEvaluate(found.problems)
    return found


@contextmanager
def _evaluator(time_limit: float | None) -> Iterator[tuple[Evaluator, Callable[[], None]]]:
    """The evaluator, and what starts its clock anew after each proposal."""
    if time_limit is None:
        yield best_evaluator(), lambda: None
        return
    from rulecheck.engine.isolated import isolated_evaluator

    with isolated_evaluator(time_limit) as isolated:
        yield isolated
