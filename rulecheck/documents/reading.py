"""From bytes to a text that the YAML parser may be given."""

import re

from rulecheck.documents.limits import Limits
from rulecheck.documents.positions import BREAKS, Source
from rulecheck.documents.problems import DocumentError, file_problem, problem_at

_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_DIRECTIVE = re.compile(rf"(?:\A|[{BREAKS}])%")
_INNER_MARK = re.compile(f"(?<=[{BREAKS}])\ufeff")
_OTHER_ENCODINGS = {b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


def read(name: str, data: bytes, limits: Limits) -> Source:
    """The text of a file, with its byte order mark dropped.

    Raises `DocumentError` where the file is too large, is not UTF-8, holds control characters
    or a second byte order mark, or would keep the YAML parser busy before its first event.
    """
    source = Source(name, _decode(name, data, limits))
    _refuse_control_characters(source)
    _refuse_inner_marks(source)
    _refuse_many_directives(source, limits)
    return source


def _decode(name: str, data: bytes, limits: Limits) -> str:
    if len(data) > limits.max_bytes:
        problem = file_problem(
            name,
            f"the file has {len(data):,} bytes; the limit is {limits.max_bytes:,}",
            "Split it into smaller files.",
        )
        raise DocumentError(problem)
    encoding = _OTHER_ENCODINGS.get(data[:2])
    if encoding is not None:
        raise DocumentError(
            file_problem(name, f"the file is {encoding} text, not UTF-8", "Save it as UTF-8.")
        )
    try:
        # More than one mark is dropped because the parser would swallow the next one uncounted.
        return data.decode("utf-8").lstrip("\ufeff")
    except UnicodeDecodeError as error:
        problem = file_problem(
            name, f"the file is not UTF-8 text (at byte {error.start + 1})", "Save it as UTF-8."
        )
        raise DocumentError(problem) from None


def _refuse_control_characters(source: Source) -> None:
    """Found here, since the parser names only a byte and no line."""
    match = _UNPRINTABLE.search(source.text)
    if match is None:
        return
    problem = problem_at(
        source,
        source.span(match.start(), match.end()),
        f"the control character U+{ord(match.group()):04X} is not allowed in YAML",
        "Remove it, and save the file as UTF-8 text.",
    )
    raise DocumentError(problem)


def _refuse_inner_marks(source: Source) -> None:
    """Where files were joined, libyaml skips the mark that others take as part of a key."""
    match = _INNER_MARK.search(source.text)
    if match is None:
        return
    problem = problem_at(
        source,
        source.span(match.start(), match.end()),
        "this line begins with an invisible byte order mark (U+FEFF)",
        "Remove it; it may stand only at the very start of a file.",
    )
    raise DocumentError(problem)


def _refuse_many_directives(source: Source, limits: Limits) -> None:
    """The parser compares every %TAG line with all before it, and reads them in one step."""
    count = sum(1 for _ in _DIRECTIVE.finditer(source.text))
    if count > limits.max_directives:
        problem = file_problem(
            source.name,
            f"{count:,} lines begin with %; the limit is {limits.max_directives:,}",
            "Remove them, or indent them if they belong to a text.",
        )
        raise DocumentError(problem)
