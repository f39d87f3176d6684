"""One line for each thing, as compilers print it and editors read it; last a line that sums up."""

from collections.abc import Iterator

from rulecheck.judgement import Level
from rulecheck.reports.escaping import printable
from rulecheck.reports.model import Report, counted, made_by
from rulecheck.reports.remarks import let_through_by, remarks_of


def render(report: Report) -> str:
    """The report, a line a thing, with a line end."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    remarks = remarks_of(report)
    for each in remarks:
        line, column = each.spot.start
        place = f"{printable(each.spot.path)}:{line}:{column}"
        if each.is_open:
            yield f"{place}: {each.level}[{each.id}] {each.message}"
        else:
            let_through = let_through_by(each, report.excerpts)
            yield f"{place}: note[{each.id}] {each.message} ({let_through})"
    levels = [each.level for each in remarks if each.is_open]
    found = ", ".join(counted(levels.count(level), level.value) for level in Level)
    judged = counted(len(report.run.evaluations), "proposal")
    parts = (f"gate: {report.gated.gate.summary}", f"exit {report.exit_code}", *made_by(report))
    yield f"{judged}, {found}; {'; '.join(parts)}"
