"""Recommendations and rules as pages of the documentation."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from rulecheck.authoring.describing import RecommendationDescription, RuleDescription
from rulecheck.packs.model import Pack, Recommendation
from rulecheck.reports.escaping import flowing, printable
from rulecheck.reports.rules_words import (
    BASES,
    JUDGEMENTS,
    NO_WAIVER,
    PLACEHOLDERS,
    SUBJECTS,
    Stated,
    conditions_of,
    examples_of,
    facts_of,
    gap_of,
    norm_of,
    places_of,
    type_of,
    value_of,
    veto_of,
    weight_of,
)

_SPECIAL: Final = re.compile(r"[\\`*<>|~\[\]]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])")
"""What would mean something in Markdown; an underscore within a word does not."""


def render_list(pack: Pack, recommendations: Sequence[Recommendation]) -> str:
    """An index of the recommendations, with links to a page of each beside it."""
    return _page(_index(pack, recommendations))


def _index(pack: Pack, recommendations: Sequence[Recommendation]) -> Iterator[str]:
    yield _made_by("rules list")
    yield ""
    yield "# Recommendations"
    yield ""
    yield _text(
        f"What the pack {pack.name} {pack.version} asks, after: {pack.source_title}. The weights "
        "are the pack's judgement, not the source's."
    )
    yield ""
    head = ("recommendation", "norm", "weight", "source", "rules")
    yield from _table(head, (_entry(each) for each in recommendations))


def _entry(recommendation: Recommendation) -> Sequence[str]:
    page = f"{recommendation.id}.md"
    rules = (rule.id.partition("/")[2] for rule in recommendation.rules)
    return (
        f"[{_text(recommendation.title)}]({page})",
        recommendation.norm.value,
        "none" if recommendation.is_permissive else str(recommendation.weight),
        places_of(recommendation.citations),
        ", ".join(f"[{name}]({page}#{name})" for name in rules),
    )


def render(described: RecommendationDescription) -> str:
    """The recommendation with its rules as one page."""
    return _page(_lines(described))


def _lines(described: RecommendationDescription) -> Iterator[str]:
    recommendation, pack = described.recommendation, described.pack
    name = recommendation.id
    if len(described.rules) < len(recommendation.rules):
        name = described.rules[0].rule.id
    yield _made_by(f"rules show {name}")
    yield ""
    yield f"# {_text(recommendation.title)}"
    yield ""
    yield _text(recommendation.reading)
    yield ""
    yield f"- recommendation: `{recommendation.id}`"
    yield f"- norm: {norm_of(recommendation.norm)}"
    yield f"- weight: {weight_of(recommendation)}"
    yield f"- source: {_text(pack.source_title)}"
    for citation in recommendation.citations:
        yield f"  - {citation.locator}, SHA-256 `{citation.sha256}`"
    yield (
        f"- pack: {pack.name} {_text(pack.version)}, with the values of its parameters on "
        f"{described.as_of}"
    )
    for each in described.rules:
        yield from _rule(each, recommendation)
    if described.parameters:
        yield ""
        yield "## Parameters"
        yield ""
        yield JUDGEMENTS
        yield ""
        head = ("parameter", "value", "meaning", "whose judgement", "source")
        yield from _table(
            head,
            (
                (
                    f"`{each.parameter.id}`",
                    _text(value_of(each)),
                    _text(each.parameter.meaning),
                    BASES[each.value.basis],
                    _text(each.value.source),
                )
                for each in described.parameters
            ),
        )
    yield ""
    yield "## Facts"
    yield ""
    yield PLACEHOLDERS
    yield ""
    yield from _table(
        ("fact", "meaning", "values"),
        ((f"`{each.name}`", _text(each.meaning), _text(type_of(each))) for each in described.facts),
    )


def _rule(described: RuleDescription, recommendation: Recommendation) -> Iterator[str]:
    rule = described.rule
    yield ""
    yield f"## {rule.id.partition('/')[2]}"
    yield ""
    yield f"{_text(rule.title)}."
    yield ""
    yield f"- rule: `{rule.id}`"
    yield f"- judged on: {SUBJECTS[rule.subject]}"
    if rule.norm is not recommendation.norm:
        yield f"- norm: {norm_of(rule.norm)}"
    yield f"- veto: {_text(veto_of(rule))}"
    if not rule.waivable:
        yield f"- waiver: {NO_WAIVER}"
    if rule.across_run is not None:
        yield f"- run: the {rule.across_run.value} of all drafts of a run are also summed up"
    for stated in conditions_of(described):
        yield ""
        yield from _stated(stated)
    yield ""
    yield f"**Message.** {_text(rule.message)}"
    yield ""
    yield f"**Remedy.** {_text(rule.remedy)}"
    if rule.evidence:
        yield ""
        yield "**Evidence**"
        yield ""
        for fact, document in rule.evidence.items():
            yield f"- `{fact}`: {_text(document)}"
    for heading, test in examples_of(described):
        yield ""
        yield f"**{heading}**, for example: {_text(test.name)} (as of {test.as_of})"
        yield ""
        yield "```yaml"
        yield from (printable(line) for line in facts_of(test))
        yield "```"
    if gap := gap_of(described):
        yield ""
        yield gap


def _stated(stated: Stated) -> Iterator[str]:
    yield f"**{stated.heading}**"
    yield ""
    for line in stated.lines:
        yield f"{'  ' * line.depth}- {_text(line.text)}"
    if stated.says is not None:
        yield ""
        yield f"> {_text(stated.says)}"


def _made_by(command: str) -> str:
    return f"<!-- Made by `rulecheck {command} --output markdown`: change the pack, not this. -->"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield _row(head)
    yield _row(["---"] * len(head))
    for row in rows:
        yield _row(row)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _text(text: str) -> str:
    """Text of the pack, in which nothing means anything to Markdown."""
    return _SPECIAL.sub(r"\\\g<0>", flowing(text))


def _page(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"
