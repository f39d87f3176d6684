"""The page in a real browser: it opens from a file, complains of nothing, is drawn and printed."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

CHROMIUM: Final = shutil.which("chromium") or shutil.which("google-chrome")
ROOT: Final = Path(__file__).parent.parent.parent

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium to open the page in")

Browse = Callable[..., str]


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "report.html"
    names = ("h20_new_production", "h20_half_empty", "action_mixed_package")
    drafts = [f"proposals/{name}.yaml" for name in names]
    command = [sys.executable, "-m", "rulecheck", "evaluate", "--no-config", *drafts]
    ended = subprocess.run([*command, "--output", f"html={path}"], cwd=ROOT, check=False)
    assert ended.returncode == 1
    return path


@pytest.fixture
def browse(tmp_path: Path) -> Browse:
    """What the browser prints: the page as it stands in the end, and behind it what was logged."""

    def run(page: Path, *options: str) -> str:
        assert CHROMIUM is not None
        ended = subprocess.run(
            [
                CHROMIUM,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                f"--user-data-dir={tmp_path / 'profile'}",
                "--enable-logging=stderr",
                "--v=0",
                *options,
                page.as_uri(),
            ],
            capture_output=True,
            timeout=120,
            check=True,
        )
        return ended.stdout.decode() + ended.stderr.decode(errors="replace")

    return run


def test_it_opens_without_a_complaint(page: Path, browse: Browse) -> None:
    made = browse(page, "--dump-dom")
    assert "CONSOLE" not in made
    # Style and script were let in: what the script adds is there.
    assert "Unfold all</button>" in made
    assert re.search(r"<th scope=\"col\"><button type=\"button\">Verdict</button></th>", made)


def test_a_page_that_was_changed_is_not_obeyed(page: Path, browse: Browse, tmp_path: Path) -> None:
    changed = tmp_path / "changed.html"
    text = page.read_text(encoding="utf-8")
    evil = "<script>document.title='obeyed'</script><img src='nowhere.png'></main>"
    changed.write_text(text.replace("</main>", evil), encoding="utf-8")
    made = browse(changed, "--dump-dom")
    assert made.count("violates the following Content Security Policy") >= 2
    assert "<title>obeyed</title>" not in made


def test_it_is_drawn(page: Path, browse: Browse, tmp_path: Path) -> None:
    drawn = {}
    for scheme, option in (("light", "1"), ("dark", "0")):
        picture = tmp_path / f"{scheme}.png"
        browse(
            page,
            f"--blink-settings=preferredColorScheme={option}",
            "--window-size=1000,1400",
            f"--screenshot={picture}",
        )
        drawn[scheme] = picture.read_bytes()
    assert all(each.startswith(b"\x89PNG") and len(each) > 50_000 for each in drawn.values())
    assert drawn["light"] != drawn["dark"]


def test_it_is_printed(page: Path, browse: Browse, tmp_path: Path) -> None:
    printed = tmp_path / "report.pdf"
    browse(page, f"--print-to-pdf={printed}")
    made = printed.read_bytes()
    assert made.startswith(b"%PDF")
    assert len(made) > 50_000
