"""Types of the fields in proposals and packs: what may be written, and what it becomes.

Every type refuses what it can't read with a message that says what to write instead; none
converts silently, so text is never taken for a number nor a number for a truth. Beside its reader
stands the JSON Schema of what it takes, for editors and other tools.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum, unique
from fractions import Fraction
from typing import Annotated, Final, TypeVar

from pydantic import BaseModel, ConfigDict
from pydantic_core import CoreSchema, core_schema

from rulecheck.documents.problems import shown
from rulecheck.documents.spelling import closest
from rulecheck.documents.validation import invalid, quoted, written
from rulecheck.vocabulary.ranges import SIGNIFICANT_DIGITS, Dates, Number, Range, exactly, on

LIMIT: Final = 10**12
"""Numbers from here up are refused: they are slips of the pen."""

LONGEST_IDENTIFIER: Final = 120

E = TypeVar("E", bound=StrEnum)

_IDENTIFIER = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")
_COUNTRY = re.compile(r"[A-Z]{2}")
_ECCN = re.compile(r"EAR99|[0-9][A-E][0-9]{3}(?:\.[a-z0-9]+)*")

JsonSchema = Mapping[str, object]


@dataclass(frozen=True, eq=False, slots=True)
class FieldType:
    """How a field is read, and the JSON Schema of what it takes.

    The schema takes all that the reader takes. It can't say that a range must not run backwards,
    nor how many digits a number may have, nor whether a count has a decimal point or a date stands
    in quotes, nor whether words say something.
    """

    read: Callable[[object], object]
    schema: JsonSchema

    def __get_pydantic_core_schema__(self, source: object, handler: object) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.read)

    def __get_pydantic_json_schema__(self, core: object, handler: object) -> dict[str, object]:
        return dict(self.schema)


def matching(pattern: re.Pattern[str]) -> JsonSchema:
    """The schema of text that the pattern fits from end to end."""
    return {"type": "string", "pattern": f"^(?:{pattern.pattern})$"}


def _or_range(end: JsonSchema) -> JsonSchema:
    """The schema of a value, or of the two ends that it lies between."""
    ends = {"type": "array", "items": end, "minItems": 2, "maxItems": 2}
    between = {
        "type": "object",
        "properties": {"between": {**ends, "description": "Low end, high end; both count."}},
        "required": ["between"],
        "additionalProperties": False,
    }
    return {"anyOf": [end, between]}


def _or_word(word: str, other: JsonSchema) -> JsonSchema:
    return {"anyOf": [{"const": word}, other]}


class Strict(BaseModel):
    """A mapping in a file: unknown keys are errors, nothing is converted, nothing changes."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, populate_by_name=False, defer_build=True
    )


@unique
class Planned(StrEnum):
    """States that there is none, and that none is meant to be."""

    NONE = "none"


NONE: Final = Planned.NONE


def word(choices: type[E]) -> FieldType:
    """One of a closed set of words."""

    def read(given: object) -> E:
        if isinstance(given, str):
            try:
                return choices(given)
            except ValueError:
                near = closest(given, [choice.value for choice in choices])
        else:
            near = None
        known = ", ".join(choice.value for choice in choices)
        hint = f"did you mean `{near}`? allowed: {known}" if near else f"write one of: {known}"
        raise invalid(f"{written(given)} is none of the words allowed here", hint)

    return FieldType(read, {"enum": [choice.value for choice in choices]})


def _fraction(given: object) -> Fraction:
    if isinstance(given, bool) or not isinstance(given, int | Decimal):
        hint = "write digits, such as 650000, or `{between: [600000, 700000]}`"
        if isinstance(given, str) and given.endswith("%"):
            hint = "write the number alone, without a percent sign"
        raise invalid(f"{written(given)} is no number", hint)
    value = Fraction(given)
    if abs(value) >= LIMIT:
        raise invalid(
            f"{written(given)} is too large",
            "numbers must be below 1,000,000,000,000 (10^12); check the unit",
        )
    digits = Decimal(given).normalize().as_tuple().digits
    if len(digits) > SIGNIFICANT_DIGITS:
        raise invalid(
            f"{written(given)} has more than {SIGNIFICANT_DIGITS} significant digits",
            "round it, or give the range it lies in: `{between: [low, high]}`",
        )
    return value


def _ends(given: object) -> tuple[object, object] | None:
    """The two ends of `{between: [low, high]}`; `None` for anything that is no mapping."""
    if not isinstance(given, dict):
        return None
    ends = given.get("between")
    if set(given) != {"between"} or not isinstance(ends, tuple) or len(ends) != 2:
        raise invalid("this is no range", "write it as `{between: [low, high]}`")
    return ends[0], ends[1]


def read_number(given: object) -> Number:
    """A number, exact or `{between: [low, high]}`, from plain data. Raises `ValueError`."""
    ends = _ends(given)
    if ends is None:
        return exactly(_fraction(given))
    low, high = _fraction(ends[0]), _fraction(ends[1])
    if low > high:
        raise invalid("the range runs backwards", "write the lower end first")
    return Range(low, high)


def _bounded(
    check: Callable[[Fraction], bool], message: str, hint: str, schema: JsonSchema
) -> FieldType:
    def read(given: object) -> Number:
        number = read_number(given)
        ends = [end for end in (number.low, number.high) if end is not None]
        if not all(check(end) for end in ends):
            raise invalid(f"{_named(number)} {message}", hint)
        return number

    return FieldType(read, _or_range({**_UPWARD, **schema}))


def _count(least: int, message: str, hint: str) -> FieldType:
    """Whole numbers from `least` up, without a decimal point.

    Where a point parts thousands, 900.000 is meant to be 900,000; to YAML it is 900.
    """
    bounded = _bounded(
        lambda end: end >= least and end.denominator == 1,
        message,
        hint,
        {"type": "integer", "minimum": least},
    )

    def read(given: object) -> object:
        for end in _ends(given) or (given,):
            if isinstance(end, Decimal) and end == end.to_integral_value():
                parts_thousands = end.as_tuple().exponent == -3
                otherwise = f", or {end * 1000:.0f} if the point is to part thousands"
                raise invalid(
                    f"{written(end)} has a decimal point, and is no more than {end:.0f}",
                    f"write {end:.0f}{otherwise if parts_thousands else ''}",
                )
        return bounded.read(given)

    return FieldType(read, bounded.schema)


def _named(number: Number) -> str:
    if number.exact is not None:
        return f"`{_decimal(number.exact)}`"
    return "the range"


def _decimal(value: Fraction) -> str:
    return str(value.numerator) if value.denominator == 1 else str(float(value))


def _date(given: object, otherwise: str = "") -> date:
    """The date itself; `otherwise` is what else may be written in its place."""
    if not isinstance(given, date):
        hint = f"write year-month-day without quotes, such as 2025-07-22{otherwise}"
        raise invalid(f"{written(given)} is no date", hint)
    return given


def read_days(given: object) -> Dates:
    """A date, exact or `{between: [first, last]}`, from plain data. Raises `ValueError`."""
    ends = _ends(given)
    if ends is None:
        return on(_date(given, ", or `{between: [first, last]}`"))
    low, high = _date(ends[0]), _date(ends[1])
    if low > high:
        raise invalid("the range runs backwards", "write the earlier date first")
    return Range(low, high)


def _day_or_none(given: object) -> date | Planned:
    return NONE if given == NONE.value else _date(given, ", or `none`")


def _identifier(given: object) -> str:
    if not isinstance(given, str):
        raise invalid(f"{written(given)} is no text", quoted(given))
    if len(given) > LONGEST_IDENTIFIER:
        raise invalid(
            f"`{shown(given)}` is too long for a name",
            f"use at most {LONGEST_IDENTIFIER} characters",
        )
    if not _IDENTIFIER.fullmatch(given):
        hint = "use lower-case letters and digits, joined by single hyphens: h20-new-run"
        if _IDENTIFIER.fullmatch(given.lower()):
            hint = f"write it in small letters: {given.lower()}"
        raise invalid(f"`{shown(given)}` can't be a name", hint)
    return given


def _identifier_or_none(given: object) -> str | Planned:
    return NONE if given == NONE.value else _identifier(given)


_SAYING_NOTHING: Final = frozenset(
    {
        "n/a",
        "no one",
        "nobody",
        "none yet",
        "not known",
        "not stated",
        "null",
        "pending",
        "tba",
        "tbc",
        "tbd",
        "to be confirmed",
        "to be determined",
        "unknown",
    }
)
"""What people write where they know nothing, in small letters."""


def says_something(text: str) -> bool:
    """Whether a text has a letter or digit, and does not stand in for what is not known."""
    return any(map(str.isalnum, text)) and text.strip().casefold() not in _SAYING_NOTHING


def _text(given: object) -> str:
    if not isinstance(given, str):
        raise invalid(f"{written(given)} is no text", quoted(given))
    if not says_something(given):
        said = written(given) if given.strip() else "empty text"
        raise invalid(f"{said} says nothing", "write `unknown` where it is not known")
    return given


def _name(given: object) -> str:
    name = _text(given)
    if name.strip().casefold() == NONE.value:
        raise invalid(f"{written(given)} is nobody's name", "write `unknown`, or leave it out")
    return name


def _country(given: object) -> str:
    if not isinstance(given, str) or not _COUNTRY.fullmatch(given):
        raise invalid(
            f"{written(given)} is no country code",
            "write the two capital letters of ISO 3166-1, such as CN, TW or US",
        )
    return given


def _country_or_none(given: object) -> str | Planned:
    return NONE if given == NONE.value else _country(given)


def _country_or_all(given: object) -> str:
    return "ALL" if given == "ALL" else _country(given)


def _eccn(given: object) -> str:
    if not isinstance(given, str) or not _ECCN.fullmatch(given):
        raise invalid(
            f"{written(given)} is no ECCN",
            'write it quoted, as "3A090.a", "3B001.f.1" or "EAR99"',
        )
    return given


_NOT_NEGATIVE = "use 0 or more"

_UPWARD: Final = {"type": "number", "exclusiveMaximum": LIMIT}
DAY_SCHEMA: Final = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
"""Tools that read YAML 1.2 into JSON see a date as text."""
_NAME: Final = {**matching(_IDENTIFIER), "maxLength": LONGEST_IDENTIFIER}

Amount = Annotated[
    Number,
    _bounded(lambda end: end >= 0, "can't be negative here", _NOT_NEGATIVE, {"minimum": 0}),
]
"""A number of 0 or more, exact or `{between: [low, high]}`."""

Count = Annotated[Number, _count(0, "is no count", "write a whole number of 0 or more")]
"""A whole number of 0 or more, exact or a range."""

Positive = Annotated[
    Number,
    _bounded(
        lambda end: end > 0, "is not above 0", "write a number above 0", {"exclusiveMinimum": 0}
    ),
]
"""A number above 0, exact or a range."""

PositiveCount = Annotated[
    Number, _count(1, "is no count of one or more", "write a whole number of 1 or more")
]
"""A whole number of 1 or more, exact or a range."""

Percent = Annotated[
    Number,
    _bounded(
        lambda end: 0 <= end <= 100,
        "is no percentage",
        "use 0 to 100",
        {"minimum": 0, "maximum": 100},
    ),
]
"""A number from 0 to 100, exact or a range."""

AnyNumber = Annotated[
    Number, FieldType(read_number, _or_range({**_UPWARD, "exclusiveMinimum": -LIMIT}))
]
"""Any number, exact or a range."""

Day = Annotated[date, FieldType(_date, DAY_SCHEMA)]
"""One date."""

DayRange = Annotated[Dates, FieldType(read_days, _or_range(DAY_SCHEMA))]
"""A date, exact or `{between: [first, last]}`."""

DayOrNone = Annotated[date | Planned, FieldType(_day_or_none, _or_word(NONE.value, DAY_SCHEMA))]
"""A date, or `none`: planned not to be."""

Identifier = Annotated[str, FieldType(_identifier, _NAME)]
"""A name that other parts of a file refer to: lower case, digits, hyphens."""

IdentifierOrNone = Annotated[
    str | Planned, FieldType(_identifier_or_none, _or_word(NONE.value, _NAME))
]
"""A name, or `none`: it is none of those that have one."""

Text = Annotated[str, FieldType(_text, {"type": "string", "minLength": 1})]
"""Words that say something: at least a letter or a digit, and no stand-in for what is not known."""

Name = Annotated[str, FieldType(_name, {"type": "string", "minLength": 1})]
"""What somebody is called: words that say something, other than `none`."""

Country = Annotated[str, FieldType(_country, matching(_COUNTRY))]
"""Two-letter code of ISO 3166-1."""

CountryOrNone = Annotated[
    str | Planned, FieldType(_country_or_none, _or_word(NONE.value, matching(_COUNTRY)))
]
"""Two-letter code of ISO 3166-1, or `none`: there is none."""

CountryOrAll = Annotated[str, FieldType(_country_or_all, _or_word("ALL", matching(_COUNTRY)))]
"""Two-letter code of ISO 3166-1, or `ALL`: worldwide."""

Eccn = Annotated[str, FieldType(_eccn, matching(_ECCN))]
"""Export control classification number, or EAR99."""
