"""Repairs for every draft of a run, with no more effort than a report may take.

Effort is counted and not timed, so that a report on the same drafts is the same everywhere.
"""

from dataclasses import dataclass
from typing import Final

from rulecheck.advice.repairing import Repairs, repairs_of
from rulecheck.judgement import Evaluation, Run
from rulecheck.packs.model import Pack

MOST_FOR_ONE: Final = 15_000
MOST_FOR_ALL: Final = 40_000
"""Sets of changes judged, times the outcomes of the draft: about 0.1 ms each."""


@dataclass(slots=True)
class _Ration:
    """Says that a search is to stop once its effort is used up."""

    most: int
    step: int
    used: int = 0

    def __call__(self) -> bool:
        self.used += self.step
        return self.used > self.most


def rationed_repairs(
    run: Run, *, for_one: int = MOST_FOR_ONE, for_all: int = MOST_FOR_ALL
) -> tuple[Repairs | None, ...]:
    """What a search came to for each proposal, in the run's order.

    `None` where there is nothing to repair, or nothing is left of the effort for all. A search that
    takes more than its own share has stopped. Raises `EngineError` where the evaluators disagree.
    """
    left = for_all
    found: list[Repairs | None] = []
    for evaluation in run.evaluations:
        if evaluation.findings and left > 0:
            repairs, used = _rationed(evaluation, run.pack, min(for_one, left))
            left -= used
            found.append(repairs)
        else:
            found.append(None)
    return tuple(found)


def _rationed(evaluation: Evaluation, pack: Pack, most: int) -> tuple[Repairs, int]:
    ration = _Ration(most, len(evaluation.results))
    return repairs_of(evaluation, pack, stop=ration), ration.used
