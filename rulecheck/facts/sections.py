"""Reading a proposal's fields together with where they stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from rulecheck.documents import Pointer
from rulecheck.facts.known import Bool, Field, Origin, origin_of
from rulecheck.vocabulary.fields import Strict
from rulecheck.vocabulary.ranges import Range, on

_SINGLE: Final = (bool, str, Range)
"""The types of one value."""


@dataclass(frozen=True, slots=True, eq=False)
class Section:
    """A mapping of the proposal, or one that is not stated.

    `stated` is false for something that stands in for what a list leaves out: all that is known
    of it is that the list, at `pointer`, would have to name it.
    """

    model: Strict | None
    pointer: Pointer
    stated: bool = True

    def field(self, name: str) -> Field:
        """A field with one value."""
        value = None if self.model is None else getattr(self.model, name)
        if isinstance(value, date):
            value = on(value)
        if not (value is None or isinstance(value, _SINGLE)):
            raise TypeError(f"{name} has no single value")
        return Field(value, self.below(name))

    def section(self, name: str) -> "Section":
        """A mapping inside this one."""
        inside = None if self.model is None else getattr(self.model, name)
        return Section(inside, self.below(name), self.stated)

    def elements(self, name: str) -> "tuple[Section, ...] | None":
        """The mappings of a list; `None` if the list is not stated."""
        inside = None if self.model is None else getattr(self.model, name)
        if inside is None:
            return None
        at = self.below(name)
        return tuple(Section(element, (*at, place)) for place, element in enumerate(inside))

    def words(self, name: str) -> tuple[str, ...] | None:
        """The words of a list; `None` if the list is not stated."""
        found: tuple[str, ...] | None = None if self.model is None else getattr(self.model, name)
        return found

    def below(self, name: str) -> Pointer:
        """Where a key of this mapping stands or would stand."""
        return (*self.pointer, name) if self.stated else self.pointer

    def origin(self, name: str, given: object) -> Origin:
        """The origin of what was read under the name."""
        return origin_of(given, self.below(name))

    def has_any(self, name: str, words: Sequence[str] | frozenset[str]) -> Bool:
        """Whether a list has one of the words."""
        given = self.words(name)
        truth = None if given is None else any(word in words for word in given)
        return Bool(truth, self.origin(name, given))


def unstated(pointer: Pointer) -> Section:
    """What stands in for something that the list at the pointer does not name."""
    return Section(None, pointer, stated=False)
