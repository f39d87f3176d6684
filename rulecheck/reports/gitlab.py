"""A Code Quality report, which GitLab shows in merge requests.

The form is a bare list of findings: it has no place for the pack, the engine or the date.
"""

from rulecheck.judgement import Level
from rulecheck.reports.escaping import printable
from rulecheck.reports.json import Json, dumped
from rulecheck.reports.model import Report
from rulecheck.reports.remarks import Kind, Remark, open_remarks_of


def render(report: Report) -> str:
    """What stands against the run as a JSON list, with a line end."""
    return dumped([_entry(each) for each in open_remarks_of(report)])


def _entry(remark: Remark) -> Json:
    return {
        "description": _description(remark),
        "check_name": remark.id,
        "fingerprint": remark.fingerprint,
        "severity": _severity(remark),
        "location": {
            "path": printable(remark.spot.path),
            "lines": {"begin": remark.spot.start.line},
        },
    }


def _description(remark: Remark) -> str:
    if remark.remedy is None:
        return remark.message
    return f"{remark.message}{'' if remark.message.endswith('.') else ';'} {remark.remedy}"


def _severity(remark: Remark) -> str:
    """The worst is a proposal that was not judged at all; then what alone makes one conflict."""
    match remark.kind:
        case Kind.INTERNAL | Kind.INVALID:
            return "blocker"
        case Kind.VIOLATED:
            return "critical" if remark.level is Level.ERROR else "major"
        case Kind.WAIVER | Kind.UNKNOWN:
            return "minor"
