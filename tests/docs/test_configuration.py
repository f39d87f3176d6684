"""The page on configuration: it names every setting, and its examples are sound files."""

from pathlib import Path

import pytest

from rulecheck.cli.configuration import search
from rulecheck.cli.settings import SETTINGS, resolved

from .blocks import Block, blocks, rows

PAGE = "configuration.md"


def test_every_setting_is_in_the_table() -> None:
    assert rows(PAGE, "settings") == [
        [each.key, each.variable, each.kind.takes, each.about] for each in SETTINGS
    ]


@pytest.mark.parametrize("block", list(blocks(PAGE)), ids=lambda block: block.mark)
def test_the_examples_load(block: Block, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / block.mark.removeprefix("file: ")).write_text(block.text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    found = resolved({}, {}, search(None, {}, no_config=False).file)
    assert found.problems == ()
    assert found.settings.paths == ("proposals",)
    assert found.settings.output == ("text", "json=report.json")
