"""Two packs compared, for other programs; the schema is versioned by name."""

from typing import Final

from rulecheck.authoring.differences import Change
from rulecheck.judgement import Evaluation
from rulecheck.judgement.comparing import ComparedEvaluations, ComparedRuns
from rulecheck.reports.compared_json import (
    draft_json,
    finding_json,
    judgement_json,
    outcome_json,
    standing_json,
)
from rulecheck.reports.json import Json, dumped, pack_json, problem_json
from rulecheck.reports.model import Excerpts
from rulecheck.reports.rules_diff import PackDiff, Side, problems_by_side

SCHEMA: Final = "rulecheck/rules-diff/v1"


def render(diff: PackDiff) -> str:
    """The comparison as JSON, with a line end."""
    shown = diff.excerpts is Excerpts.SHOWN
    return dumped(
        {
            "schema": SCHEMA,
            "tool": {"name": "rulecheck", "version": diff.tool_version},
            "old": pack_json(diff.old),
            "new": pack_json(diff.new),
            "excerpts": diff.excerpts.value,
            "differences": [_change(each) for each in diff.changes],
            "effects": None if diff.runs is None else _effects(diff.runs, shown=shown),
        }
    )


def _change(change: Change) -> Json:
    return {
        "kind": change.kind.value,
        "id": change.id,
        "change": change.way.value,
        "decides": change.decides,
        "used_by": {"rules": list(change.rules), "computed_facts": change.read_by_facts},
        "bases": list(change.bases),
        "parts": [
            {"place": part.place, "old": part.old, "new": part.new, "decides": part.decides}
            for part in change.parts
        ],
    }


def _effects(runs: ComparedRuns, *, shown: bool) -> Json:
    return {
        "engine": runs.new.engine,
        "changed": {
            "verdicts": runs.verdicts_changed,
            "scores": runs.scores_changed,
            "outcomes": runs.outcomes_changed,
            "run_findings": len(runs.findings_gone) + len(runs.findings_come),
        },
        "proposals": [
            *(_proposal(each, shown=shown) for each in runs.proposals),
            *(_judged_once(each, Side.OLD, shown=shown) for each in runs.only_old),
            *(_judged_once(each, Side.NEW, shown=shown) for each in runs.only_new),
        ],
        "run_findings": {
            "gone": [finding_json(each, shown=shown) for each in runs.findings_gone],
            "come": [finding_json(each, shown=shown) for each in runs.findings_come],
        },
        "problems": [
            {"invalid_by": side.value, **problem_json(problem, shown=shown)}
            for side, problem in problems_by_side(runs)
        ],
        "internal_errors": [
            str(each) if shown else None
            for each in dict.fromkeys((*runs.old.engine_errors, *runs.new.engine_errors))
        ],
    }


def _proposal(each: ComparedEvaluations, *, shown: bool) -> Json:
    return {
        **draft_json(each.new, shown=shown),
        "old": judgement_json(each.old),
        "new": judgement_json(each.new),
        "outcomes": [outcome_json(change, shown=shown) for change in each.outcomes],
        "standings": [standing_json(change) for change in each.standings],
    }


def _judged_once(evaluation: Evaluation, side: Side, *, shown: bool) -> Json:
    """A proposal that only one of the packs could judge."""
    return {
        **draft_json(evaluation, shown=shown),
        "old": judgement_json(evaluation) if side is Side.OLD else None,
        "new": judgement_json(evaluation) if side is Side.NEW else None,
        "outcomes": [],
        "standings": [],
    }
