"""A whole pack as one page for a browser: what a team can publish of what it is judged by.

What the page shows is gathered here; how it looks is in `templates/`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from rulecheck.authoring.coverage import Covered, counts_of
from rulecheck.authoring.describing import RecommendationDescription, RuleDescription
from rulecheck.packs.model import Pack, Recommendation
from rulecheck.packs.templates import literal_in_words
from rulecheck.packs.wording import Line
from rulecheck.reports.html_tables import ShownRow, ShownTable
from rulecheck.reports.model import counted
from rulecheck.reports.page import Link, rendered
from rulecheck.reports.reference_html import reference_tables
from rulecheck.reports.rules_words import (
    BASES,
    JUDGEMENTS,
    NO_WAIVER,
    NORMS,
    PLACEHOLDERS,
    SUBJECTS,
    conditions_of,
    examples_of,
    facts_of,
    gap_of,
    norm_of,
    places_of,
    type_of,
    veto_of,
    weight_of,
)
from rulecheck.vocabulary.facts import FACTS


def render(
    described: Sequence[RecommendationDescription],
    sentences: Sequence[Covered] | None,
    tool_version: str,
) -> str:
    """The pack whose recommendations these are, with a line end."""
    return rendered("pack.html", page=_Page(described, sentences, tool_version))


# -- what the template is given --------------------------------------------------------------------


@dataclass(slots=True)
class ShownClause:
    """A part of a condition in plain words, and the parts inside it."""

    words: str
    parts: list["ShownClause"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ShownCondition:
    """One of a rule's conditions; of a note, also what it says."""

    heading: str
    clauses: tuple[ShownClause, ...]
    says: str


@dataclass(frozen=True, slots=True)
class ShownExample:
    """A test of a rule."""

    heading: str
    name: str
    as_of: str
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownRule:
    """A rule with everything that the pack says of it."""

    anchor: str
    id: str
    title: str
    is_veto: bool
    subject: str
    norm: str
    """Empty where it is its recommendation's."""
    veto: str
    waiver: str
    across_run: str
    conditions: tuple[ShownCondition, ...]
    message: str
    remedy: str
    evidence: tuple[tuple[str, str], ...]
    examples: tuple[ShownExample, ...]
    gap: str


@dataclass(frozen=True, slots=True)
class ShownRecommendation:
    """A recommendation with its rules."""

    anchor: str
    id: str
    title: str
    reading: str
    norm: str
    weight: str
    sources: tuple[tuple[str, str], ...]
    """Each place, and the hash of its words."""
    rules: tuple[ShownRule, ...]


class _Page:
    """Everything that the page shows."""

    def __init__(
        self,
        described: Sequence[RecommendationDescription],
        sentences: Sequence[Covered] | None,
        tool_version: str,
    ) -> None:
        pack, day = described[0].pack, described[0].as_of
        rules = counted(len(pack.rules), "rule")
        self.name = f"{pack.name} {pack.version}"
        self.holds = f"{counted(len(pack.recommendations), 'recommendation')} with {rules}"
        self.source = pack.source_title
        self.judges_from = pack.judges_from.isoformat()
        self.day = day.isoformat()
        self.judgements = JUDGEMENTS
        self.placeholders = PLACEHOLDERS
        self.norms = [(norm.value, means) for norm, means in NORMS.items()]
        self.overview = _overview(pack)
        self.recommendations = tuple(map(_recommendation, described))
        self.parameters = _parameters(pack, described)
        self.facts = _facts(described)
        self.reference = reference_tables(pack)
        self.coverage = None if sentences is None else _coverage(sentences)
        self.coverage_counts = "" if sentences is None else _counts(sentences)
        self.made_by = (
            f"rulecheck {tool_version}",
            f"pack {pack.name} {pack.version}, sha256 {pack.content_sha256}",
        )


# -- recommendations and rules ---------------------------------------------------------------------


def _overview(pack: Pack) -> ShownTable:
    return ShownTable(
        "Overview of the recommendations",
        ("Recommendation", "Norm", "Weight", "Rules", "Vetoes", "Places of the source"),
        tuple(
            ShownRow(
                each.id,
                (
                    each.norm.value,
                    "none" if each.is_permissive else str(each.weight),
                    str(len(each.rules)),
                    str(sum(rule.veto for rule in each.rules)),
                    places_of(each.citations),
                ),
                about=each.title,
                target=each.id,
            )
            for each in pack.recommendations
        ),
    )


def _recommendation(described: RecommendationDescription) -> ShownRecommendation:
    recommendation = described.recommendation
    return ShownRecommendation(
        anchor=recommendation.id,
        id=recommendation.id,
        title=recommendation.title,
        reading=recommendation.reading,
        norm=norm_of(recommendation.norm),
        weight=weight_of(recommendation),
        sources=tuple((each.locator, each.sha256) for each in recommendation.citations),
        rules=tuple(_rule(each, recommendation) for each in described.rules),
    )


def _rule(described: RuleDescription, recommendation: Recommendation) -> ShownRule:
    rule = described.rule
    is_own_norm = rule.norm is not recommendation.norm
    across = rule.across_run
    return ShownRule(
        anchor=rule.id,
        id=rule.id,
        title=rule.title,
        is_veto=rule.veto,
        subject=SUBJECTS[rule.subject],
        norm=norm_of(rule.norm) if is_own_norm else "",
        veto=veto_of(rule),
        waiver="" if rule.waivable else NO_WAIVER,
        across_run="" if across is None else f"the {across.value} of all drafts of a run",
        conditions=tuple(
            ShownCondition(each.heading, _nested(each.lines), each.says or "")
            for each in conditions_of(described)
        ),
        message=rule.message,
        remedy=rule.remedy,
        evidence=tuple(rule.evidence.items()),
        examples=tuple(
            ShownExample(heading, test.name, test.as_of.isoformat(), tuple(facts_of(test)))
            for heading, test in examples_of(described)
        ),
        gap=gap_of(described),
    )


def _nested(lines: Sequence[Line]) -> tuple[ShownClause, ...]:
    """The lines of a condition, each inside the last one before it that stands less deep."""
    root = ShownClause("")
    above = [(-1, root)]
    for line in lines:
        while above[-1][0] >= line.depth:
            above.pop()
        clause = ShownClause(line.text)
        above[-1][1].parts.append(clause)
        above.append((line.depth, clause))
    return tuple(root.parts)


# -- values and facts ------------------------------------------------------------------------------


def _parameters(pack: Pack, described: Sequence[RecommendationDescription]) -> ShownTable:
    """Every value that a parameter has had or will have."""
    readers: dict[str, list[Link]] = {}
    for each in described:
        for named in each.parameters:
            recommendation = each.recommendation.id
            readers.setdefault(named.parameter.id, []).append(Link(recommendation, recommendation))
    return ShownTable(
        "Parameters",
        ("Parameter", "Value", "From", "Whose judgement", "Source", "Read by rules of"),
        tuple(
            ShownRow(
                each.id,
                (
                    literal_in_words(value.value),
                    value.since.isoformat(),
                    BASES[value.basis],
                    value.source,
                    tuple(readers.get(each.id, ())) or "computed facts or checks",
                ),
                about=each.meaning,
                anchor=f"parameter-{each.id}" if place == 0 else "",
            )
            for each in pack.parameters.values()
            for place, value in enumerate(each.values)
        ),
    )


def _facts(described: Sequence[RecommendationDescription]) -> ShownTable:
    named = {spec.name for each in described for spec in each.facts}
    return ShownTable(
        "Facts",
        ("Fact", "Meaning", "Values"),
        tuple(
            ShownRow(spec.name, (spec.meaning, type_of(spec)))
            for spec in FACTS.values()
            if spec.name in named
        ),
    )


# -- coverage --------------------------------------------------------------------------------------


def _counts(sentences: Sequence[Covered]) -> str:
    counts = ", ".join(f"{number} {kind}" for kind, number in counts_of(sentences).items())
    return f"{len(sentences)} sentences: {counts}"


def _coverage(sentences: Sequence[Covered]) -> ShownTable:
    return ShownTable(
        "Coverage of the source",
        ("Sentence", "What it is", "What it is about", "Cited by"),
        tuple(
            ShownRow(
                each.sentence.citation.locator,
                (
                    each.sentence.kind.value,
                    each.sentence.note or "nothing noted",
                    tuple(Link(name, name) for name in each.cited_by) or _not_cited(each),
                ),
            )
            for each in sentences
        ),
    )


def _not_cited(each: Covered) -> str:
    because = each.sentence.because
    return "nobody" if because is None else f"nobody, because: {because}"
