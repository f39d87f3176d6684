"""Names of findings: what keeps a fingerprint, and what makes a violation one to look at again.

The hashes that are written out here are a promise to those who keep waivers and baselines: they
change only with the version in their name.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from rulecheck.documents import parse
from rulecheck.judgement import Finding, Level, Run
from rulecheck.judgement.canonical import (
    condition_form,
    fact_form,
    path_by_ids,
    sha256_of,
    statement_form,
)
from rulecheck.judgement.findings import findings_of
from rulecheck.packs import Pack
from rulecheck.packs.conditions import AllOf, Comparison, Condition, Meets, Operator
from rulecheck.packs.model import ParameterValue, Rule
from rulecheck.vocabulary import FactValue, Members, Range

Judged = Callable[..., Run]

NEXT = "{id: next-run, stage: unstarted, accelerators: 10, approved: true}"
LAST = "{id: last-run, stage: unstarted, accelerators: 10, approved: true}"


def draft(*lots: str, name: str = "sale", more: str = "", quantity: int = 1) -> str:
    listed = "".join(f"      - {lot}\n" for lot in lots)
    return f"""\
schema: rulecheck/proposal/v1
kind: license_decision
id: {name}
as_of: 2025-07-30
{more}
decision: {{action: approve, basis: license}}
items:
  - id: h20
    kind: chip
    product: nvidia-h20
    quantity: {quantity}
    approved_quantity: {quantity}
    lots:
{listed}"""


def violations(run: Run) -> dict[str, Finding]:
    return {each.about: each for each in findings_of(run) if each.facts_sha256 is not None}


def with_rule(pack: Pack, change: Callable[[Rule], Rule]) -> Pack:
    return replace(
        pack,
        recommendations=tuple(
            replace(each, rules=tuple(map(change, each.rules))) for each in pack.recommendations
        ),
    )


def test_the_hashes_are_those_of_every_version_and_machine(judged: Judged) -> None:
    (finding,) = violations(judged(draft(NEXT))).values()
    assert finding.fingerprint == "ba3713328038259d0cf78e73562cd982a1c95712140185bb1d0841012dba4a9a"
    assert (
        finding.facts_sha256 == "cdeeb1c16caa6f6d4c8b518fa905dfc9e0728f354fdad4459a42f2ed42ac9509"
    )


@pytest.mark.parametrize(
    ("value", "form"),
    [
        (None, None),
        (True, True),
        ("1", "1"),
        (Range(Fraction(1), Fraction(1)), {"=number": "1"}),
        (Range(Fraction(1, 3), None), {"=range": [{"=number": "1/3"}, None]}),
        (Range(date(2025, 7, 1), date(2025, 7, 1)), {"=date": "2025-07-01"}),
        (Members(frozenset("ba"), frozenset("cab")), {"=set": [["a", "b"], ["a", "b", "c"]]}),
        (Members(frozenset(), None), {"=set": [[], None]}),
    ],
)
def test_a_value_is_written_down_in_one_way(value: FactValue, form: object) -> None:
    assert fact_form(value) == form


def test_the_canonical_form_hashes_to_what_it_always_did() -> None:
    assert sha256_of({"b": [1, None], "a": "é😀"}) == (
        "223faa86d002100c7d6ca6cca09befd3cd439c9585340536a463c3c7e0f478cf"
    )


def test_a_condition_is_what_it_asks_and_not_how_it_is_written() -> None:
    one: Condition = Comparison("lot.stage", Operator.IN, ("b", "a"))
    other: Condition = Comparison("lot.approved", Operator.EQUALS, True)
    named = AllOf((Meets("any-name", one), other))
    turned = AllOf((other, Comparison("lot.stage", Operator.IN, ("a", "b"))))
    assert condition_form(named) == condition_form(turned)
    assert condition_form(one) != condition_form(
        Comparison("lot.stage", Operator.NOT_IN, ("b", "a"))
    )


def test_what_is_unknown_is_not_stated_and_numbers_are_what_they_are_worth() -> None:
    one, other = parse(
        "two.yaml",
        b"{lots: [{id: b, n: 1.50, x: unknown}, {id: a}]}\n---\n{lots: [{id: a}, {id: b, n: 1.5}]}",
    )
    assert statement_form(one.root) == statement_form(other.root)


def test_places_go_by_ids_where_there_are_any() -> None:
    (document,) = parse("a.yaml", b"{items: [{id: h20, lots: [{stage: x}]}], route: [CN]}")
    assert (
        path_by_ids(document.root, ("items", 0, "lots", 0, "stage")) == "items[h20].lots[0].stage"
    )
    assert path_by_ids(document.root, ("items", 7, "lots")) == "items[7].lots"
    assert path_by_ids(document.root, ()) == ""


def test_two_equal_violations_of_one_draft_are_two_findings(judged: Judged) -> None:
    found = violations(judged(draft(NEXT, LAST)))
    assert found["next-run"].fingerprint != found["last-run"].fingerprint


def test_unknowns_that_share_their_place_are_told_apart(judged: Judged, pack: Pack) -> None:
    run = judged(
        "schema: rulecheck/proposal/v1\nkind: license_decision\nid: a\nas_of: 2025-07-30\n"
    )
    found = findings_of(run)
    assert len(found) > 1
    assert len({each.fingerprint for each in found}) == len(found)
    assert {each.facts_sha256 for each in found} == {None}
    assert not any(each.can_be_let_through for each in found)


def test_a_lot_that_moves_in_its_list_stays_the_same_finding(judged: Judged) -> None:
    before, after = violations(judged(draft(NEXT, LAST))), violations(judged(draft(LAST, NEXT)))
    for name in ("next-run", "last-run"):
        assert before[name].fingerprint == after[name].fingerprint
        assert before[name].facts_sha256 == after[name].facts_sha256


@pytest.mark.parametrize("document", ["path", "id of the lot"])
def test_another_place_is_another_finding(document: str, judged: Judged) -> None:
    (one,) = violations(judged(draft(NEXT))).values()
    harmless = draft("{id: l, stage: finished, accelerators: 20, approved: true}", name="first")
    run = (
        judged(harmless, draft(NEXT))
        if document == "path"
        else judged(draft(NEXT.replace("next-run", "other-run")))
    )
    (other,) = violations(run).values()
    assert one.fingerprint != other.fingerprint


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(NEXT.replace("10", "1000000"), id="ten units become a million"),
        pytest.param(NEXT.replace("unstarted", "wafer_in_process"), id="a deciding fact changes"),
        pytest.param(NEXT.replace(", accelerators: 10", ""), id="an amount is left out"),
        pytest.param(NEXT.replace("approved", "owner: distributor, approved"), id="more is said"),
    ],
)
def test_other_facts_are_to_be_looked_at_again(changed: str, judged: Judged) -> None:
    (before,) = violations(judged(draft(NEXT))).values()
    (after,) = violations(judged(draft(changed))).values()
    assert before.fingerprint == after.fingerprint
    assert before.facts_sha256 != after.facts_sha256


def test_a_larger_item_is_to_be_looked_at_again_even_where_its_lot_says_no_amount(
    judged: Judged,
) -> None:
    lot = NEXT.replace("accelerators: 10, ", "")
    (before,) = violations(judged(draft(lot, quantity=10))).values()
    (after,) = violations(judged(draft(lot, quantity=1_000_000))).values()
    assert before.facts_sha256 != after.facts_sha256


BUYER = "id: buyer, role: end_user, country: MY"


@pytest.mark.parametrize(
    "parties",
    [
        pytest.param("[{id: buyer, role: end_user, country: CN}]", id="it is elsewhere"),
        pytest.param(f"[{{{BUYER}, name: Another Firm}}]", id="it is somebody else"),
        pytest.param(f"[{{{BUYER}}}, {{id: more, role: remote_user}}]", id="there is one more"),
        pytest.param("unknown", id="who it is is left open"),
    ],
)
def test_another_receiver_is_to_be_looked_at_again(parties: str, judged: Judged) -> None:
    (before,) = violations(judged(draft(NEXT, more=f"parties: [{{{BUYER}}}]"))).values()
    (after,) = violations(judged(draft(NEXT, more=f"parties: {parties}"))).values()
    assert before.fingerprint == after.fingerprint
    assert before.facts_sha256 != after.facts_sha256


def test_the_same_receivers_in_another_order_and_better_known_are_the_same(judged: Judged) -> None:
    other = "id: other, role: remote_user, country: MY"
    known = "{id: other, role: remote_user, country: MY, business: fab}"
    (before,) = violations(
        judged(draft(NEXT, more=f"parties: [{{{BUYER}}}, {{{other}}}]"))
    ).values()
    (after,) = violations(judged(draft(NEXT, more=f"parties: [{known}, {{{BUYER}}}]"))).values()
    assert before.facts_sha256 == after.facts_sha256


@pytest.mark.parametrize(
    "more", ["title: Another title", "review: {next_review: 2026-07-01}", "# a comment"]
)
def test_what_has_no_part_in_it_changes_nothing(more: str, judged: Judged) -> None:
    (before,) = violations(judged(draft(NEXT))).values()
    (after,) = violations(judged(draft(NEXT, more=more))).values()
    assert before.facts_sha256 == after.facts_sha256
    assert before.fingerprint == after.fingerprint


def test_words_of_a_rule_change_nothing_and_its_conditions_do(judged: Judged, pack: Pack) -> None:
    def reworded(rule: Rule) -> Rule:
        return replace(rule, title="New", message="New", remedy="New", veto_because="New")

    def narrowed(rule: Rule) -> Rule:
        more = Comparison("item.kind", Operator.EQUALS, "chip")
        return replace(rule, applies_when=AllOf((rule.applies_when, more)))

    def milder(rule: Rule) -> Rule:
        return replace(rule, veto=False)

    (before,) = violations(judged(draft(NEXT))).values()
    changed = {
        change.__name__: violations(judged(draft(NEXT), by=with_rule(pack, change)))["next-run"]
        for change in (reworded, narrowed, milder)
    }
    same = {name: each.facts_sha256 == before.facts_sha256 for name, each in changed.items()}
    assert same == {"reworded": True, "narrowed": False, "milder": False}
    assert {each.fingerprint for each in changed.values()} == {before.fingerprint}
    assert {name: each.level for name, each in changed.items()} == {
        "reworded": Level.ERROR,
        "narrowed": Level.ERROR,
        "milder": Level.WARNING,
    }


def test_a_parameter_that_the_rule_reads_reopens_the_review_and_another_does_not(
    judged: Judged, pack: Pack
) -> None:
    def with_words(name: str, *words: str) -> Pack:
        parameter = pack.parameters[name]
        values = tuple(replace(each, value=words) for each in parameter.values)
        return replace(
            pack, parameters={**pack.parameters, name: replace(parameter, values=values)}
        )

    (before,) = violations(judged(draft(NEXT))).values()
    read = violations(judged(draft(NEXT), by=with_words("stock-stages", "finished")))
    unread = violations(judged(draft(NEXT), by=with_words("diversion-hubs", "SG")))
    assert read["next-run"].facts_sha256 != before.facts_sha256
    assert unread["next-run"].facts_sha256 == before.facts_sha256


def test_a_parameter_value_of_another_day_changes_nothing(judged: Judged, pack: Pack) -> None:
    parameter = pack.parameters["stock-stages"]
    later = ParameterValue(date(2026, 1, 1), ("finished",), "made up", parameter.values[0].basis)
    longer = replace(parameter, values=(*parameter.values, later))
    changed = replace(pack, parameters={**pack.parameters, "stock-stages": longer})
    (before,) = violations(judged(draft(NEXT))).values()
    assert violations(judged(draft(NEXT), by=changed))["next-run"].facts_sha256 == (
        before.facts_sha256
    )


def test_a_finding_has_what_formats_need(judged: Judged) -> None:
    run = judged(draft(NEXT))
    (finding,) = violations(run).values()
    place = finding.place
    assert (place.path, place.document) == ("draft-0.yaml", 0)
    line = run.evaluations[0].proposal.document.source.line(place.span.start.line)
    assert line[place.span.start.column - 1 : place.span.end.column - 1] == "unstarted"
    assert "next-run" in finding.message
    assert "next-run" not in finding.bare_message
