"""How two judgements are set beside each other for other programs."""

from rulecheck.judgement import Evaluation, RunFinding
from rulecheck.judgement.comparing import OutcomeChange, StandingChange
from rulecheck.reports.json import Json, score_json
from rulecheck.reports.model import path_of


def draft_json(evaluation: Evaluation, *, shown: bool) -> dict[str, Json]:
    """Which proposal it is."""
    proposal = evaluation.proposal
    return {
        "path": proposal.document.source.name,
        "document": proposal.document.index,
        "id": proposal.id if shown else None,
        "as_of": proposal.model.as_of.isoformat(),
    }


def judgement_json(evaluation: Evaluation) -> dict[str, Json]:
    """Verdict and score."""
    score = evaluation.score
    return {
        "verdict": evaluation.verdict.value,
        "score": None if score is None else score_json(score),
    }


def outcome_json(change: OutcomeChange, *, shown: bool) -> Json:
    """A rule that comes to something else on a subject."""
    subject = change.subject
    return {
        "rule": change.rule.id,
        "subject": {
            "kind": subject.kind.value,
            "id": subject.name if shown else None,
            "stated": subject.stated,
            "pointer": path_of(subject.pointer),
        },
        "old": None if change.old is None else change.old.value,
        "new": None if change.new is None else change.new.value,
    }


def finding_json(finding: RunFinding, *, shown: bool) -> Json:
    """Something that only shows across the run."""
    return {
        "rule": finding.rule.id,
        "outcome": finding.outcome.value,
        "message": finding.message if shown else None,
    }


def standing_json(change: StandingChange) -> Json:
    """A recommendation to which a policy action stands otherwise."""
    return {
        "recommendation": change.recommendation,
        "old": [standing.value for standing in change.old],
        "new": [standing.value for standing in change.new],
    }
