"""Choosing rules by what they are."""

import pytest

from rulecheck.authoring.listing import Choice, Cited, chosen
from rulecheck.packs import Norm, Rule, load_bundled_pack
from rulecheck.vocabulary.enums import SubjectKind

PACK = load_bundled_pack()


def rules(choice: Choice) -> list[Rule]:
    return [rule for each in chosen(PACK, choice) for rule in each.rules]


def test_without_a_filter_everything_is_chosen() -> None:
    assert chosen(PACK, Choice()) == PACK.recommendations


@pytest.mark.parametrize("norm", Norm)
def test_by_norm(norm: Norm) -> None:
    assert rules(Choice(norm=norm)) == [rule for rule in PACK.rules if rule.norm is norm]


@pytest.mark.parametrize("subject", SubjectKind)
def test_by_subject(subject: SubjectKind) -> None:
    due = [rule for rule in PACK.rules if rule.subject is subject]
    assert rules(Choice(subject=subject)) == due


def test_by_veto() -> None:
    assert rules(Choice(veto=True)) == [rule for rule in PACK.rules if rule.veto]


def test_by_recommendation() -> None:
    (found,) = chosen(PACK, Choice(recommendation="align-allies"))
    assert found.id == "align-allies"


@pytest.mark.parametrize(
    ("cited", "due"),
    [
        (Cited(22), ["inventory-only", "involve-congress", "no-future-inference-chips"]),
        (Cited(22, 2), ["involve-congress"]),
        (Cited(2), []),
    ],
)
def test_by_the_place_that_is_cited(cited: Cited, due: list[str]) -> None:
    assert [each.id for each in chosen(PACK, Choice(cites=cited))] == due


def test_filters_add_up() -> None:
    found = rules(Choice(subject=SubjectKind.CHANGE, veto=True, recommendation="inventory-only"))
    assert [rule.id for rule in found] == ["inventory-only/no-wider-loosening"]
