"""The pages as the command writes them, and one browser to open them in."""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from tests.browser.browser import Browser, Tab
from tests.reports.hostile import HOSTILE, action, decision

ROOT: Final = Path(__file__).parents[2]

_NAMES: Final = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM: Final = next(filter(None, map(shutil.which, _NAMES)), None)

_DRAFTS: Final = ("h20_new_production", "h20_half_empty", "action_mixed_package")
"""One that conflicts and can be repaired, one on hold, and a policy action."""


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("there is no Chromium to open the page in: .ci/browser")
    with Browser(CHROMIUM, tmp_path_factory.mktemp("profile")) as started:
        yield started


@pytest.fixture
def tab(browser: Browser) -> Iterator[Tab]:
    with browser.tab() as opened:
        yield opened


@pytest.fixture(scope="session")
def report(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    drafts = [f"proposals/{name}.yaml" for name in _DRAFTS]
    return _written(folder, "evaluate", *drafts, code=1)


@pytest.fixture(scope="session")
def pack(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _written(tmp_path_factory.mktemp("pack"), "rules", "show", code=0)


@pytest.fixture(scope="session")
def hostile(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """On drafts that say what is hostile wherever they are free to, their files' names included."""
    folder = tmp_path_factory.mktemp("hostile")
    drafts = folder / '<b onclick="x">&amp;'
    drafts.mkdir()
    for place, text in enumerate(HOSTILE):
        for kind, draft in (("decision", decision(text)), ("action", action(text))):
            named = draft.replace(f"id: hostile-{kind}", f"id: {kind}-{place}")
            (drafts / f"{kind}-{place}.yaml").write_text(named, encoding="utf-8")
    return _written(folder, "evaluate", drafts, code=1)


@pytest.fixture(scope="session")
def two_hundred(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("many")
    drafts = folder / "drafts"
    drafts.mkdir()
    examples = sorted((ROOT / "proposals").glob("*.yaml"))
    for number in range(200):
        text = examples[number % len(examples)].read_text(encoding="utf-8")
        named = re.sub(r"(?m)^id: .*$", f"id: draft-{number}", text, count=1)
        (drafts / f"{number}.yaml").write_text(named, encoding="utf-8")
    return _written(folder, "evaluate", drafts, code=1)


def _written(folder: Path, *arguments: str | Path, code: int) -> Path:
    path = folder / "page.html"
    command = [sys.executable, "-m", "rulecheck", *map(str, arguments), "--no-config"]
    ended = subprocess.run([*command, "--output", f"html={path}"], cwd=ROOT, check=False)
    assert ended.returncode == code
    return path
