"""What another program writes reads back as the same data."""

import json
import re
from datetime import date
from decimal import Decimal

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from rulecheck.documents import DocumentError, Plain, parse, plain
from rulecheck.documents.scalars import Unclear, resolve

TEXTS = st.text(
    st.characters(exclude_categories=["Cs", "Cn"], exclude_characters="\ufeff"), max_size=20
)
INTEGERS = st.integers(-(10**30), 10**30)
DATES = st.dates(min_value=date(1000, 1, 1))
DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-1000)
SCALARS = st.none() | st.booleans() | INTEGERS | TEXTS
DATA = st.recursive(
    SCALARS | DATES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)
JSON_DATA = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=20,
)


NOT_ALIKE = re.compile("[\x7f-\x9f\u2028\u2029\ufffe\uffff]")
"""Characters that JSON takes as they are and that are refused here."""


class Quoting(yaml.SafeDumper):
    """Writes every text in quotation marks, and no anchors."""

    def ignore_aliases(self, _: object) -> bool:
        return True


Quoting.add_representer(
    str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
)


def read(text: str) -> Plain:
    (document,) = parse("x.yaml", text.encode())
    return plain(document.root)


@given(DATA, st.booleans(), st.booleans())
def test_yaml_reads_back(data: Plain, flow: bool, astral: bool) -> None:
    text = yaml.dump(data, Dumper=Quoting, default_flow_style=flow, allow_unicode=astral)
    found = read(text)
    assert found == data
    assert repr(found) == repr(data) or isinstance(data, dict | list)


@given(JSON_DATA)
def test_json_reads_back(data: Plain) -> None:
    text = json.dumps(data, ensure_ascii=False)
    assert read(NOT_ALIKE.sub(lambda found: f"\\u{ord(found.group()):04x}", text)) == data


@given(DECIMALS)
def test_decimals_are_kept_exactly(number: Decimal) -> None:
    found = read(f"[{number:f}]")
    assert isinstance(found, list)
    assert str(found[0]) == f"{number:f}"


PLAIN_SCALARS = st.text(
    st.sampled_from("0123456789aAbBeExXoO_:.,-+TtZz ~=<nulNtrueTfsyY"), max_size=9
)


@given(PLAIN_SCALARS | st.from_regex(r"[-+]?[0-9]{1,4}[-:._,eE][-+0-9:._,]{1,8}", fullmatch=True))
def test_no_text_of_ours_is_anything_else_to_another_reader(text: str) -> None:
    """What is taken as text without quotation marks is neither number nor time to PyYAML."""
    text = text.strip()
    value = resolve(text, max_digits=40)
    if not isinstance(value, str) or text.lower() in {"yes", "no", "on", "off", "y", "n"}:
        return
    resolvers = yaml.SafeLoader.yaml_implicit_resolvers.get(text[:1], [])
    assert [tag for tag, pattern in resolvers if pattern.match(text)] == []


@given(PLAIN_SCALARS)
def test_a_plain_scalar_means_what_it_says_or_is_refused(text: str) -> None:
    text = text.strip()
    value = resolve(text, max_digits=40)
    if isinstance(value, Unclear):
        assert value.message
        assert value.hint
    elif value is None:
        assert text in {"", "~", "null"}
    elif isinstance(value, bool):
        assert text == str(value).lower()
    elif isinstance(value, int):
        assert str(value) == text or text == "-0"
    else:
        assert str(value) == text


def test_a_quoted_text_is_never_anything_else() -> None:
    for text in ("3E001", "12:30", "true", "null", "2025-07-15", "NO", "<<", "="):
        assert read(f'"{text}"') == read(f"'{text}'") == text


def test_a_text_with_the_limit_of_characters_is_read() -> None:
    assert read("x" * 60_000) == "x" * 60_000


@pytest.mark.parametrize("text", ["2024-02-30", "2023-02-29", "2024-00-10", "9999-99-99"])
def test_a_date_that_is_none_is_an_error_of_the_document(text: str) -> None:
    with pytest.raises(DocumentError, match=f"no such date as {text}"):
        read(text)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_kind_of_line_end_is_read(end: str) -> None:
    """Not among the example files, where an editor or git might change it."""
    text = end.join(["a: 1", "b: |", "  x", "  y", "c: 2", ""])
    assert read(text) == {"a": 1, "b": "x\ny\n", "c": 2}
