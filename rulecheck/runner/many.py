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
from typing import Final

from rulecheck.engine import EngineError
from rulecheck.runner import Evaluated, Task
from rulecheck.runner.batches import Sent, Worker
from rulecheck.runner.files import Found
from rulecheck.runner.gathering import Gathered

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
    gathered = Gathered(found.problems, task)
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


# -- the processes -----------------------------------------------------------------------------


@contextmanager
def _judging(
    number: int, task: Task
) -> Iterator[Callable[[Sequence[Sequence[str]]], Iterator[Sent]]]:
    """What judges batches of files: this process, or so many copies of it."""
    if number == 1:
        worker = Worker(task)
        yield lambda batches: map(worker.batch, batches)
        return
    with _processes(number, task) as pool:
        yield lambda batches: _in_order(pool, batches, number * AHEAD)


def _in_order(
    pool: ProcessPoolExecutor, batches: Iterable[Sequence[str]], ahead: int
) -> Iterator[Sent]:
    """What comes of each batch, while no more than so many others are waiting or being judged."""
    waiting: deque[Future[Sent]] = deque()
    for batch in batches:
        waiting.append(pool.submit(_judge_batch, batch))
        if len(waiting) > ahead:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


@contextmanager
def _interrupts_waiting() -> Iterator[None]:
    """Between a copy being made and its knowing what to do on an interrupt, none gets through."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _processes(number: int, task: Task) -> Iterator[ProcessPoolExecutor]:
    """So many copies of this process. After an error, nobody waits for what they are busy with."""
    others = set(multiprocessing.active_children())
    pool = ProcessPoolExecutor(
        number, multiprocessing.get_context("fork"), initializer=_begin, initargs=(task,)
    )
    try:
        with _interrupts_waiting():
            pool.submit(int)  # whatever it is, it starts all of them
        yield pool
    except BaseException:
        for process in set(multiprocessing.active_children()) - others:
            process.terminate()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


_workers: list[Worker] = []
"""The one of this process, once it has begun."""


def _begin(task: Task) -> None:
    # An interrupt at the terminal reaches every process: these end at once and say nothing, unless
    # interrupts are ignored, as in the background of a script.
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    _workers.append(Worker(task))


def _judge_batch(files: Sequence[str]) -> Sent:
    return _workers[0].batch(files)
