"""What the formats of `rules diff` are given: two packs, and what they make of the same drafts."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum, unique

from rulecheck.authoring.differences import Change
from rulecheck.documents import Problem
from rulecheck.judgement.comparing import ComparedRuns
from rulecheck.packs import Pack
from rulecheck.reports.model import Excerpts


@unique
class Side(StrEnum):
    """By which of two packs something is so."""

    OLD = "old"
    NEW = "new"
    BOTH = "both"


@dataclass(frozen=True)
class PackDiff:
    """Two packs with everything that a format needs besides."""

    old: Pack
    new: Pack
    changes: tuple[Change, ...]
    runs: ComparedRuns | None
    """What the packs make of the proposals; `None` if none were named."""
    tool_version: str
    excerpts: Excerpts


def problems_by_side(runs: ComparedRuns) -> Iterator[tuple[Side, Problem]]:
    """The faults of files and proposals, each once, with the packs by which it is one."""
    old, new = set(runs.old.problems), set(runs.new.problems)
    for problem in dict.fromkeys((*runs.old.problems, *runs.new.problems)):
        if problem in old and problem in new:
            yield Side.BOTH, problem
        else:
            yield Side.OLD if problem in old else Side.NEW, problem
