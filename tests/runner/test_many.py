"""Many files: what was judged is read again where somebody looks at it, and stays nowhere else."""

import errno
import gc
import tempfile
from pathlib import Path

import pytest

from rulecheck.judgement import GatedEvaluation
from rulecheck.judgement.gate import Gatekeeper
from rulecheck.packs import load_bundled_pack
from rulecheck.runner import Evaluated, Task, find, gathering, spool
from rulecheck.runner.batches import IN_A_BLOCK
from rulecheck.runner.many import FILES_AT_ONCE, evaluate_many
from rulecheck.runner.spool import NoRoom, Spool

COUNT = FILES_AT_ONCE * 4

DRAFT = """\
schema: rulecheck/proposal/v1
kind: policy_action
id: draft-{number}
as_of: 2025-08-01
"""


def write_drafts(folder: Path) -> None:
    """Some with a draft, and one with many."""
    several = COUNT // 2
    documents = [DRAFT.format(number=number) for number in range(COUNT)]
    (folder / "00.yaml").write_text("---\n".join(documents[:several]), encoding="utf-8")
    for number in range(several, COUNT):
        (folder / f"{number}.yaml").write_text(documents[number], encoding="utf-8")


def judged(folder: Path, *, keeps_judgements: bool = True) -> Evaluated:
    """Many drafts, judged in this process."""
    write_drafts(folder)
    task = Task(
        pack=load_bundled_pack(),
        keeper=Gatekeeper(None, None),
        writers=[
            lambda gated, _: gated.evaluation.proposal.id,
            lambda gated, _: gated.gate.summary,
        ],
        keeps_judgements=keeps_judgements,
    )
    return evaluate_many(find([str(folder)]), task, 1, lambda _: None)


def in_memory() -> int:
    """How many gated judgements there are."""
    gc.collect()
    return sum(type(each) is GatedEvaluation for each in gc.get_objects())


def test_what_was_judged_can_be_looked_at_again_and_again(tmp_path: Path) -> None:
    found = judged(tmp_path)
    run, advice = found.gated, found.advice
    names = [f"draft-{number}" for number in range(COUNT)]
    for _ in range(2):
        assert [each.evaluation.proposal.id for each in run.proposals] == names
        assert [each.proposal.id for each in run.run.evaluations] == names
    assert len(run.proposals) == len(advice) == len(run.gates) == COUNT
    assert run.proposals[-1].evaluation.proposal.id == names[-1]
    assert [each.evaluation.proposal.id for each in run.proposals[3:20:8]] == names[3:20:8]
    assert run.proposals[5].gate == run.gates[5]


def test_what_can_not_be_read_again_is_not_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An `IndexError` is how a sequence may say that it has ended."""
    run = judged(tmp_path).gated

    def fail(*_: object) -> None:
        raise IndexError("pop from empty list")

    monkeypatch.setattr(gathering, "unpacked", fail)
    with pytest.raises(IndexError):
        list(run.proposals)


def test_it_does_not_stay_in_memory(tmp_path: Path) -> None:
    before = in_memory()
    run = judged(tmp_path).gated
    assert sum(len(each.findings) for each in run.proposals) > COUNT
    assert in_memory() - before <= IN_A_BLOCK


def test_what_is_written_is_there_without_the_judgements(tmp_path: Path) -> None:
    found = judged(tmp_path, keeps_judgements=False)
    names, gates = found.written
    for _ in range(2):
        assert list(names) == [f"draft-{number}" for number in range(COUNT)]
        assert list(gates) == [each.summary for each in found.gated.gates]
    assert found.gated.gate.unknowns > COUNT
    with pytest.raises(LookupError, match="was to keep no judgements"):
        list(found.gated.proposals)


@pytest.mark.parametrize("most", [1, 10_000])
def test_blocks_are_kept_in_memory_and_in_a_file(
    most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spool, "IN_MEMORY", most)
    kept = Spool()
    blocks = [bytes([number]) * number for number in range(9)]
    for number, block in enumerate(blocks):
        kept.append(block)
        assert kept.block(number // 2) == blocks[number // 2]
    assert [kept.block(number) for number in range(9)] == blocks


def test_what_is_kept_can_be_opened_by_nobody_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is read back by pickle, which runs what it is told to."""
    monkeypatch.setattr(spool, "IN_MEMORY", 1)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    kept = Spool()
    kept.append(b"a block that is longer than what stays in memory")
    assert kept.block(0).startswith(b"a block")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_without_room_is_named_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        def __init__(self, max_size: int) -> None:
            """Takes what there is room for: nothing."""

        def seek(self, _: int) -> None:
            """Anywhere."""

        def write(self, _: bytes) -> None:
            """As long as it fits in between."""

        def flush(self) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        close = flush

    monkeypatch.setattr(spool, "SpooledTemporaryFile", Full)
    kept = Spool()
    with pytest.raises(NoRoom, match="all of it is: no space left on device; set TMPDIR to"):
        kept.append(b"block")
    del kept  # which says nothing more, or the test would fail
