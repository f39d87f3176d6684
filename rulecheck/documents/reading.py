"""From bytes to a text that the YAML parser may be given."""

import re

from rulecheck.documents.limits import Limits
from rulecheck.documents.positions import BREAKS, Source
from rulecheck.documents.problems import DocumentError, file_problem, problem_at

# What YAML allows is much more, and as a pattern takes ten times as long to be made.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]|\r(?!\n)"
)
_SEPARATORS = "\r\x85\u2028\u2029"
"""What ends a line in YAML 1.1, and so in libyaml, but not in every editor: CR by itself, too."""

# Each begins with the character looked for, and looks back from there: far faster than forward.
_DIRECTIVE = re.compile(f"%(?<![^{BREAKS}]%)")
_INNER_MARK = re.compile(f"\ufeff(?<=[{BREAKS}]\ufeff)")

_OTHER_ENCODINGS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


def read(name: str, data: bytes, limits: Limits) -> Source:
    """The text of a file, with its byte order mark dropped.

    Raises `DocumentError` where the file is too large, is not UTF-8, holds control characters,
    line separators or a second byte order mark, or would keep the YAML parser busy before its
    first event.
    """
    source = Source(name, _decode(name, data, limits))
    _refuse_invisible_characters(source)
    _refuse_inner_marks(source)
    _refuse_many_directives(source, limits)
    return source


def _decode(name: str, data: bytes, limits: Limits) -> str:
    if len(data) > limits.max_bytes:
        problem = file_problem(
            name,
            f"the file has {len(data):,} bytes; the limit is {limits.max_bytes:,}",
            "split it into smaller files",
        )
        raise DocumentError(problem)
    encoding = _OTHER_ENCODINGS.get(data[:2])
    if encoding is not None:
        raise DocumentError(
            file_problem(name, f"the file is {encoding} text, not UTF-8", "save it as UTF-8")
        )
    try:
        # More than one mark is dropped because the parser would swallow the next one uncounted.
        return data.decode("utf-8").lstrip("\ufeff")
    except UnicodeDecodeError as error:
        problem = file_problem(
            name, f"the file is not UTF-8 text (at byte {error.start + 1})", "save it as UTF-8"
        )
        raise DocumentError(problem) from None


def _refuse_invisible_characters(source: Source) -> None:
    """Found here: the parser names no line for a control character, and ends one at a separator.

    What a person sees as one line, a comment say, would then be two to the parser.
    """
    match = _UNPRINTABLE.search(source.text)
    if match is None:
        return
    code = f"{ord(match.group()):04X}"
    if match.group() in _SEPARATORS:
        message = f"the invisible character U+{code} ends a line for some programs only"
        hint = (
            "put an ordinary line end in its place; "
            f"if it belongs to a text, write it as \\u{code} inside double quotes"
        )
    else:
        message = f"the control character U+{code} is not allowed in YAML"
        hint = "remove it, and save the file as UTF-8 text"
    span = source.span(match.start(), match.end())
    raise DocumentError(problem_at(source, span, message, hint))


def _refuse_inner_marks(source: Source) -> None:
    """Where files were joined, libyaml skips the mark that others take as part of a key."""
    match = _INNER_MARK.search(source.text)
    if match is None:
        return
    problem = problem_at(
        source,
        source.span(match.start(), match.end()),
        "this line begins with an invisible byte order mark (U+FEFF)",
        "delete the start of the line and type it again",
    )
    raise DocumentError(problem)


def _refuse_many_directives(source: Source, limits: Limits) -> None:
    """The parser compares every %TAG line with all before it, and reads them in one step."""
    count = sum(1 for _ in _DIRECTIVE.finditer(source.text))
    if count > limits.max_directives:
        problem = file_problem(
            source.name,
            f"{count:,} lines begin with %; the limit is {limits.max_directives:,}",
            "remove them, or indent them if they belong to a text",
        )
        raise DocumentError(problem)
