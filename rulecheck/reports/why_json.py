"""Why rules came to their outcomes, for other programs; the schema is versioned by name."""

from typing import Final

from rulecheck.advice.explaining import Branch, Explanation, Part
from rulecheck.advice.stability import Pivot
from rulecheck.documents import Document
from rulecheck.reports.json import (
    Json,
    deciding_json,
    dumped,
    evidence_json,
    pack_json,
    place_json,
    value_of,
)
from rulecheck.reports.why import Explained, Why

SCHEMA: Final = "rulecheck/why/v1"


def render(why: Why) -> str:
    """The explanations as JSON, with a line end."""
    content: Json = {
        "schema": SCHEMA,
        "tool": {"name": "rulecheck", "version": why.tool_version},
        "pack": pack_json(why.pack),
        "engine": why.engine,
        "excerpts": why.excerpts.value,
        "proposals": [_proposal(each, shown=why.shows) for each in why.explained],
    }
    return dumped(content)


def _proposal(explained: Explained, *, shown: bool) -> Json:
    proposal = explained.evaluation.proposal
    return {
        "path": proposal.document.source.name,
        "document": proposal.document.index,
        "id": proposal.id if shown else None,
        "as_of": proposal.model.as_of.isoformat(),
        "verdict": explained.evaluation.verdict.value,
        "rules": [
            _explanation(each, proposal.document, shown=shown) for each in explained.explanations
        ],
        "hangs_on": [_pivot(each, shown=shown) for each in explained.pivots],
        **evidence_json(explained.evidence, proposal.document, shown=shown),
    }


def _pivot(pivot: Pivot, *, shown: bool) -> Json:
    return {
        "subject": pivot.subject if shown else None,
        "fact": pivot.fact.name,
        "value": value_of(pivot.fact.fact.value) if shown else None,
        "otherwise": [
            {"value": value_of(value), "verdict": verdict.value} for value, verdict in pivot.turns
        ],
    }


def _explanation(explanation: Explanation, document: Document, *, shown: bool) -> Json:
    result = explanation.result
    return {
        "id": result.rule.id,
        "title": result.rule.title,
        "subject": {
            "kind": result.subject.kind.value,
            "id": result.subject.name if shown else None,
            "stated": result.subject.stated,
            **place_json(result.subject.pointer, document),
        },
        "outcome": result.outcome.value,
        "conditions": [_branch(each, document, shown=shown) for each in explanation.branches],
    }


def _branch(branch: Branch, document: Document, *, shown: bool) -> Json:
    return {
        "name": branch.name,
        "decided": branch.decided,
        "condition": _part(branch.root, document, shown=shown),
    }


def _part(part: Part, document: Document, *, shown: bool) -> Json:
    return {
        "words": part.words,
        "meaning": part.meaning,
        "truth": part.truth,
        "decided": part.decided,
        "facts": [deciding_json(each, document, shown=shown) for each in part.facts],
        "parts": [_part(each, document, shown=shown) for each in part.parts],
    }
