"""No text of a draft or of a pack changes what a report is made of, in any format.

Each report is taken apart by a reader of its format and compared with the one on a draft that says
a harmless word in the same places: the same elements, keys, commands and lines must be there.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TypeAlias
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from rulecheck.documents import Problem, parse
from rulecheck.documents.validation import Faults
from rulecheck.engine import ReferenceEvaluator
from rulecheck.judgement import EngineFailure, Judge, Run, judge_run
from rulecheck.packs import Pack
from rulecheck.proposals import Proposal, read_proposal
from rulecheck.reports import concise, github, gitlab, html, junit, markdown, sarif
from rulecheck.reports import json as json_report
from rulecheck.reports import text as text_report
from rulecheck.reports.model import Excerpts, Report

from .elements import elements_of
from .hostile import HOSTILE, PLAIN, action, decision, invalid, pack_saying
from .test_golden import report_on, searched

Shape: TypeAlias = str | list["Shape"] | dict[str, "Shape"]


@lru_cache
def run_on(text: str, pack: Pack) -> Run:
    """A run on drafts that say the text, valid and invalid, and with an evaluator that failed."""
    proposals: list[Proposal] = []
    problems: list[Problem] = []
    for name, content in (
        ("decision.yaml", decision(text)),
        ("action.yaml", action(text)),
        ("invalid.yaml", invalid(text)),
    ):
        (document,) = parse(name, content.encode())
        try:
            proposals.append(read_proposal(document, pack))
        except Faults as faults:
            problems += faults.problems
    run = judge_run(Judge(pack, ReferenceEvaluator()), proposals, problems)
    assert len(run.evaluations) == 2
    assert len(run.problems) == 1
    failure = EngineFailure("broken.yaml", text)
    return Run(run.pack, run.engine, run.evaluations, run.findings, run.problems, (failure,))


# -- what reports are made of ----------------------------------------------------------------------


def of_json(made: str) -> Shape:
    def shape(value: object) -> Shape:
        match value:
            case dict():
                return {key: shape(each) for key, each in value.items()}
            case list():
                return [shape(each) for each in value]
            case _:
                return type(value).__name__

    return shape(json.loads(made))


def of_xml(made: str) -> Shape:
    def shape(element: ElementTree.Element) -> Shape:
        return [element.tag, *sorted(element.attrib), *map(shape, element)]

    return shape(ElementTree.fromstring(made))  # noqa: S314 - made by the tests


def of_commands(made: str) -> Shape:
    lines = made.removesuffix("\n").split("\n")
    found = [re.fullmatch(r"::(error|warning|notice) ([^:]*)::(.*)", line) for line in lines]
    assert None not in found
    shape: list[Shape] = []
    for each in filter(None, found):
        properties = dict(pair.split("=", 1) for pair in each[2].split(","))
        shape.append([each[1], *sorted(properties), str(each[3].count("%0A"))])
    return shape


def of_lines(made: str) -> Shape:
    lines = made.removesuffix("\n").split("\n")
    assert lines == made.splitlines()
    return [re.sub(r"\].*", "]", line) for line in lines[:-1]]


def of_markdown(made: str) -> Shape:
    return [shape for token in tokens_of(made) for shape in _shapes(token)]


def _shapes(token: Token) -> Iterator[Shape]:
    """The token, and of text inside it only that it is text, plain or as code."""
    if token.type != "inline":
        yield f"{token.type} {token.tag}"
        return
    kinds = {"text": "text", "code_inline": "text"}
    last = ""
    for child in token.children or ():
        kind = kinds.get(child.type, child.type)
        if kind != "text" or last != "text":
            yield kind
        last = kind


def tokens_of(made: str) -> list[Token]:
    return MarkdownIt("gfm-like", {"linkify": False}).parse(made)


def of_html(made: str) -> Shape:
    return [[each.name, *sorted(each.attributes)] for each in elements_of(made)]


def of_text(made: str) -> Shape:
    """Long texts are broken into lines, so only those that begin something count."""
    heads = ("violated[", "unknown[", "note[", "invalid:", "internal error", "verdict:", "exit:")
    return [line.split(":")[0] for line in made.splitlines() if line.startswith(heads)]


FORMATS: dict[str, tuple[Callable[[Report], str], Callable[[str], Shape]]] = {
    "text": (text_report.render, of_text),
    "concise": (concise.render, of_lines),
    "json": (json_report.render, of_json),
    "sarif": (sarif.render, of_json),
    "junit": (junit.render, of_xml),
    "github": (github.render, of_commands),
    "gitlab": (gitlab.render, of_json),
    "markdown": (markdown.render, of_markdown),
    "html": (lambda report: html.render(searched(report)), of_html),
}


@pytest.mark.parametrize("excerpts", Excerpts)
@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_a_draft_changes_nothing_but_text(text: str, excerpts: Excerpts, pack: Pack) -> None:
    check(run_on(text, pack), run_on(PLAIN, pack), excerpts)


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_a_pack_changes_nothing_but_text(text: str, pack: Pack) -> None:
    check(run_on(PLAIN, pack_saying(text, pack)), run_on(PLAIN, pack_saying(PLAIN, pack)))


@settings(max_examples=15, deadline=None)
@given(
    # Words that say nothing are refused in a draft.
    text=st.text("ab 1%:,;\n\r|`<>&[](){}@#*_~$!\\'\"=-/.\x1b\u202e\u2028", min_size=1).filter(
        lambda text: any(map(str.isalnum, text))
    )
)
def test_no_text_changes_more_than_text(text: str, pack: Pack) -> None:
    check(run_on(text, pack), run_on(PLAIN, pack))


def check(hostile: Run, plain: Run, excerpts: Excerpts = Excerpts.SHOWN) -> None:
    for format_, (render, shape_of) in FORMATS.items():
        made = render(report_on(hostile, excerpts))
        assert shape_of(made) == shape_of(render(report_on(plain, excerpts))), format_
        check_harmless(made)
    check_no_forge_links(markdown.render(report_on(hostile, excerpts)))


def check_harmless(made: str) -> None:
    kinds = {unicodedata.category(each) for each in made.replace("\n", "")}
    assert not kinds & {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    assert "##[" not in made
    assert "##vso" not in made


def check_no_forge_links(made: str) -> None:
    """What is no code holds nothing that a forge turns into a link, a mention or HTML."""
    for token in tokens_of(made):
        for child in token.children or ():
            assert child.type in {"text", "code_inline", "strong_open", "strong_close"}
            if child.type == "text":
                assert not re.search(r"[@#<>&$~!\[\]|`*_\\]|://|www\.|(?i:gh-)\d", child.content)
    assert "<" not in made
