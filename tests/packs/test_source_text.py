"""The source of the bundled pack: cited by fingerprint, and never copied.

The text itself is not in the repository. Whoever has a copy beside the checkout tests against it.
"""

import re
import shutil
import subprocess
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from rulecheck.authoring.verifying import Whereabouts, verified
from rulecheck.packs import load_bundled_pack
from rulecheck.packs.fingerprints import fingerprints

REPOSITORY = Path(__file__).parents[2]
COPY = REPOSITORY.parent / "shared" / "ARTICLE.md"
LONGEST_RUN = 7
"""Words in a row that may be the same by chance."""

needs_copy = pytest.mark.skipif(not COPY.is_file(), reason="no copy of the source is at hand")


def words(text: str) -> list[str]:
    """The words of a text, whatever their case and the marks around them."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'")
    return re.findall(r"[\w']+", plain)


def runs(text: str) -> Iterator[tuple[str, ...]]:
    """Every run of one word more than may be the same by chance."""
    found = words(text)
    return zip(*(found[start:] for start in range(LONGEST_RUN + 1)), strict=False)


def of_the_source(copy: str) -> str:
    """The copy without what its keeper wrote above the first paragraph."""
    return "\n\n".join(each.text for each in fingerprints(copy))


def tracked_files() -> list[Path]:
    """Files that are tracked, or would be if they were added."""
    git = shutil.which("git")
    if git is None or not (REPOSITORY / ".git").exists():
        pytest.skip("this is no checkout of the repository")
    listing = subprocess.run(
        [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=REPOSITORY,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    return [path for name in listing.split("\0") if name and (path := REPOSITORY / name).is_file()]


def test_a_copied_run_is_found_whatever_its_typography() -> None:
    source = "The harbor\u2019s keeper sells only what lies in its own sheds."
    copied = set(runs(source))
    assert copied & set(runs("# the HARBOR'S keeper,\n# sells only: what lies (in its) sheds"))
    assert not copied & set(runs("the harbor's keeper sells only what lies there"))


@needs_copy
def test_the_pack_classifies_every_sentence_of_the_source_and_no_other() -> None:
    """That each one which recommends something is cited or explained, loading holds."""
    found = verified(load_bundled_pack(), COPY.read_text(encoding="utf-8"))
    assert found.classified
    assert {each.whereabouts for each in found.classified} == {Whereabouts.FOUND}
    assert {each.whereabouts for each in found.cited} == {Whereabouts.FOUND}
    assert found.unclassified == ()
    assert found.is_complete


@needs_copy
def test_no_file_copies_the_source() -> None:
    source = set(runs(of_the_source(COPY.read_text(encoding="utf-8"))))
    assert source
    copied = {
        f"{path.relative_to(REPOSITORY).as_posix()}: {' '.join(run)}"
        for path in tracked_files()
        for run in runs(path.read_text(encoding="utf-8", errors="ignore"))
        if run in source
    }
    assert copied == set()
