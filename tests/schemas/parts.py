"""Walking through a schema."""

from collections.abc import Iterator
from typing import Any


def parts(value: object, path: str = "$") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every mapping of the schema, with its place."""
    if isinstance(value, dict):
        yield path, value
        for key, inside in value.items():
            yield from parts(inside, f"{path}.{key}")
    if isinstance(value, list):
        for place, inside in enumerate(value):
            yield from parts(inside, f"{path}[{place}]")
