"""Files of the tests from which broken ones are made; imports nothing of the program."""

from pathlib import Path

TESTS = Path(__file__).parents[1]


def seeds(*folders: str) -> list[bytes]:
    """The YAML files of some folders of tests."""
    return [
        path.read_bytes() for each in folders for path in sorted((TESTS / each).rglob("*.yaml"))
    ]
