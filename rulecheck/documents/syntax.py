"""YAML's syntax errors in plain words."""

from dataclasses import dataclass
from enum import Enum, auto

import yaml

from rulecheck.documents.positions import Source
from rulecheck.documents.problems import Problem, file_problem, problem_at, shown


class _Place(Enum):
    """Which of the two places that an error names is the one to look at."""

    FOUND = auto()
    """Where the parser could not go on."""

    OPENED = auto()
    """Where what the parser was reading begins."""


@dataclass(frozen=True, slots=True, eq=False)
class _Wording:
    """What to say for an error whose parser message contains `fragment`."""

    fragment: str
    place: _Place
    message: str
    hint: str


_VALUE_MISSING = "did not find expected node content"

KEY_MISSING = ("a key is missing before the colon", "write key: value")
_TAB = ("a tab is used for indentation", "indent with spaces")
_TAG = (
    "tags (!…) are not accepted",
    "remove the tag, or quote the text if the exclamation mark belongs to it",
)

_WORDINGS = (
    _Wording(
        "expected ',' or ']'",
        _Place.OPENED,
        'the list opened here with "[" has a comma missing or is never closed with "]"',
        "put commas between the items and close the list",
    ),
    _Wording(
        "expected ',' or '}'",
        _Place.OPENED,
        'the mapping opened here with "{" has a comma missing or is never closed with "}"',
        "put commas between the entries and close the mapping",
    ),
    _Wording(
        "mapping values are not allowed",
        _Place.FOUND,
        "a colon followed by a space can't stand here",
        "quote the whole text if the colon belongs to it; "
        "otherwise start the key on a line of its own, in line with the keys beside it",
    ),
    _Wording(
        "sequence entries are not allowed",
        _Place.FOUND,
        "a list item can't start here",
        'start the list on the line after its key, or quote text that begins with "- "',
    ),
    _Wording(
        "mapping keys are not allowed",
        _Place.FOUND,
        "a key can't start here",
        'quote text that begins with "? "',
    ),
    _Wording(
        "could not find expected ':'",
        _Place.OPENED,
        "this looks like a key, but no colon follows it",
        "write key: value, with the colon and a space, on one line",
    ),
    _Wording(
        "found unexpected ':'",
        _Place.FOUND,
        "a colon can't stand here in text inside brackets",
        "quote the text, or write a space behind the colon of a key",
    ),
    _Wording(
        "while scanning a quoted scalar: found unexpected",
        _Place.OPENED,
        "the quotation mark opened here is never closed",
        "close it; inside single quotes write '' for an apostrophe, inside double quotes "
        '\\" for a quotation mark',
    ),
    _Wording(
        "unknown escape character",
        _Place.FOUND,
        "this backslash sequence means nothing in double quotes",
        "write \\\\ for a backslash, or use single quotes, where a backslash is only a backslash",
    ),
    _Wording(
        "hexdecimal",
        _Place.FOUND,
        "a character code in double quotes has too few digits",
        "write \\x with two, \\u with four or \\U with eight hexadecimal digits",
    ),
    _Wording(
        "invalid Unicode character escape",
        _Place.FOUND,
        "an escape in double quotes stands for no character",
        "write the character itself",
    ),
    _Wording("found a tab character", _Place.FOUND, *_TAB),
    _Wording(
        "alphabetic or numeric character",
        _Place.OPENED,
        "a value can't begin with & or * here",
        "quote it if text is meant",
    ),
    _Wording(
        "expected <document start>",
        _Place.FOUND,
        "something follows that does not belong to the document above it",
        'indent it as a part of that document, or begin a new one with a line "---"',
    ),
    _Wording(
        _VALUE_MISSING,
        _Place.FOUND,
        "a value is missing before this",
        "write the value, or quote the text if this character belongs to it",
    ),
    _Wording("undefined tag handle", _Place.FOUND, *_TAG),
    _Wording(" a tag", _Place.OPENED, *_TAG),
    _Wording(
        "while scanning a block scalar",
        _Place.OPENED,
        "this does not begin a block of text",
        "write | or > alone at the end of the line and the text indented below it, "
        "or quote the text",
    ),
    _Wording(
        "incompatible YAML document",
        _Place.FOUND,
        "this version of YAML is not known",
        "remove the %YAML line",
    ),
    _Wording(
        "directive",
        _Place.FOUND,
        "lines that begin with % are instructions to YAML, and this one is not understood",
        "remove the line, or indent it if it belongs to a text",
    ),
)


_MISPLACED = ("did not find expected key", "did not find expected '-' indicator")
"""What the parser says of something that is no further part of the block it stands in."""


def syntax_problem(source: Source, error: yaml.YAMLError) -> Problem:
    """The fault that stopped the YAML parser, in plain words and with its place."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return file_problem(source.name, "this is not a YAML file", "save it as UTF-8 text")
    said = f"{error.context or ''}: {error.problem or ''}"
    found = _offset(source, error.problem_mark, error.context_mark)
    opened = _offset(source, error.context_mark, error.problem_mark)
    if "cannot start any token" in said:
        message, hint = _unstartable(source.text[found : found + 1])
        return _at(source, found, message, hint)
    if any(fragment in said for fragment in _MISPLACED):
        message, hint = _misplaced(source, found)
        return _at(source, found, message, hint)
    if _VALUE_MISSING in said and not source.text[found:].strip():
        last = max(len(source.text.rstrip()) - 1, 0)
        message = "the text ends where a value is due"
        return _at(source, last, message, "write the value, and close every [ and { that is open")
    for wording in _WORDINGS:
        if wording.fragment in said:
            offset = found if wording.place is _Place.FOUND else opened
            return _at(source, offset, wording.message, wording.hint)
    return _at(
        source,
        found,
        f"this is not valid YAML ({said.strip(': ')})",
        "check the indentation, quotation marks and brackets here and on the line before",
    )


def _unstartable(character: str) -> tuple[str, str]:
    if character == "\t":
        return _TAB
    return f'a value can\'t begin with "{shown(character)}"', "quote it if text is meant"


def _misplaced(source: Source, offset: int) -> tuple[str, str]:
    if source.text.startswith(":", offset):
        return KEY_MISSING
    place = source.position(offset)
    if source.line(place.line)[: place.column - 1].strip(" -"):
        return (
            "something follows the value before it on this line",
            "quote the whole text, or remove a bracket too many; "
            "an apostrophe inside single quotes is written twice",
        )
    return (
        "this doesn't line up with what stands above it",
        "indent it with spaces like the keys or list items beside it; "
        "check the quotation marks on the line before",
    )


def _offset(source: Source, *marks: yaml.Mark | None) -> int:
    """The offset of the first mark that is set."""
    return next((min(mark.index, len(source.text)) for mark in marks if mark is not None), 0)


def _at(source: Source, offset: int, message: str, hint: str) -> Problem:
    end = min(offset + 1, len(source.text))
    at_line_end = not source.text[offset:end].isprintable()
    return problem_at(source, source.span(offset, offset if at_line_end else end), message, hint)
