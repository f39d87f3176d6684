"""What it would mean that saying less pays."""

from rulecheck.judgement import Verdict

from .drafts import Judged

GOOD = (Verdict.ALIGNED, Verdict.OUT_OF_SCOPE)


def gains(less: Judged, full: Judged) -> list[str]:
    """What is won by saying less; nothing, if all is well."""
    found = []
    if less.exit_code == 0 and full.exit_code != 0:
        found.append(f"exit code {full.exit_code} became 0")
    for after, before in zip(less.evaluations, full.evaluations, strict=True):
        if after.verdict in GOOD and before.verdict not in GOOD:
            found.append(f"verdict {before.verdict} became {after.verdict}")
        # A draft without a score has nothing to lose: what it leaves open may only count as open.
        low = before.score.low if before.score is not None else 0
        if after.score is not None and after.score.low > low:
            found.append(f"the score's low end rose from {low} to {after.score.low}")
    return found
