"""Granting a waiver: finding the violation that is meant, and writing the entry for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from rulecheck.documents import Document, DocumentError, Mapping, parse
from rulecheck.documents.validation import Frozen, frozen
from rulecheck.documents.writing import double_quoted
from rulecheck.engine import Outcome
from rulecheck.judgement.findings import Finding
from rulecheck.judgement.waiver_files import (
    SCHEMA,
    is_same_person,
    last_day,
    read_waivers,
)
from rulecheck.judgement.waivers import Waivers
from rulecheck.packs.model import Pack
from rulecheck.vocabulary.fields import says_something

HEADER: Final = f"""\
# Violations that somebody answers for, for a time. `rulecheck waivers add` writes an entry; the
# hash ties it to the facts as they were looked at. `rulecheck evaluate --waivers` reads this file.

schema: {SCHEMA}
waivers:
"""


class CantWaive(Exception):
    """What was asked for can't be waived: why, and what to do instead."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What people decide of a waiver."""

    reason: str
    owner: str
    approved_by: str
    created: date
    expires: date


def violation_meant(
    findings: Iterable[Finding], rule: str, proposal: str | None, subject: str | None
) -> Finding:
    """The violation of the rule that is meant; with `None`, there must be only one.

    Raises `CantWaive` if there is none, or several, or if it is undecided.
    """
    found = [
        each
        for each in findings
        if each.evaluation is not None
        and each.rule.id == rule
        and proposal in (None, each.evaluation.proposal.id)
        and subject in (None, each.about)
    ]
    violations = [each for each in found if each.outcome is Outcome.VIOLATED]
    if len(violations) == 1:
        return violations[0]
    names = ", ".join(each.about for each in violations)
    if len({_proposal_of(each) for each in violations}) > 1:
        raise CantWaive(f"several proposals violate `{rule}`; choose one with --proposal")
    if violations:
        raise CantWaive(f"`{rule}` is violated by {names}; choose one with --subject")
    if found:
        raise CantWaive(
            f"`{rule}` is undecided, and an unknown can't be waived; state what is open"
        )
    where = "" if subject is None else f" by `{subject}`"
    raise CantWaive(f"`{rule}` is not violated{where}; there is nothing to waive")


def _proposal_of(finding: Finding) -> str:
    return "" if finding.evaluation is None else finding.evaluation.proposal.id


def check_grant(grant: Grant, pack: Pack) -> None:
    """Raises `CantWaive` for what a file of waivers would be refused for, by the option's name.

    That is words that say nothing, one person twice, and a last day that is before the first or
    later than the pack allows.
    """
    words = {
        "--reason": grant.reason,
        "--owner": grant.owner,
        "--approved-by": grant.approved_by,
    }
    for option, text in words.items():
        if not says_something(text):
            raise CantWaive(
                f"`{option}` says nothing; write it out, for those who look at it later"
            )
    if is_same_person(grant.owner, grant.approved_by):
        raise CantWaive("nobody approves a waiver of their own; let `--approved-by` be another")
    said = f"`--expires` {grant.expires} is"
    if grant.expires < grant.created:
        raise CantWaive(f"{said} before today, {grant.created}; write that day or a later one")
    last = last_day(grant.created, pack)
    if last is not None and grant.expires > last:
        days = (last - grant.created).days
        raise CantWaive(
            f"{said} more than the {days} days after today, {grant.created}, that the pack allows; "
            f"write {last} or an earlier day"
        )


def _check_is_first(waivers: Waivers, finding: Finding) -> None:
    """Raises `CantWaive` where the violation is waived already, or was until a day."""
    for each in waivers.entries:
        covered = each.rule, each.proposal, each.subject
        if covered != (finding.rule.id, _proposal_of(finding), finding.about):
            continue
        entry = f"the entry at {waivers.name}:{each.position.line}"
        if waivers.has_expired(each):
            raise CantWaive(
                f"{entry} waived this and has expired on {each.expires}; remove it before the "
                "waiver is granted anew"
            )
        raise CantWaive(
            f"{entry} waives this already, until {each.expires}; remove it if another is to take "
            "its place"
        )


def with_waiver(
    name: str, text: str | None, finding: Finding, grant: Grant, pack: Pack
) -> tuple[str, Waivers]:
    """The text of a waivers file with one more entry, and what it then says.

    `text` is `None` where there is no file yet. What stands in it stays as it is. Raises `Faults`
    where the file, or the new entry in it, is faulty, `DocumentError` where it can't be read, and
    `CantWaive` where one covers the violation already, or the entry can't be put at the list's end.
    """
    if text is None:
        added = HEADER + _entry(finding, grant, "  ")
        (document,) = parse(name, added.encode())
        return added, read_waivers(document, pack, grant.created)
    old = parse(name, text.encode())
    if len(old) == 1 and _waivers_in(old[0]):
        _check_is_first(read_waivers(old[0], pack, grant.created), finding)
    added = _appended(text, old[0], finding, grant)
    try:
        new = parse(name, added.encode())
    except DocumentError:
        new = ()
    if len(new) != 1 or _waivers_in(new[0])[:-1] != _waivers_in(old[0]):
        raise CantWaive(
            f"the waivers of {name} are no list of `- …` lines at its end; write them so, or put "
            f"the entry there by hand:\n{_entry(finding, grant, '  ')}"
        )
    return added, read_waivers(new[0], pack, grant.created)


def _appended(text: str, document: Document, finding: Finding, grant: Grant) -> str:
    """The text with the entry at its end, as far as indented as those that are there."""
    if not text.endswith("\n"):
        text += "\n"
    if _waivers_in(document):
        start = document.find(("waivers", 0)).span.start
        before_dash = document.source.line(start.line)[: start.column - 1].rpartition("-")[0]
        return text + _entry(finding, grant, before_dash)
    lines = text.split("\n")
    number = document.find(("waivers",)).span.start.line - 1
    lines[number] = lines[number].replace("[]", "", 1).rstrip()
    return "\n".join(lines) + _entry(finding, grant, "  ")


def _waivers_in(document: Document) -> tuple[Frozen, ...]:
    """What stands in the list of waivers; nothing where there is none."""
    node = document.root.get("waivers") if isinstance(document.root, Mapping) else None
    found = None if node is None else frozen(node)
    return found if isinstance(found, tuple) else ()


def _entry(finding: Finding, grant: Grant, indentation: str) -> str:
    lines = [
        f"rule: {finding.rule.id}",
        f"proposal: {double_quoted(_proposal_of(finding))}",
        f"subject: {double_quoted(finding.about)}",
        f'facts_sha256: "{finding.facts_sha256}"',
        f"reason: {double_quoted(grant.reason)}",
        f"owner: {double_quoted(grant.owner)}",
        f"approved_by: {double_quoted(grant.approved_by)}",
        f"created: {grant.created}",
        f"expires: {grant.expires}",
    ]
    said = [f"{indentation}- {lines[0]}", *(f"{indentation}  {line}" for line in lines[1:])]
    return "\n".join(said) + "\n"
