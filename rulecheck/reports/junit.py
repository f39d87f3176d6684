"""JUnit XML, which nearly every build server shows.

A suite for each proposal, in it a case for each rule on each subject, then suites of what is no
part of one. Nothing in it depends on when or where it was made.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum, unique
from typing import Final
from xml.etree import ElementTree as Xml

from rulecheck.judgement import GatedEvaluation, Outcome, RuleResult, Subject
from rulecheck.judgement.places import place_in
from rulecheck.reports.escaping import printable
from rulecheck.reports.model import Report, interval_of, made_by, named, path_of
from rulecheck.reports.remarks import Kind, Remark, Spot, let_through_by, remarks_of, spot_of


@unique
class Mark(StrEnum):
    """What a case that did not pass is marked with."""

    FAILURE = "failure"
    ERROR = "error"
    SKIPPED = "skipped"


_COUNTS: Final = {"failures": Mark.FAILURE, "errors": Mark.ERROR, "skipped": Mark.SKIPPED}


_WHY_SKIPPED: Final = {
    Outcome.NOT_APPLICABLE: "not applicable",
    Outcome.CLEARED: "cleared: nothing that is missing can make it a violation",
    # Only a permissive rule can have these and stand against nothing.
    Outcome.VIOLATED: "permissive: it never counts",
    Outcome.UNKNOWN: "permissive: it never counts",
}


@dataclass(frozen=True, slots=True)
class _Case:
    """One case; its texts are harmless."""

    name: str
    spot: Spot
    mark: Mark | None = None
    """`None` if it passed."""
    type: str = ""
    message: str = ""
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Suite:
    name: str
    cases: tuple[_Case, ...]
    properties: tuple[tuple[str, str], ...] = ()


def render(report: Report) -> str:
    """The report as XML, with a line end."""
    return "".join(pieces(report))


def pieces(report: Report) -> Iterator[str]:
    """The report as XML, suite by suite, so that a large run is never held as a whole."""
    whole = _JUnit(report)
    marks: Counter[Mark | None] = Counter()
    for suite in whole.suites():
        marks.update(case.mark for case in suite.cases)
    root = Xml.Element("testsuites", name="rulecheck")
    _count(root, marks)
    root.text = "\n"
    start, end = Xml.tostring(root, encoding="unicode").split("\n")
    yield f'<?xml version="1.0" encoding="utf-8"?>\n{start}\n'
    made = ("made by", "; ".join(made_by(report)))
    for suite in whole.suites():
        element = _suite_element(suite, (*suite.properties, made))
        Xml.indent(element, level=1)
        yield f"  {Xml.tostring(element, encoding='unicode')}\n"
    yield f"{end}\n"


class _JUnit:
    """The suites of one report."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.shows = report.frame.shows
        self.remarks = remarks_of(report)
        self.by_fingerprint = {each.fingerprint: each for each in self.remarks}

    def suites(self) -> Iterator[_Suite]:
        """Proposals in the order of the run, then what is no part of one."""
        for proposal in self.report.gated.proposals:
            name = named(proposal.evaluation.proposal.document)
            cases = tuple(self._case(result, proposal) for result in proposal.evaluation.results)
            yield _Suite(name, cases, self._properties(proposal))
        across = {each.finding.fingerprint for each in self.report.gated.run_findings}
        for title, remarks in (
            ("across the run", [each for each in self.remarks if each.fingerprint in across]),
            ("could not be judged", self._of_kind(Kind.INVALID)),
            ("internal errors", self._of_kind(Kind.INTERNAL)),
            ("waivers", self._of_kind(Kind.WAIVER)),
        ):
            if remarks:
                yield _Suite(title, tuple(map(self._marked, remarks)))

    def _of_kind(self, kind: Kind) -> list[Remark]:
        return [each for each in self.remarks if each.kind is kind]

    def _properties(self, gated: GatedEvaluation) -> tuple[tuple[str, str], ...]:
        evaluation = gated.evaluation
        score = "none" if evaluation.score is None else f"{interval_of(evaluation.score)} / 100"
        return (
            ("as_of", evaluation.proposal.model.as_of.isoformat()),
            ("verdict", evaluation.verdict.value),
            ("score", score),
            ("gate", gated.gate.summary),
        )

    def _case(self, result: RuleResult, gated: GatedEvaluation) -> _Case:
        name = f"{result.rule.id} on {self._named(result.subject)}"
        found = gated.by_place.get((result.rule.id, result.subject.name))
        if found is not None:
            return self._marked(self.by_fingerprint[found.finding.fingerprint], name)
        spot = spot_of(place_in(gated.evaluation.proposal, result.at))
        if result.outcome in (Outcome.SATISFIED, Outcome.EXCEPTED):
            return _Case(name, spot)
        return _Case(name, spot, Mark.SKIPPED, message=_WHY_SKIPPED[result.outcome])

    def _named(self, subject: Subject) -> str:
        if not self.shows:
            return path_of(subject.pointer)
        name = printable(subject.name)
        return f"{subject.kind.value} {name}" if subject.stated else name

    def _marked(self, remark: Remark, name: str | None = None) -> _Case:
        """A case that did not pass, under the name or under one made of its place."""
        line, column = remark.spot.start
        place = f"{printable(remark.spot.path)}:{line}:{column}"
        name = f"{remark.id} at {place}" if name is None else name
        if not remark.is_open:
            said = let_through_by(remark, self.report.excerpts)
            return _Case(name, remark.spot, Mark.SKIPPED, message=said)
        is_fault = remark.kind in (Kind.INTERNAL, Kind.INVALID)
        return _Case(
            name,
            remark.spot,
            Mark.ERROR if is_fault else Mark.FAILURE,
            remark.kind.value,
            remark.message,
            (place, *([] if remark.remedy is None else [f"what to do: {remark.remedy}"])),
        )


# -- elements --------------------------------------------------------------------------------------


def _suite_element(suite: _Suite, properties: Iterable[tuple[str, str]]) -> Xml.Element:
    element = Xml.Element("testsuite", name=suite.name)
    _count(element, Counter(case.mark for case in suite.cases))
    listed = Xml.SubElement(element, "properties")
    for name, value in properties:
        Xml.SubElement(listed, "property", name=name, value=value)
    used: Counter[str] = Counter()
    for case in suite.cases:
        used[case.name] += 1
        number = used[case.name]
        name = case.name if number == 1 else f"{case.name} ({number})"
        element.append(_case_element(case, name, suite.name))
    return element


def _case_element(case: _Case, name: str, suite: str) -> Xml.Element:
    file, line = printable(case.spot.path), str(case.spot.start.line)
    element = Xml.Element("testcase", classname=suite, name=name, file=file, line=line)
    if case.mark is not None:
        mark = Xml.SubElement(element, case.mark.value)
        if case.type:
            mark.set("type", case.type)
        mark.set("message", case.message)
        mark.text = "\n".join(case.details) or None
    return element


def _count(element: Xml.Element, marks: Counter[Mark | None]) -> None:
    element.set("tests", str(marks.total()))
    for name, mark in _COUNTS.items():
        element.set(name, str(marks[mark]))
