"""How much of a hostile or mistaken file is read before it is refused."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, eq=False)
class Limits:
    """The largest file that is read. Everything but the size is counted while parsing.

    `max_nodes` counts keys, values, lists and mappings, an alias as all that it stands for, over
    the whole file; `max_depth` counts lists and mappings inside one another, through aliases too.
    """

    max_bytes: int = 5 * 1024 * 1024
    max_depth: int = 64
    max_nodes: int = 200_000
    max_documents: int = 1_000
    max_aliases: int = 100
    max_directives: int = 100
    max_scalar_characters: int = 60_000
    max_number_digits: int = 40


DEFAULT_LIMITS = Limits()
