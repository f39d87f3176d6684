"""What the page promises: it stands alone, every link leads somewhere, and no text is markup."""

import re
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from hashlib import sha256
from html import unescape
from itertools import pairwise

import pytest

from rulecheck.advice.rationing import rationed_repairs
from rulecheck.documents import parse
from rulecheck.engine import ReferenceEvaluator
from rulecheck.judgement import Judge, Run, judge_run
from rulecheck.judgement.findings import findings_of
from rulecheck.packs import Pack
from rulecheck.packs.model import Basis, Parameter, ParameterValue
from rulecheck.proposals import read_proposal
from rulecheck.reports import html
from rulecheck.reports.model import Excerpts
from rulecheck.reports.pictures import pictures_of
from rulecheck.vocabulary.enums import ReleaseStatus
from rulecheck.vocabulary.ranges import on

from .conftest import FOLDER
from .elements import Element, elements_of
from .let_through import with_waivers
from .test_golden import CASES, report_on, searched

Judged = Callable[[str], Run]

HEADINGS = ("h1", "h2", "h3", "h4")
LOADING = ("src", "href", "xlink:href", "srcset", "data", "action", "background", "style")


def elements_on(run: Run, excerpts: Excerpts = Excerpts.SHOWN) -> list[Element]:
    return elements_of(html.render(report_on(run, excerpts)))


def several(judged: Judged, *cases: str) -> Run:
    first, *others = map(judged, cases)
    evaluations = (*first.evaluations, *(it for run in others for it in run.evaluations))
    return replace(first, evaluations=evaluations)


def named(elements: list[Element], name: str) -> list[Element]:
    return [each for each in elements if each.name == name]


def of_class(elements: list[Element], word: str) -> list[Element]:
    return [each for each in elements if word in each.attributes.get("class", "").split()]


# -- it stands alone -------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES)
def test_nothing_comes_from_elsewhere(case: str, judged: Judged) -> None:
    page = html.render(report_on(judged(case)))
    elements = elements_of(page)
    assert {each.name for each in elements}.isdisjoint({"link", "img", "iframe", "object", "base"})
    for each in elements:
        for name in LOADING:
            assert each.attributes.get(name, "#").startswith("#"), (each.name, name)
        assert not any(name.startswith("on") for name in each.attributes)
        for value in re.findall(r"url\(([^)]*)\)", " ".join(each.attributes.values())):
            assert value.startswith("#")
    (style,) = named(elements, "style")
    assert "url(" not in style.text
    assert "@import" not in style.text


@pytest.mark.parametrize("excerpts", Excerpts)
def test_the_policy_allows_the_page_s_own_style_and_script_only(
    excerpts: Excerpts, judged: Judged
) -> None:
    elements = elements_on(judged("violated.yaml"), excerpts)
    (policy,) = (
        each.attributes["content"]
        for each in elements
        if each.attributes.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for name in ("style", "script"):
        (element,) = named(elements, name)
        digest = b64encode(sha256(element.text.encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy


# -- it is well made -------------------------------------------------------------------------------


@pytest.mark.parametrize("excerpts", Excerpts)
@pytest.mark.parametrize("case", CASES)
def test_ids_are_unique_and_links_lead_to_them(
    case: str, excerpts: Excerpts, judged: Judged
) -> None:
    elements = elements_on(judged(case), excerpts)
    ids = [each.attributes["id"] for each in elements if "id" in each.attributes]
    assert len(set(ids)) == len(ids)
    targets = {each.attributes["href"] for each in elements if "href" in each.attributes}
    targets |= {
        f"#{word}"
        for each in elements
        for word in each.attributes.get("aria-labelledby", "").split()
    }
    targets |= {
        f"#{name}"
        for each in elements
        for value in each.attributes.values()
        for name in re.findall(r"url\(#([^)]*)\)", value)
    }
    assert targets <= {f"#{name}" for name in ids}


@pytest.mark.parametrize("case", CASES)
def test_headings_never_skip_a_level(case: str, judged: Judged) -> None:
    levels = [
        HEADINGS.index(each.name) for each in elements_on(judged(case)) if each.name in HEADINGS
    ]
    assert levels[0] == 0
    assert levels.count(0) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_tables_name_their_columns_and_rows(judged: Judged) -> None:
    run = several(judged, "violated.yaml", "undecided.yaml", "action.yaml")
    elements = elements_on(run)
    assert len(named(elements, "table")) > 6
    heads = named(elements, "th")
    assert {each.attributes["scope"] for each in heads} == {"col", "row"}
    assert all(each.text.strip() for each in heads)


def test_pictures_say_in_words_what_they_show(judged: Judged) -> None:
    pictures = [
        each
        for each in named(elements_on(judged("violated.yaml")), "svg")
        if each.attributes.get("aria-hidden") != "true"
    ]
    assert len(pictures) == 4
    for each in pictures:
        assert each.attributes["role"] == "img"
        assert len(each.attributes["aria-labelledby"].split()) == 2


# -- what it says ----------------------------------------------------------------------------------


def test_a_finding_and_its_line_lead_to_each_other(judged: Judged) -> None:
    run = judged("violated.yaml")
    elements = elements_on(run)
    by_id = {each.attributes["id"]: each for each in elements if "id" in each.attributes}
    findings = [each for each in of_class(elements, "remark") if each.attributes["id"][0] == "p"]
    assert len(findings) == len(findings_of(run)) == 3
    for found in findings:
        inside = [each for each in elements if found in each.parents]
        links = [each.attributes["href"][1:] for each in inside if "href" in each.attributes]
        line = by_id[links[0]]
        number = int(line.attributes["value"])
        back = [
            each.attributes["href"]
            for each in elements
            if line in each.parents and each.name == "a"
        ]
        assert f"#{found.attributes['id']}" in back
        assert f"violated.yaml:{number}:" in found.text


def test_the_draft_stands_there_line_by_line(judged: Judged) -> None:
    elements = elements_on(judged("violated.yaml"))
    (draft,) = of_class(elements, "draft")
    lines = [each for each in elements if each.name == "code" and draft in each.parents]
    source = (FOLDER / "violated.yaml").read_text(encoding="utf-8")
    assert [each.text for each in lines] == source.splitlines()


def test_what_decided_is_told_in_plain_words(judged: Judged) -> None:
    page = html.render(report_on(judged("violated.yaml")))
    assert "Does the rule apply?" in page
    assert "Is there what it forbids?" in page
    assert "How far the lot&#39;s manufacture has come (lot.stage)" in page


def test_a_repair_is_shown_with_its_lines_and_linked_from_the_findings(judged: Judged) -> None:
    elements = elements_of(html.render(searched(report_on(judged("repairable.yaml")))))
    (repair,) = of_class(elements, "repair")
    assert "Repair 1 of 1, 1 change" in repair.text
    assert "Leave the lot out of the grant: next-run" in repair.text
    assert "passes these rules: aligned" in repair.text
    (patch,) = of_class(elements, "patch")
    assert "accelerators: 8000, approved: false}" in patch.text
    for found in of_class(elements, "remark"):
        links = [
            each.attributes["href"]
            for each in elements
            if found in each.parents and each.name == "a"
        ]
        assert "#p1-repairs" in links


def test_a_search_that_was_not_made_or_not_ended_says_what_makes_it(judged: Judged) -> None:
    report = report_on(judged("repairable.yaml"))
    assert "Not searched" in html.render(report)
    stopped = rationed_repairs(report.run, for_one=1)
    for each in (report, replace(report, repairs=stopped)):
        page = html.render(each)
        assert "<code>rulecheck repair repairable.yaml</code> searches on." in page
        assert not of_class(elements_of(page), "repair")


def test_the_command_that_searches_on_names_one_draft_of_several(
    judged: Judged, pack: Pack
) -> None:
    (document,) = parse("<stdin>", (FOLDER / "violated.yaml").read_bytes())
    judge = Judge(pack, ReferenceEvaluator())
    read = judge_run(judge, [read_proposal(document, pack)], ())
    second = (FOLDER / "repairable.yaml").read_bytes()
    several = b"---\n".join(((FOLDER / "aligned.yaml").read_bytes(), second))
    documents = parse("two drafts.yaml", several)
    two = judge_run(judge, [read_proposal(each, pack) for each in documents], ())
    for run, command in (
        (read, "rulecheck repair -"),
        (two, "rulecheck repair 'two drafts.yaml' --proposal two-lots"),
    ):
        assert f"<code>{command}</code> searches on." in unescape(html.render(report_on(run)))


def test_what_passes_has_no_repairs(judged: Judged) -> None:
    assert "Smallest repairs" not in html.render(searched(report_on(judged("aligned.yaml"))))


def test_several_proposals_have_an_overview(judged: Judged) -> None:
    run = several(judged, "aligned.yaml", "violated.yaml", "undecided.yaml")
    elements = elements_on(run)
    (overview,) = (
        each for each in elements if each.attributes.get("aria-labelledby") == "overview"
    )
    links = [each for each in elements if overview in each.parents and each.name == "a"]
    articles = [each.attributes["id"] for each in named(elements, "article")]
    assert [each.attributes["href"][1:] for each in links] == articles
    assert not named(elements_on(judged("aligned.yaml")), "section")


def test_what_is_found_across_the_run_quotes_the_draft_to_look_at_first(judged: Judged) -> None:
    run = judged("across-run.yaml")
    elements = elements_on(run)
    (finding,) = (each for each in elements if each.attributes.get("id") == "r1")
    (quoted,) = (each for each in of_class(elements, "excerpt") if finding in each.parents)
    place = run.findings[0].places[0]
    (first,) = (each for each in run.evaluations if each.proposal.id == place.proposal)
    assert first.proposal.document.source.line(place.line).strip() in quoted.text


def test_what_is_waived_is_marked_and_not_hidden(judged: Judged) -> None:
    run = judged("violated.yaml")
    report = replace(report_on(run), gated=with_waivers(run))
    elements = elements_of(html.render(report))
    (waived,) = of_class(elements, "passed")
    assert "violated, let through" in waived.text
    assert "waived until 2025-08-31 by A. Director, because: The stock is | counted" in waived.text
    stale = [each for each in of_class(elements, "remark") if "stale waiver" in each.text]
    assert len(stale) == 3


def test_hostile_text_stays_text(judged: Judged) -> None:
    page = html.render(report_on(judged("hostile.yaml")))
    elements = elements_of(page)
    assert len(named(elements, "script")) == 1
    assert "\x1b" not in page
    assert "\u202e" not in page


def test_a_draft_that_is_withheld_is_nowhere(judged: Judged) -> None:
    for case, secrets in (
        ("violated.yaml", ("next-run", "9,000", "9000", "unstarted.")),
        ("hostile.yaml", ("alert",)),
        ("repairable.yaml", ("next-run", "8000")),
    ):
        report = report_on(judged(case), Excerpts.WITHHELD)
        page = html.render(replace(report, repairs=rationed_repairs(report.run)))
        shown = html.render(report_on(judged(case)))
        for secret in secrets:
            assert secret not in page
        assert any(secret in shown for secret in secrets)
        assert not of_class(elements_of(page), "draft")
        assert not of_class(elements_of(page), "item-name")
        assert not of_class(elements_of(page), "answer")
        assert not of_class(elements_of(page), "near")


def test_two_pages_are_the_same_byte_for_byte(judged: Judged) -> None:
    first, second = (html.render(report_on(judged("violated.yaml"))) for _ in range(2))
    assert first == second
    assert first.endswith("</html>\n")


# -- pictures --------------------------------------------------------------------------------------


def test_the_chips_stand_where_their_figures_are(judged: Judged) -> None:
    run = judged("violated.yaml")
    (evaluation,) = run.evaluations
    picture = pictures_of(evaluation, run.pack).chips
    assert picture is not None
    (item,) = picture.items
    chip = next(each for each in picture.chips if each.name == run.pack.chips["nvidia-h20"].name)
    assert item.at == chip.at
    (first, last) = picture.frame
    for mark in picture.chips:
        assert first.x < mark.at.x < last.x
        assert first.y < mark.at.y < last.y


@pytest.mark.parametrize(("first", "is_future"), [("2025-07-30", False), ("2025-07-31", True)])
def test_chips_not_shipped_on_the_day_are_marked(
    first: str, is_future: bool, judged: Judged
) -> None:
    run = judged("violated.yaml")
    shipped = on(date.fromisoformat(first))
    chips = {
        name: replace(chip, first_shipment=shipped, release_status=ReleaseStatus.SHIPPED)
        for name, chip in run.pack.chips.items()
    }
    picture = pictures_of(run.evaluations[0], replace(run.pack, chips=chips)).chips
    assert picture is not None
    assert {each.is_future for each in picture.chips} == {is_future}


def test_lots_are_stacked_to_what_is_granted(judged: Judged) -> None:
    run = judged("violated.yaml")
    (evaluation,) = run.evaluations
    (picture,) = pictures_of(evaluation, run.pack).lots
    attested, lots, granted = picture.bars
    assert picture.limit == attested.parts[0].x + attested.parts[0].width
    ends = [each.x + each.width for each in lots.parts]
    assert [each.x for each in lots.parts[1:]] == ends[:-1]
    assert "next-run: 8,000, unstarted" in picture.says
    assert granted.sum.text == "9,000"


def test_legs_are_marked_as_hubs_and_as_watched(judged: Judged) -> None:
    run = judged("violated.yaml")
    proposal = run.evaluations[0].proposal
    day = proposal.model.as_of

    def looks(**words: tuple[str, ...]) -> list[str]:
        parameters = {
            name: Parameter(name, "Made up", (ParameterValue(day, value, "made up", Basis.OURS),))
            for name, value in ((key.replace("_", "-"), value) for key, value in words.items())
        }
        pack = replace(run.pack, parameters={**run.pack.parameters, **parameters})
        evaluation = Judge(pack, ReferenceEvaluator()).evaluation(proposal)
        route = pictures_of(evaluation, pack).route
        assert route is not None
        assert [each.mark in route.says for each in route.legs] == [True, True]
        return [each.look for each in route.legs]

    assert looks() == ["", ""]
    assert looks(watch_list=("TW",)) == ["watched", ""]
    assert looks(watch_list=("TW",), diversion_hubs=("TW",)) == ["hub", ""]


def test_a_draft_without_a_route_has_no_picture_of_one(judged: Judged) -> None:
    for case, legs in (("nothing-stated.yaml", None), ("violated.yaml", 2)):
        run = judged(case)
        picture = pictures_of(run.evaluations[0], run.pack).route
        assert (None if picture is None else len(picture.legs)) == legs
