"""Problems that end a command, for standard error."""

from collections.abc import Iterable, Iterator

from rulecheck.documents import Problem
from rulecheck.reports.escaping import printable


def problem_lines(label: str, problems: Iterable[Problem]) -> Iterator[str]:
    """Each problem with its place, its line and what to write instead."""
    for problem in problems:
        yield f"{label}: {printable(problem.headline)}"
        if problem.line_text:
            yield f"    {printable(problem.line_text.strip())}"
        if problem.hint:
            yield f"    help: {printable(problem.hint)}"


def place_of(problem: Problem) -> str:
    """Where a problem is, and nothing of what the file says."""
    line = "" if problem.span is None else f":{problem.span.start.line}"
    return f"{printable(problem.source_name)}{line}"
