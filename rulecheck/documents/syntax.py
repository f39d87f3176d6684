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


@dataclass(frozen=True, slots=True)
class _Wording:
    """What to say for an error whose parser message contains `fragment`."""

    fragment: str
    place: _Place
    message: str
    hint: str


_UNCLOSED_LIST = _Wording(
    "did not find expected ',' or ']'",
    _Place.OPENED,
    'the list opened here with "[" has a comma missing or is never closed with "]"',
    "Put commas between the items and close the list.",
)
_UNCLOSED_MAPPING = _Wording(
    "did not find expected ',' or '}'",
    _Place.OPENED,
    'the mapping opened here with "{" has a comma missing or is never closed with "}"',
    "Put commas between the entries and close the mapping.",
)

_WORDINGS = (
    _UNCLOSED_LIST,
    _Wording("expected ',' or ']'", _Place.OPENED, _UNCLOSED_LIST.message, _UNCLOSED_LIST.hint),
    _UNCLOSED_MAPPING,
    _Wording(
        "expected ',' or '}'", _Place.OPENED, _UNCLOSED_MAPPING.message, _UNCLOSED_MAPPING.hint
    ),
    _Wording(
        "mapping values are not allowed",
        _Place.FOUND,
        "a colon followed by a space can't stand here",
        'Put the text in quotes if the colon belongs to it ("…: …"); '
        "otherwise start the key on a line of its own, indented like the keys beside it.",
    ),
    _Wording(
        "block sequence entries are not allowed",
        _Place.FOUND,
        "a list item can't start here",
        'Start the list on the line after its key; put text that begins with "- " in quotes.',
    ),
    _Wording(
        "sequence entries are not allowed",
        _Place.FOUND,
        "a list item can't start here",
        'Start the list on the line after its key; put text that begins with "- " in quotes.',
    ),
    _Wording(
        "mapping keys are not allowed",
        _Place.FOUND,
        "a key can't start here",
        'Put text that begins with "? " in quotes.',
    ),
    _Wording(
        "could not find expected ':'",
        _Place.OPENED,
        "this looks like a key, but no colon follows it",
        "Write key: value, with the colon and a space, on one line.",
    ),
    _Wording(
        "found unexpected ':'",
        _Place.FOUND,
        "a colon can't stand here in text inside brackets",
        "Put the text in quotes, or write a space behind the colon of a key.",
    ),
    _Wording(
        "while scanning a quoted scalar: found unexpected",
        _Place.OPENED,
        "the quotation mark opened here is never closed",
        "Close it; inside single quotes write '' for an apostrophe, inside double quotes \\\".",
    ),
    _Wording(
        "unknown escape character",
        _Place.FOUND,
        "this backslash sequence means nothing in double quotes",
        "Write \\\\ for a backslash, or use single quotes, where a backslash is only a backslash.",
    ),
    _Wording(
        "hexdecimal",
        _Place.FOUND,
        "a character code in double quotes has too few digits",
        "Write \\x with two, \\u with four or \\U with eight hexadecimal digits.",
    ),
    _Wording(
        "invalid Unicode character escape",
        _Place.FOUND,
        "an escape in double quotes stands for no character",
        "Write the character itself.",
    ),
    _Wording(
        "found a tab character",
        _Place.FOUND,
        "a tab is used for indentation",
        "Indent with spaces.",
    ),
    _Wording(
        "alphabetic or numeric character",
        _Place.OPENED,
        "a value can't begin with & or * here",
        "Put it in quotes if text is meant.",
    ),
    _Wording(
        "did not find expected <document start>",
        _Place.FOUND,
        "something follows that does not belong to the document above it",
        'Indent it as a part of that document, or begin a new one with a line "---".',
    ),
    _Wording(
        "expected '<document start>'",
        _Place.FOUND,
        "something follows that does not belong to the document above it",
        'Indent it as a part of that document, or begin a new one with a line "---".',
    ),
    _Wording(
        "did not find expected node content",
        _Place.FOUND,
        "a value is missing before this",
        "Write the value, or put the text in quotes if this character belongs to it.",
    ),
    _Wording(
        "undefined tag handle",
        _Place.FOUND,
        "tags (!…) are not accepted",
        "Remove the tag, or put the text in quotes if the exclamation mark belongs to it.",
    ),
    _Wording(
        "while scanning a tag",
        _Place.OPENED,
        "tags (!…) are not accepted",
        "Remove the tag, or put the text in quotes if the exclamation mark belongs to it.",
    ),
    _Wording(
        "while parsing a tag",
        _Place.OPENED,
        "tags (!…) are not accepted",
        "Remove the tag, or put the text in quotes if the exclamation mark belongs to it.",
    ),
    _Wording(
        "while scanning a block scalar",
        _Place.OPENED,
        "this does not begin a block of text",
        "Write | or > alone at the end of the line and the text indented below it, "
        "or put the text in quotes.",
    ),
    _Wording(
        "incompatible YAML document",
        _Place.FOUND,
        "this version of YAML is not known",
        "Remove the %YAML line.",
    ),
    _Wording(
        "directive",
        _Place.FOUND,
        "lines that begin with % are instructions to YAML, and this one is not understood",
        "Remove the line.",
    ),
)


_MISPLACED = ("did not find expected key", "expected '-' indicator", "expected <block end>")
"""What the parser says of something that is no further part of the block it stands in."""


def syntax_problem(source: Source, error: yaml.YAMLError) -> Problem:
    """The fault that stopped the YAML parser, in plain words and with its place."""
    if not isinstance(error, yaml.MarkedYAMLError):
        return file_problem(source.name, "this is not a YAML file", "Save it as UTF-8 text.")
    said = f"{error.context or ''}: {error.problem or ''}"
    found = _offset(source, error.problem_mark, error.context_mark)
    opened = _offset(source, error.context_mark, error.problem_mark)
    if "cannot start any token" in said:
        message, hint = _unstartable(source.text[found : found + 1])
        return _at(source, found, message, hint)
    if any(fragment in said for fragment in _MISPLACED):
        message, hint = _misplaced(source, found)
        return _at(source, found, message, hint)
    for wording in _WORDINGS:
        if wording.fragment in said:
            offset = found if wording.place is _Place.FOUND else opened
            return _at(source, offset, wording.message, wording.hint)
    return _at(
        source,
        found,
        f"this is not valid YAML ({said.strip(': ')})",
        "Check the indentation, quotation marks and brackets here and on the line before.",
    )


def _unstartable(character: str) -> tuple[str, str]:
    if character == "\t":
        return "a tab is used for indentation", "Indent with spaces."
    return (
        f'a value can\'t begin with "{shown(character)}"',
        "Put it in quotes if text is meant.",
    )


def _misplaced(source: Source, offset: int) -> tuple[str, str]:
    if source.text.startswith(":", offset):
        return "a key is missing before the colon", "Write key: value."
    place = source.position(offset)
    if source.line(place.line)[: place.column - 1].strip(" -"):
        return (
            "something follows the value before it on this line",
            "Put the whole text in quotes, or close one bracket less; "
            "an apostrophe inside single quotes is written twice.",
        )
    return (
        "this doesn't line up with what stands above it",
        "Indent it like the keys or list items beside it, with spaces, "
        "and check the quotation marks on the line before.",
    )


def _offset(source: Source, *marks: object) -> int:
    """The offset of the first mark that is set."""
    for mark in marks:
        index = getattr(mark, "index", None)
        if isinstance(index, int):
            return min(index, len(source.text))
    return 0


def _at(source: Source, offset: int, message: str, hint: str) -> Problem:
    end = min(offset + 1, len(source.text))
    at_line_end = not source.text[offset:end].isprintable()
    return problem_at(source, source.span(offset, offset if at_line_end else end), message, hint)
