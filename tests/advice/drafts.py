"""Drafts of `proposals/`, read and judged."""

from pathlib import Path

from rulecheck.documents import parse
from rulecheck.documents.validation import Frozen
from rulecheck.engine import Evaluator, ReferenceEvaluator
from rulecheck.judgement import Evaluation, Judge
from rulecheck.packs import Pack, load_bundled_pack
from rulecheck.proposals import Proposal, read_proposal

PROPOSALS = Path(__file__).parents[2] / "proposals"
PACK = load_bundled_pack()


def read(name: str, text: str, pack: Pack = PACK) -> Proposal:
    (document,) = parse(name, text.encode())
    return read_proposal(document, pack)


def draft(name: str) -> Proposal:
    """The draft of this name in `proposals/`."""
    path = PROPOSALS / f"{name}.yaml"
    return read(path.name, path.read_text(encoding="utf-8"))


def judged(proposal: Proposal, pack: Pack = PACK, evaluator: Evaluator | None = None) -> Evaluation:
    return Judge(pack, evaluator or ReferenceEvaluator()).evaluation(proposal)


def keeps_everything(before: Frozen, after: Frozen) -> bool:
    """Whether no key and no element of a list is gone; values may be others."""
    match before, after:
        case dict(), dict():
            return all(
                key in after and keeps_everything(value, after[key])
                for key, value in before.items()
            )
        case tuple(), tuple():
            return len(before) <= len(after) and all(
                keeps_everything(one, other) for one, other in zip(before, after, strict=False)
            )
        case _:
            return True
