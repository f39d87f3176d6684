"""The repairs of a draft as its page shows them."""

import shlex
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from rulecheck.advice.repairing import Repair, Repairs
from rulecheck.documents import Pointer
from rulecheck.judgement import RuleResult
from rulecheck.packs.model import Pack
from rulecheck.proposals import Proposal
from rulecheck.reports.evidence_text import MOST_PLACES
from rulecheck.reports.layout import shortened
from rulecheck.reports.model import Excerpts, counted, path_of
from rulecheck.reports.page import Link
from rulecheck.reports.repair import (
    NOT_IN_TIME,
    NOT_TRIED,
    PatchLine,
    change_in_words,
    grant_in_words,
    in_the_way_in_words,
    left_in_words,
    mendable_in_words,
    nearest_in_words,
    not_allowed,
    not_levers_in_words,
    not_written_in_words,
    passes_in_words,
    patch_of,
)

_STANDARD_INPUT: Final = "<stdin>"
"""The name of what is read from standard input."""

LinkTo = Callable[[Pointer, str], Link]
"""The line of a field, in these words."""


@dataclass(frozen=True, slots=True)
class ShownRepair:
    """Changes after which the draft passes, and the lines in which it then differs."""

    heading: str
    changes: tuple[str, ...]
    comes_to: tuple[str, ...]
    """What the draft then does. It refuses nothing: no search for a page is allowed to."""
    patch: tuple[PatchLine, ...]


@dataclass(frozen=True, slots=True)
class ShownObstacle:
    """What stands in the way of a repair, and on what it rests."""

    rule: str
    message: str
    rests_on: tuple[Link, ...]
    which: str
    """Why no repair changes that."""


@dataclass(frozen=True, slots=True)
class ShownMendable:
    """What could be mended beside what stands in the way."""

    said: str
    changes: tuple[str, ...]
    """What mends all of it at once; none where nothing does."""
    findings: tuple[ShownObstacle, ...]


@dataclass(frozen=True, slots=True)
class ShownRepairs:
    """What a search for repairs came to."""

    anchor: str
    found: tuple[ShownRepair, ...]
    none: str
    """Why there is none; empty where there is one."""
    obstacles: tuple[ShownObstacle, ...]
    mendable: ShownMendable | None
    not_offered: str
    not_tried: tuple[tuple[str, str], ...]
    """Where there is none: what was not tried, and what tries it."""
    is_whole: bool
    """Whether everything was tried."""
    command: str
    """What searches on."""


def shown_repairs(
    repairs: Repairs | None, proposal: Proposal, pack: Pack, anchor: str, link: LinkTo
) -> ShownRepairs:
    """What is shown of the search; of none, only how to ask for it."""
    command = _command(proposal)
    if repairs is None:
        none = "Not searched, to keep the making of this page short."
        return ShownRepairs(anchor, (), none, (), None, "", (), False, command)
    found = tuple(_repair(each, repairs) for each in repairs.found)
    return ShownRepairs(
        anchor=anchor,
        found=found,
        none="" if found else f"{_why_none(repairs)}.",
        obstacles=tuple(_obstacles(repairs, link)),
        mendable=_mendable(repairs) if repairs.mendable else None,
        not_offered=not_written_in_words(repairs) if repairs.not_written else "",
        not_tried=() if found else tuple(_not_tried(repairs, pack, command)),
        is_whole=not repairs.stopped,
        command=command,
    )


def _command(proposal: Proposal) -> str:
    name = proposal.document.source.name
    parts = ["rulecheck", "repair", "-" if name == _STANDARD_INPUT else name]
    if proposal.document.index > 0:
        parts += ["--proposal", proposal.id]
    return shlex.join(parts)


def _repair(repair: Repair, repairs: Repairs) -> ShownRepair:
    return ShownRepair(
        heading=counted(len(repair.changes), "change"),
        changes=tuple(change_in_words(each, repairs, Excerpts.SHOWN) for each in repair.changes),
        comes_to=tuple(_comes_to(repair, repairs)),
        patch=tuple(
            PatchLine(each.sign, each.number, shortened(each.text))
            for each in patch_of(repair, repairs)
        ),
    )


def _comes_to(repair: Repair, repairs: Repairs) -> Iterator[str]:
    for grant in repair.grants:
        yield grant_in_words(grant, repairs)
    yield passes_in_words(repair)


def _why_none(repairs: Repairs) -> str:
    if repairs.obstacles:
        return in_the_way_in_words(repairs).capitalize()
    if repairs.stopped:
        return NOT_IN_TIME.capitalize()
    return f"None: {nearest_in_words(repairs)}. The one that comes nearest leaves this"


def _not_tried(repairs: Repairs, pack: Pack, command: str) -> Iterator[tuple[str, str]]:
    for each in not_allowed(repairs, pack, frozenset()):
        yield NOT_TRIED[each], f"{command} --allow {each}"


def _obstacles(repairs: Repairs, link: LinkTo) -> Iterator[ShownObstacle]:
    for obstacle in repairs.obstacles:
        links = tuple(link(each, path_of(each)) for each in obstacle.rests_on[:MOST_PLACES])
        yield _obstacle(obstacle.result, links)
    for result in repairs.left:
        yield _obstacle(result, ())


def _obstacle(result: RuleResult, rests_on: tuple[Link, ...]) -> ShownObstacle:
    said = left_in_words(result, Excerpts.SHOWN)
    return ShownObstacle(result.rule.id, said, rests_on, not_levers_in_words(result))


def _mendable(repairs: Repairs) -> ShownMendable:
    return ShownMendable(
        said=mendable_in_words(repairs).capitalize(),
        changes=tuple(change_in_words(each, repairs, Excerpts.SHOWN) for each in repairs.together),
        findings=tuple(_obstacle(each, ()) for each in repairs.mendable),
    )
