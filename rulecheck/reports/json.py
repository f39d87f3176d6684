"""Everything that a run came to, for other programs; the schema is versioned by name."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Final, TypeAlias

from rulecheck.advice.advising import Advice
from rulecheck.advice.margins import Margin
from rulecheck.documents import Document, Pointer, Position, Problem
from rulecheck.judgement import (
    DecidingFact,
    Gate,
    GatedEvaluation,
    GatedFinding,
    GatedRun,
    Outcome,
    RecommendationResult,
    RuleResult,
    Score,
    WaiverUse,
)
from rulecheck.judgement.opening import OpenField
from rulecheck.judgement.waivers import Waiver
from rulecheck.packs.model import Citation, Pack, Recommendation
from rulecheck.packs.reference import ScreeningList
from rulecheck.reports.model import (
    Frame,
    Report,
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
    return "".join(pieces(report, report.on_proposals(ProposalJson(report.frame))))


class ProposalJson:
    """Writes one proposal after another, as they stand in the report's list."""

    def __init__(self, frame: Frame) -> None:
        self._shown = frame.shows

    def __call__(self, gated: GatedEvaluation, advice: Advice) -> str:
        """The proposal with all that was found."""
        return _text(_proposal(gated, advice, shown=self._shown), "    ")


def pieces(report: Report, proposals: Iterable[str]) -> Iterator[str]:
    """The report as JSON, piece by piece; `proposals` is what there is to be said of each."""
    shown = report.frame.shows
    yield "{\n"
    for name, value in _before_proposals(report, shown=shown).items():
        yield f'  "{name}": {_text(value, "  ")},\n'
    yield '  "proposals": ['
    separator = "\n"
    for each in proposals:
        yield f"{separator}    {each}"
        separator = ",\n"
    yield "\n  ]" if report.gated.gates else "]"
    for name, value in _after_proposals(report, shown=shown).items():
        yield f',\n  "{name}": {_text(value, "  ")}'
    yield "\n}\n"


def dumped(value: Json) -> str:
    """The value as JSON in plain ASCII, with a line end."""
    return f"{_text(value)}\n"


def _text(value: Json, indent: str = "") -> str:
    """The value as JSON in plain ASCII, its lines but the first indented."""
    text = json.dumps(value, indent=2, ensure_ascii=True).replace("\n", f"\n{indent}")
    # Programs that run jobs take `##[` for a command wherever it stands in what is printed.
    return text.replace("##", "#\\u0023")


def _before_proposals(report: Report, *, shown: bool) -> dict[str, Json]:
    run, gated = report.run, report.gated
    return {
        "schema": SCHEMA,
        "tool": {"name": "rulecheck", "version": report.tool_version},
        "pack": pack_json(run.pack),
        "screening_list": _screening_list(run.pack.screening_list),
        "engine": run.engine,
        "excerpts": report.excerpts.value,
        "gate": _gate(gated.gate),
        "exit": {"code": report.exit_code, "meaning": report.exit_meaning},
        "today": None if gated.waivers is None else gated.waivers.today.isoformat(),
        "waivers": [_use(each, gated, shown=shown) for each in gated.waiver_uses],
        "baseline": _baseline(gated),
    }


def _after_proposals(report: Report, *, shown: bool) -> dict[str, Json]:
    run = report.run
    return {
        "run_findings": [_run_finding(each, shown=shown) for each in report.gated.run_findings],
        "problems": [problem_json(each, shown=shown) for each in run.problems],
        "internal_errors": [str(each) if shown else None for each in run.engine_errors],
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
        "waivers": gate.waivers,
        "faults": gate.faults,
        "waived": gate.waived,
        "baselined": gate.baselined,
    }


def _baseline(gated: GatedRun) -> Json:
    if gated.baseline is None:
        return None
    return {"path": gated.baseline.name, "violations": len(gated.baseline.entries)}


def _use(use: WaiverUse, gated: GatedRun, *, shown: bool) -> Json:
    waiver = use.waiver
    return {
        "path": None if gated.waivers is None else gated.waivers.name,
        "line": waiver.position.line,
        "column": waiver.position.column,
        "rule": waiver.rule,
        "proposal": waiver.proposal if shown else None,
        "subject": waiver.subject if shown else None,
        "state": use.state.value,
        **waiver_json(waiver, shown=shown),
    }


def waiver_json(waiver: Waiver, *, shown: bool) -> dict[str, Json]:
    """Who answers for a waiver, why, and from when to when it holds."""
    return {
        "reason": waiver.reason if shown else None,
        "owner": waiver.owner if shown else None,
        "approved_by": waiver.approved_by if shown else None,
        "created": waiver.created.isoformat(),
        "expires": waiver.expires.isoformat(),
    }


def _proposal(gated: GatedEvaluation, advice: Advice, *, shown: bool) -> Json:
    evaluation, proposal = gated.evaluation, gated.evaluation.proposal
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
        "gate": _gate(gated.gate),
        "recommendations": [
            _recommendation(each, gated, shown=shown) for each in evaluation.recommendations
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


def _recommendation(result: RecommendationResult, gated: GatedEvaluation, *, shown: bool) -> Json:
    recommendation, evaluation = result.recommendation, gated.evaluation
    standings = evaluation.standings.get(recommendation.id)
    return {
        **recommendation_json(recommendation),
        "outcome": result.outcome.value,
        "applies": result.applies,
        "standings": None if standings is None else [each.value for each in standings],
        "rules": [_rule(each, gated, shown=shown) for each in result.results],
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


def _rule(result: RuleResult, gated: GatedEvaluation, *, shown: bool) -> Json:
    rule, subject = result.rule, result.subject
    document = gated.evaluation.proposal.document
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
        **_gated(gated.by_place.get((rule.id, subject.name)), shown=shown),
        "message": result.message if shown and result.outcome is Outcome.VIOLATED else None,
        "remedy": rule.remedy if result.counts else None,
        "at": place_json(result.at, document),
        "deciding": [deciding_json(each, document, shown=shown) for each in result.deciding],
        "notes": list(result.notes) if shown else None,
    }


def _gated(found: GatedFinding | None, *, shown: bool) -> dict[str, Json]:
    """What the gate does with a finding; null where nothing stands against the proposal."""
    if found is None:
        return dict.fromkeys(("disposition", "waiver", "fingerprint", "facts_sha256"))
    return {
        "disposition": found.disposition.value,
        "waiver": None if found.waiver is None else waiver_json(found.waiver, shown=shown),
        "fingerprint": found.finding.fingerprint,
        # Whoever can guess what a draft says could check the guess.
        "facts_sha256": found.finding.facts_sha256 if shown else None,
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
    return _place_json(pointer, position_of(document, pointer))


def _place_json(pointer: Pointer, start: Position) -> dict[str, Json]:
    return {"pointer": path_of(pointer), "line": start.line, "column": start.column}


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


def _run_finding(found: GatedFinding, *, shown: bool) -> Json:
    finding = found.finding
    return {
        "rule": finding.rule.id,
        "outcome": finding.outcome.value,
        "message": finding.message if shown else None,
        "remedy": finding.rule.remedy,
        "disposition": found.disposition.value,
        "fingerprint": finding.fingerprint,
        "places": [
            {
                "path": place.path,
                "id": place.proposal if shown else None,
                **_place_json(place.pointer, place.span.start),
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
