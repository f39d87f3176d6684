"""What every format is given: a judged run, and how the command will end."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum, unique

from rulecheck.advice.advising import Advice
from rulecheck.documents import Document, Pointer, Position
from rulecheck.judgement import Evaluation, Outcome, Run, Score
from rulecheck.reports.escaping import printable


@unique
class Excerpts(StrEnum):
    """Whether a report may repeat what proposals say."""

    SHOWN = "shown"
    WITHHELD = "withheld"


@dataclass(frozen=True)
class Report:
    """A judged run with everything that a format needs besides."""

    run: Run
    advice: Sequence[Advice]
    """On each evaluation of the run, in its order."""
    tool_version: str
    exit_code: int
    exit_meaning: str
    excerpts: Excerpts


@dataclass(frozen=True, slots=True)
class Gate:
    """Whether something passes, and what stands against it."""

    violations: int
    unknowns: int
    faults: int = 0
    """Of a run: what could not be judged, for its own fault or the program's."""

    @property
    def passes(self) -> bool:
        """Whether nothing stands against it."""
        return self.violations == 0 and self.unknowns == 0 and self.faults == 0

    @property
    def summary(self) -> str:
        """In words, as in `fail (2 violations, 1 unknown, 1 fault)`."""
        if self.passes:
            return "pass"
        counts = [
            f"{number} {word if number == 1 else plural}"
            for number, word, plural in (
                (self.violations, "violation", "violations"),
                (self.unknowns, "unknown", "unknowns"),
                (self.faults, "fault", "faults"),
            )
            if number
        ]
        return f"fail ({', '.join(counts)})"


def gate_of(evaluation: Evaluation) -> Gate:
    """The gate of one proposal."""
    violations = sum(each.outcome is Outcome.VIOLATED for each in evaluation.findings)
    return Gate(violations, len(evaluation.findings) - violations)


def gate_of_run(run: Run) -> Gate:
    """The gate of the whole run, its own findings and what was not judged included."""
    gates = [gate_of(each) for each in run.evaluations]
    own = sum(each.outcome is Outcome.VIOLATED for each in run.findings)
    return Gate(
        sum(gate.violations for gate in gates) + own,
        sum(gate.unknowns for gate in gates) + len(run.findings) - own,
        len(run.problems) + len(run.engine_errors),
    )


def interval_of(score: Score) -> str:
    """The score as `41–73`, rounded down so that nothing shows as full that is not."""
    low, high = int(score.low), int(score.high)
    return str(low) if score.low == score.high else f"{low}\N{EN DASH}{high}"


def named(document: Document) -> str:
    """The document's file as a heading has it, with which of several documents it is."""
    name = printable(document.source.name)
    return f"{name} (document {document.index + 1})" if document.index > 0 else name


def path_of(pointer: Pointer) -> str:
    """A place in a proposal, as in `items[0].lots[1].stage`."""
    text = ""
    for step in pointer:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text or "document"


def position_of(document: Document, pointer: Pointer) -> Position:
    """Where the place begins in the file, or the nearest place that exists."""
    return document.find(pointer).span.start
