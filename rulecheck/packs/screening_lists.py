"""The U.S. Consolidated Screening List, as its JSON download has it, read into entities.

A list that is read in part would clear everybody in the other part, so any doubt refuses it.
"""

import hashlib
import json
import re
import unicodedata
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from pydantic import StrictInt, StrictStr, TypeAdapter, ValidationError

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
_NO_LETTER = re.compile("[^a-z0-9]+")
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
# One cell may hold a parent before the name, or several names.
_PARENT = re.compile(
    r"^.*\.\s*(?:Affiliated\s+Entity|Subordinate\s+Institution)\s*(?::|[-–]\s)\s*", re.IGNORECASE
)
_KNOWN_AS = re.compile(r"[\s,;(]{1,4}[afn]\.?k\.?a\.?,?\s+")  # "Aka" may be somebody's name
_SHORT_FORM = re.compile(r"^(?P<long>.+?)\s*\((?P<short>[^\s()]{3,}(?: [0-9]+)?)\)[\s.,]*$")


@dataclass(slots=True)
class _Address:
    country: str | None = None


@dataclass(slots=True)
class _Row:
    """A row of the download; what is not used of it is passed over."""

    name: str
    alt_names: str | list[str] | None = None
    addresses: list[_Address] | None = None
    source: str | None = None
    id: StrictStr | StrictInt | None = None
    entity_number: object = None
    license_requirement: str | None = None
    license_policy: str | None = None
    remarks: str | None = None
    federal_register_notice: str | None = None
    start_date: str | None = None
    end_date: str | None = None


@dataclass(slots=True)
class _Download:
    results: list[_Row]
    total: object = None


# pydantic reads and checks the JSON in one go, in half the time that json takes to read it.
_DOWNLOAD: Final = TypeAdapter(_Download)
_BARE_ROWS: Final = TypeAdapter(list[_Row])


class _Listed(NamedTuple):
    """What one row says.

    A named tuple, since there are tens of thousands and dataclasses take twice as long.
    """

    id: str
    names: Sequence[str]
    """The name of the row, and the others in it; one may come twice."""
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
    content = _content(path)
    entities = _entities(content, path.as_posix())
    described = ScreeningList(name, hashlib.sha256(content).hexdigest(), len(entities))
    return replace(pack, entities=(*pack.entities, *entities), screening_list=described)


def read_screening_list(path: Path) -> tuple[Entity, ...]:
    """The entities of a screening list: the download's object with `results`, or those alone.

    Rows that name the same entity become one entity. Its country is `None` where its addresses
    give none or several. Listings on other lists than the Entity List have the basis
    `entity_list` too; their citation begins with the name of the list.

    Raises `Faults` with what is wrong where the file can't be read, is too large, broken or in
    another format, or is part of a list.
    """
    return _entities(_content(path), path.as_posix())


def _entities(content: bytes, name: str) -> tuple[Entity, ...]:
    read = []
    for number, row in enumerate(_rows(content, name), start=1):
        try:
            read.append(_listed(row))
        except _Unfit as unfit:
            raise _unfit(name, number, unfit) from None
    return _merged(read)


def _fault(name: str, message: str, hint: str) -> Faults:
    return Faults([file_problem(name, message, hint)])


def _unfit(name: str, number: int, why: object) -> Faults:
    return _fault(name, f"row {number:,} {why}", _AGAIN)


# -- file to rows ------------------------------------------------------------------------------


def _content(path: Path) -> bytes:
    name = path.as_posix()
    try:
        return _read(path, name)
    except OSError as error:
        message = f"this file can't be read: {reason_of(error)}"
        raise _fault(name, message, "check the path and its permissions") from None


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
    with path.open("rb") as stream:  # no more than that, should it grow meanwhile
        return stream.read(MOST_BYTES)


def _rows(content: bytes, name: str) -> Sequence[_Row]:
    try:
        download = _download(content.removeprefix(BOM_UTF8), name)
    except ValidationError as error:
        raise _misfit(error, name) from None
    rows, total = download.results, download.total
    if not rows:
        raise _fault(name, "the list has no rows, so nobody would be found on it", _AGAIN)
    if isinstance(total, int) and total > len(rows):
        message = f"the file holds {len(rows):,} of the list's {total:,} rows"
        raise _fault(name, message, "give the whole download, not a page of search results")
    return rows


def _download(content: bytes, name: str) -> _Download:
    """The rows, of the right types. Raises `ValidationError` where they are not."""
    try:
        if content.lstrip().startswith(b"["):
            return _Download(_BARE_ROWS.validate_json(content))
        return _DOWNLOAD.validate_json(content)
    except ValidationError as error:
        if error.errors()[0]["type"] != "json_invalid":
            raise
    # json tells where the fault is, or that there is none: pydantic takes no half characters.
    parsed = _parsed(content, name)
    if isinstance(parsed, list):
        return _Download(_BARE_ROWS.validate_python(parsed))
    return _DOWNLOAD.validate_python(parsed)


def _misfit(error: ValidationError, name: str) -> Faults:
    """The first fault of the types of a list, in words."""
    first = error.errors()[0]
    match first["loc"]:
        case ("results", int(row), *inside) | (int(row), *inside):
            return _unfit(name, row + 1, _why(inside, first["input"], first["type"]))
        case _:
            message = "this is no screening list: it has no list `results`"
            return _fault(name, message, _RIGHT_FILE)


def _why(inside: Sequence[object], given: object, kind: str) -> str:
    """What is wrong with a row, from where it is inside the row."""
    match inside:
        case []:
            return "is no object with a `name`"
        case ["name"] if kind == "missing" or given is None:
            return "has no `name`"
        case ["id", *_]:
            return "has an `id` that is neither text nor a whole number"
        case ["alt_names", *_]:
            return "has `alt_names` that are no list of texts"
        case ["addresses"] | ["addresses", _]:
            return "has `addresses` that are no list of objects"
        case _:
            return f"has a `{inside[-1]}` that is no text"


def _parsed(content: bytes, name: str) -> object:
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        message = f"the file is not UTF-8 text (at byte {error.start + 1:,})"
        raise _fault(name, message, _RIGHT_FILE) from None
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


# -- row to entity -----------------------------------------------------------------------------


def _listed(row: _Row) -> _Listed:
    name = _clean(row.name, "name")
    if not name:
        raise _Unfit("has no `name`")
    countries = _countries(*(address.country for address in row.addresses or ()))
    source = _clean(row.source or "", "source") or "Consolidated Screening List"
    number = row.entity_number
    same = (_folded(name), countries, source, None if number is None else str(number))
    identifier = _made_up(name, same) if row.id in {None, ""} else _identifier(str(row.id))
    names = [name, *_names_in(name)]
    for cell in _cells(row.alt_names):
        for alias in map(str.strip, _clean(cell, "alt_names").split(";")):
            if alias and not _is_remark(alias):
                names += (alias, *_names_in(alias))
    return _Listed(
        id=identifier,
        names=names,
        countries=countries,
        listings=_listings(
            source,
            row.federal_register_notice,
            row.start_date,
            row.end_date,
            row.license_requirement,
            row.license_policy,
            row.remarks,
        ),
        same=same,
    )


def _merged(rows: Iterable[_Listed]) -> tuple[Entity, ...]:
    """One entity for all rows with the same id, or about the same, in the order of the first."""
    groups: list[list[_Listed]] = []
    place_of: dict[object, int] = {}
    for row in rows:
        place = place_of.get(row.id, place_of.get(row.same))
        if place is None:
            place = len(groups)
            groups.append([])
        groups[place].append(row)
        place_of.setdefault(row.id, place)
        place_of.setdefault(row.same, place)
    return tuple(_entity(_together(group)) for group in groups)


def _together(rows: Sequence[_Listed]) -> _Listed:
    """What several rows about one entity say."""
    if len(rows) == 1:
        return rows[0]
    return _Listed(
        id=min(row.id for row in rows),
        names=[name for row in rows for name in row.names],
        countries=tuple({country for row in rows for country in row.countries}),
        listings=tuple(dict.fromkeys(listing for row in rows for listing in row.listings)),
        same=rows[0].same,
    )


def _entity(row: _Listed) -> Entity:
    name, *aliases = dict.fromkeys(row.names)
    return Entity(
        id=row.id,
        name=name,
        aliases=tuple(aliases),
        country=row.countries[0] if len(row.countries) == 1 else None,
        network=Network.OTHER,
        businesses=(),
        listings=row.listings,
    )


@lru_cache(maxsize=1024)  # Thousands of rows share a notice and its wording.
def _listings(
    source: str, notice: str | None, start: str | None, end: str | None, *free_text: str | None
) -> tuple[Listing, ...]:
    noted = [_footnotes(text) for text in free_text if text]
    bases = [basis for basis in _FOOTNOTES if any(basis in each for each in noted)]
    notice = _clean(notice or "", "federal_register_notice")
    citation = f"{source}: {notice}" if notice else source
    since = _day(start, "start_date") or ALWAYS
    until = _day(end, "end_date")
    return tuple(
        Listing(basis, since, until, citation, "high")
        for basis in bases or [ListingBasis.ENTITY_LIST]
    )


@lru_cache(maxsize=1024)  # Thousands of rows share their wording.
def _footnotes(text: str) -> frozenset[ListingBasis]:
    plain = unicodedata.normalize("NFKC", text)  # A raised figure may be one in Unicode too.
    return frozenset(basis for basis, spelled in _FOOTNOTES.items() if spelled.search(plain))


@lru_cache(maxsize=1024)
def _countries(*given: str | None) -> tuple[str, ...]:
    """ISO codes of the countries, sorted; whatever is no code is passed over."""
    codes = {(country or "").strip() for country in given}
    return tuple(sorted(code for code in codes if _COUNTRY.fullmatch(code)))


def _day(given: str | None, key: str) -> date | None:
    text = _clean(given or "", key)
    if not text:
        return None
    try:
        if not _DAY.fullmatch(text):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        message = f"has `{key}` {shown(text)}, which is no day written as YYYY-MM-DD"
        raise _Unfit(message) from None


def _cells(alt_names: str | Sequence[str] | None) -> Sequence[str]:
    if isinstance(alt_names, str):
        return [alt_names]
    return alt_names or ()


def _clean(text: str, key: str) -> str:
    """The text with its white space folded."""
    if not text.isascii() and _HALF_CHARACTER.search(text):
        raise _Unfit(f"has a `{key}` with half a character in it")
    return " ".join(text.split())


# -- names and ids -----------------------------------------------------------------------------


def _is_remark(text: str) -> bool:
    """Whether the cell is no name, but a remark on those before, in parentheses."""
    return text.startswith("(") and text.endswith(")")


def _names_in(text: str) -> Iterator[str]:
    """The single names in a text that may hold several, or a parent's before its own."""
    # Plain searches first: few of the many names need the slow ones.
    own = _PARENT.sub("", text) if ":" in text or "-" in text or "–" in text else text
    for part in _KNOWN_AS.split(own) if "ka" in own or "k.a" in own else (own,):
        # "(a.k.a. B)" leaves the closing mark.
        name = part.strip(" ,;")
        if name.count(")") > name.count("("):
            name = name.rstrip(").")
        if not name:
            continue
        yield name
        bracketed = _SHORT_FORM.match(name) if "(" in name else None
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
    return _NO_LETTER.sub("-", text.lower())[:_ID_CHARACTERS].strip("-")


def _hashed(made: str, of: str) -> str:
    digest = hashlib.sha256(of.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return "-".join(filter(None, ("csl", made, digest)))
