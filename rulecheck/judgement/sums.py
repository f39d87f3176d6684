"""What only shows in a sum: that a run's proposals together grant more than there is.

What each proposal draws is a record by itself. A run of thousands keeps these, and nothing else of
its proposals.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rulecheck.engine import Outcome
from rulecheck.facts.drawdown import Draw, Grants, inventory_draw, lot_draws, products_named
from rulecheck.judgement.places import Place, place_in
from rulecheck.judgement.results import Evaluation
from rulecheck.judgement.run import RunFinding
from rulecheck.packs.model import AcrossRun, Pack, Rule
from rulecheck.proposals import LicenseDecision
from rulecheck.vocabulary.display import shown
from rulecheck.vocabulary.ranges import (
    Number,
    difference,
    largest,
    more_than,
    overlap,
    smallest,
    total,
)

MOST_NAMED: Final = 10
"""How many proposals the message of an overdraft names; the finding's places name all."""


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What is drawn, and where the proposal says so."""

    draw: Draw
    place: Place


@dataclass(frozen=True, slots=True)
class _Product:
    """What a decision draws of one product."""

    name: str
    inventory: _Drawn | None
    """`None` if certainly nothing."""
    lots: tuple[tuple[str, _Drawn], ...]
    """With the lot's id."""

    @property
    def is_drawn(self) -> bool:
        """Whether anything may be."""
        return bool(self.inventory or self.lots)


@dataclass(frozen=True, slots=True)
class Drawing:
    """What a license decision draws from inventories and lots.

    A run keeps one of every decision: tuples, since a set or a mapping takes several times as much.
    """

    concerned: tuple[str, ...]
    """The rules about sums that may apply to it, by id."""
    inventories: tuple[str, ...]
    """The products of which it states an inventory."""
    products: tuple[_Product, ...]
    """Every product that it names."""
    others: _Product
    """What it draws of any other product: there may be some if it leaves open what an item is."""

    def of(self, product: str) -> _Product:
        """What it draws of the product."""
        return next((each for each in self.products if each.name == product), self.others)


_NOT_NAMED: Final = ""
"""The id of no product, which so stands for all that a decision does not name."""


def drawing_of(evaluation: Evaluation) -> Drawing | None:
    """What a judged decision draws; `None` of what is none, or if certainly nothing."""
    proposal = evaluation.proposal
    if not isinstance(proposal.model, LicenseDecision):
        return None
    items = (each.item for each in evaluation.subjects)
    grants = Grants(proposal.model, tuple(each for each in items if each is not None))

    def placed(draw: Draw) -> _Drawn:
        return _Drawn(draw, place_in(proposal, draw.pointer))

    def drawn(product: str) -> _Product:
        draw = inventory_draw(grants, product)
        return _Product(
            name=product,
            inventory=None if draw is None else placed(draw),
            lots=tuple((lot, placed(each)) for lot, each in lot_draws(grants, product).items()),
        )

    inventories = products_named(proposal.model)
    products = tuple(drawn(product) for product in sorted(inventories | grants.products))
    others = drawn(_NOT_NAMED)
    if not (inventories or any(each.is_drawn for each in (*products, others))):
        return None
    concerned = dict.fromkeys(
        result.rule.id
        for result in evaluation.results
        if result.rule.across_run is not None and result.outcome is not Outcome.NOT_APPLICABLE
    )
    return Drawing(tuple(concerned), tuple(sorted(inventories)), products, others)


def overdrafts(drawings: Sequence[Drawing], pack: Pack) -> Iterator[RunFinding]:
    """Inventories and lots of which the decisions together grant more than there is."""
    products = sorted({name for each in drawings for name in each.inventories})
    for rule in pack.rules:
        if rule.across_run is None:
            continue
        for product in products:
            match rule.across_run:
                case AcrossRun.INVENTORY:
                    yield from _of_inventory(rule, product, drawings)
                case AcrossRun.LOTS:
                    yield from _of_lots(rule, product, drawings)


_Concerned = tuple[bool, _Drawn]
"""What is drawn, with whether the rule may apply to the decision that does so."""


def _of_inventory(rule: Rule, product: str, drawings: Sequence[Drawing]) -> Iterator[RunFinding]:
    drawn: list[_Concerned] = [
        (rule.id in each.concerned, draw)
        for each in drawings
        if (draw := each.of(product).inventory) is not None
    ]
    if draws := _together(drawn):
        before = smallest([each.draw.drawn_before for each in draws])
        granted = total([each.draw.amount for each in draws])
        size = _agreed([each.draw.size for each in draws])
        about = f"the inventory of {product}"
        yield from _overdraft(rule, about, draws, total([before, granted]), size)


def _of_lots(rule: Rule, product: str, drawings: Sequence[Drawing]) -> Iterator[RunFinding]:
    by_lot: dict[str, list[_Concerned]] = {}
    for each in drawings:
        for lot, draw in each.of(product).lots:
            by_lot.setdefault(lot, []).append((rule.id in each.concerned, draw))
    for lot, drawn in sorted(by_lot.items()):
        if draws := _together(drawn):
            granted = total([each.draw.amount for each in draws])
            size = largest([each.draw.size for each in draws])
            yield from _overdraft(rule, f"the lot {lot} of {product}", draws, granted, size)


def _together(drawn: Sequence[_Concerned]) -> list[_Drawn]:
    """Them, if several decisions draw and the rule may apply to one; or else none."""
    matters = len(drawn) > 1 and any(concerned for concerned, _ in drawn)
    return [draw for _, draw in drawn] if matters else []


def _overdraft(
    rule: Rule, what: str, drawn: Sequence[_Drawn], used: Number, size: Number
) -> Iterator[RunFinding]:
    exceeded = more_than(used, size)
    if exceeded is False:
        return
    names = _named([each.place.proposal for each in drawn])
    if exceeded is True:
        excess = shown(difference(used, size))
        message = f"Together, {names} overdraw {what} of {shown(size)} accelerators by {excess}."
    else:
        message = (
            f"Whether {names} together overdraw {what} is open: "
            f"{shown(used)} used, {shown(size)} there."
        )
    yield RunFinding(
        rule=rule,
        outcome=Outcome.VIOLATED if exceeded else Outcome.UNKNOWN,
        about=what,
        message=message,
        # Whoever certainly draws most is to be looked at first.
        places=tuple(
            each.place
            for each in sorted(drawn, key=lambda each: each.draw.amount.low or 0, reverse=True)
        ),
    )


def _named(proposals: Sequence[str]) -> str:
    more = len(proposals) - MOST_NAMED
    if more <= 1:  # the last one's name is no longer than saying that there is one
        return ", ".join(proposals)
    return f"{', '.join(proposals[:MOST_NAMED])} and {more} more"


def _agreed(sizes: Sequence[Number]) -> Number:
    """What all statements of one attested figure leave possible; they were checked to agree."""
    agreed = sizes[0]
    for size in sizes[1:]:
        agreed = overlap(agreed, size) or agreed
    return agreed
