"""Judging many files in several processes: the same results in the same order as in one.

Each process is a copy of this one and reads, judges and advises on a few files at a time. What
only shows when proposals are taken together is found here, of all that they have sent back.
"""

import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from rulecheck.advice.advising import Advice, advice_on_one
from rulecheck.documents import Problem
from rulecheck.documents.validation import Faults
from rulecheck.engine import EngineError, ReferenceEvaluator, best_evaluator
from rulecheck.judgement import Evaluation, Judge, Run, judge_run
from rulecheck.judgement.run import failure_in_words
from rulecheck.packs import Pack
from rulecheck.proposals import Proposal, read_proposal
from rulecheck.runner.files import Found, documents_in
from rulecheck.runner.passing import packed, unpacked

FILES_AT_ONCE: Final = 8
"""Enough that sending costs little, few enough that no process waits long for the last one."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A proposal and what came of it."""

    proposal: Proposal
    evaluation: Evaluation | None
    """`None` where an evaluator failed."""
    advice: Advice | None
    failure: str


@dataclass(frozen=True, slots=True)
class Batch:
    """What came of a few files."""

    engine: str
    problems: tuple[Problem, ...]
    judged: tuple[Judged, ...]


def evaluate_in_parallel(
    found: Found, pack: Pack, jobs: int, progress: Callable[[int], None]
) -> tuple[Run, Sequence[Advice]]:
    """Judge files by a pack in so many processes; there must be a file.

    `progress` is called with how many files are done. Raises `EngineError` if a process dies.
    """
    batches = [
        found.files[start : start + FILES_AT_ONCE]
        for start in range(0, len(found.files), FILES_AT_ONCE)
    ]
    done: list[Batch] = []
    try:
        with _processes(min(jobs, len(batches)), pack) as pool:
            for data in pool.map(_judge_batch, batches):
                done.append(unpacked(data, Batch, pack))
                progress(min(len(done) * FILES_AT_ONCE, len(found.files)))
    except BrokenProcessPool:
        raise EngineError(
            "a process that judged has died; --isolate tells at which proposal"
        ) from None
    known = _Known(pack, done)
    problems = [*found.problems, *(problem for batch in done for problem in batch.problems)]
    run = judge_run(known, known.proposals, problems)
    return run, tuple(known.advice_on(each) for each in run.evaluations)


@contextmanager
def _processes(number: int, pack: Pack) -> Iterator[ProcessPoolExecutor]:
    """So many copies of this process. After an error, nobody waits for what they are busy with."""
    others = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(
        number, multiprocessing.get_context("fork"), initializer=_begin, initargs=(pack,)
    )
    try:
        yield pool
    except BaseException:
        for process in set(multiprocessing.active_children()) - others:
            process.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


class _Known:
    """Judges proposals by telling what another process found."""

    def __init__(self, pack: Pack, batches: Sequence[Batch]) -> None:
        self.pack = pack
        self.engine = batches[0].engine
        judged = [each for batch in batches for each in batch.judged]
        self.proposals = [each.proposal for each in judged]
        self._judged = {id(each.proposal): each for each in judged}

    def evaluation(self, proposal: Proposal) -> Evaluation:
        """The judgement on one of the proposals. Raises `EngineError` where it failed there."""
        judged = self._judged[id(proposal)]
        if judged.evaluation is None:
            raise EngineError(judged.failure)
        return judged.evaluation

    def advice_on(self, evaluation: Evaluation) -> Advice:
        """The advice that came with an evaluation. Raises `LookupError` if none did."""
        advice = self._judged[id(evaluation.proposal)].advice
        if advice is None:
            raise LookupError(f"no advice came on {evaluation.proposal.id}")
        return advice


# -- in the other processes ----------------------------------------------------------------------


class _Worker:
    """What a process judges with."""

    def __init__(self, pack: Pack) -> None:
        self._judge = Judge(pack, best_evaluator())
        self._adviser = Judge(pack, ReferenceEvaluator())

    def batch(self, files: Sequence[str]) -> bytes:
        """What comes of the files, as it is sent."""
        problems: list[Problem] = []
        judged: list[Judged] = []
        for file in files:
            documents, problems_of_file = documents_in(file)
            problems.extend(problems_of_file)
            for document in documents:
                try:
                    proposal = read_proposal(document, self._judge.pack)
                except Faults as faults:
                    problems.extend(faults.problems)
                else:
                    judged.append(self._judged(proposal))
        return packed(Batch(self._judge.engine, tuple(problems), tuple(judged)))

    def _judged(self, proposal: Proposal) -> Judged:
        try:
            evaluation = self._judge.evaluation(proposal)
        except Exception as error:  # whatever it is, the other proposals are still judged
            return Judged(proposal, None, None, failure_in_words(error))
        return Judged(proposal, evaluation, advice_on_one(evaluation, self._adviser), "")


_workers: list[_Worker] = []
"""The one of this process, once it has begun."""


def _begin(pack: Pack) -> None:
    # An interrupt at the terminal reaches every process: these end at once and say nothing.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _workers.append(_Worker(pack))


def _judge_batch(files: Sequence[str]) -> bytes:
    return _workers[0].batch(files)
