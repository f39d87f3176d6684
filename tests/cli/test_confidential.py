"""`--no-excerpts`: nothing that a draft says comes out, be the draft valid or not.

Every text and every name of the drafts here holds a mark, which no report may repeat.
"""

from collections.abc import Iterator
from typing import Annotated, get_args, get_origin

import pytest
from pydantic import BaseModel

from rulecheck.cli.outputs import Format
from rulecheck.documents import parse
from rulecheck.packs import bundled_pack, load_bundled_pack
from rulecheck.proposals import LicenseDecision, PolicyAction, read_proposal
from rulecheck.vocabulary.fields import Identifier
from tests.cli.conftest import Desk, Evaluate

MARK = "marked"

DECISION = """\
schema: rulecheck/proposal/v1
kind: license_decision
id: marked-decision
title: Marked title
as_of: 2025-07-30
application: {number: marked-number, applicant: {name: Marked applicant, country: US}}
decision:
  action: approve_with_conditions
  basis: license
  exception: marked exception
  covers_future_production: true
  conditions: [{type: other, text: marked condition}]
transaction: {mode: permanent, end_use: marked use}
route: [{country: TW, role: origin}, {country: MY, role: storage}, {country: CN, role: destination}]
items:
  - id: marked-item
    kind: chip
    product: nvidia-h20
    quantity: 31337
    approved_quantity: 31337
    end_users: [marked-party]
    lots: [{id: marked-lot, stage: unstarted, owner: foundry, accelerators: 31337, approved: true}]
  - id: marked-variant
    kind: chip
    variant_of: nvidia-h20
    quantity: 31337
    end_users: [marked-party]
inventory: [{id: marked-stock, product: nvidia-h20, attested_finished: 424242, attested_by: Marked}]
parties:
  - id: marked-party
    role: end_user
    name: Marked party
    country: MY
    owners: [{name: Marked owner, percent: 50}]
    end_use_check: {status: failed, by: marked checker}
    red_flags: [{flag: marked flag, resolved: false}]
    screening: [{entry: Marked entry, decision: no_match, because: marked reason}]
linkage: {form: formal, counterpart: CN, topics: [rare_earths], evidence: marked words,
          revenue_share_percent: 15}
"""

ACTION = """\
schema: rulecheck/proposal/v1
kind: policy_action
id: marked-action
title: Marked title
as_of: 2025-07-30
instrument: rule
changes:
  - id: marked-change
    direction: loosen
    category: chips
    countries: [CN]
    products: [nvidia-h20]
    limited_to_inventory: false
    entities: [Marked entity]
    carve_outs: [marked carve-out]
linkage: {form: formal, counterpart: CN, topics: [tariffs], evidence: marked words}
"""

OVERDRAFT = DECISION.replace("marked-decision", "marked-other").replace(
    "marked-lot", "marked-other-lot"
)

INVALID = {
    "an unknown key": ACTION.replace("instrument:", "marked_key:"),
    "an unknown word": ACTION.replace("rule\n", "marked\n"),
    "an unknown product": ACTION.replace("nvidia-h20", "marked-product"),
    "a bad name": ACTION.replace("marked-change", "Marked Change"),
    "a name twice": f"{ACTION}---\n{ACTION}",
    "another kind": ACTION.replace("policy_action", "marked"),
    "broken YAML": "title: [marked\nid: marked",
    "a key twice": "marked: 1\nmarked: 2\n",
    "an unclear number": "title: 0123 # marked\nmarked: 0x1F\n",
    "an end user that is no party": DECISION.replace("[marked-party]", "[marked-nobody]"),
}


def models(value: object) -> Iterator[BaseModel]:
    """Every model inside a value, itself included."""
    if isinstance(value, BaseModel):
        yield value
        for name in type(value).model_fields:
            yield from models(getattr(value, name))
    if isinstance(value, tuple):
        for each in value:
            yield from models(each)


def kinds(annotation: object) -> Iterator[type[BaseModel]]:
    """Every model that an annotation is made of."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        for field in annotation.model_fields.values():
            yield from kinds(field.annotation)
    for argument in get_args(annotation):
        yield from kinds(argument)


def is_free(annotation: object) -> bool:
    """Whether whoever writes a draft is free in what to write there."""
    if annotation in (str, Identifier):
        return True
    return get_origin(annotation) is not Annotated and any(map(is_free, get_args(annotation)))


def test_every_text_and_name_that_a_draft_can_have_is_marked() -> None:
    free = {
        f"{model.__name__}.{name}"
        for root in (LicenseDecision, PolicyAction)
        for model in kinds(root)
        for name, field in model.model_fields.items()
        if is_free(field.annotation) or Identifier in ({field.annotation} | set(field.metadata))
    }
    marked = {
        f"{type(model).__name__}.{name}"
        for text in (DECISION, ACTION)
        for document in parse("draft.yaml", text.encode())
        for model in models(read_proposal(document, load_bundled_pack()).model)
        for name in type(model).model_fields
        if MARK in str(getattr(model, name)).lower()
    }
    of_the_catalogue = {"Item.product", "Item.variant_of", "Inventory.product", "Change.products"}
    assert free - marked - of_the_catalogue == set()


def check(evaluate: Evaluate, *, code: int) -> None:
    """Write every format, and find no word of the drafts in any output."""
    for output in Format:
        ended = evaluate(".", "--no-excerpts", "--output", output, pack=bundled_pack())
        assert ended.code == code
        for out in (ended.out.lower(), ended.err.lower()):
            for secret in (MARK, "nvidia", "31337", "31,337", "424242", "424,242"):
                assert secret not in out.replace("nvidia holds", "")


def test_valid_drafts(desk: Desk, evaluate: Evaluate) -> None:
    desk.write("decision.yaml", DECISION)
    desk.write("action.yaml", ACTION)
    desk.write("other.yaml", OVERDRAFT)
    shown = evaluate(".", pack=bundled_pack()).out
    for outcome in ("violated[", "unknown[", "note[", "across the run"):
        assert outcome in shown
    assert MARK in shown.lower()
    check(evaluate, code=1)


@pytest.mark.parametrize("case", INVALID)
def test_invalid_drafts(case: str, desk: Desk, evaluate: Evaluate) -> None:
    desk.write("draft.yaml", INVALID[case])
    check(evaluate, code=4)
