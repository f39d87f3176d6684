"""What stands in a repository of drafts: examples, each for one way in which a gate can end, and
waivers for them.
"""

from pathlib import Path

import yaml

from rulecheck.judgement.findings import findings_of
from rulecheck.runner import evaluate

PROPOSALS = Path(__file__).parents[2] / "proposals"

GOOD = "h20_inventory_only.yaml"
BAD = "h20_mixed_lots.yaml"
BAD_AT = "proposals/h20_mixed_lots.yaml:59:16"
UNDECIDED = "h20_half_empty.yaml"
TRADED = "h20_denial_for_rare_earths.yaml"
"""A draft with one violation, which may be waived."""

LAST_DAY = "2025-12-31"
"""The last day of its waivers."""


def draft(example: str) -> str:
    """The text of an example."""
    return (PROPOSALS / example).read_text(encoding="utf-8")


def written(folder: Path, name: str, text: str) -> Path:
    """A file of the folder, in folders of its own where the name has them."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def waivers_for(example: str) -> str:
    """A file that waives every violation of the draft up to the last day."""
    (proposal,) = (run := evaluate([PROPOSALS / example])).evaluations
    entries = [
        {
            "rule": finding.rule.id,
            "proposal": proposal.proposal.id,
            "subject": finding.about,
            "facts_sha256": finding.facts_sha256,
            "reason": "Looked at by the board",
            "owner": "A. Drafter",
            "approved_by": "B. Keeper",
        }
        for finding in findings_of(run)
    ]
    text = yaml.safe_dump({"schema": "rulecheck/waivers/v1", "waivers": entries})
    # Dates stand without quotes, which a writer of YAML would put around text.
    ends = f"  created: 2025-08-01\n  expires: {LAST_DAY}\n"
    return text.replace("  subject:", f"{ends}  subject:")
