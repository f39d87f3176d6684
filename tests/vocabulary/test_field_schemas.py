"""A type's reader and its JSON Schema agree on what may be written.

Values are shown to the schema as tools see them that read YAML 1.2 into JSON: a date is text, and
a list a list.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from rulecheck.packs import files
from rulecheck.vocabulary import fields
from rulecheck.vocabulary.enums import Action
from rulecheck.vocabulary.fields import LIMIT, FieldType, word


def named_types() -> Iterator[tuple[str, FieldType]]:
    """Every type that the modules name."""
    for module in (fields, files):
        for name, value in vars(module).items():
            yield from ((name, each) for each in get_args(value)[1:] if isinstance(each, FieldType))


TYPES = dict(named_types()) | {"word": word(Action)}
numbers = st.one_of(
    st.integers(-3, 130),
    st.sampled_from([LIMIT - 1, LIMIT, 1 - LIMIT, -LIMIT]),
    st.decimals(-3, 130, places=2),
)
dates = st.dates(date(2024, 1, 1), date(2026, 1, 1))
words = st.one_of(
    st.sampled_from(
        [
            *("", "unknown", "none", "ALL", "CN", "cn", "CHN", "NO"),
            *("h20", "nvidia-h20", "a--b", "-a", "h20.v1", "H20", "x" * 120, "x" * 121),
            *("EAR99", "3A090", "3A090.a", "3B001.f.1", "3a090", "3A09", "3A090."),
            *("inventory-only/lots", "inventory-only", "a/b/c", "0" * 64, "0" * 63, "G" * 64),
            *("20250715", "2025-W29-2", "approve", "Approve", "aprove"),
        ]
    ),
    st.text(max_size=8),
)
scalars = st.one_of(numbers, dates, words, st.booleans(), st.none())
ranges = st.one_of(st.tuples(numbers, numbers), st.tuples(dates, dates)).map(
    lambda ends: {"between": tuple(sorted(ends))}
)
values = st.one_of(
    scalars,
    ranges,
    st.lists(scalars, max_size=2).map(tuple),
    st.fixed_dictionaries({"between": st.lists(scalars, max_size=3).map(tuple)}),
    st.dictionaries(st.sampled_from(["between", "betwen"]), scalars, max_size=2),
)


def is_read(field: FieldType, value: object) -> bool:
    try:
        field.read(value)
    except ValueError:
        return False
    return True


def fits(field: FieldType, value: object) -> bool:
    return Draft202012Validator(dict(field.schema)).is_valid(in_json(value))


def in_json(value: object) -> object:
    match value:
        case date():
            return value.isoformat()
        case Decimal():
            return float(value)
        case tuple():
            return [in_json(each) for each in value]
        case dict():
            return {key: in_json(each) for key, each in value.items()}
        case _:
            return value


def is_beyond_a_schema(value: object) -> bool:
    """Whether a schema can't tell: dates from text, and in what order the ends of a range are."""
    match value:
        case date():
            return True
        case str():
            return Draft202012Validator(fields.DAY_SCHEMA).is_valid(value)
        case {"between": (low, high)}:
            return is_beyond_a_schema(low) or is_beyond_a_schema(high) or not in_order(low, high)
        case _:
            return False


def in_order(low: object, high: object) -> bool:
    return not isinstance(low, int | Decimal) or not isinstance(high, int | Decimal) or low <= high


def test_there_are_types() -> None:
    assert {"Amount", "Day", "Identifier", "Eccn", "RuleId", "Sha256", "word"} <= TYPES.keys()


@pytest.mark.parametrize("name", TYPES)
def test_the_schema_is_one(name: str) -> None:
    Draft202012Validator.check_schema(dict(TYPES[name].schema))


@pytest.mark.parametrize("name", TYPES)
@settings(max_examples=50)
@given(value=values)
def test_what_is_read_fits_the_schema(name: str, value: object) -> None:
    if is_read(TYPES[name], value):
        assert fits(TYPES[name], value)


BEYOND_A_SCHEMA = {"Whole", "Count", "PositiveCount", "Text", "Name"}
"""To a schema 1.0 is whole, and any words say something."""


@pytest.mark.parametrize("name", sorted(TYPES.keys() - BEYOND_A_SCHEMA))
@settings(max_examples=50)
@given(value=values)
def test_what_fits_the_schema_is_read(name: str, value: object) -> None:
    if fits(TYPES[name], value) and not is_beyond_a_schema(value):
        assert is_read(TYPES[name], value)
