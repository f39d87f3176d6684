"""Judging many files, a few at a time, in as many processes as are to be busy with it.

Each process is a copy of this one and reads, judges and advises on some files. Of what comes of
them, only outlines stay in memory: enough to find what shows when proposals are taken together.
The rest is kept in a file, and read again, proposal by proposal, where a report shows it.
"""

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, TypeVar, overload

from rulecheck.advice.advising import Advice, advice_on_one
from rulecheck.documents import Problem
from rulecheck.documents.validation import Faults
from rulecheck.engine import EngineError, ReferenceEvaluator, best_evaluator
from rulecheck.judgement import (
    EngineFailure,
    Gate,
    GatedEvaluation,
    Judge,
    Run,
    WaiverUse,
)
from rulecheck.judgement.clashes import Register, Stated, stated_by
from rulecheck.judgement.run import failure_in_words
from rulecheck.judgement.sums import Drawing, drawing_of, overdrafts
from rulecheck.packs import Pack
from rulecheck.proposals import Proposal, read_proposal
from rulecheck.runner import Evaluated, Task
from rulecheck.runner.files import Found, documents_in
from rulecheck.runner.passing import packed, unpacked
from rulecheck.runner.spool import Spool

T = TypeVar("T")

FILES_AT_ONCE: Final = 8
"""Enough that sending costs little, few enough that no process waits long for the last one."""

AHEAD: Final = 4
"""Batches that are given to each process ahead of what was taken back, so that none waits for work
and none of what they made piles up."""


def evaluate_many(
    found: Found, task: Task, jobs: int, progress: Callable[[int], None]
) -> Evaluated:
    """Do what is to be done with files in so many processes; there must be a file.

    `progress` is called with how many files are done. Raises `EngineError` if a process dies, and
    `NoRoom` where what is judged can't be kept.
    """
    batches = [
        found.files[start : start + FILES_AT_ONCE]
        for start in range(0, len(found.files), FILES_AT_ONCE)
    ]
    gathered = _Gathered(found.problems, task)
    try:
        with _judging(min(jobs, len(batches)), task) as judged:
            for number, each in enumerate(judged(batches), start=1):
                gathered.add(each)
                progress(min(number * FILES_AT_ONCE, len(found.files)))
    except BrokenProcessPool:
        raise EngineError(
            "a process that judged has died; --isolate tells at which proposal"
        ) from None
    return gathered.evaluated()


# -- what is sent and kept ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Outline:
    """What stays in memory of a proposal, or is needed until all are judged."""

    path: str
    stated: Stated
    failure: str | None
    """How an evaluator failed on it, if one did; then nothing else came of it."""
    gate: Gate
    waivers: tuple[WaiverUse, ...]
    drawing: Drawing | None


@dataclass(frozen=True, slots=True)
class _Outlines:
    """The outlines of a few files' proposals, and what is wrong with the rest of them."""

    engine: str
    problems: tuple[Problem, ...]
    proposals: tuple[_Outline, ...]


@dataclass(frozen=True, slots=True)
class _Judged:
    """What a report may show of a proposal."""

    judgement: tuple[GatedEvaluation, Advice] | None
    """`None` where nobody looks at it any more."""
    written: tuple[str, ...]
    """By each of the task's writers."""

    @property
    def gated(self) -> GatedEvaluation:
        """The judgement and what the gate makes of it. Raises `LookupError` if it was not kept."""
        return self._kept[0]

    @property
    def advice(self) -> Advice:
        """The advice on it. Raises `LookupError` if it was not kept."""
        return self._kept[1]

    @property
    def _kept(self) -> tuple[GatedEvaluation, Advice]:
        if self.judgement is None:
            raise LookupError("the task was to keep no judgements")
        return self.judgement


@dataclass(frozen=True, slots=True)
class _Judgements:
    """What came of a few files' proposals, `None` where an evaluator failed."""

    judged: tuple[_Judged | None, ...]


_Sent = tuple[bytes, bytes]
"""Outlines and judgements, each packed."""


class _Gathered:
    """What has come of the files so far."""

    def __init__(self, problems: Sequence[Problem], task: Task) -> None:
        self._task = task
        self._engine = ""
        self._kept = _Kept(task.pack)
        self._register = Register()
        self._places: list[tuple[int, int]] = []
        self._problems = list(problems)
        self._clashes: list[Problem] = []
        self._failures: list[EngineFailure] = []
        self._gates: list[Gate] = []
        self._alike: dict[Gate, Gate] = {}
        """One gate for all that have the same: of thousands, there are some dozens."""
        self._waivers: list[WaiverUse] = []
        self._drawings: list[Drawing] = []

    def add(self, sent: _Sent) -> None:
        """Take in what came of some more files."""
        outlines, judgements = sent
        number = self._kept.append(judgements)
        read = unpacked(outlines, _Outlines, self._task.pack)
        self._engine = read.engine
        self._problems += read.problems
        for place, each in enumerate(read.proposals):
            clashes = self._register.entered(each.stated)
            self._clashes += clashes
            if clashes:
                continue
            if each.failure is not None:
                self._failures.append(EngineFailure(each.path, each.failure))
                continue
            self._places.append((number, place))
            self._gates.append(self._alike.setdefault(each.gate, each.gate))
            self._waivers += each.waivers
            if each.drawing is not None:
                self._drawings.append(each.drawing)

    def evaluated(self) -> Evaluated:
        """All of it, once everything was taken in."""
        pack = self._task.pack
        run = Run(
            pack=pack,
            engine=self._engine,
            evaluations=self._looked(lambda each: each.gated.evaluation),
            findings=tuple(overdrafts(self._drawings, pack)),
            problems=(*self._problems, *self._clashes),
            engine_errors=tuple(self._failures),
        )
        proposals = self._looked(lambda each: each.gated)
        return Evaluated(
            gated=self._task.keeper.run(run, proposals, self._gates, self._waivers),
            advice=self._looked(lambda each: each.advice),
            written=[self._written(place) for place, _ in enumerate(self._task.writers)],
        )

    def _written(self, writer: int) -> "_Looked[str]":
        return self._looked(lambda each: each.written[writer])

    def _looked(self, part: Callable[[_Judged], T]) -> "_Looked[T]":
        return _Looked(self._kept, self._places, part)


class _Kept:
    """Judgements that are read again when somebody looks at them, those looked at last at hand."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._spool = Spool()
        self._count = 0
        self._at_hand: tuple[int, _Judgements] | None = None

    def append(self, judgements: bytes) -> int:
        """Keep judgements, and tell by which number they are found again."""
        self._spool.append(judgements)
        self._count += 1
        return self._count - 1

    def judged(self, number: int, place: int) -> _Judged:
        """What came of one proposal."""
        if self._at_hand is None or self._at_hand[0] != number:
            self._at_hand = number, unpacked(self._spool.block(number), _Judgements, self._pack)
        judged = self._at_hand[1].judged[place]
        if judged is None:
            raise LookupError(f"nothing came of proposal {place} in block {number}")
        return judged


class _Looked(Sequence[T]):
    """Something of every proposal that was judged, read again whenever one is looked at."""

    def __init__(
        self, kept: _Kept, places: Sequence[tuple[int, int]], part: Callable[[_Judged], T]
    ) -> None:
        self._kept = kept
        self._places = places
        self._part = part

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, index: int) -> T: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...

    def __getitem__(self, index: int | slice) -> T | Sequence[T]:
        if isinstance(index, slice):
            return _Looked(self._kept, self._places[index], self._part)
        return self._part(self._kept.judged(*self._places[index]))


# -- the processes -----------------------------------------------------------------------------


@contextmanager
def _judging(
    number: int, task: Task
) -> Iterator[Callable[[Sequence[Sequence[str]]], Iterator[_Sent]]]:
    """What judges batches of files: this process, or so many copies of it."""
    if number == 1:
        worker = _Worker(task)
        yield lambda batches: map(worker.batch, batches)
        return
    with _processes(number, task) as pool:
        yield lambda batches: _in_order(pool, batches, number * AHEAD)


def _in_order(
    pool: ProcessPoolExecutor, batches: Iterable[Sequence[str]], ahead: int
) -> Iterator[_Sent]:
    """What comes of each batch, while no more than so many others are waiting or being judged."""
    waiting: deque[Future[_Sent]] = deque()
    for batch in batches:
        waiting.append(pool.submit(_judge_batch, batch))
        if len(waiting) > ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


@contextmanager
def _processes(number: int, task: Task) -> Iterator[ProcessPoolExecutor]:
    """So many copies of this process. After an error, nobody waits for what they are busy with."""
    others = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(
        number, multiprocessing.get_context("fork"), initializer=_begin, initargs=(task,)
    )
    try:
        yield pool
    except BaseException:
        for process in set(multiprocessing.active_children()) - others:
            process.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


class _Worker:
    """What a process judges with."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._judge = Judge(task.pack, best_evaluator())
        self._adviser = Judge(task.pack, ReferenceEvaluator())

    def batch(self, files: Sequence[str]) -> _Sent:
        """What comes of the files, as it is sent."""
        problems: list[Problem] = []
        outlines: list[_Outline] = []
        judged: list[_Judged | None] = []
        for file in files:
            documents, problems_of_file = documents_in(file)
            problems.extend(problems_of_file)
            for document in documents:
                try:
                    proposal = read_proposal(document, self._task.pack)
                except Faults as faults:
                    problems.extend(faults.problems)
                    continue
                outline, result = self._judged(proposal)
                outlines.append(outline)
                judged.append(result)
        return (
            packed(_Outlines(self._judge.engine, tuple(problems), tuple(outlines))),
            packed(_Judgements(tuple(judged))),
        )

    def _judged(self, proposal: Proposal) -> tuple[_Outline, _Judged | None]:
        path, stated = proposal.document.source.name, stated_by(proposal)
        try:
            evaluation = self._judge.evaluation(proposal)
        except Exception as error:  # whatever it is, the other proposals are still judged
            return _Outline(path, stated, failure_in_words(error), Gate(), (), None), None
        gated = self._task.keeper.proposal(evaluation)
        advice = advice_on_one(evaluation, self._adviser)
        drawing = drawing_of(evaluation, self._task.pack)
        outline = _Outline(path, stated, None, gated.gate, gated.waivers, drawing)
        judgement = (gated, advice) if self._task.keeps_judgements else None
        written = tuple(write(gated, advice) for write in self._task.writers)
        return outline, _Judged(judgement, written)


_workers: list[_Worker] = []
"""The one of this process, once it has begun."""


def _begin(task: Task) -> None:
    # An interrupt at the terminal reaches every process: these end at once and say nothing.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    _workers.append(_Worker(task))


def _judge_batch(files: Sequence[str]) -> _Sent:
    return _workers[0].batch(files)
