"""Files of waivers, read and checked: one with any fault waives nothing."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import Field

from rulecheck.documents import (
    DEFAULT_LIMITS,
    Document,
    DocumentError,
    Pointer,
    Problem,
    closest,
    parse,
)
from rulecheck.documents.problems import file_problem, reason_of
from rulecheck.documents.validation import (
    Faults,
    fault_at,
    frozen,
    in_order,
    invalid,
    quoted,
    validated,
    written,
)
from rulecheck.facts.names import normalized
from rulecheck.judgement.waivers import Waiver, Waivers
from rulecheck.packs.files import RuleId, Sha256
from rulecheck.packs.model import Pack
from rulecheck.packs.needs import WAIVER_DAYS
from rulecheck.vocabulary.fields import Day, FieldType, Identifier, Strict, says_something

SCHEMA: Final = "rulecheck/waivers/v1"

_SUBJECT = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*|leg [0-9]+")


def _words(given: object) -> str:
    if not isinstance(given, str):
        raise invalid(f"{written(given)} is no text", quoted(given))
    if not says_something(given):
        raise invalid("this says nothing", "write it out, for those who look at it later")
    return given


def _subject(given: object) -> str:
    if not isinstance(given, str) or not _SUBJECT.fullmatch(given):
        raise invalid(
            f"{written(given)} names no subject",
            "write the id of one item, lot, party or change; for a decision or an action, that "
            "of the proposal. A waiver covers one subject",
        )
    return given


Words = Annotated[str, FieldType(_words, {"type": "string", "pattern": r"\S"})]
SubjectName = Annotated[str, FieldType(_subject, {"type": "string", "pattern": _SUBJECT.pattern})]


class WaiverEntry(Strict):
    """A waiver."""

    rule: RuleId = Field(description="The rule that is violated.")
    proposal: Identifier = Field(description="Id of the proposal that violates it.")
    subject: SubjectName = Field(
        description="Id of what violates it; for a decision or an action, that of the proposal."
    )
    facts_sha256: Sha256 = Field(
        description="Hash of the facts that were looked at; `rulecheck waivers add` writes it."
    )
    reason: Words = Field(description="Why the violation may stand for a time.")
    owner: Words = Field(description="Who asks for the waiver and answers for its end.")
    approved_by: Words = Field(description="Who grants it; never its owner.")
    created: Day = Field(description="Day on which it was granted.")
    expires: Day = Field(description="Last day on which it holds.")


class WaiversFile(Strict):
    """A file of waivers."""

    schema_: Literal["rulecheck/waivers/v1"] = Field(
        alias="schema", description="The form of the file, and its version."
    )
    waivers: tuple[WaiverEntry, ...] = Field(description="The waivers.")


def load_waivers(path: Path, name: str, pack: Pack, today: date) -> Waivers:
    """The waivers of a file, by a pack, on a day. `name` is the file as reports call it.

    Raises `Faults` with everything that is wrong with the file.
    """
    return read_waivers(one_document(path, name), pack, today)


def one_document(path: Path, name: str) -> Document:
    """The document of a file that holds one. Raises `Faults`."""
    try:
        with path.open("rb") as stream:
            documents = parse(name, stream.read(DEFAULT_LIMITS.max_bytes + 1))
    except DocumentError as error:
        raise Faults([error.problem]) from None
    except OSError as error:
        message = f"the file can't be read: {reason_of(error)}"
        raise Faults([file_problem(name, message)]) from None
    if len(documents) != 1:
        message = f"this file holds one document, and {len(documents)} stand in it"
        raise Faults([file_problem(name, message, "join them, without the lines `---`")])
    return documents[0]


def read_waivers(document: Document, pack: Pack, today: date) -> Waivers:
    """The waivers of a document, by a pack, on a day.

    Raises `Faults` with everything that is wrong with it; one fault, and nothing is waived.
    """
    read = validated(WaiversFile, frozen(document.root), document).waivers
    faults = [
        fault
        for place, entry in enumerate(read)
        for fault in (*_faults(entry, place, document, pack, today), *_twice(read, place, document))
    ]
    if faults:
        raise Faults(sorted(faults, key=in_order))
    return Waivers(
        document.source.name,
        today,
        tuple(
            Waiver(
                entry.rule,
                entry.proposal,
                entry.subject,
                entry.facts_sha256,
                entry.reason,
                entry.owner,
                entry.approved_by,
                entry.created,
                entry.expires,
                document.find(("waivers", place)).span.start,
            )
            for place, entry in enumerate(read)
        ),
    )


def _faults(
    entry: WaiverEntry, place: int, document: Document, pack: Pack, today: date
) -> Iterator[Problem]:
    def fault(key: str, message: str, hint: str) -> Problem:
        at: Pointer = ("waivers", place, key)
        return fault_at(document, at, message, hint)

    if (why_not := why_not_waivable(entry.rule, pack)) is not None:
        yield fault("rule", *why_not)
    if is_same_person(entry.owner, entry.approved_by):
        message = "nobody approves a waiver of their own"
        yield fault("approved_by", message, "name somebody else than the owner")
    if entry.created > today:
        message = f"a waiver can't have been granted after today, {today}"
        yield fault("created", message, "write the day on which it was granted")
    if entry.expires < entry.created:
        message = f"the waiver ends before it was granted, on {entry.created}"
        yield fault("expires", message, "write a later day")
    last = last_day(entry.created, pack)
    if last is not None and entry.expires > last:
        days = (last - entry.created).days
        message = f"the waiver lasts longer than the {days} days that the pack allows"
        yield fault("expires", message, f"write {last} or an earlier day")


def _twice(read: tuple[WaiverEntry, ...], place: int, document: Document) -> Iterator[Problem]:
    def covered(entry: WaiverEntry) -> tuple[str, str, str]:
        return entry.rule, entry.proposal, entry.subject

    if covered(read[place]) in map(covered, read[:place]):
        at: Pointer = ("waivers", place)
        yield fault_at(document, at, "this is waived above already", "keep one of the two")


def why_not_waivable(rule_id: str, pack: Pack) -> tuple[str, str] | None:
    """What is wrong with waiving the rule, and what to do instead; `None` if it may be waived."""
    for recommendation in pack.recommendations:
        for rule in recommendation.rules:
            if rule.id != rule_id:
                continue
            if recommendation.is_permissive:
                return f"`{rule_id}` is permissive: nothing stands to be waived", "drop the waiver"
            if not rule.waivable:
                return f"the pack lets nobody waive `{rule_id}`", "mend the draft instead"
            return None
    near = closest(rule_id, (rule.id for rule in pack.rules))
    hint = f"did you mean `{near}`?" if near else "`rulecheck rules list` lists the rules"
    return f"there is no rule `{rule_id}`", hint


def last_day(created: date, pack: Pack) -> date | None:
    """The last day that a waiver of this date may have; `None` where the pack sets no limit."""
    if WAIVER_DAYS not in pack.parameters:
        return None
    days = pack.number(WAIVER_DAYS, max(created, pack.judges_from))
    try:
        return created + timedelta(days=int(days))
    except OverflowError:
        return None


def is_same_person(one: str, other: str) -> bool:
    """Whether the names differ at most in case, signs, letters' alphabets or the order of words."""
    return sorted(normalized(one, ()).split()) == sorted(normalized(other, ()).split())
