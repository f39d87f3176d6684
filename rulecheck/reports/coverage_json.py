"""Which sentences of the source a pack cites, for other programs; the schema has a version."""

from collections.abc import Sequence
from typing import Final

from rulecheck.authoring.coverage import Covered, counts_of
from rulecheck.packs.model import Pack
from rulecheck.reports.json import Json, citation_json, dumped, pack_json

SCHEMA: Final = "rulecheck/coverage/v1"


def render(pack: Pack, sentences: Sequence[Covered] | None, tool_version: str) -> str:
    """Every sentence with its class and who cites it; null where the pack has no classification."""
    return dumped(
        {
            "schema": SCHEMA,
            "tool": {"name": "rulecheck", "version": tool_version},
            "pack": pack_json(pack),
            "counts": None if sentences is None else counts_of(sentences),
            "sentences": None if sentences is None else [_sentence(each) for each in sentences],
        }
    )


def _sentence(covered: Covered) -> Json:
    sentence = covered.sentence
    return {
        **citation_json(sentence.citation),
        "class": sentence.kind.value,
        "note": sentence.note,
        "cited_by": list(covered.cited_by),
        "because": sentence.because,
    }
