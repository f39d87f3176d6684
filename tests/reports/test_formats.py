"""What each format promises its readers: places, levels, limits, and what was let through."""

import json
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from junitparser import Error as XmlError
from junitparser import Failure, JUnitXml, Skipped

from rulecheck.documents import Position, Span
from rulecheck.documents.problems import Problem, file_problem
from rulecheck.judgement import EngineFailure, Run
from rulecheck.reports import concise, github, gitlab, html, junit, markdown, sarif
from rulecheck.reports.markdown_text import prose
from rulecheck.reports.model import Excerpts, Report
from rulecheck.reports.remarks import remarks_of

from .let_through import with_waivers
from .test_golden import report_on

Judged = Callable[[str], Run]

RENDERERS = {
    "concise": concise.render,
    "github": github.render,
    "gitlab": gitlab.render,
    "html": html.render,
    "junit": junit.render,
    "markdown": markdown.render,
    "sarif": sarif.render,
}


def with_problems(run: Run, *problems: Problem) -> Report:
    return report_on(replace(run, problems=problems))


def let_through(run: Run, excerpts: Excerpts = Excerpts.SHOWN) -> Report:
    return replace(report_on(run, excerpts), gated=with_waivers(run))


# -- all formats -----------------------------------------------------------------------------------


@pytest.mark.parametrize("format_", RENDERERS)
def test_whatever_was_not_judged_is_in_every_format(format_: str, judged: Judged) -> None:
    run = replace(
        judged("aligned.yaml"),
        problems=(file_problem("folder/gone.yaml", "there is no such file or folder"),),
        engine_errors=(EngineFailure("broken.yaml", "no evaluator answered"),),
    )
    made = RENDERERS[format_](report_on(run))
    for said in ("folder/gone.yaml", "no such file", "broken.yaml", "no evaluator answered"):
        assert said in made


@pytest.mark.parametrize("format_", RENDERERS)
def test_a_clean_file_hides_nothing_of_a_later_one(format_: str, judged: Judged) -> None:
    clean, failing = judged("aligned.yaml"), judged("violated.yaml")
    run = replace(failing, evaluations=(*clean.evaluations, *failing.evaluations))
    made = RENDERERS[format_](report_on(run))
    alone = remarks_of(report_on(failing))
    assert len(alone) == 3
    for each in alone:
        assert each.id in made


def test_fingerprints_are_unique_and_last(judged: Judged) -> None:
    for excerpts in Excerpts:
        run = judged("invalid.yaml")
        prints = [each.fingerprint for each in remarks_of(report_on(run, excerpts))]
        assert len(set(prints)) == len(prints) > 1
        assert prints == [each.fingerprint for each in remarks_of(report_on(run))]


def test_a_remark_lies_on_one_line_that_exists(judged: Judged) -> None:
    for case in ("violated.yaml", "undecided.yaml", "nothing-stated.yaml", "invalid.yaml"):
        for each in remarks_of(report_on(judged(case))):
            for spot in each.spots:
                assert spot.span is not None
                assert spot.span.start.line == spot.span.end.line
                assert spot.span.start <= spot.span.end


def test_a_fault_over_several_lines_is_shown_on_its_first(judged: Judged) -> None:
    span = Span(Position(3, 5), Position(9, 1))
    problem = Problem("draft.yaml", span, "wrong", None, "key: [1,")
    (remark,) = remarks_of(with_problems(judged("aligned.yaml"), problem))
    assert remark.spot.span == Span(Position(3, 5), Position(3, 9))


# -- what the gate lets through --------------------------------------------------------------------


def test_what_is_waived_is_a_note_in_lines_and_left_out_of_annotations(judged: Judged) -> None:
    report = let_through(judged("violated.yaml"))
    (line,) = [each for each in concise.render(report).splitlines() if ": note[" in each]
    assert line == (
        "violated.yaml:15:15: note[finished-stock/attested] 9,000 granted of h20, 5,000 left. "
        "(waived until 2025-08-31 by A. Director, because: The stock is | counted `anew`)"
    )
    for module in (github, gitlab, sarif):
        made = module.render(report)
        assert "granted of h20" not in made
        assert made.count("rulecheck/stale-waiver") >= 3
    assert "1 waived" in github.render(report)


def test_the_reason_of_a_waiver_can_be_withheld(judged: Judged) -> None:
    report = let_through(judged("violated.yaml"), Excerpts.WITHHELD)
    for render in RENDERERS.values():
        made = render(report)
        for secret in ("counted", "Director", "Licensing", "on nobody", "next-run"):
            assert secret not in made
    assert "(waived until 2025-08-31)" in concise.render(report)


def test_stale_waivers_are_shown_where_they_stand(judged: Judged) -> None:
    made = concise.render(let_through(judged("violated.yaml"))).splitlines()
    stale = [line for line in made if line.startswith("waivers.yaml")]
    assert [line.partition(" ")[0] for line in stale] == [
        "waivers.yaml:2:5:",
        "waivers.yaml:3:5:",
        "waivers.yaml:4:5:",
    ]
    assert "ended on 2025-07-31" in stale[0]
    assert "has changed since" in stale[1]
    assert "on nobody covers nothing" in stale[2]
    assert "waivers: waivers.yaml on 2025-08-01" in made[-1]


# -- GitHub ----------------------------------------------------------------------------------------


def test_a_step_shows_ten_of_each_level_the_most_urgent_and_counts_the_rest(
    judged: Judged,
) -> None:
    violated, undecided = judged("violated.yaml"), judged("undecided.yaml")
    run = replace(
        violated,
        evaluations=[*violated.evaluations] * 6 + [*undecided.evaluations] * 6,
        problems=(file_problem("zzz.yaml", "the file is empty"),),
    )
    lines = github.render(report_on(run)).splitlines()
    assert [
        sum(line.startswith(f"::{level} ") for line in lines)
        for level in ("error", "warning", "notice")
    ] == [10, 10, 1]
    assert lines[0] == ("::error file=zzz.yaml,title=rulecheck/invalid-proposal::the file is empty")
    warnings = [line for line in lines if line.startswith("::warning ")]
    assert sum("not decided whether" in line for line in warnings) == 4
    assert "Not shown: 3 more errors and 14 more warnings; other formats name all." in lines[-1]


def test_a_property_ends_where_it_should(judged: Judged) -> None:
    problem = file_problem("a,b:c%d\n::error.yaml", "100% wrong", "one\ntwo")
    line, *_ = github.render(with_problems(judged("aligned.yaml"), problem)).splitlines()
    assert line == (
        "::error file=a%2Cb%3Ac%25d\\u{a}%3A\\u{3a}error.yaml,title=rulecheck/invalid-proposal::"
        "100%25 wrong%0Aone two"
    )


# -- GitLab ----------------------------------------------------------------------------------------


def test_severities_follow_what_a_finding_means(judged: Judged) -> None:
    runs = [judged(case) for case in ("violated.yaml", "undecided.yaml", "invalid.yaml")]
    run = replace(
        runs[0],
        evaluations=tuple(each for run in runs for each in run.evaluations),
        problems=runs[2].problems,
    )
    entries = json.loads(gitlab.render(report_on(run)))
    assert len({each["fingerprint"] for each in entries}) == len(entries)
    severities = {
        (each["check_name"], "not decided" in each["description"]): each["severity"]
        for each in entries
    }
    assert severities[("rulecheck/invalid-proposal", False)] == "blocker"
    assert severities[("finished-stock/lots", False)] == "critical"
    assert severities[("no-deals/decision", False)] == "major"
    assert severities[("finished-stock/lots", True)] == "minor"


def test_nothing_to_report_is_an_empty_list(judged: Judged) -> None:
    assert gitlab.render(report_on(judged("aligned.yaml"))) == "[]\n"


# -- JUnit -----------------------------------------------------------------------------------------


def test_cases_are_counted_and_named_apart(judged: Judged) -> None:
    violated = judged("violated.yaml")
    broken = (EngineFailure("broken.yaml", "one"), EngineFailure("broken.yaml", "two"))
    report = with_waivers(replace(violated, engine_errors=broken))
    made = junit.render(replace(report_on(violated), gated=report))
    xml = JUnitXml.fromstring(made.encode())
    names = [(case.classname, case.name) for suite in xml for case in suite]
    assert len(set(names)) == len(names) == xml.tests
    results = [(case, each) for suite in xml for case in suite for each in case.result]
    for kind, count in ((Failure, xml.failures), (XmlError, xml.errors), (Skipped, xml.skipped)):
        assert sum(isinstance(each, kind) for _, each in results) == count > 0
    assert sum((each.message or "").startswith("waived until") for _, each in results) == 1
    assert made.count('name="made by"') == len(list(xml))


def test_the_type_of_a_failure_tells_a_violation_from_an_unknown(judged: Judged) -> None:
    for case, kind in (("violated.yaml", "violated"), ("undecided.yaml", "unknown")):
        xml = JUnitXml.fromstring(junit.render(report_on(judged(case))).encode())
        failures = [
            each
            for suite in xml
            for test in suite
            for each in test.result
            if isinstance(each, Failure)
        ]
        assert {each.type for each in failures} == {kind}


def test_nothing_tells_when_or_where_it_was_made(judged: Judged) -> None:
    made = junit.render(report_on(judged("violated.yaml")))
    assert not re.search(r"\b(time|timestamp|hostname)=", made)


# -- Markdown --------------------------------------------------------------------------------------


def test_a_comment_is_never_too_long_and_says_what_was_cut(judged: Judged) -> None:
    clean, failing = judged("aligned.yaml"), judged("violated.yaml")
    run = replace(failing, evaluations=[*clean.evaluations] * 300 + [*failing.evaluations] * 300)
    made = markdown.render(report_on(run))
    assert 60_000 < len(made) < 65_000
    rows = [line for line in made.splitlines() if line.startswith("| `")]
    assert len(rows) == markdown.MOST_ROWS
    assert all("violated.yaml" in row for row in rows)
    assert "The table leaves out 500 proposals; failing ones come first." in made
    assert re.search(r"\*\*Cut short:\*\* [0-9]+ more of what belongs here", made)
    assert made.splitlines()[-1].startswith("rulecheck 1.2.3, pack small-pack")


def test_a_long_text_does_not_crowd_out_the_others(judged: Judged) -> None:
    problems = [file_problem(f"{name}.yaml", "\U0001f4a9<|`" * 40_000) for name in "abc"]
    made = markdown.render(with_problems(judged("violated.yaml"), *problems))
    assert len(made.encode("utf-16-le")) // 2 < 65_000
    for name in "abc":
        assert f"`{name}.yaml:1:1`" in made
    assert "violated.yaml:20:31" in made


def test_a_waiver_is_marked(judged: Judged) -> None:
    made = markdown.render(let_through(judged("violated.yaml")))
    _, _, section = made.partition("### Let through\n\n")
    assert section.startswith("- **violated, waived** `finished-stock/attested` at")
    assert "because: The stock is `\\u{7c}` counted `anew`\n" in section


@pytest.mark.parametrize(
    ("text", "written"),
    [
        (
            "Lot next-run is unstarted; 9,000 left (50%).",
            "Lot next-run is unstarted; 9,000 left (50%).",
        ),
        (
            "3A090.a, H.R.6875 \u2013 \u53f0\u7a4d\u96fb",
            "3A090.a, H.R.6875 \u2013 \u53f0\u7a4d\u96fb",
        ),
        ("see `end_user`", "see `end_user`"),
        ("end_user *b* $x$", "`end_user` `*b*` `$x$`"),
        ("(@me), #1. GH-2", "(`@me`), `#1`. `GH-2`"),
        ("deadbeef1 12345678", "`deadbeef1` `12345678`"),
        ("https://x.y www.x.y a@b.c :smile:", "`https://x.y` `www.x.y` `a@b.c` `:smile`:"),
        ("a|b ` <b>", "`a\\u{7c}b` `\\u{60}` `\\u{3c}b>`"),
        ("one\n two", "one two"),
        ("", ""),
    ],
)
def test_only_plain_words_are_no_code(text: str, written: str) -> None:
    assert prose(text) == written
