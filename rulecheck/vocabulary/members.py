"""What is known of a set: the members it certainly has, and those it may have."""

from collections.abc import Iterable
from dataclasses import dataclass

from rulecheck.vocabulary.truth import Truth


@dataclass(frozen=True, slots=True)
class Members:
    """A set as far as it is known.

    `certain` are its members for sure. `possible` are all that it can have, `certain` among
    them; `None` means that nothing is ruled out.
    """

    certain: frozenset[str]
    possible: frozenset[str] | None

    @classmethod
    def exactly(cls, members: Iterable[str]) -> "Members":
        """A set that is wholly known."""
        found = frozenset(members)
        return cls(found, found)

    @classmethod
    def at_least(cls, members: Iterable[str]) -> "Members":
        """A set known to have these members, and perhaps others."""
        return cls(frozenset(members), None)

    @property
    def is_known(self) -> bool:
        """Whether nothing more can be learned of it."""
        return self.certain == self.possible

    def has(self, member: str) -> Truth:
        """Whether the set has the member."""
        if member in self.certain:
            return True
        return None if self.possible is None or member in self.possible else False
