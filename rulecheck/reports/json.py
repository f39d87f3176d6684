"""Everything that a run came to, for other programs; the schema is versioned by name."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Final, TypeAlias

from rulecheck.advice.advising import Advice
from rulecheck.advice.margins import Margin
from rulecheck.documents import Document, Pointer, Problem
from rulecheck.judgement import (
    DecidingFact,
    Evaluation,
    OpenField,
    Outcome,
    RecommendationResult,
    RuleResult,
    RunFinding,
    Score,
)
from rulecheck.packs.model import Citation, Pack, Recommendation
from rulecheck.packs.reference import ScreeningList
from rulecheck.reports.model import (
    Excerpts,
    Gate,
    Report,
    gate_of,
    gate_of_run,
    path_of,
    position_of,
)
from rulecheck.vocabulary import FactValue, Members, Range

if TYPE_CHECKING:  # whoever has evidence to show has loaded it
    from rulecheck.advice.evidence import Evidence

SCHEMA: Final = "rulecheck/report/v1"

Json: TypeAlias = bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"] | None


def render(report: Report) -> str:
    """The report as JSON, with a line end."""
    return dumped(_report(report))


def dumped(value: Json) -> str:
    """The value as JSON in plain ASCII, with a line end."""
    text = json.dumps(value, indent=2, ensure_ascii=True)
    # Programs that run jobs take `##[` for a command wherever it stands in what is printed.
    return text.replace("##", "#\\u0023") + "\n"


def _report(report: Report) -> Json:
    run = report.run
    shown = report.excerpts is Excerpts.SHOWN
    return {
        "schema": SCHEMA,
        "tool": {"name": "rulecheck", "version": report.tool_version},
        "pack": pack_json(run.pack),
        "screening_list": _screening_list(run.pack.screening_list),
        "engine": run.engine,
        "excerpts": report.excerpts.value,
        "gate": _gate(gate_of_run(run)),
        "exit": {"code": report.exit_code, "meaning": report.exit_meaning},
        "proposals": [
            _evaluation(each, advice, shown=shown)
            for each, advice in zip(run.evaluations, report.advice, strict=True)
        ],
        "run_findings": [_run_finding(each, shown=shown) for each in run.findings],
        "problems": [problem_json(each, shown=shown) for each in run.problems],
        "internal_errors": [each if shown else None for each in run.engine_errors],
    }


def pack_json(pack: Pack) -> Json:
    """Which pack it is about."""
    return {
        "name": pack.name,
        "version": pack.version,
        "sha256": pack.content_sha256,
        "source": pack.source_title,
    }


def _screening_list(listed: ScreeningList | None) -> Json:
    if listed is None:
        return None
    return {"path": listed.name, "sha256": listed.sha256, "entities": listed.entities}


def _gate(gate: Gate) -> Json:
    return {
        "passes": gate.passes,
        "violations": gate.violations,
        "unknowns": gate.unknowns,
        "faults": gate.faults,
    }


def _evaluation(evaluation: Evaluation, advice: Advice, *, shown: bool) -> Json:
    proposal = evaluation.proposal
    document, model = proposal.document, proposal.model
    return {
        "path": document.source.name,
        "document": document.index,
        "id": proposal.id if shown else None,
        "kind": model.kind.value,
        "title": model.title if shown else None,
        "as_of": model.as_of.isoformat(),
        "verdict": evaluation.verdict.value,
        "score": None if evaluation.score is None else score_json(evaluation.score),
        "gate": _gate(gate_of(evaluation)),
        "recommendations": [
            _recommendation(each, evaluation, shown=shown) for each in evaluation.recommendations
        ],
        **evidence_json(advice.evidence, document, shown=shown),
        "margins": [_margin(each, shown=shown) for each in advice.margins],
    }


def score_json(score: Score) -> Json:
    """A score with its terms."""
    return {
        "low": float(score.low),
        "high": float(score.high),
        "earned": score.earned,
        "open": score.open,
        "weight": score.weight,
    }


def _recommendation(result: RecommendationResult, evaluation: Evaluation, *, shown: bool) -> Json:
    recommendation = result.recommendation
    document = evaluation.proposal.document
    standings = evaluation.standings.get(recommendation.id)
    return {
        **recommendation_json(recommendation),
        "outcome": result.outcome.value,
        "applies": result.applies,
        "standings": None if standings is None else [each.value for each in standings],
        "rules": [_rule(each, document, shown=shown) for each in result.results],
    }


def recommendation_json(recommendation: Recommendation) -> dict[str, Json]:
    """What a recommendation is, whatever a draft makes of it."""
    return {
        "id": recommendation.id,
        "title": recommendation.title,
        "norm": recommendation.norm.value,
        "weight": None if recommendation.is_permissive else recommendation.weight,
        "sources": [citation_json(each) for each in recommendation.citations],
    }


def citation_json(citation: Citation) -> dict[str, Json]:
    """A sentence of the source: its place and fingerprint."""
    return {
        "paragraph": citation.paragraph,
        "sentence": citation.sentence,
        "sha256": citation.sha256,
    }


def _rule(result: RuleResult, document: Document, *, shown: bool) -> Json:
    rule, subject = result.rule, result.subject
    return {
        "id": rule.id,
        "title": rule.title,
        "norm": rule.norm.value,
        "veto": rule.veto,
        "on_unknown": rule.on_unknown.value,
        "subject": {
            "kind": subject.kind.value,
            "id": subject.name if shown else None,
            "stated": subject.stated,
            **place_json(subject.pointer, document),
        },
        "outcome": result.outcome.value,
        "message": result.message if shown and result.outcome is Outcome.VIOLATED else None,
        "remedy": rule.remedy if result.counts else None,
        "at": place_json(result.at, document),
        "deciding": [deciding_json(each, document, shown=shown) for each in result.deciding],
        "notes": list(result.notes) if shown else None,
    }


def deciding_json(each: DecidingFact, document: Document, *, shown: bool) -> Json:
    """A fact with its value and where it comes from."""
    origin = each.fact.origin
    return {
        "fact": each.name,
        "value": value_of(each.fact.value) if shown else None,
        "read": [place_json(pointer, document) for pointer in origin.read],
        "missing": [place_json(pointer, document) for pointer in origin.missing],
        # They name the catalogue's product, and so the proposal's.
        "sources": list(origin.sources) if shown else None,
    }


def value_of(value: FactValue) -> Json:
    """A fact's value: null is unknown; a range is its ends, open where null."""
    match value:
        case None | bool() | str():
            return value
        case Range(low, high):
            return end_json(low) if low == high else {"low": end_json(low), "high": end_json(high)}
        case Members(certain, possible):
            return {
                "certain": sorted(certain),
                "possible": None if possible is None else sorted(possible),
            }


def end_json(end: Fraction | date | None) -> Json:
    """A number or a date; null is an open end."""
    match end:
        case None:
            return None
        case date():
            return end.isoformat()
        case Fraction(denominator=1):
            return end.numerator
        case _:
            return float(end)


def place_json(pointer: Pointer, document: Document) -> dict[str, Json]:
    """A place in a proposal: its path, and where it begins in the file."""
    position = position_of(document, pointer)
    return {"pointer": path_of(pointer), "line": position.line, "column": position.column}


def evidence_json(
    evidence: "Evidence | None", document: Document, *, shown: bool
) -> dict[str, Json]:
    """What is open: first what can still change the verdict, then what can't."""
    if evidence is None:
        return {"open": [], "not_proven": []}
    return {
        "open": [
            *(_open(each.field, each.settles, document, shown=shown) for each in evidence.needed),
            *(
                _open(each, None, document, shown=shown)
                for each in (*evidence.undecided, *evidence.irrelevant)
            ),
        ],
        "not_proven": list(evidence.not_proven),
    }


def _open(field: OpenField, settles: Fraction | None, document: Document, *, shown: bool) -> Json:
    return {
        **place_json(field.pointer, document),
        "gap": field.gap.value,
        "changes_verdict": settles is not None,
        "settles": 0 if settles is None else float(settles),
        "rules": list(field.rules),
        "facts": list(field.facts),
        "evidence": list(field.evidence),
        "sources": list(field.sources) if shown else None,
    }


def _margin(margin: Margin, *, shown: bool) -> Json:
    return {
        "subject": margin.subject.name if shown else None,
        "fact": margin.fact.name,
        "value": value_of(margin.fact.fact.value) if shown else None,
        "operator": margin.operator.value,
        "limit": value_of(margin.limit) if shown else None,
        "limit_name": margin.limit_name,
        "percent": float(margin.percent) if shown and margin.percent is not None else None,
        "near": margin.is_near,
    }


def _run_finding(finding: RunFinding, *, shown: bool) -> Json:
    return {
        "rule": finding.rule.id,
        "outcome": finding.outcome.value,
        "message": finding.message if shown else None,
        "remedy": finding.rule.remedy,
        "places": [
            {
                "path": place.proposal.document.source.name,
                "id": place.proposal.id if shown else None,
                **place_json(place.pointer, place.proposal.document),
            }
            for place in finding.places
        ],
    }


def problem_json(problem: Problem, *, shown: bool) -> dict[str, Json]:
    """A fault of a file, without what it repeats of the file where that is withheld."""
    start = None if problem.span is None else problem.span.start
    return {
        "path": problem.source_name,
        "line": None if start is None else start.line,
        "column": None if start is None else start.column,
        "message": problem.message if shown else None,
        "hint": problem.hint if shown else None,
    }
