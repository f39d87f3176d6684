"""Tests of thresholds: measures in, whether the threshold is reached out."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum, unique
from pathlib import Path
from typing import Annotated

from pydantic import Field
from pydantic_core import PydanticCustomError

from rulecheck.authoring.test_files import (
    THRESHOLD_TESTS,
    check_day,
    refused,
    suggestion,
    tests_document,
)
from rulecheck.documents import Document, Pointer
from rulecheck.documents.validation import (
    UNKNOWN,
    Faults,
    fault_at,
    fault_at_key,
    frozen,
    invalid,
    validated,
    written,
)
from rulecheck.facts.figures import Measures, reached
from rulecheck.facts.known import Bool, Num
from rulecheck.packs.model import Pack
from rulecheck.packs.reference import MARKETING, Measure, ThresholdPeriod
from rulecheck.vocabulary.fields import Day, Strict, read_number, word
from rulecheck.vocabulary.ranges import ANY_AMOUNT, Number


@unique
class Reached(StrEnum):
    """What a threshold comes to."""

    REACHED = "reached"
    NOT_REACHED = "not_reached"
    UNKNOWN = "unknown"


class ThresholdTestEntry(Strict):
    """A test of one threshold."""

    name: str = Field(description="The situation, as one would tell it.")
    threshold: str = Field(description="Name of the threshold.")
    as_of: Day = Field(description="The day whose wording of the threshold is meant.")
    measures: dict[str, object] = Field(
        description="What is measured, by measure; one that is left out is unknown."
    )
    outcome: Annotated[Reached, word(Reached)] = Field(
        description="Whether the measures must reach the threshold."
    )


class ThresholdTestsFile(Strict):
    """`reference/thresholds.tests.yaml`."""

    tests: tuple[ThresholdTestEntry, ...]


@dataclass(frozen=True)
class ThresholdTest:
    """A test of one threshold: what is measured, and whether that must reach it."""

    name: str
    threshold: str
    period: ThresholdPeriod
    """The threshold as it reads on the day of the test."""
    measures: Measures
    expected: Reached
    document: Document
    pointer: Pointer

    @property
    def about(self) -> str:
        """What is tested, in a message."""
        return f"threshold {self.threshold}"

    def outcome(self) -> Reached:
        """What the threshold comes to."""
        match reached(self.period, self.measures).truth:
            case None:
                return Reached.UNKNOWN
            case truth:
                return Reached.REACHED if truth else Reached.NOT_REACHED


def load_threshold_tests(folder: Path, pack: Pack) -> tuple[ThresholdTest, ...]:
    """The tests of a pack's thresholds; none, if the pack has no file of them.

    Raises `Faults` for an unreadable file, an unknown threshold or measure, or a value that the
    measure can't have.
    """
    path = folder / THRESHOLD_TESTS
    if not path.exists():
        return ()
    document = tests_document(path)
    content = validated(ThresholdTestsFile, frozen(document.root), document)
    return tuple(
        _read(test, document, ("tests", place), pack) for place, test in enumerate(content.tests)
    )


def _read(test: ThresholdTestEntry, document: Document, at: Pointer, pack: Pack) -> ThresholdTest:
    if test.threshold not in pack.thresholds:
        hint = suggestion(test.threshold, pack.thresholds)
        message = f"no threshold `{test.threshold}`"
        raise Faults([fault_at(document, (*at, "threshold"), message, hint)])
    check_day(document, at, test.as_of, pack)
    return ThresholdTest(
        test.name,
        test.threshold,
        pack.thresholds[test.threshold].at(test.as_of),
        _measures(document, (*at, "measures"), test.measures),
        test.outcome,
        document,
        at,
    )


def _measures(document: Document, at: Pointer, stated: Mapping[str, object]) -> Measures:
    """The measures, those that are not stated unknown. Raises `Faults` for the first bad one."""
    numbers = {each: Num(ANY_AMOUNT) for each in Measure if each not in MARKETING}
    truths = {each: Bool(None) for each in MARKETING}
    for name, data in stated.items():
        try:
            measure = Measure(name)
        except ValueError:
            hint = suggestion(name, tuple(Measure)) or f"known: {', '.join(Measure)}"
            message = f"there is no measure `{name}`"
            raise Faults([fault_at_key(document, (*at, name), message, hint)]) from None
        if data is None or data == UNKNOWN:
            continue
        try:
            if measure in MARKETING:
                truths[measure] = Bool(_truth(data))
            else:
                numbers[measure] = Num(_amount(data))
        except PydanticCustomError as error:
            raise refused(document, (*at, name), error) from None
    return Measures(numbers, truths)


def _truth(data: object) -> bool:
    if not isinstance(data, bool):
        hint = "write `true`, `false` or `unknown`"
        raise invalid(f"{written(data)} is neither true nor false", hint)
    return data


def _amount(data: object) -> Number:
    number = read_number(data)
    if number.low is not None and number.low < 0:
        raise invalid("a measure is never below 0", "write 0 or more")
    return number
