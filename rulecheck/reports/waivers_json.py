"""Waivers and what they come to, for other programs."""

from typing import Final

from rulecheck.reports.json import Json, dumped, waiver_json
from rulecheck.reports.waivers import WaiverList

SCHEMA: Final = "rulecheck/waiver-list/v1"


def render(report: WaiverList) -> str:
    """The waivers as JSON, with a line end."""
    return dumped(_list(report))


def _list(report: WaiverList) -> Json:
    return {
        "schema": SCHEMA,
        "tool": {"name": "rulecheck", "version": report.tool_version},
        "path": report.waivers.name,
        "today": report.waivers.today.isoformat(),
        "waivers": [
            {
                "line": waiver.position.line,
                "column": waiver.position.column,
                "rule": waiver.rule,
                "proposal": waiver.proposal,
                "subject": waiver.subject,
                "facts_sha256": waiver.facts_sha256,
                "state": state.value,
                **waiver_json(waiver, shown=True),
            }
            for waiver, state in report.listed
        ],
    }
