"""The example reports: what each draft of `tests/cases/reports` is told, in every format.

A case is a YAML file of one draft or several. Beside it stand the text and JSON reports on it, also
with the text of drafts withheld. The other formats are shown for some cases: a case chooses one by
having a file of its ending, which may be empty at first. To add a case, write the YAML file; to
write the reports of new cases and those that have changed on purpose:

    RULECHECK_UPDATE_GOLDEN=1 pytest tests/reports

then read the difference before keeping it.
"""

import os
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from rulecheck import runner
from rulecheck.advice.advising import advice_on
from rulecheck.advice.rationing import rationed_repairs
from rulecheck.cli.exits import MEANINGS, exit_of
from rulecheck.engine import ReferenceEvaluator
from rulecheck.judgement import EngineFailure, Outcome, Run, Standing, Verdict, gated
from rulecheck.judgement.opening import Gap, open_fields
from rulecheck.packs import Pack
from rulecheck.reports import concise, github, gitlab, html, json, junit, markdown, sarif, text
from rulecheck.reports.model import Excerpts, Report
from rulecheck.reports.palette import ANSI
from rulecheck.reports.phrases import CAVEAT

from .conftest import FOLDER

CASES = sorted(path.name for path in FOLDER.glob("*.yaml"))
Renderer = Callable[[Report], str]

UPDATE = os.environ.get("RULECHECK_UPDATE_GOLDEN") == "1"

ALWAYS: dict[str, Renderer] = {".txt": text.render, ".json": json.render}
"""The formats that every case has, by how the names of their files end."""

CHOSEN: dict[str, Renderer] = {
    ".concise": concise.render,
    ".sarif": sarif.render,
    ".xml": junit.render,
    ".github": github.render,
    ".gitlab": gitlab.render,
    ".md": markdown.render,
    ".html": lambda report: html.render(searched(report)),
}
"""The formats that a case has if it chooses them."""

REPORTS = {
    f"{withheld}{ending}": (render, excerpts)
    for withheld, excerpts in (("", Excerpts.SHOWN), (".withheld", Excerpts.WITHHELD))
    for ending, render in {**ALWAYS, **CHOSEN}.items()
}

EXPECTED = [
    (case, ending)
    for case in CASES
    for ending in REPORTS
    if ending.removeprefix(".withheld") in ALWAYS or (FOLDER / case).with_suffix(ending).exists()
]


def report_on(run: Run, excerpts: Excerpts = Excerpts.SHOWN) -> Report:
    code = exit_of(gated(run))
    return Report(
        gated=gated(run),
        advice=advice_on(run),
        tool_version="1.2.3",
        exit_code=code,
        exit_meaning=MEANINGS[code],
        excerpts=excerpts,
    )


def searched(report: Report) -> Report:
    """The report with repairs, as the command gives it to the format that shows them."""
    if report.excerpts is Excerpts.WITHHELD:
        return report
    return replace(report, repairs=rationed_repairs(report.run))


@pytest.mark.parametrize(("case", "ending"), EXPECTED)
def test_a_report_reads_as_expected(case: str, ending: str, judged: Callable[[str], Run]) -> None:
    render, excerpts = REPORTS[ending]
    made = render(report_on(judged(case), excerpts))
    golden = (FOLDER / case).with_suffix(ending)
    if UPDATE:
        golden.write_bytes(made.encode())
    assert golden.exists(), "no expectation yet; see the docstring of this module"
    assert made == golden.read_bytes().decode()


def test_every_expectation_belongs_to_a_case() -> None:
    expected = {Path(case).with_suffix(ending).name for case, ending in EXPECTED}
    assert {path.name for path in FOLDER.iterdir()} - set(CASES) == expected


@pytest.mark.parametrize("ending", CHOSEN)
def test_every_format_is_shown(ending: str) -> None:
    shown = {case.removesuffix(".yaml") for case, each in EXPECTED if each == ending}
    assert shown >= {"violated", "undecided", "aligned", "invalid", "hostile"}
    assert ("violated.yaml", f".withheld{ending}") in EXPECTED


def test_the_cases_show_everything_that_a_report_can_say(judged: Callable[[str], Run]) -> None:
    runs = [judged(case) for case in CASES]
    evaluations = [each for run in runs for each in run.evaluations]
    results = [each for evaluation in evaluations for each in evaluation.results]
    standings = {
        word for each in evaluations for words in each.standings.values() for word in words
    }
    assert {each.verdict for each in evaluations} == set(Verdict)
    assert {each.outcome for each in results} == set(Outcome)
    assert standings == set(Standing)
    assert {each.outcome for run in runs for each in run.findings} == {
        Outcome.VIOLATED,
        Outcome.UNKNOWN,
    }
    assert any(each.notes for each in results)
    assert {field.gap for each in evaluations for field in open_fields(each.recommendations)} >= {
        Gap.NOT_STATED,
        Gap.RANGE,
    }
    assert {problem.span is None for run in runs for problem in run.problems} == {True, False}
    assert {int(exit_of(gated(run))) for run in runs} == {0, 1, 3, 4}


@pytest.mark.parametrize("case", CASES)
def test_color_adds_nothing_but_color(case: str, judged: Callable[[str], Run]) -> None:
    report = report_on(judged(case))
    colored = text.render(report, ANSI)
    assert "\x1b[" in colored
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == text.render(report)


@pytest.mark.parametrize("case", CASES)
def test_lines_of_prose_stay_narrow(case: str, judged: Callable[[str], Run]) -> None:
    too_wide = [
        line
        for line in text.render(report_on(judged(case))).splitlines()
        if len(line) > 100 and " | " not in line and "sha256" not in line
    ]
    assert [line for line in too_wide if line != CAVEAT] == []


@pytest.mark.parametrize("excerpts", Excerpts)
def test_an_internal_error_is_named_and_steers_nothing(
    excerpts: Excerpts, judged: Callable[[str], Run]
) -> None:
    run = replace(
        judged("aligned.yaml"),
        engine_errors=(EngineFailure("broken.yaml", "\x1b[2J\nof: item.id=h20"),),
    )
    made = text.render(report_on(run, excerpts))
    assert "internal error: " in made
    assert "\x1b" not in made
    assert ("item.id=h20" in made) is (excerpts is Excerpts.SHOWN)
    assert ("item.id=h20" in json.render(report_on(run, excerpts))) is (excerpts is Excerpts.SHOWN)


def test_text_of_the_pack_steers_nothing_either(
    pack: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(FOLDER)
    monkeypatch.setattr(runner, "best_evaluator", ReferenceEvaluator)
    evil = "one\x1b[2J\ntwo\u202e"
    hostile = replace(
        pack,
        version=evil,
        recommendations=tuple(
            replace(
                each,
                title=evil,
                reading=evil,
                rules=tuple(
                    replace(
                        rule,
                        title=evil,
                        message=evil,
                        remedy=evil,
                        veto_because=evil,
                        evidence=dict.fromkeys(rule.evidence, evil),
                        notes=tuple(replace(note, message=evil) for note in rule.notes),
                    )
                    for rule in each.rules
                ),
            )
            for each in pack.recommendations
        ),
    )
    run = runner.evaluate(["violated.yaml", "undecided.yaml", "across-run.yaml"], hostile)
    for excerpts in Excerpts:
        made = text.render(report_on(run, excerpts))
        assert "one\\u{1b}[2J two\\u{202e}" in made
        assert "\x1b" not in made
        assert "\u202e" not in made
