"""Recommendations and rules for a terminal."""

from collections.abc import Iterable, Iterator, Sequence

from rulecheck.authoring.describing import RecommendationDescription, RuleDescription
from rulecheck.packs.model import OnUnknown, Recommendation
from rulecheck.reports.escaping import printable
from rulecheck.reports.layout import wrapped
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

_INDENT = "  "


def render_list(recommendations: Sequence[Recommendation]) -> str:
    """The recommendations, and under each its rules; empty where there are none."""
    return "".join(f"{line}\n" for each in recommendations for line in _listed(each))


def _listed(recommendation: Recommendation) -> Iterator[str]:
    weight = "no weight" if recommendation.is_permissive else f"weight {recommendation.weight}"
    marks = f"{recommendation.norm.value}, {weight}; article {places_of(recommendation.citations)}"
    yield from wrapped(recommendation.id, f"({marks}): {recommendation.title}", "    ")
    for rule in recommendation.rules:
        own = [rule.subject.value]
        own += [rule.norm.value] if rule.norm is not recommendation.norm else []
        own += ["veto"] if rule.veto else []
        own += ["unknown holds"] if rule.on_unknown is OnUnknown.HOLD else []
        yield from wrapped(f"  {rule.id}", f"({', '.join(own)}): {rule.title}", "    ")


def render(described: RecommendationDescription, tool_version: str) -> str:
    """The recommendation with its rules, with a line end."""
    return "\n".join(_lines(described, tool_version)) + "\n"


def _lines(described: RecommendationDescription, tool_version: str) -> Iterator[str]:
    recommendation, pack = described.recommendation, described.pack
    yield from wrapped(f"{recommendation.id}:", recommendation.title, _INDENT)
    yield ""
    yield from _paragraph(recommendation.reading)
    yield ""
    yield from _labeled("norm:", norm_of(recommendation.norm))
    yield from _labeled("weight:", weight_of(recommendation))
    yield from _labeled("source:", f"{pack.source_title}")
    for citation in recommendation.citations:
        yield f"          {citation.locator:<8} sha256 {citation.sha256}"
    yield from _labeled("as of:", f"{described.as_of}, the day whose parameter values are shown")
    for each in described.rules:
        yield ""
        yield ""
        yield from _rule(each, recommendation)
    if described.parameters:
        yield ""
        yield ""
        yield "Parameters"
        yield ""
        yield from _parameters(described)
        yield ""
        yield from _paragraph(JUDGEMENTS)
    yield ""
    yield ""
    yield "Facts"
    yield ""
    for spec in described.facts:
        yield from wrapped(f"  {spec.name}:", f"{spec.meaning} [{type_of(spec)}]", "      ")
    yield ""
    yield from _paragraph(PLACEHOLDERS)
    yield ""
    yield from wrapped(
        f"rulecheck {tool_version};",
        f"pack: {pack.name} {pack.version}, sha256 {pack.content_sha256}",
        "",
    )


def _rule(described: RuleDescription, recommendation: Recommendation) -> Iterator[str]:
    rule = described.rule
    yield from wrapped(f"{rule.id}:", rule.title, _INDENT)
    yield ""
    yield from _labeled("judged:", f"on {SUBJECTS[rule.subject]}")
    if rule.norm is not recommendation.norm:
        yield from _labeled("norm:", norm_of(rule.norm))
    yield from _labeled("veto:", veto_of(rule))
    if not rule.waivable:
        yield from _labeled("waiver:", NO_WAIVER)
    if rule.across_run is not None:
        yield from _labeled(
            "run:", f"the {rule.across_run.value} of all drafts of a run are also summed up"
        )
    for stated in conditions_of(described):
        yield ""
        yield from _stated(stated)
    yield ""
    yield from wrapped("  Message:", rule.message, "      ")
    yield from wrapped("  Remedy:", rule.remedy, "      ")
    if rule.evidence:
        yield ""
        yield "  Evidence"
        for fact, document in rule.evidence.items():
            yield from wrapped(f"    {fact}:", document, " " * 8)
    for heading, test in examples_of(described):
        yield ""
        yield from wrapped(
            f"  {heading}, for example:", f"{test.name} (as of {test.as_of})", " " * 6
        )
        yield from (f"      {printable(line)}" for line in facts_of(test))
    if gap := gap_of(described):
        yield ""
        yield from _paragraph(gap)


def _stated(stated: Stated) -> Iterator[str]:
    yield f"  {stated.heading}"
    for line in stated.lines:
        margin = "    " + _INDENT * line.depth
        yield from wrapped(f"{margin}-", line.text, f"{margin}  ")
    if stated.says is not None:
        yield from wrapped("    Note:", stated.says, "      ")


def _parameters(described: RecommendationDescription) -> Iterator[str]:
    for each in described.parameters:
        yield from wrapped(f"  {each.parameter.id}:", value_of(each), "      ")
        yield from wrapped("     ", each.parameter.meaning, "      ")
        judged = f"{BASES[each.value.basis]}. {each.value.source}"
        yield from wrapped("      judgement:", judged, " " * 8)


def _labeled(label: str, text: str) -> Iterator[str]:
    yield from wrapped(f"  {label:<7}", text, " " * 10)


def _paragraph(text: str) -> Iterable[str]:
    return wrapped(" ", text, _INDENT)
