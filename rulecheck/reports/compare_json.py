"""Two versions of a proposal compared, for other programs; the schema is versioned by name."""

from datetime import date
from decimal import Decimal
from typing import Final

from rulecheck.advice.weighing import FactChange, Trial, WeighedChange, WeighedComparison
from rulecheck.documents import Document, Pointer
from rulecheck.documents.validation import Frozen
from rulecheck.judgement import Evaluation, Run
from rulecheck.judgement.gate import GatedVersions
from rulecheck.proposals.differences import Difference
from rulecheck.proposals.revising import ABSENT, Absent
from rulecheck.reports.compare import Comparison, Names, stale_waivers
from rulecheck.reports.compared_json import (
    draft_json,
    finding_json,
    judgement_json,
    outcome_json,
    standing_json,
)
from rulecheck.reports.json import Json, dumped, pack_json, place_json, problem_json, value_of

SCHEMA: Final = "rulecheck/compare/v1"


def render(comparison: Comparison) -> str:
    """The comparison as JSON, with a line end."""
    runs, gates, shown = comparison.runs, comparison.gates, comparison.shows
    return dumped(
        {
            "schema": SCHEMA,
            "tool": {"name": "rulecheck", "version": comparison.tool_version},
            "pack": pack_json(comparison.pack),
            "engine": runs.new.engine,
            "excerpts": comparison.excerpts.value,
            "complete": comparison.is_complete,
            "regression": runs.is_regression,
            "proposals": [_proposal(each, gates, shown=shown) for each in comparison.proposals],
            "only_old": [_draft(each, gates, shown=shown) for each in runs.only_old],
            "only_new": [_draft(each, gates, shown=shown) for each in runs.only_new],
            "run_findings": {
                "gone": [finding_json(each, shown=shown) for each in runs.findings_gone],
                "come": [finding_json(each, shown=shown) for each in runs.findings_come],
                "worse": runs.worsens_findings,
            },
            "stale_waivers": [
                {
                    "rule": each.rule,
                    "place": each.place,
                    "message": each.said,
                    "remedy": each.remedy,
                }
                for each in stale_waivers(comparison)
            ],
            "faults": {
                "old": _faults(runs.old, shown=shown),
                "new": _faults(runs.new, shown=shown),
            },
        }
    )


def _faults(run: Run, *, shown: bool) -> Json:
    return {
        "problems": [problem_json(each, shown=shown) for each in run.problems],
        "internal_errors": [str(each) if shown else None for each in run.engine_errors],
    }


def _draft(evaluation: Evaluation, gates: GatedVersions, *, shown: bool) -> Json:
    gate = gates.of(evaluation)
    return {
        **draft_json(evaluation, shown=shown),
        **judgement_json(evaluation),
        "gate": {
            "passes": gate.passes,
            "violations": gate.violations,
            "unknowns": gate.unknowns,
            "waived": gate.waived,
            "baselined": gate.baselined,
        },
    }


def _proposal(weighed: WeighedComparison, gates: GatedVersions, *, shown: bool) -> Json:
    judgements = weighed.judgements
    goal = "verdict" if judgements.changes_verdict else "outcomes"
    return {
        "old": _draft(judgements.old, gates, shown=shown),
        "new": _draft(judgements.new, gates, shown=shown),
        "regression": {
            "verdict": judgements.worsens_verdict,
            "gate": judgements.worsens_gate,
            "outcomes": [outcome_json(each, shown=shown) for each in judgements.worse_outcomes],
        },
        "goal": goal if weighed.has_goal else None,
        "outcomes": [outcome_json(each, shown=shown) for each in judgements.outcomes],
        "standings": [standing_json(each) for each in judgements.standings],
        "facts": [_fact(each, shown=shown) for each in weighed.facts],
        "changes": [_change(each, weighed, shown=shown) for each in weighed.changes],
    }


def _fact(fact: FactChange, *, shown: bool) -> Json:
    return {
        "fact": fact.name,
        "subject": fact.subject or None if shown else None,
        "old": value_of(fact.old) if shown else None,
        "new": value_of(fact.new) if shown else None,
    }


def _change(each: WeighedChange, weighed: WeighedComparison, *, shown: bool) -> Json:
    names = Names(shown=shown)
    has_goal = weighed.has_goal and not each.is_prose
    return {
        "places": [names.change(change) for change in each.changes],
        "prose": each.is_prose,
        "enough": each.is_enough if has_goal else None,
        "needed": each.is_needed if has_goal else None,
        "parts": [_part(part, weighed, names) for part in each.parts],
        "made": None if each.made is None else _trial(each.made, names),
        "taken_back": None if each.taken_back is None else _trial(each.taken_back, names),
    }


def _part(part: Difference, weighed: WeighedComparison, names: Names) -> Json:
    old, new = weighed.judgements.old.proposal, weighed.judgements.new.proposal
    return {
        "place": names.part(part),
        "prose": part.is_prose,
        "old": _side(part.old, part.old_at, old.document, shown=names.shown),
        "new": _side(part.new, part.new_at, new.document, shown=names.shown),
    }


def _side(value: Frozen | Absent, at: Pointer | None, document: Document, *, shown: bool) -> Json:
    return {
        "stated": value is not ABSENT,
        "value": None if value is ABSENT or not shown else _value(value),
        "at": None if at is None else place_json(at, document),
    }


def _value(value: Frozen) -> Json:
    match value:
        case tuple():
            return [_value(each) for each in value]
        case dict():
            return {key: _value(each) for key, each in value.items()}
        case date():
            return value.isoformat()
        case Decimal():
            return float(value)
        case _:
            return value


def _trial(trial: Trial, names: Names) -> Json:
    return {
        "along": [names.change(each) for each in trial.along],
        "verdict": trial.verdict.value,
        "outcomes": [outcome_json(each, shown=names.shown) for each in trial.outcomes],
        "matters": trial.matters,
        "parts": [names.part(each) for each in trial.parts],
    }
