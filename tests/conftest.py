"""What holds for every test."""

import signal
from collections.abc import Iterator

import pytest
from hypothesis import settings

# How long an example takes depends on what else the machine does.
settings.register_profile("no clock", deadline=None)
settings.load_profile("no clock")

# A shell has what it starts in the background ignore interrupts, and what that starts does, too.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def packs_kept_apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep packs in a folder of the test run, which its workers share, and in no other."""
    with pytest.MonkeyPatch.context() as patch:
        # The workers of one run have their folders side by side.
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.getbasetemp().parent / "cache"))
        yield
