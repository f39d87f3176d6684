"""Baselines: violations that stood when a project began to use the gate, and still do.

An entry covers one violation as it was: with other facts, or by a changed rule, it is a new one.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from pydantic import Field

from rulecheck.documents import Document
from rulecheck.documents.validation import Faults, fault_at, frozen, validated
from rulecheck.documents.writing import double_quoted
from rulecheck.judgement.findings import Finding
from rulecheck.judgement.waivers import Words, one_document
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


@dataclass(frozen=True, slots=True, order=True)
class Accepted:
    """A violation that a baseline covers."""

    path: str
    rule: str
    fingerprint: str
    facts_sha256: str


@dataclass(frozen=True, slots=True)
class Baseline:
    """The violations that a baseline file covers."""

    name: str
    """The file as reports call it."""
    entries: frozenset[Accepted]

    def covers(self, finding: Finding) -> bool:
        """Whether the finding is one of its violations, unchanged."""
        return finding.can_be_let_through and accepted(finding) in self.entries


def accepted(finding: Finding) -> Accepted:
    """A violation as a baseline records it. Raises `ValueError` of what it can't cover."""
    if not finding.can_be_let_through or finding.facts_sha256 is None:
        raise ValueError(f"no baseline covers {finding.rule.id}: {finding.outcome}")
    path = finding.place.document.source.name
    return Accepted(path, finding.rule.id, finding.fingerprint, finding.facts_sha256)


@dataclass(frozen=True, slots=True)
class Renewal:
    """What a baseline becomes when it is compared with a run."""

    kept: frozenset[Accepted]
    """Its violations that still stand, and those of files that were not judged this time."""
    gone: frozenset[Accepted]
    new: frozenset[Accepted]
    """Violations of the run that it does not cover."""


def renewal(
    entries: frozenset[Accepted],
    findings: Iterable[Finding],
    judged: Collection[str],
    there: Callable[[str], bool],
) -> Renewal:
    """The entries of a baseline beside the findings of a run.

    `judged` are the paths of the run's proposals, and `there` tells whether another file exists:
    what it violates is not known, so its entries stay.
    """
    standing = frozenset(accepted(each) for each in findings if each.can_be_let_through)
    kept = frozenset(
        each
        for each in entries
        if each in standing or (each.path not in judged and there(each.path))
    )
    return Renewal(kept, entries - kept, standing - entries)


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
