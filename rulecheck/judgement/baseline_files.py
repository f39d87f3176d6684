"""Files of baselines, read, checked and written."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final, Literal

from pydantic import Field

from rulecheck.documents import Document
from rulecheck.documents.validation import Faults, fault_at, frozen, validated
from rulecheck.documents.writing import double_quoted
from rulecheck.judgement.baselines import Accepted, Baseline
from rulecheck.judgement.waiver_files import Words, one_document
from rulecheck.packs.files import RuleId, Sha256
from rulecheck.vocabulary.fields import Strict

SCHEMA: Final = "rulecheck/baseline/v1"

_HEADER: Final = """\
# Violations that the gate lets pass because they stood when this was written. Made by `rulecheck
# baseline write`, which drops what is gone and adds nothing without --accept-new.

"""


class BaselineEntry(Strict):
    """A violation of a baseline."""

    path: Words = Field(description="The proposal's file, relative to the working folder.")
    rule: RuleId = Field(description="The rule that is violated.")
    fingerprint: Sha256 = Field(description="Which finding it is.")
    facts_sha256: Sha256 = Field(description="Hash of the facts that it rests on.")


class BaselineFile(Strict):
    """A baseline file."""

    schema_: Literal["rulecheck/baseline/v1"] = Field(
        alias="schema", description="The form of the file, and its version."
    )
    violations: tuple[BaselineEntry, ...] = Field(description="The violations.")


def load_baseline(path: Path, name: str) -> Baseline:
    """The baseline of a file. Raises `Faults` with everything that is wrong with it."""
    return read_baseline(one_document(path, name))


def read_baseline(document: Document) -> Baseline:
    """The baseline of a document. Raises `Faults` with everything that is wrong with it."""
    read = validated(BaselineFile, frozen(document.root), document).violations
    seen: set[str] = set()
    faults = []
    for place, entry in enumerate(read):
        if entry.fingerprint in seen:
            at = ("violations", place, "fingerprint")
            faults.append(
                fault_at(document, at, "this stands above already", "keep one of the two")
            )
        seen.add(entry.fingerprint)
    if faults:
        raise Faults(faults)
    return Baseline(
        document.source.name,
        frozenset(
            Accepted(each.path, each.rule, each.fingerprint, each.facts_sha256) for each in read
        ),
    )


def written_baseline(entries: Iterable[Accepted]) -> str:
    """The text of a baseline file, in the order of paths: the same for the same violations."""
    return _HEADER + "\n".join(_lines(sorted(entries))) + "\n"


def _lines(entries: list[Accepted]) -> Iterator[str]:
    yield f"schema: {SCHEMA}"
    if not entries:
        yield "violations: []"
        return
    yield "violations:"
    for each in entries:
        yield f"  - path: {double_quoted(each.path)}"
        yield f"    rule: {each.rule}"
        yield f'    fingerprint: "{each.fingerprint}"'
        yield f'    facts_sha256: "{each.facts_sha256}"'
