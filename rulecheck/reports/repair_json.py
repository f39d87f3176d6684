"""Repairs for other programs; the schema is versioned by name."""

import json
from datetime import date
from typing import Final

from rulecheck.advice.changing import Change
from rulecheck.advice.mending import Obstacle
from rulecheck.advice.repairing import Repair, Repairs
from rulecheck.documents import Document
from rulecheck.judgement import RuleResult
from rulecheck.proposals.revising import Edit, stated_at
from rulecheck.reports.json import Json, pack_json, place_json
from rulecheck.reports.model import path_of
from rulecheck.reports.repair import RepairReport, patch_of

SCHEMA: Final = "rulecheck/repair/v1"


def render(report: RepairReport) -> str:
    """The repairs as JSON, with a line end."""
    content: Json = {
        "schema": SCHEMA,
        "tool": {"name": "rulecheck", "version": report.tool_version},
        "pack": pack_json(report.pack),
        "engine": report.engine,
        "excerpts": report.excerpts.value,
        "allowed": sorted(each.value for each in report.allowed),
        "proposals": [_proposal(each, shown=report.shows) for each in report.searches],
    }
    return json.dumps(content, indent=2, ensure_ascii=True).replace("##", "#\\u0023") + "\n"


def _proposal(repairs: Repairs, *, shown: bool) -> Json:
    proposal = repairs.before.proposal
    document = proposal.document
    return {
        "path": document.source.name,
        "document": document.index,
        "id": proposal.id if shown else None,
        "as_of": proposal.model.as_of.isoformat(),
        "verdict": repairs.before.verdict.value,
        "needs_none": repairs.needs_none,
        "repairs": [_repair(each, repairs, shown=shown) for each in repairs.found],
        "search": {
            "most_changes": repairs.most,
            "sets_tried": repairs.tried,
            "stopped": repairs.stopped,
            "not_written": repairs.not_written,
        },
        "obstacles": [_obstacle(each, document, shown=shown) for each in repairs.obstacles],
        "mendable": [_finding(each, document, shown=shown) for each in repairs.mendable],
        "mended_together_by": [_change(each, repairs, shown=shown) for each in repairs.together],
        "left": [_finding(each, document, shown=shown) for each in repairs.left],
    }


def _repair(repair: Repair, repairs: Repairs, *, shown: bool) -> Json:
    document = repairs.before.proposal.document
    score = repair.evaluation.score
    return {
        "changes": [_change(each, repairs, shown=shown) for each in repair.changes],
        "refuses": repair.refuses,
        "set_aside": list(repair.set_aside),
        "edits": [_edit(each, repairs, document, shown=shown) for each in repair.edits],
        "patch": [
            {"sign": line.sign, "line": line.number, "text": line.text}
            for line in patch_of(repair, repairs)
        ]
        if shown
        else None,
        "passes_with": {
            "verdict": repair.evaluation.verdict.value,
            "score": None if score is None else float(score.low),
        },
    }


def _change(change: Change, repairs: Repairs, *, shown: bool) -> Json:
    about = stated_at(repairs.data, (*change.about, "id")) if change.about else None
    return {
        "title": change.title,
        "about": path_of(change.about) if change.about else None,
        "id": about if shown and isinstance(about, str) else None,
    }


def _edit(edit: Edit, repairs: Repairs, document: Document, *, shown: bool) -> Json:
    return {
        **place_json(edit.pointer, document),
        "before": _plain(stated_at(repairs.data, edit.pointer)) if shown else None,
        "after": _plain(edit.value) if shown else None,
    }


def _plain(value: object) -> Json:
    match value:
        case None | bool() | int() | str():
            return value
        case date():
            return value.isoformat()
        case dict():
            return {str(key): _plain(each) for key, each in value.items()}
        case tuple():
            return [_plain(each) for each in value]
        case _:
            return str(value)


def _obstacle(obstacle: Obstacle, document: Document, *, shown: bool) -> Json:
    found = _finding(obstacle.result, document, shown=shown)
    return {**found, "rests_on": [place_json(each, document) for each in obstacle.rests_on]}


def _finding(result: RuleResult, document: Document, *, shown: bool) -> dict[str, Json]:
    return {
        "rule": result.rule.id,
        "veto": result.rule.veto,
        "outcome": result.outcome.value,
        "subject": result.subject.name if shown else None,
        "at": place_json(result.at, document),
    }
