"""Fingerprints of the source's sentences: they tie a rule to words that the pack does not hold.

A fingerprint is the SHA-256 of a sentence after NFKC, with quotation marks made `"` and `'`,
dashes made `-`, and white space folded. A paragraph may carry its number as a mark such as `[P7]`;
marks, with their emphasis, belong to no sentence. A paragraph that repeats an earlier one is
ignored.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_DOUBLE_QUOTES = "\u201c\u201d\u201e\u201f\u00ab\u00bb\u2033"
_SINGLE_QUOTES = "\u2018\u2019\u201a\u201b\u2039\u203a\u2032"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_TRANSLATION = str.maketrans(
    dict.fromkeys(_DOUBLE_QUOTES, '"')
    | dict.fromkeys(_SINGLE_QUOTES, "'")
    | dict.fromkeys(_DASHES, "-")
)

_MARK = re.compile(r"[*_]*\[P(\d+)\][*_]*")
_PARAGRAPHS = re.compile(r"\n\s*\n")
_SPACE = re.compile(r"\s+")

# A sentence ends at `.`, `!` or `?`, perhaps with a closing mark behind it, where white space and
# a capital follow that an opening mark may precede. An abbreviation in capitals is no end.
_END = re.compile(r"""[.!?]["')\]]?(?=\s+["'(\[]?[A-Z])""")
_INITIALS = re.compile(r"(?:^|[\s\"'(\[-])(?:[A-Z]\.){2,}$")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a source: its place, counted from 1, its normalized words, their SHA-256."""

    paragraph: int
    sentence: int
    text: str
    sha256: str


def normalized(text: str) -> str:
    """The text as it is fingerprinted."""
    plain = unicodedata.normalize("NFKC", text).translate(_TRANSLATION)
    return _SPACE.sub(" ", plain).strip()


def fingerprint(sentence: str) -> str:
    """SHA-256 of one sentence, as 64 hexadecimal digits."""
    return hashlib.sha256(normalized(sentence).encode()).hexdigest()


def sentences_of(paragraph: str) -> tuple[str, ...]:
    """The normalized sentences of one paragraph."""
    text = normalized(paragraph)
    found = []
    start = 0
    for match in _END.finditer(text):
        if text[match.start()] == "." and _INITIALS.search(text[start : match.start() + 1]):
            continue
        found.append(text[start : match.end()].strip())
        start = match.end()
    if rest := text[start:].strip():
        found.append(rest)
    return tuple(found)


def fingerprints(source: str) -> Iterator[Sentence]:
    """Every sentence of a source, in order.

    Paragraphs stand apart by blank lines. They are numbered by their marks where the source has
    any, and what stands before the first mark is then passed over; otherwise by counting.
    """
    marked = _MARK.search(source) is not None
    seen: set[str] = set()
    number = 0
    for block in _PARAGRAPHS.split(source):
        mark = _MARK.search(block)
        if marked and mark is None and number == 0:
            continue
        text = normalized(_MARK.sub("", block))
        if not text or text in seen:
            continue
        seen.add(text)
        number = int(mark.group(1)) if mark is not None else number + 1
        for place, sentence in enumerate(sentences_of(text), start=1):
            yield Sentence(number, place, sentence, fingerprint(sentence))
