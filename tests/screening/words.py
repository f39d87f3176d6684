"""The words that the cases are judged with, as a pack would hold them."""

from pathlib import Path
from typing import NamedTuple

import yaml


class Words(NamedTuple):
    """Words that say nothing of who is meant, and words that many names share."""

    legal_forms: frozenset[str]
    common_words: frozenset[str]


def read_words() -> Words:
    """The words of `words.yaml`."""
    path = Path(__file__).with_name("words.yaml")
    read = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Words(frozenset(read["legal_forms"]), frozenset(read["common_words"]))
