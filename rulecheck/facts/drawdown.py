"""What a license decision draws from inventories and lots, so that a run can be summed up."""

from dataclasses import dataclass
from fractions import Fraction

from rulecheck.documents import Pointer
from rulecheck.facts.items import ItemView
from rulecheck.facts.known import Bool, every, perhaps, sum_of
from rulecheck.proposals.models import Inventory, LicenseDecision
from rulecheck.vocabulary.ranges import ANY_AMOUNT, Number, Range, exactly


@dataclass(frozen=True, slots=True)
class Draw:
    """Accelerators of a product, or of one lot of it, that a decision grants.

    `size` is what there is: of a lot its accelerators, of an inventory what was attested.
    """

    amount: Number
    size: Number
    drawn_before: Number
    pointer: Pointer


NOTHING = exactly(0)


def products_named(model: LicenseDecision) -> frozenset[str]:
    """The products of which the decision states an inventory."""
    return frozenset(entry.product for entry in model.inventory or () if entry.product is not None)


@dataclass(frozen=True, slots=True)
class Grants:
    """What a license decision lets go, to be asked product by product."""

    model: LicenseDecision
    items: tuple[ItemView, ...]

    @property
    def products(self) -> frozenset[str]:
        """The products that its items are stated to be."""
        named = (each.product.value for each in self.items)
        return frozenset(each for each in named if isinstance(each, str))

    def items_of(self, product: str) -> list[tuple[ItemView, Bool]]:
        """The items that may be of the product, with whether they are."""
        found = [(item, _is(item, product)) for item in self.items]
        return [(item, is_one) for item, is_one in found if is_one.truth is not False]


def inventory_draw(grants: Grants, product: str) -> Draw | None:
    """What the decision draws from the product's inventory; `None` if certainly nothing."""
    model = grants.model
    parts = [
        perhaps(every([item.permits, is_one]), item.accelerators)
        for item, is_one in grants.items_of(product)
    ]
    amount = sum_of(parts).number
    if amount.high == 0:
        return None
    entry, place = _entry(model, product)
    if entry is None and model.inventory is not None and _all_known(model):
        return None
    unsure = entry is None
    return Draw(
        amount=Range(Fraction(0), amount.high) if unsure else amount,
        size=ANY_AMOUNT if entry is None else entry.attested_finished or ANY_AMOUNT,
        drawn_before=ANY_AMOUNT if entry is None else entry.prior_drawdown or ANY_AMOUNT,
        pointer=("items",) if place is None else ("inventory", place),
    )


def lot_draws(grants: Grants, product: str) -> dict[str, Draw]:
    """What the decision grants of each lot of the product, by the lot's id."""
    found = {}
    for item, is_one in grants.items_of(product):
        for lot in item.lots:
            if not lot.section.stated:
                continue
            granted = every([item.permits, is_one, lot.approved])
            amount = perhaps(granted, lot.accelerators).number
            if amount.high == 0:
                continue
            name = str(lot.section.field("id").value)
            found[name] = Draw(
                amount=amount,
                size=lot.accelerators.number,
                drawn_before=NOTHING,
                pointer=lot.section.pointer,
            )
    return found


def _is(item: ItemView, product: str) -> Bool:
    """Whether the item is the product itself, and no variant of it."""
    catalogue = item.is_chip_of_catalogue
    if catalogue.truth is not True:
        return catalogue
    return Bool(item.product.value == product, catalogue.origin)


def _entry(model: LicenseDecision, product: str) -> tuple[Inventory | None, int | None]:
    for place, entry in enumerate(model.inventory or ()):
        if entry.product == product:
            return entry, place
    return None, None


def _all_known(model: LicenseDecision) -> bool:
    return all(entry.product is not None for entry in model.inventory or ())
