"""Workflow commands, with which GitHub Actions writes what is found beside the lines of a draft.

GitHub shows ten errors and ten warnings of a step and drops the rest without a word.
"""

from collections.abc import Iterator
from typing import Final

from rulecheck.judgement import Level
from rulecheck.reports.escaping import printable
from rulecheck.reports.model import Report, counted, made_by
from rulecheck.reports.remarks import Remark, most_urgent_first, open_remarks_of

MOST: Final = 10
"""How many annotations of one level GitHub shows for a step."""

_IN_DATA: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTIES: Final = str.maketrans(
    {"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"}
)


def render(report: Report) -> str:
    """What stands against the run, one command a line, with a line end."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    remarks = most_urgent_first(open_remarks_of(report))
    hidden = []
    for level in Level:
        found = [each for each in remarks if each.level is level]
        for each in found[:MOST]:
            yield _annotation(each)
        if len(found) > MOST:
            hidden.append(counted(len(found) - MOST, f"more {level}"))
    gate = f"gate: {report.gated.gate.summary}"
    cut = f"Not shown: {' and '.join(hidden)}; other formats name all." if hidden else ""
    yield _command(
        "notice", {"title": "rulecheck"}, *filter(None, (gate, cut, "; ".join(made_by(report))))
    )


def _annotation(remark: Remark) -> str:
    properties = {"file": remark.spot.path}
    if remark.spot.span is not None:
        # A spot lies on one line; with several, GitHub refuses columns.
        line, column = remark.spot.start
        properties |= {"line": str(line), "endLine": str(line), "col": str(column)}
    properties["title"] = remark.id
    lines = [remark.message] if remark.remedy is None else [remark.message, remark.remedy]
    return _command(remark.level.value, properties, *lines)


def _command(name: str, properties: dict[str, str], *lines: str) -> str:
    """One command; its message may have several lines, none of which can end it."""
    given = ",".join(
        f"{key}={printable(value).translate(_IN_PROPERTIES)}" for key, value in properties.items()
    )
    return f"::{name} {given}::{chr(10).join(lines).translate(_IN_DATA)}"
