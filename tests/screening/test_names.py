"""What holds of every name: how it is normalized, and that it finds whoever bears it."""

import re
import subprocess
import sys
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rulecheck.facts.names import MatchKind, NameIndex, normalized
from rulecheck.packs.reference import Entity, Network
from tests.properties.profile import examples

LEGAL_FORMS = frozenset({"co", "ltd", "limited", "b.v.", "gmbh", "sdn", "bhd", "有限公司"})
COMMON = frozenset({"technology", "shenzhen", "group"})
PLAIN = re.compile("[a-z0-9 \u3400-\u9fff\U00020000-\U0003ffff]*")
SURE = {MatchKind.EXACT, MatchKind.ALIAS}

letters = st.characters(categories=("Lu", "Ll", "Lo", "Nd"))
written_words = st.text(letters, min_size=1, max_size=12)
names = st.lists(
    written_words | st.sampled_from(["Technology", "Shenzhen", "Ltd.", "Xi’an", "R&D", "(Group)"]),
    min_size=1,
    max_size=6,
).map(" ".join)
garbage = st.text(st.characters(), max_size=60)


def entity(identifier: str, name: str, *aliases: str) -> Entity:
    return Entity(identifier, name, aliases, None, Network.OTHER, (), ())


def kinds(index: NameIndex, name: str) -> dict[str, MatchKind]:
    found = index.matches(name, 85, LEGAL_FORMS, COMMON)
    return {match.entity.id: match.kind for match in found}


@given(garbage | names)
@examples(300)
def test_normalizing_twice_changes_nothing(name: str) -> None:
    once = normalized(name, LEGAL_FORMS)
    assert normalized(once, LEGAL_FORMS) == once
    assert PLAIN.fullmatch(once)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Shenzhen Pengxinxu Technology Co., Ltd.", "shenzhen pengxinxu technology"),
        ("Xi’an  NAURA", "xian naura"),
        ("ASML Netherlands B.V.", "asml netherlands"),
        ("R&D", "r and d"),
        ("Société Générale", "societe generale"),
        ("华为技术有限公司", "华为技术"),
        ("东京エレクトロン", "东京erekutoron"),
        ("\uff33\uff2d\uff29\uff23", "smic"),
        ("Limited", "limited"),
        ("…", ""),
    ],
)
def test_normal_forms(name: str, expected: str) -> None:
    assert normalized(name, LEGAL_FORMS) == expected


@given(st.lists(st.tuples(names, st.lists(names, max_size=3)), min_size=1, max_size=6))
@examples(100)
def test_everybody_is_found_by_each_of_their_names(
    listed: list[tuple[str, list[str]]],
) -> None:
    entities = [
        entity(str(number), name, *aliases) for number, (name, aliases) in enumerate(listed)
    ]
    index = NameIndex(entities)
    for each in entities:
        for name in (each.name, *each.aliases):
            assume(normalized(name, LEGAL_FORMS))
            assert kinds(index, name)[each.id] in SURE
        assert kinds(index, each.name)[each.id] is MatchKind.EXACT


@given(names, st.sampled_from(["Co., Ltd.", "LIMITED", "B.V.", "Sdn. Bhd.", "GmbH", "有限公司"]))
@examples(200)
def test_a_legal_form_makes_no_difference(name: str, form: str) -> None:
    # A name of legal forms alone keeps them, and is another with one more.
    assume(set(normalized(name, frozenset()).split()) - {"co", "ltd", "limited", "gmbh"})
    assume(normalized(name, LEGAL_FORMS) == normalized(normalized(name, ()), LEGAL_FORMS))
    index = NameIndex([entity("meant", "Other", name)])
    assert kinds(index, f"{name} {form}")["meant"] is MatchKind.ALIAS


@given(st.lists(st.text("abcdefghijkl", min_size=2, max_size=9), min_size=1, max_size=4), st.data())
@examples(200)
def test_case_punctuation_and_accents_make_no_difference(
    spelled: list[str], data: st.DataObject
) -> None:
    index = NameIndex([entity("meant", " ".join(spelled))])
    mark = data.draw(st.sampled_from(["-", ", ", "  ", " / ", " – ", "", "\u00a0"]))
    accent = data.draw(st.sampled_from(["", "\u0301", "\u0308", "\u0304"]))
    for changed in (mark.join(spelled), mark.join(spelled).upper(), mark.join(spelled).title()):
        accented = "".join(letter + accent if letter in "aeAE" else letter for letter in changed)
        for form in ("NFC", "NFD"):
            written = unicodedata.normalize(form, accented)
            assert kinds(index, written)["meant"] is MatchKind.EXACT


@given(garbage, st.integers(0, 100), st.frozensets(garbage, max_size=3))
@examples(300)
def test_no_name_breaks_it(name: str, threshold: int, odd_words: frozenset[str]) -> None:
    index = NameIndex([entity("one", name, "PST"), entity("two", "Pengxinxu Technology", "")])
    for asked in (name, f"{name} Technology", "Pengxinxu"):
        for match in index.matches(asked, threshold, odd_words, COMMON):
            if match.kind is MatchKind.NEAR:
                assert threshold <= match.score <= 99
            else:
                assert match.score == 100


@given(st.lists(names, min_size=1, max_size=6), names)
@examples(100)
def test_a_lower_threshold_never_loses_anybody(listed: list[str], asked: str) -> None:
    index = NameIndex([entity(str(number), name) for number, name in enumerate(listed)])
    found = [
        {match.entity.id for match in index.matches(asked, threshold, LEGAL_FORMS, COMMON)}
        for threshold in (95, 85, 75, 60)
    ]
    assert found == sorted(found, key=len)
    assert all(fewer <= more for fewer, more in pairwise(found))


def test_the_best_comes_first_and_each_entity_once() -> None:
    index = NameIndex(
        [
            entity("near", "Pengxinxin Technology", "Pengxinxuu"),
            entity("alias", "Shenzhen Pensun", "Pengxinxu", "Peng Xin Xu"),
            entity("exact", "Pengxinxu", "Peng-Xin-Xu"),
        ]
    )
    found = index.matches("Pengxinxu Co., Ltd.", 80, LEGAL_FORMS, COMMON)
    assert [(match.entity.id, match.kind) for match in found] == [
        ("exact", MatchKind.EXACT),
        ("alias", MatchKind.ALIAS),
        ("near", MatchKind.NEAR),
    ]
    assert [match.name for match in found] == ["Pengxinxu", "Peng Xin Xu", "Pengxinxuu"]


def test_at_a_hundred_percent_nothing_is_near() -> None:
    index = NameIndex([entity("lab", "Pengxinxu Jinhua")])
    assert [match.score for match in index.matches("Jinhua Pengxinxu", 99, LEGAL_FORMS)] == [99]
    assert not index.matches("Jinhua Pengxinxu", 100, LEGAL_FORMS)


@pytest.mark.parametrize("asked", ["PSD", "PST Logistics", "Pst Sdn Bhd of Kedah", "P", "PSTT"])
def test_a_bare_abbreviation_is_near_nothing(asked: str) -> None:
    index = NameIndex([entity("pst", "Shenzhen Pengxinxu Technology", "PST")])
    assert not index.matches(asked, 60, LEGAL_FORMS, COMMON)


def test_an_abbreviation_with_a_common_word_is_near_one_that_shares_it() -> None:
    index = NameIndex([entity("smic", "SMIC Shenzhen")])
    assert kinds(index, "SMIC Shenzhen Technology") == {"smic": MatchKind.NEAR}
    assert kinds(index, "SMIC Technology") == {}


def test_two_firms_are_not_alike_for_their_common_words() -> None:
    index = NameIndex([entity("caspro", "Shenzhen Caspro Technology")])
    assert kinds(index, "Shenzhen Rion Technology") == {}
    assert index.matches("Shenzhen Rion Technology", 75, LEGAL_FORMS)


@pytest.mark.parametrize(
    ("asked", "loaded"),
    [
        ("Example Cloud", "set()"),
        ("Borisov Contract", "set()"),
        ("Casprro Technology", "{'rapidfuzz'}"),
        ("Пример", "{'anyascii'}"),
    ],
    ids=["unlike", "unlike, as long", "alike", "other letters"],
)
def test_what_only_some_names_need_is_loaded_late(asked: str, loaded: str) -> None:
    code = (
        "import sys, rulecheck.facts.names as n; from rulecheck.packs.reference import *;"
        "caspro = Entity('caspro', 'Caspro Technology', (), None, Network.OTHER, (), ());"
        f"n.NameIndex([caspro]).matches({asked!r}, 75, frozenset());"
        "print({'rapidfuzz', 'anyascii'} & sys.modules.keys())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == loaded
