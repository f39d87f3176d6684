"""What commands see that run outside the checkout, as they do in a hook or on a runner."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

PASSED_ON = ("SYSTEMROOT", "TMPDIR")
"""What of the environment they may see; all else would make a test depend on its place."""


@pytest.fixture
def surroundings(tmp_path: Path) -> Mapping[str, str]:
    """An environment with `rulecheck` on the path, and nothing of whoever runs the tests."""
    programs = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    home = tmp_path / "home"
    home.mkdir()
    return {
        **{name: os.environ[name] for name in PASSED_ON if name in os.environ},
        "PATH": programs,
        "PYTHONPATH": str(ROOT),
        "HOME": str(home),
        "GIT_CONFIG_NOSYSTEM": "1",
    }
