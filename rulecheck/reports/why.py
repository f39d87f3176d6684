"""What the forms of an explanation are given."""

from dataclasses import dataclass

from rulecheck.advice.evidence import Evidence
from rulecheck.advice.explaining import Explanation
from rulecheck.advice.stability import Pivot
from rulecheck.judgement import Evaluation
from rulecheck.packs.model import Pack
from rulecheck.reports.model import Excerpts


@dataclass(frozen=True, slots=True)
class Explained:
    """A proposal's judgement, and the rules that are explained."""

    evaluation: Evaluation
    explanations: tuple[Explanation, ...]
    pivots: tuple[Pivot, ...] = ()
    """The single facts on which the verdict hangs, where the whole proposal is explained."""
    is_named: bool = False
    """Whether a rule or a subject was asked for by its name."""
    evidence: Evidence | None = None
    """What is missing for the verdict, where that is asked for."""


@dataclass(frozen=True, slots=True)
class Why:
    """Explanations of one or more proposals, with everything that a form needs besides."""

    pack: Pack
    engine: str
    tool_version: str
    excerpts: Excerpts
    explained: tuple[Explained, ...]

    @property
    def shows(self) -> bool:
        """Whether what proposals say may be repeated."""
        return self.excerpts is Excerpts.SHOWN
