"""What a change of the controls reaches: by the products that it names, or else by ECCN."""

import pytest

from rulecheck.documents import Plain
from rulecheck.vocabulary.enums import SubjectKind

from .making import UNKNOWN, fact_of, policy_action

H20, H100 = "nvidia-h20", "nvidia-h100-sxm"


def reached(products: Plain, eccns: Plain) -> tuple[object, object]:
    """Whether it reaches products at 3A090.a, and below it."""
    draft = policy_action(changes=[{"id": "c", "products": products, "eccns": eccns}])
    at, below = (
        fact_of(draft, SubjectKind.CHANGE, "c", f"change.products_{which}_3a090_a").value
        for which in ("at", "below")
    )
    return at, below


@pytest.mark.parametrize(
    ("products", "eccns", "expected"),
    [
        pytest.param([], [], (True, True), id="limited by neither"),
        pytest.param([], ["3A090.b"], (False, True), id="limited by an ECCN"),
        pytest.param([H100], [], (True, False), id="a product at the limit"),
        pytest.param([H20], [], (False, True), id="a product below it"),
        pytest.param([H100], ["4A090.a"], (True, False), id="a product under its ECCN"),
        pytest.param(
            [H100], ["3A090.b"], (True, False), id="a product under an ECCN below its own"
        ),
        pytest.param([H20], ["3A090.a"], (False, True), id="a product under an ECCN above its own"),
        pytest.param([H20, H100], ["3A090.b"], (True, True), id="two products under one ECCN"),
        pytest.param([H20], None, (False, True), id="a product, its ECCN not stated"),
        pytest.param(None, ["3A090.b"], (UNKNOWN, UNKNOWN), id="perhaps of products not stated"),
        pytest.param([], None, (UNKNOWN, UNKNOWN), id="perhaps of an ECCN not stated"),
    ],
)
def test_what_a_change_reaches(
    products: Plain, eccns: Plain, expected: tuple[bool | None, bool | None]
) -> None:
    assert reached(products, eccns) == expected
