"""The small drafts of `tests/cases/reports`, judged in a way that depends on nothing else.

The recommendations stand in the folder `pack`; the rest of the pack is that of
`tests/packs/small_pack`. Nothing here depends on the pack that the tool carries, on the version of
the tool, or on durable-rules.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest

from rulecheck import runner
from rulecheck.engine import ReferenceEvaluator
from rulecheck.judgement import Run
from rulecheck.packs import Pack, load_pack
from rulecheck.packs.loading import SINGLE_FILES

TESTS = Path(__file__).parent.parent
FOLDER = TESTS / "cases" / "reports"


@pytest.fixture(scope="session")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    folder = tmp_path_factory.mktemp("golden") / "pack"
    copytree(Path(__file__).parent / "pack", folder)
    for name in SINGLE_FILES:
        target = folder / name
        target.parent.mkdir(exist_ok=True)
        target.write_bytes((TESTS / "packs" / "small_pack" / name).read_bytes())
    return replace(load_pack(folder), content_sha256="0" * 64)


@pytest.fixture
def judged(pack: Pack, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Run]:
    monkeypatch.chdir(FOLDER)
    monkeypatch.setattr(runner, "best_evaluator", ReferenceEvaluator)
    return lambda name: runner.evaluate([name], pack)
