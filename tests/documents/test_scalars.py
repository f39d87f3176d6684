"""Scalars without quotation marks: one meaning to every reader, or none."""

from datetime import date
from decimal import Decimal

import pytest

from rulecheck.documents import Value
from rulecheck.documents.scalars import Unclear, resolve


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("true", True),
        ("false", False),
        ("0", 0),
        ("-0", 0),
        ("1200", 1200),
        ("-3", -3),
        ("9" * 40, int("9" * 40)),
        ("0.10", Decimal("0.10")),
        ("-12.5", Decimal("-12.5")),
        ("2024-02-29", date(2024, 2, 29)),
        ("NO", "NO"),
        ("y", "y"),
        ("On", "On"),
        ("H20", "H20"),
        ("3A090", "3A090"),
        ("4A090.a", "4A090.a"),
        ("5E", "5E"),
        ("742.6.b", "742.6.b"),
        ("1.2.3", "1.2.3"),
        ("2024-01", "2024-01"),
        ("2024-01-01-2", "2024-01-01-2"),
        ("2024-01-01 and later", "2024-01-01 and later"),
        ("٣", "٣"),
        ("_1", "_1"),
        (".", "."),
        ("-.", "-."),
        ("10%", "10%"),
        ("1 000", "1 000"),
        ("a=b", "a=b"),
        ("inf", "inf"),
    ],
)
def test_this_is_clear(text: str, value: Value) -> None:
    found = resolve(text, max_digits=40)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize(
    "text",
    [
        "3E001",
        "3e001",
        "1e3",
        "1E+3",
        "1.5e-3",
        "5e0",
        "0123",
        "00",
        "-01",
        "01.5",
        "0x1F",
        "0XFF",
        "0o17",
        "0O7",
        "0b1",
        "0B10",
        "0777",
        "1_000",
        "0_1",
        "1__0",
        "1_",
        "1,000",
        "1,5",
        "1,2,3",
        "+5",
        "+0",
        "+1.5",
        ".5",
        "-.5",
        "+.5",
        "5.",
        "-5.",
        "12:30",
        "1:2:3",
        "09:30",
        "190:20:30",
        "12:30.5",
        "-1:30",
        "True",
        "TRUE",
        "tRue",
        "False",
        "FALSE",
        "Null",
        "NULL",
        "nUll",
        ".inf",
        ".Inf",
        "-.INF",
        "+.inf",
        ".nan",
        ".NaN",
        ".NAN",
        "2024-1-5",
        "2024-01-1",
        "2024-13-45",
        "0000-01-01",
        "2024-1-5T1:2:3",
        "2024-01-01T10:00:00",
        "2024-01-01t10:00:00Z",
        "2024-01-01T10:00:00+02:00",
        "2024-01-01T10:00:00.123-0500",
        "=",
        "<<",
    ],
)
def test_this_is_not(text: str) -> None:
    assert isinstance(resolve(text, max_digits=40), Unclear)


@pytest.mark.parametrize("text", ["2024-01-01 10:00", "2024-01-01 10:00:00 Z", "9" * 41])
def test_nor_is_this(text: str) -> None:
    assert isinstance(resolve(text, max_digits=40), Unclear)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0123", "as 123"),
        ("+5", "as 5"),
        (".5", "as 0.5"),
        ("-.5", "as -0.5"),
        ("5.", "as 5"),
        ("1_000", "as 1000"),
        ("1,250,000.5", "as 1250000.5"),
        ("1,5", "in plain digits, such as 1250 or 1.5"),
        ("1e3", "in plain digits, such as 1250 or 1.5"),
        ("0x1F", "in plain digits, such as 1250 or 1.5"),
    ],
)
def test_the_hint_names_the_number_only_where_it_is_certain(text: str, number: str) -> None:
    found = resolve(text, max_digits=40)
    assert isinstance(found, Unclear)
    assert found.hint.endswith(f"or the number {number}")
