"""What one process makes of a few files, packed as it is sent: outlines apart from judgements."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rulecheck.advice.advising import Advice, advice_on_one
from rulecheck.documents import Problem
from rulecheck.engine import ReferenceEvaluator, best_evaluator
from rulecheck.judgement import Gate, GatedEvaluation, Judge, WaiverUse
from rulecheck.judgement.clashes import Stated, stated_by
from rulecheck.judgement.run import failure_in_words
from rulecheck.judgement.sums import Drawing, drawing_of
from rulecheck.proposals import Proposal
from rulecheck.runner import Task, proposals_in
from rulecheck.runner.files import documents_in
from rulecheck.runner.passing import packed


@dataclass(frozen=True, slots=True)
class Outline:
    """What stays in memory of a proposal, or is needed until all are judged."""

    stated: Stated
    failure: str | None
    """How an evaluator failed on it, if one did; then nothing else came of it."""
    gate: Gate
    waivers: tuple[WaiverUse, ...]
    drawing: Drawing | None


@dataclass(frozen=True, slots=True)
class Outlines:
    """The outlines of a few files' proposals, and what is wrong with the rest of them."""

    engine: str
    problems: tuple[Problem, ...]
    proposals: tuple[Outline, ...]


@dataclass(frozen=True, slots=True)
class Judged:
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
class Judgements:
    """What came of a few proposals, `None` where an evaluator failed."""

    judged: tuple[Judged | None, ...]


Sent = tuple[bytes, list[bytes]]
"""Outlines, and block by block the judgements on the same proposals, all packed."""

IN_A_BLOCK: Final = 8
"""Judgements that are packed, and looked at, together."""


class Worker:
    """What a process judges with."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._judge = Judge(task.pack, best_evaluator())
        self._adviser = Judge(task.pack, ReferenceEvaluator())

    def batch(self, files: Sequence[str]) -> Sent:
        """What comes of the files, as it is sent."""
        problems: list[Problem] = []
        outlines: list[Outline] = []
        blocks: list[bytes] = []
        judged: list[Judged | None] = []
        for proposal in self._proposals(files, problems):
            outline, result = self._judged(proposal)
            outlines.append(outline)
            judged.append(result)
            if len(judged) == IN_A_BLOCK:
                blocks.append(packed(Judgements(tuple(judged))))
                judged.clear()
        blocks.append(packed(Judgements(tuple(judged))))
        return packed(Outlines(self._judge.engine, tuple(problems), tuple(outlines))), blocks

    def _proposals(self, files: Sequence[str], problems: list[Problem]) -> Iterator[Proposal]:
        for file in files:
            documents, problems_of_file = documents_in(file)
            problems.extend(problems_of_file)
            yield from proposals_in(documents, self._task.pack, problems)

    def _judged(self, proposal: Proposal) -> tuple[Outline, Judged | None]:
        stated = stated_by(proposal)
        try:
            evaluation = self._judge.evaluation(proposal)
        except Exception as error:  # whatever it is, the other proposals are still judged
            return Outline(stated, failure_in_words(error), Gate(), (), None), None
        gated = self._task.keeper.proposal(evaluation)
        advice = advice_on_one(evaluation, self._adviser)
        drawing = drawing_of(evaluation)
        outline = Outline(stated, None, gated.gate, gated.waivers, drawing)
        judgement = (gated, advice) if self._task.keeps_judgements else None
        written = tuple(write(gated, advice) for write in self._task.writers)
        return outline, Judged(judgement, written)
