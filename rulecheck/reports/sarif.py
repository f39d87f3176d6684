"""SARIF 2.1.0, which code scanning reads: all rules of the pack, and what stands against the run.

GitHub refuses a whole file over one result without a place, shows only the first place of each,
and does not look at suppressions. So everything has a place, and what was let through is left out.
"""

import re
from collections.abc import Callable, Mapping
from typing import Final
from urllib.parse import quote

from rulecheck.judgement import GatedEvaluation, Level
from rulecheck.judgement.findings import FINGERPRINT
from rulecheck.packs.model import Norm, Recommendation, Rule
from rulecheck.reports.escaping import code_of, flowing
from rulecheck.reports.json import Json, citation_json, dumped, pack_json
from rulecheck.reports.markdown_text import prose
from rulecheck.reports.model import Report, made_by
from rulecheck.reports.remarks import OWN_IDS, Kind, Remark, Spot, open_remarks_of

SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"

_OWN_RULES: Final = {
    Kind.INTERNAL: (
        "The proposal was judged",
        "An evaluator failed on the proposal. That is an error of rulecheck, not of the proposal.",
        Level.ERROR,
    ),
    Kind.INVALID: (
        "The proposal can be read and is valid",
        "What can't be read or is invalid is not judged, and never passes.",
        Level.ERROR,
    ),
    Kind.WAIVER: (
        "Every waiver still covers what it was granted for",
        "A waiver that has ended, that no longer matches or that covers nothing stands against "
        "the run.",
        Level.WARNING,
    ),
}


def render(report: Report) -> str:
    """The report as a SARIF log with one run, with a line end."""
    return dumped({"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(report)]})


def _run(report: Report) -> Json:
    run, pack = report.run, report.run.pack
    shown = report.frame.shows
    rules = [
        *(_rule(rule, each) for each in pack.recommendations for rule in each.rules),
        *(_own_rule(kind) for kind in OWN_IDS),
    ]
    indices = {str(rule["id"]): index for index, rule in enumerate(rules)}
    remarks = open_remarks_of(report)
    return {
        "tool": {
            "driver": {
                "name": "rulecheck",
                "version": report.tool_version,
                "rules": rules,
            }
        },
        # The part before the last slash is the category, by which GitHub tells uploads apart.
        "automationDetails": {"id": f"rulecheck/{pack.name}/"},
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": not (run.problems or run.engine_errors),
                "exitCode": report.exit_code,
                "exitCodeDescription": report.exit_meaning,
                "toolExecutionNotifications": [
                    _notification(each, indices)
                    for each in remarks
                    if each.kind in (Kind.INTERNAL, Kind.INVALID)
                ],
            }
        ],
        "results": [_result(each, indices) for each in remarks],
        "properties": {
            "pack": pack_json(pack),
            "engine": run.engine,
            "gate": report.gated.gate.summary,
            "madeBy": list(made_by(report)),
            "proposals": [_proposal(each, shown=shown) for each in report.gated.proposals],
        },
    }


def _proposal(gated: GatedEvaluation, *, shown: bool) -> Json:
    evaluation, proposal = gated.evaluation, gated.evaluation.proposal
    return {
        "path": proposal.document.source.name,
        "document": proposal.document.index,
        "id": proposal.id if shown else None,
        "asOf": proposal.model.as_of.isoformat(),
        "verdict": evaluation.verdict.value,
        "gate": gated.gate.summary,
    }


# -- rules -----------------------------------------------------------------------------------------


def _rule(rule: Rule, recommendation: Recommendation) -> dict[str, Json]:
    return {
        "id": rule.id,
        "name": _name(rule.id),
        "shortDescription": {"text": _sentence(rule.title)},
        "fullDescription": {
            "text": f"{_sentence(recommendation.title)} {_sentence(recommendation.reading)}"
        },
        "help": {
            "text": _help(rule, recommendation, _message),
            "markdown": _help(rule, recommendation, _markdown),
        },
        "defaultConfiguration": {"level": _level(rule)},
        "properties": {
            "recommendation": recommendation.id,
            "norm": rule.norm.value,
            "weight": None if recommendation.is_permissive else recommendation.weight,
            "veto": rule.veto,
            "citations": [citation_json(each) for each in recommendation.citations],
            "tags": [recommendation.id],
        },
    }


def _level(rule: Rule) -> str:
    """That of a violation; a permissive rule has no results, and so the mildest."""
    if rule.norm is Norm.PERMISSIVE:
        return "note"
    return (Level.ERROR if rule.veto else Level.WARNING).value


def _help(rule: Rule, recommendation: Recommendation, said: Callable[[str], str]) -> str:
    """What the source asks for, what to do, and what proves it, a paragraph each."""
    places = ", ".join(each.locator for each in recommendation.citations)
    paragraphs = [
        f"Asked by article {places}: {recommendation.reading}",
        f"What to do: {rule.remedy}",
    ]
    if rule.veto:
        because = rule.veto_because or "a violation alone makes a proposal conflict."
        paragraphs.append(f"Veto: {because}")
    if rule.evidence:
        paragraphs.append(f"Proved by: {'; '.join(dict.fromkeys(rule.evidence.values()))}")
    return "\n\n".join(map(said, paragraphs))


def _own_rule(kind: Kind) -> dict[str, Json]:
    title, meaning, level = _OWN_RULES[kind]
    return {
        "id": OWN_IDS[kind],
        "name": _name(OWN_IDS[kind]),
        "shortDescription": {"text": _sentence(title)},
        "fullDescription": {"text": meaning},
        "help": {"text": meaning},
        "defaultConfiguration": {"level": level.value},
    }


def _name(rule_id: str) -> str:
    """The ID as programs write names, as in `InventoryOnlyLotsFinished`."""
    return "".join(word.capitalize() for word in re.split("[-/]", rule_id))


# -- results ---------------------------------------------------------------------------------------


def _result(remark: Remark, indices: Mapping[str, int]) -> Json:
    others = [_location(spot) for spot in remark.spots[1:]]
    return {
        "ruleId": remark.id,
        "ruleIndex": indices[remark.id],
        "level": remark.level.value,
        "message": {"text": _sentence(remark.message)},
        "locations": [_location(remark.spot)],
        **({"relatedLocations": others} if others else {}),
        "partialFingerprints": {FINGERPRINT: remark.fingerprint},
    }


def _notification(remark: Remark, indices: Mapping[str, int]) -> Json:
    return {
        "level": remark.level.value,
        "message": {"text": _sentence(remark.message)},
        "locations": [_location(remark.spot)],
        "associatedRule": {"id": remark.id, "index": indices[remark.id]},
    }


def _location(spot: Spot) -> Json:
    return {
        "physicalLocation": {
            # A file name may hold what is no text; an address can name that, too.
            "artifactLocation": {"uri": quote(spot.path, errors="surrogatepass")},
            "region": _region(spot),
        }
    }


def _region(spot: Spot) -> Json:
    start = spot.start
    region = {"startLine": start.line, "startColumn": start.column}
    if spot.span is not None and spot.span.end > start:
        region |= {"endLine": spot.span.end.line, "endColumn": spot.span.end.column}
    return region


# -- texts -----------------------------------------------------------------------------------------


def _sentence(text: str) -> str:
    """A message that ends like a sentence, which some readers cut it at."""
    said = _message(text)
    return said if said.endswith((".", "!", "?")) else f"{said}."


def _message(text: str) -> str:
    """Harmless text, in which no placeholder stands and no link is embedded."""
    return _without_syntax(flowing(text))


def _markdown(text: str) -> str:
    return _without_syntax(prose(text))


def _without_syntax(text: str) -> str:
    """Plain messages, too, can hold `{0}` for an argument and `[text](address)` for a link."""
    unlinked = text.replace("](", f"]{code_of('(')}")
    return unlinked.replace("{", "{{").replace("}", "}}")
