"""Recommendations and rules as text, JSON and Markdown, and the whole pack as a page."""

import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from html import unescape
from itertools import pairwise
from typing import Any

import pytest

from rulecheck.authoring.coverage import coverage
from rulecheck.authoring.describing import RecommendationDescription, describe, latest_change
from rulecheck.authoring.rule_tests import load_rule_tests
from rulecheck.packs import Pack, Rule, bundled_pack, load_bundled_pack
from rulecheck.packs.model import Citation
from rulecheck.reports import rules_html, rules_json, rules_markdown, rules_text
from rulecheck.reports.layout import WIDTH
from rulecheck.reports.rules_words import BASES, places_of

from .elements import Element, elements_of
from .hostile import HOSTILE, PLAIN, pack_saying

PACK = load_bundled_pack()
TESTS = load_rule_tests(bundled_pack(), PACK)
NAMES = [each.id for each in PACK.recommendations] + [rule.id for rule in PACK.rules]


def described(name: str, pack: Pack = PACK) -> RecommendationDescription:
    return describe(pack, TESTS, name, latest_change(pack))


def text_of(name: str) -> str:
    return rules_text.render(described(name), "1.2.3")


def json_of(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(rules_json.render(described(name), "1.2.3"))
    return loaded


FORMATS: dict[str, Callable[[RecommendationDescription], str]] = {
    "text": lambda each: rules_text.render(each, "1.2.3"),
    "json": lambda each: json.dumps(
        json.loads(rules_json.render(each, "1.2.3")), ensure_ascii=False
    ),
    "markdown": rules_markdown.render,
    "html": lambda each: unescape(rules_html.render([each], None, "1.2.3")),
}


@pytest.mark.parametrize("name", NAMES)
def test_text_fits_its_width(name: str) -> None:
    assert [line for line in text_of(name).splitlines() if len(line) > WIDTH] == []


def test_the_list_fits_its_width_too() -> None:
    listed = rules_text.render_list(PACK.recommendations)
    assert [line for line in listed.splitlines() if len(line) > WIDTH] == []


@pytest.mark.parametrize("rule", PACK.rules, ids=lambda rule: rule.id)
@pytest.mark.parametrize("name", FORMATS)
def test_every_format_says_everything_about_a_rule(name: str, rule: Rule) -> None:
    whole = " ".join(FORMATS[name](described(rule.id)).replace("\\", "").split())
    for said in (rule.title, rule.message, rule.remedy, rule.veto_because or ""):
        assert " ".join(said.split()).replace('"', "") in whole.replace('"', "")
    for fact, document in rule.evidence.items():
        assert fact in whole
        assert document in whole
    assert all(citation.sha256 in whole for citation in described(rule.id).recommendation.citations)


def test_a_rule_in_text_reads_from_condition_to_example() -> None:
    text = text_of("inventory-only/lots-owned")
    assert (
        "  Violated when:\n"
        "    - Who owns the lot (lot.owner): anything but designer, affiliate [inventory-owners, "
        "ours]\n"
    ) in text
    assert (
        "\n  veto:   yes. Violated, it alone makes a draft conflict; unknown, it holds it.\n"
        in text
    )
    assert "\n  as of:  2025-04-09, the day whose parameter values are shown\n" in text
    headings = ("Applies when", "Violated when", "Message", "Remedy", "Evidence", "Satisfied")
    places = [text.index(f"\n  {heading}") for heading in headings]
    assert places == sorted(places)


def test_a_definition_is_unfolded_once() -> None:
    text = text_of("inventory-only/lots-finished")
    assert (
        text.count("The decision permits, and the approved quantity of this item is not zero") == 2
    )
    assert "(permits-restricted-chip-below-a-to-china), as above\n" in text


def test_a_rule_without_tests_says_so() -> None:
    bare = describe(PACK, (), "inventory-only/lots-owned", latest_change(PACK))
    assert "  No test shows the rule satisfied or violated.\n" in rules_text.render(bare, "1.2.3")
    permissive = describe(PACK, (), "involve-congress", latest_change(PACK))
    assert "No test shows the rule satisfied.\n" in rules_text.render(permissive, "1.2.3")


def leaves(clause: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if clause["kind"] == "comparison":
        yield clause
    for part in clause.get("parts", ()):
        yield from leaves(part)


def test_json_has_conditions_as_a_tree() -> None:
    content = json_of("inventory-only/lots-finished")
    assert content["schema"] == "rulecheck/rule/v1"
    (rule,) = content["rules"]
    assert rule["applies_when"]["kind"] == "all"
    assert rule["applies_when"]["parts"][0]["definition"] == (
        "permits-restricted-chip-below-a-to-china"
    )
    assert [
        (each["fact"], each["operator"], each["operand"]) for each in leaves(rule["violated_when"])
    ] == [
        ("lot.stage", "not_in", {"parameter": "inventory-stages"}),
        ("lot.stage", "equals", {"value": "finished"}),
        ("lot.completed_on", "after", {"parameter": "inventory-cutoff"}),
    ]
    values = {each["id"]: (each["value"], each["basis"]) for each in content["parameters"]}
    assert values == {
        "inventory-stages": (["finished"], "ours"),
        "inventory-cutoff": ("2025-07-15", "ours"),
    }
    assert [each["outcome"] for each in rule["examples"]] == ["satisfied", "violated"]


@pytest.mark.parametrize("name", NAMES)
def test_json_explains_every_fact_and_parameter_that_its_conditions_name(name: str) -> None:
    content = json_of(name)
    facts = {each["name"] for each in content["facts"]}
    parameters = {each["id"] for each in content["parameters"]}
    for rule in content["rules"]:
        clauses = [
            rule[key] for key in ("applies_when", "violated_when", "unless", "advanced_when")
        ]
        clauses += [note["when"] for note in rule["notes"]]
        for each in (leaf for clause in clauses if clause for leaf in leaves(clause)):
            assert each["fact"] in facts
            assert each["operand"].get("fact", each["fact"]) in facts
            assert each["operand"].get("parameter") in {None, *parameters}
            assert each["words"]


def test_the_list_as_json() -> None:
    content = json.loads(rules_json.render_list(PACK, PACK.recommendations, "1.2.3"))
    assert content["schema"] == "rulecheck/rules/v1"
    listed = [rule["id"] for each in content["recommendations"] for rule in each["rules"]]
    assert listed == [rule.id for rule in PACK.rules]


def test_markdown_does_not_take_text_of_the_pack_for_markup() -> None:
    evil = "<b>[x](javascript:y)</b> `z` a|b\nc\x1b[2J"
    hostile = replace(
        PACK,
        recommendations=tuple(
            replace(each, title=evil, reading=evil) for each in PACK.recommendations
        ),
    )
    page = rules_markdown.render(described("align-allies", hostile))
    index = rules_markdown.render_list(hostile, hostile.recommendations)
    for made in (page, index):
        assert r"\<b\>\[x\](javascript:y)\</b\> \`z\` a\|b c" in made
        assert "\x1b" not in made
    assert "\x1b" not in rules_text.render(described("align-allies", hostile), "1.2.3")
    assert "\x1b" not in rules_text.render_list(hostile.recommendations)


def test_tables_have_as_many_cells_in_every_row() -> None:
    for name in NAMES:
        rows: list[str] = []
        for line in [*rules_markdown.render(described(name)).splitlines(), ""]:
            if line.startswith("|"):
                rows.append(line)
                continue
            assert len({len(re.findall(r"(?<!\\)\|", row)) for row in rows}) <= 1
            rows = []


# -- the pack as a page ----------------------------------------------------------------------------


def page_of(pack: Pack) -> str:
    described_all = [described(each.id, pack) for each in pack.recommendations]
    return rules_html.render(described_all, coverage(pack), "1.2.3")


PAGE = page_of(PACK)


def rows_of(elements: list[Element], label: str) -> list[str]:
    """What the rows of a table say; each without line ends."""
    return [
        " ".join(each.text.split())
        for each in elements
        if each.name == "tr"
        and any(above.attributes.get("aria-label") == f"Table: {label}" for above in each.parents)
        and any(above.name == "tbody" for above in each.parents)
    ]


def test_a_page_has_every_value_with_whose_judgement_it_is_and_its_source() -> None:
    rows = rows_of(elements_of(PAGE), "Parameters")
    values = [(each, value) for each in PACK.parameters.values() for value in each.values]
    assert len(rows) == len(values)
    for row, (parameter, value) in zip(rows, values, strict=True):
        for said in (parameter.id, parameter.meaning, str(value.since), value.source):
            assert " ".join(said.split()) in row
        assert BASES[value.basis] in row


def test_a_page_has_all_reference_data_with_sources() -> None:
    elements = elements_of(PAGE)
    tables = {
        "Limits": [p.source for each in PACK.thresholds.values() for p in each.periods],
        "Chips": [each.source for each in PACK.chips.values()],
        "Entities": [listed.citation for each in PACK.entities for listed in each.listings],
        "Equipment, components and what goes with them": [
            each.source for each in PACK.equipment.values()
        ],
        "Controls of supplier countries": [each.source for each in PACK.suppliers],
        "Country groups": [p.source for each in PACK.countries.groups.values() for p in each],
    }
    for name, sources in tables.items():
        rows = rows_of(elements, name)
        assert len(rows) == len(sources) > 0
        for row, source in zip(rows, sources, strict=True):
            assert " ".join(source.split()) in row


def test_a_page_says_of_every_sentence_who_cites_it_or_why_nobody_does() -> None:
    rows = rows_of(elements_of(PAGE), "Coverage of the source")
    covered = coverage(PACK)
    assert covered is not None
    assert len(rows) == len(covered) > 50
    for row, each in zip(rows, covered, strict=True):
        assert row.startswith(each.sentence.citation.locator)
        assert all(name in row for name in each.cited_by)
        assert " ".join((each.sentence.because or "").split()) in row
    unclassified = page_of(replace(PACK, sentences=None))
    assert "Coverage" not in unclassified


def test_links_of_a_page_lead_somewhere_and_headings_skip_no_level() -> None:
    elements = elements_of(PAGE)
    ids = [each.attributes["id"] for each in elements if "id" in each.attributes]
    assert len(set(ids)) == len(ids)
    links = [each.attributes["href"] for each in elements if "href" in each.attributes]
    assert {link[1:] for link in links} <= set(ids)
    levels = [int(each.name[1]) for each in elements if re.fullmatch(r"h[1-6]", each.name)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_conditions_nest_on_a_page_as_they_do_in_text() -> None:
    elements = elements_of(
        rules_html.render([described("inventory-only/lots-finished")], None, "1")
    )
    depths = {
        " ".join(each.text.split())[:40]: len([it for it in each.parents if it.name == "ul"])
        for each in elements
        if each.name == "li"
    }
    assert depths["The decision grants the lot (lot.approve"] == 1
    assert depths["The decision permits, and the approved q"] == 2


@cache
def elements_saying(text: str) -> list[str]:
    """The elements of the page on a pack that says the text."""
    chips = {name: replace(each, name=text, source=text) for name, each in PACK.chips.items()}
    sentences = tuple(replace(each, note=text) for each in PACK.sentences or ())
    said = pack_saying(text, replace(PACK, chips=chips, sentences=sentences, source_title=text))
    made = page_of(said)
    assert not {unicodedata.category(each) for each in made.replace("\n", "")} & {"Cc", "Cf"}
    return [each.name for each in elements_of(made)]


# A message in which {item.id} stands names a fact, and the page lists it.
@pytest.mark.parametrize("text", [each for each in HOSTILE if "{item.id}" not in each], ids=ascii)
def test_no_text_of_a_pack_is_markup_on_its_page(text: str) -> None:
    assert elements_saying(text) == elements_saying(PLAIN)


def test_sentences_that_follow_each_other_are_one_place() -> None:
    cited = [Citation(*place, "0" * 64) for place in ((9, 1), (9, 2), (9, 4), (13, 1), (14, 2))]
    assert places_of(cited) == "P9 s1-s2, P9 s4, P13 s1, P14 s2"
