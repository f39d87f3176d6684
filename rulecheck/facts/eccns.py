"""What an export control classification number covers."""

from rulecheck.facts.known import Bool, Fact, Field, merged

CONTAINS_SUCH = ".z"
"""Ending of the paragraphs for items that contain, or are, a chip of 3A090.a or .b."""


def related(one: str, other: str) -> bool:
    """Whether one is the other, or a paragraph of it."""
    return one == other or one.startswith(f"{other}.") or other.startswith(f"{one}.")


def claim_differs(
    claim: Field, classification: Fact, at: frozenset[str], below: frozenset[str]
) -> Bool:
    """Whether the claimed ECCN is another than the paragraph that the specifications meet.

    `at` are the ECCNs at 3A090.a, `below` those at 3A090.b.
    """
    origin = merged([claim.origin, classification.origin])
    if not isinstance(claim.value, str) or classification.value is None:
        return Bool(None, origin)
    return Bool(not _fits(claim.value, str(classification.value), at, below), origin)


def _fits(claim: str, paragraph: str, at: frozenset[str], below: frozenset[str]) -> bool:
    in_a, in_b = (any(related(claim, each) for each in some) for some in (at, below))
    contains_such = claim.endswith(CONTAINS_SUCH)
    match paragraph:
        case "3A090.a":
            return in_a or contains_such
        case "3A090.b":
            return in_b or contains_such
        case "none":
            return not (in_a or in_b or contains_such)
        case _:
            return related(claim, paragraph)
