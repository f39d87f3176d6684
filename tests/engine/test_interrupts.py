"""An interrupt while durable-rules works: it would take it for a failed action and go on."""

import signal
import threading

import pytest

from rulecheck.engine.interrupts import interrupts_held


def test_an_interrupt_waits_and_then_comes() -> None:
    reached = []

    @interrupts_held()
    def work() -> None:
        signal.raise_signal(signal.SIGINT)
        reached.append("the end")

    with pytest.raises(KeyboardInterrupt):
        work()
    assert reached == ["the end"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_without_one_nothing_happens() -> None:
    with interrupts_held():
        pass
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_whoever_handles_interrupts_otherwise_still_does() -> None:
    handled: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _frame: handled.append(number))
    try:
        with interrupts_held():
            signal.raise_signal(signal.SIGINT)
            assert handled == []
        assert handled == [signal.SIGINT]
    finally:
        signal.signal(signal.SIGINT, before)


def test_another_thread_is_left_alone() -> None:
    reached = []

    def work() -> None:
        with interrupts_held():
            reached.append("the end")

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert reached == ["the end"]
