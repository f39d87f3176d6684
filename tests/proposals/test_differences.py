"""In what two versions of a proposal differ."""

from itertools import permutations
from pathlib import Path

import pytest

from rulecheck.documents import parse
from rulecheck.documents.validation import Frozen
from rulecheck.facts import subjects_of
from rulecheck.packs import load_bundled_pack
from rulecheck.proposals import Proposal, read_proposal
from rulecheck.proposals.differences import (
    PROSE,
    ByName,
    Element,
    changes,
    with_differences,
)
from rulecheck.proposals.revising import ABSENT, Data, data_of, revised
from rulecheck.reports.compare import Names

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "proposals").glob("*.yaml"))
WORDY = [
    *FILES,
    *sorted((ROOT / "tests" / "properties" / "rich_drafts").glob("*.yaml")),
    ROOT / "tests" / "cases" / "comparisons" / "hostile" / "new.yaml",
]
PACK = load_bundled_pack()


def read(path: Path) -> Proposal:
    document = parse(path.name, path.read_bytes())[0]
    return read_proposal(document, PACK)


def named(old: Data, new: Data) -> list[str]:
    """Every change by its name, with what differs in it where that is more than one thing."""
    names = Names(shown=True)
    return [
        names.change(change)
        if len(change.parts) == 1
        else f"{names.change(change)}: {', '.join(map(names.part, change.parts))}"
        for change in changes(old, new)
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_proposal_does_not_differ_from_itself(path: Path) -> None:
    data = data_of(read(path))
    assert changes(data, data) == ()
    assert changes(with_differences(ByName.of(data), ()), data) == ()


def test_all_changes_together_lead_from_each_proposal_to_each() -> None:
    proposals = [read(path) for path in FILES]
    for old, new in permutations(proposals, 2):
        parts = [part for change in changes(data_of(old), data_of(new)) for part in change.parts]
        there = with_differences(ByName.of(data_of(old)), parts)
        assert changes(there, data_of(new)) == ()
        assert revised(there, old.document, PACK) is not None
        back = with_differences(ByName.of(data_of(new)), [part.undone for part in parts])
        assert changes(back, data_of(old)) == ()


LOT: dict[str, Frozen] = {"id": "shelf", "stage": "finished", "accelerators": 10}
ITEM: dict[str, Frozen] = {"id": "h20", "quantity": 10, "approved_quantity": 10, "lots": (LOT,)}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ({"id": "one"}, {"id": "two"}, []),
        ({"congress": {}}, {}, []),
        ({"a": 5}, {"a": {"between": (5, 5)}}, []),
        ({"a": 5}, {"a": {"between": (5, 6)}}, ["a"]),
        ({"review": {"next_review": "none"}}, {}, ["review.next_review"]),
        ({"parties": ({"id": "a"}, {"id": "b"})}, {"parties": ({"id": "b"}, {"id": "a"})}, []),
        ({"parties": ({"id": "a"},)}, {"parties": ({"id": "b"},)}, ["parties[a]", "parties[b]"]),
        ({"parties": ({"id": "a"},)}, {}, ["parties"]),
        ({"inventory": ()}, {}, ["inventory"]),
        (
            {"parties": ({"id": "a", "country": "CN", "role": "end_user"},)},
            {"parties": ({"id": "a", "country": "MY", "role": "purchaser"},)},
            ["parties[a].country", "parties[a].role"],
        ),
        (
            {"parties": ({"id": "a", "owners": ({"name": "x"}, {"name": "y"})},)},
            {"parties": ({"id": "a", "owners": ({"name": "z"},)},)},
            ["parties[a].owners: parties[a].owners[0].name, parties[a].owners[1]"],
        ),
        (
            {"route": ({"country": "TW"}, {"country": "CN"})},
            {"route": ({"country": "TW"}, {"country": "MY"}, {"country": "CN"})},
            ["route: route[1].country, route[2]"],
        ),
        (
            {
                "decision": {
                    "conditions": ({"type": "unit_cap", "accelerators": 1}, {"type": "other"})
                }
            },
            {
                "decision": {
                    "conditions": (
                        {"type": "other"},
                        {"type": "other", "text": "x"},
                        {"type": "unit_cap", "accelerators": 2},
                    )
                }
            },
            [
                "decision.conditions: decision.conditions[unit_cap].accelerators, "
                "decision.conditions[other 2]"
            ],
        ),
        ({"items": (ITEM,)}, {"items": ({**ITEM, "quantity": 9},)}, ["items[h20].quantity"]),
        (
            {"items": (ITEM,)},
            {"items": ({**ITEM, "quantity": 9, "approved_quantity": 9, "kind": "chip"},)},
            [
                "items[h20].quantity: items[h20].quantity, items[h20].approved_quantity",
                "items[h20].kind",
            ],
        ),
        (
            {"items": (ITEM,)},
            {"items": ({**ITEM, "quantity": 9, "lots": ({**LOT, "accelerators": 9},)},)},
            ["items[h20].lots: items[h20].quantity, items[h20].lots[shelf].accelerators"],
        ),
        (
            {"items": ({"id": "x", "specs": {"throughput": ({"bits": 8, "dense_tops": 1},)}},)},
            {"items": ({"id": "x", "specs": {"throughput": ({"bits": 8, "dense_tops": 2},)}},)},
            ["items[x].specs.throughput[8].dense_tops"],
        ),
        (
            {"diplomacy": ({"country": "NL", "step": "approached"},)},
            {"diplomacy": ({"country": "NL", "step": "approached", "date": 1},)},
            ["diplomacy[NL approached].date"],
        ),
        (
            {"changes": ({"id": "x", "countries": ("CN", "MO")},)},
            {"changes": ({"id": "x", "countries": ("MO", "HK")},)},
            ["changes[x].countries: changes[x].countries[CN], changes[x].countries[HK]"],
        ),
        (
            {"kind": "license_decision", "title": "x"},
            {"kind": "policy_action", "title": "y"},
            ["the whole proposal: kind, title"],
        ),
    ],
)
def test_what_is_one_change(old: Data, new: Data, expected: list[str]) -> None:
    assert named(old, new) == expected
    parts = [part for change in changes(old, new) for part in change.parts]
    assert changes(with_differences(ByName.of(old), parts), new) == ()


def test_an_element_is_found_in_both_versions() -> None:
    old: Data = {"items": ({"id": "a"}, {"id": "b", "kind": "chip"})}
    new: Data = {"items": ({"id": "b", "kind": "system"},)}
    gone, other = (change.parts[0] for change in changes(old, new))
    assert (gone.path, gone.old_at, gone.new_at) == (
        ("items", Element("a")),
        ("items", 0),
        None,
    )
    assert (gone.old, gone.new) == ({"id": "a"}, ABSENT)
    assert (other.old_at, other.new_at) == (("items", 1, "kind"), ("items", 0, "kind"))


def prose_in(node: Frozen, path: tuple[str, ...] = ()) -> set[str]:
    match node:
        case dict():
            inner = [prose_in(each, (*path, key)) for key, each in node.items()]
        case tuple():
            inner = [prose_in(each, path) for each in node]
        case _:
            return {".".join(path)} & PROSE
    return set().union(*inner)


def reworded(node: Frozen, path: tuple[str, ...] = ()) -> Frozen:
    match node:
        case dict():
            return {key: reworded(each, (*path, key)) for key, each in node.items()}
        case tuple():
            return tuple(reworded(each, path) for each in node)
        case _:
            return "said otherwise" if ".".join(path) in PROSE else node


def test_prose_decides_nothing() -> None:
    seen: set[str] = set()
    for path in WORDY:
        proposal = read(path)
        data = {key: reworded(each, (key,)) for key, each in data_of(proposal).items()}
        again = revised(data, proposal.document, PACK)
        assert again is not None
        facts, others = (
            [{name: fact.value for name, fact in each.facts.items()} for each in subjects]
            for subjects in (subjects_of(proposal.model, PACK), subjects_of(again.model, PACK))
        )
        assert facts == others
        found = changes(data_of(proposal), data)
        assert all(part.is_prose for change in found for part in change.parts)
        seen |= prose_in(data_of(proposal))
    assert PROSE - seen == set(), "no draft says this"
