"""The U.S. Consolidated Screening List, as its JSON download has it, read into entities.

A list that is read in part would clear everybody in the other part, so any doubt refuses it.
"""

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final

from rulecheck.documents import Problem, closest
from rulecheck.documents.positions import Source
from rulecheck.documents.problems import file_problem, problem_at, reason_of, shown
from rulecheck.documents.validation import Faults
from rulecheck.packs.model import Pack
from rulecheck.packs.reference import Entity, Listing, ListingBasis, Network, ScreeningList

MOST_BYTES: Final = 64 * 1024 * 1024
"""The whole list has about 32 MB."""

ALWAYS: Final = date(1900, 1, 1)
"""The first day of a listing whose row gives none: it is taken to be in force."""

_RIGHT_FILE: Final = "give the JSON download of the Consolidated Screening List"
_AGAIN: Final = "download the list again"

_ID_CHARACTERS = 60
_COUNTRY = re.compile("[A-Z]{2}")
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")

# The lists have no field for the footnotes of the Entity List. They show in the text as words, as
# the paragraph of the foreign direct product rule that they bring in, or as a raised figure that
# has come down behind the last section cited. The first paragraph used to have no number, so that
# its figure is raised there: "§§ 734.9(e)1 and 744.11 of the EAR2".
_WORDS = r"\bfoot\s*notes?\s*(?:[0-9]\s*(?:,|and|or|&)\s*)*{0}\b"
_RAISED = r"\bof\s+the\s+EAR\s*\.?\s*\)?\s*\.?\s*{0}\s*\.?\s*$"
_FOOTNOTES: Final = {
    ListingBasis.FOOTNOTE_5: re.compile(
        rf"{_WORDS.format(5)}|734\.9\s*\(e\)\s*\(3\)|{_RAISED.format(5)}", re.IGNORECASE
    ),
    ListingBasis.FOOTNOTE_1: re.compile(
        rf"{_WORDS.format(1)}|734\.9\s*\(e\)\s*(?:\(1\)|1\b)|{_RAISED.format(1)}", re.IGNORECASE
    ),
}
_FREE_TEXT: Final = ("license_requirement", "license_policy", "remarks")

# One cell may hold a parent before the name, or several names.
_PARENT = re.compile(
    r"^.*\.\s*(?:Affiliated\s+Entity|Subordinate\s+Institution)\s*(?::|[-–]\s)\s*", re.IGNORECASE
)
_KNOWN_AS = re.compile(r"[\s,;(]{1,4}[afn]\.?k\.?a\.?,?\s+")  # "Aka" may be somebody's name
_SHORT_FORM = re.compile(r"^(?P<long>.+?)\s*\((?P<short>[^\s()]{3,}(?: [0-9]+)?)\)[\s.,]*$")


@dataclass(frozen=True, slots=True)
class _Row:
    """What one row says, checked."""

    id: str
    name: str
    aliases: tuple[str, ...]
    countries: tuple[str, ...]
    listings: tuple[Listing, ...]
    same: tuple[object, ...]
    """Equal for rows about the same entity."""


class _Unfit(Exception):
    """What is wrong with a row, in words that follow its number."""


def with_screening_list(pack: Pack, path: Path, name: str) -> Pack:
    """The pack with the entities of a screening list beside its own.

    `name` is the list as reports call it. Raises `Faults`, as reading the list does.
    """
    entities = read_screening_list(path)
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    described = ScreeningList(name, digest, len(entities))
    return replace(pack, entities=(*pack.entities, *entities), screening_list=described)


def read_screening_list(path: Path) -> tuple[Entity, ...]:
    """The entities of a screening list: the download's object with `results`, or those alone.

    Rows that name the same entity become one entity. Its country is `None` where its addresses
    give none or several. Listings on other lists than the Entity List have the basis
    `entity_list` too; their citation begins with the name of the list.

    Raises `Faults` with what is wrong where the file can't be read, is too large, broken or in
    another format, or is part of a list.
    """
    name = path.as_posix()
    text = _text_of(path, name)
    rows = _rows_of(_parsed(text, name), name)
    read = []
    for number, row in enumerate(rows, start=1):
        try:
            read.append(_row(row))
        except _Unfit as unfit:
            raise _fault(name, f"row {number:,} {unfit}", _AGAIN) from None
    return _merged(read)


def _fault(name: str, message: str, hint: str) -> Faults:
    return Faults([file_problem(name, message, hint)])


# -- file to rows ------------------------------------------------------------------------------


def _text_of(path: Path, name: str) -> str:
    try:
        return _read(path, name).decode("utf-8-sig")
    except OSError as error:
        message = f"this file can't be read: {reason_of(error)}"
        raise _fault(name, message, "check the path and its permissions") from None
    except UnicodeDecodeError as error:
        message = f"the file is not UTF-8 text (at byte {error.start + 1:,})"
        raise _fault(name, message, _RIGHT_FILE) from None


def _read(path: Path, name: str) -> bytes:
    if not path.exists():
        near = closest(path.name, (each.name for each in path.parent.glob("*.json")))
        hint = f"did you mean `{near}`?" if near else _RIGHT_FILE
        raise _fault(name, "there is no such file", hint)
    if not path.is_file():
        raise _fault(name, "this is no file", _RIGHT_FILE)
    size = path.stat().st_size
    if size > MOST_BYTES:
        message = f"the file has {size:,} bytes; the limit is {MOST_BYTES:,}"
        raise _fault(name, message, _RIGHT_FILE)
    return path.read_bytes()


def _parsed(text: str, name: str) -> object:
    start = text.lstrip()[:1]
    if not start:
        raise _fault(name, "the file is empty", _AGAIN)
    if start not in "{[":
        raise _fault(name, f"this is no JSON: it begins with `{shown(start)}`", _RIGHT_FILE)
    try:
        parsed: object = json.loads(text)
    except json.JSONDecodeError as error:
        raise Faults([_broken(text, name, error)]) from None
    except RecursionError:
        message = "lists or objects are nested too deep for a screening list"
        raise _fault(name, message, _RIGHT_FILE) from None
    except ValueError:
        raise _fault(name, "a number has too many digits", _RIGHT_FILE) from None
    return parsed


def _broken(text: str, name: str, error: json.JSONDecodeError) -> Problem:
    source = Source(name, text)
    end = len(text.rstrip())
    if error.pos >= end or error.msg.startswith("Unterminated string"):
        return problem_at(source, source.span(end, end), "the JSON breaks off here", _AGAIN)
    what = error.msg[:1].lower() + error.msg[1:]
    message = f"this is no valid JSON: {what}"
    return problem_at(source, source.span(error.pos, error.pos + 1), message, _AGAIN)


def _rows_of(parsed: object, name: str) -> Sequence[object]:
    rows = parsed.get("results") if isinstance(parsed, dict) else parsed
    if not isinstance(rows, list):
        message = "this is no screening list: it has no list `results`"
        raise _fault(name, message, _RIGHT_FILE)
    if not rows:
        raise _fault(name, "the list has no rows, so nobody would be found on it", _AGAIN)
    total = parsed.get("total") if isinstance(parsed, dict) else None
    if isinstance(total, int) and total > len(rows):
        message = f"the file holds {len(rows):,} of the list's {total:,} rows"
        raise _fault(name, message, "give the whole download, not a page of search results")
    return rows


# -- row to entity -----------------------------------------------------------------------------


def _row(given: object) -> _Row:
    if not isinstance(given, dict):
        raise _Unfit("is no object with a `name`")
    name = _text(given, "name")
    if name is None:
        raise _Unfit("has no `name`")
    countries = _countries(given)
    source = _text(given, "source") or "Consolidated Screening List"
    own = given.get("id")
    if own is not None and (isinstance(own, bool) or not isinstance(own, str | int)):
        raise _Unfit("has an `id` that is neither text nor a whole number")
    number = given.get("entity_number")
    same = (_folded(name), countries, source, None if number is None else str(number))
    identifier = _identifier(str(own)) if own not in (None, "") else _made_up(name, same)
    names = [*_names_in(name)]
    for cell in _texts(given, "alt_names"):
        for alias in cell.split(";"):
            if _is_name(alias):
                names += (alias.strip(), *_names_in(alias.strip()))
    return _Row(
        id=identifier,
        name=name,
        aliases=tuple(names),
        countries=countries,
        listings=_listings(given, source),
        same=same,
    )


def _merged(rows: Iterable[_Row]) -> tuple[Entity, ...]:
    """One entity for all rows with the same id, or about the same, in the order of the first."""
    groups: list[list[_Row]] = []
    place_of: dict[object, int] = {}
    for row in rows:
        place = place_of.get(row.id, place_of.get(row.same))
        if place is None:
            place = len(groups)
            groups.append([])
        groups[place].append(row)
        place_of.setdefault(row.id, place)
        place_of.setdefault(row.same, place)
    return tuple(_entity(group) for group in groups)


def _entity(rows: Sequence[_Row]) -> Entity:
    first = rows[0]
    names = dict.fromkeys(name for row in rows for name in (row.name, *row.aliases))
    countries = {country for row in rows for country in row.countries}
    return Entity(
        id=min(row.id for row in rows),
        name=first.name,
        aliases=tuple(name for name in names if name != first.name),
        country=countries.pop() if len(countries) == 1 else None,
        network=Network.OTHER,
        businesses=(),
        listings=tuple(dict.fromkeys(listing for row in rows for listing in row.listings)),
    )


def _listings(row: Mapping[str, object], source: str) -> tuple[Listing, ...]:
    noted = [_footnotes(text) for key in _FREE_TEXT if (text := _text(row, key)) is not None]
    bases = [basis for basis in _FOOTNOTES if any(basis in each for each in noted)]
    notice = _text(row, "federal_register_notice")
    citation = source if notice is None else f"{source}: {notice}"
    since = _day(row, "start_date") or ALWAYS
    until = _day(row, "end_date")
    return tuple(
        Listing(basis, since, until, citation, "high")
        for basis in bases or [ListingBasis.ENTITY_LIST]
    )


@lru_cache(maxsize=1024)  # Thousands of rows share their wording.
def _footnotes(text: str) -> frozenset[ListingBasis]:
    plain = unicodedata.normalize("NFKC", text)  # A raised figure may be one in Unicode too.
    return frozenset(basis for basis, spelled in _FOOTNOTES.items() if spelled.search(plain))


def _countries(row: Mapping[str, object]) -> tuple[str, ...]:
    """ISO codes of the addresses, sorted; whatever is no code is passed over."""
    addresses = row.get("addresses")
    if addresses is None:
        return ()
    if not isinstance(addresses, list) or not all(isinstance(each, dict) for each in addresses):
        raise _Unfit("has `addresses` that are no list of objects")
    codes = {code for each in addresses if (code := _text(each, "country")) is not None}
    return tuple(sorted(code for code in codes if _COUNTRY.fullmatch(code)))


def _day(row: Mapping[str, object], key: str) -> date | None:
    text = _text(row, key)
    if text is None:
        return None
    try:
        if not _DAY.fullmatch(text):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        message = f"has `{key}` {shown(text)}, which is no day written as YYYY-MM-DD"
        raise _Unfit(message) from None


def _text(row: Mapping[str, object], key: str) -> str | None:
    """The text with its white space folded; `None` where it is missing, null or blank."""
    value = row.get(key)
    if value is None:
        return None
    if not isinstance(value, str):
        raise _Unfit(f"has a `{key}` that is no text")
    return _clean(value, key) or None


def _texts(row: Mapping[str, object], key: str) -> tuple[str, ...]:
    values = row.get(key)
    if values is None:
        return ()
    if isinstance(values, str):
        return (_clean(values, key),)
    if not isinstance(values, list) or not all(isinstance(each, str) for each in values):
        raise _Unfit(f"has `{key}` that are no list of texts")
    return tuple(_clean(each, key) for each in values)


def _clean(text: str, key: str) -> str:
    if _HALF_CHARACTER.search(text):
        raise _Unfit(f"has a `{key}` with half a character in it")
    return " ".join(text.split())


# -- names and ids -----------------------------------------------------------------------------


def _is_name(text: str) -> bool:
    """Whether the cell is a name; some are remarks on those before, in parentheses."""
    text = text.strip()
    return bool(text) and not (text.startswith("(") and text.endswith(")"))


def _names_in(text: str) -> Iterable[str]:
    """The single names in a text that may hold several, or a parent's before its own."""
    for part in _KNOWN_AS.split(_PARENT.sub("", text)):
        # "(a.k.a. B)" leaves the closing mark.
        name = part.strip(" ,;")
        if name.count(")") > name.count("("):
            name = name.rstrip(").")
        if not name:
            continue
        yield name
        bracketed = _SHORT_FORM.match(name)
        if bracketed and _abbreviates(bracketed["short"], bracketed["long"]):
            yield bracketed["long"]
            yield bracketed["short"]


def _abbreviates(short: str, long: str) -> bool:
    """Whether the letters of the one come in this order in the other, both from the first on.

    It tells "(SMIC)" from "(Shanghai)", without which the name would be another firm's.
    """
    letters = (letter for letter in long.casefold() if letter.isalnum())
    wanted = [letter for letter in short.casefold() if letter.isalnum()]
    return wanted[:1] == [long.casefold()[:1]] and all(letter in letters for letter in wanted)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _identifier(own: str) -> str:
    """An identifier for the list's own one; those that had to change stay apart by a hash."""
    made = _kebab(own)
    return f"csl-{made}" if made == own else _hashed(made, own)


def _made_up(name: str, same: tuple[object, ...]) -> str:
    """An identifier where the list has none: the same in every list that holds the row."""
    return _hashed(_kebab(name), repr(same))


def _kebab(text: str) -> str:
    return re.sub("[^a-z0-9]+", "-", text.lower())[:_ID_CHARACTERS].strip("-")


def _hashed(made: str, of: str) -> str:
    digest = hashlib.sha256(of.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return "-".join(filter(None, ("csl", made, digest)))
