"""Words that several formats use: what a verdict means, what is said of waivers, the caveat."""

from typing import Final

from rulecheck.judgement import Verdict, WaiverState

VERDICTS: Final = {
    Verdict.CONFLICTS: "a veto rule is violated",
    Verdict.HOLD: "too much is unknown to decide; fill in what is listed as still unknown",
    Verdict.CONCERNS: "no veto is violated, but a recommendation is not met or not decided",
    Verdict.ALIGNED: "every recommendation that applies is met",
    Verdict.OUT_OF_SCOPE: "no recommendation applies; this is no pass, and there is no score",
}

CAVEAT: Final = (
    "The score's weights are the pack's judgement, not the article's. Judged is conformity with "
    "one article, not legality."
)

WAIVERS: Final = {
    WaiverState.EXPIRED: (
        "ended on {expires}; what it covered stands again",
        "Mend the draft, or have the waiver granted anew; remove it if nothing is left to waive.",
    ),
    WaiverState.CHANGED: (
        "no longer matches: what was waived, or its rule, has changed since",
        "Look at it again. Mend the draft, or replace the waiver with one for what is now there.",
    ),
    WaiverState.UNUSED: (
        "covers nothing: its rule is not violated there",
        "Remove it, or correct the rule or subject that it names. An unknown can't be waived.",
    ),
}
"""What is said of a waiver that stands against a run, and what to do about it."""
