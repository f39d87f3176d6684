"""Edits in the text of a draft: whatever its layout, only the lines of the edits change.

A case of `tests/cases/rewriting` is a draft, and beside it the same draft with the edits made.
"""

from pathlib import Path

import pytest

from rulecheck.advice.repairing import repairs_of
from rulecheck.advice.rewriting import NotRewritten, Rewriter
from rulecheck.documents import parse
from rulecheck.proposals import Proposal, read_proposal
from rulecheck.proposals.revising import Edit, data_of, edited

from .drafts import PACK, PROPOSALS, draft, judged, read

CASES = sorted(
    path
    for path in (PROPOSALS.parent / "tests" / "cases" / "rewriting").glob("*.yaml")
    if not path.stem.endswith(".edited")
)
NAMES = sorted(path.stem for path in PROPOSALS.iterdir())

EDITS = (
    Edit(("decision", "action"), "approve_in_part"),
    Edit(("decision", "covers_future_production"), False),
    Edit(("decision", "conditions", 1), {"type": "closed_lot_list"}),
    Edit(("items", 0, "approved_quantity"), 7),
)
"""The first key stands everywhere, the second and the last nowhere; one condition stands."""


def reread(path: Path) -> Proposal:
    documents = parse(path.name, path.read_bytes())
    return read_proposal(documents[-1], PACK)


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_only_the_lines_of_the_edits_change(case: Path) -> None:
    proposal = reread(case)
    rewritten = Rewriter(proposal, PACK).rewritten(EDITS)
    assert data_of(rewritten) == edited(data_of(proposal), EDITS)
    expected = case.with_suffix(".edited.yaml").read_bytes().decode()
    assert rewritten.document.source.text == expected


def test_lines_keep_the_ends_that_they_have() -> None:
    (case,) = (case for case in CASES if case.stem == "two-spaces")
    text = case.read_text(encoding="utf-8").replace("\n", "\r\n")
    rewritten = Rewriter(read(case.name, text), PACK).rewritten(EDITS)
    expected = case.with_suffix(".edited.yaml").read_text(encoding="utf-8")
    assert rewritten.document.source.text == expected.replace("\n", "\r\n")


@pytest.mark.parametrize("name", NAMES)
def test_without_edits_an_example_is_the_same_byte_for_byte(name: str) -> None:
    text = draft(name).document.source.text
    assert Rewriter(draft(name), PACK).rewritten(()).document.source.text == text


def test_dates_are_written_without_quotes_and_eccns_keep_theirs() -> None:
    proposal = draft("h20_mixed_lots")
    day = proposal.model.as_of.replace(year=2026)
    rewritten = Rewriter(proposal, PACK).rewritten((Edit(("review", "next_review"), day),))
    text = rewritten.document.source.text
    assert f"next_review: {day.isoformat()}," in text
    assert '"3A991.p"' in text


def test_an_edit_in_what_is_shared_is_made_in_one_place_alone() -> None:
    text = """\
schema: rulecheck/proposal/v1
kind: policy_action
id: shared
as_of: 2025-08-01
changes:
  - &one
    id: one
    limited_to_inventory: false
    products: &products [nvidia-h20]
  - id: two
    limited_to_inventory: false
    products: *products
"""
    proposal = read("shared.yaml", text)
    edit = Edit(("changes", 0, "limited_to_inventory"), True)
    rewritten = Rewriter(proposal, PACK).rewritten((edit,))
    assert data_of(rewritten) == edited(data_of(proposal), (edit,))


def test_what_the_edited_text_does_not_say_is_not_offered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Rewriter, "_written", lambda self, _edits: self._unedited)
    proposal = draft("h20_mixed_lots")
    with pytest.raises(NotRewritten):
        Rewriter(proposal, PACK).rewritten((Edit(("decision", "action"), "approve_in_part"),))
    found = repairs_of(judged(proposal), PACK)
    assert not found.found
    assert found.not_written == 1
