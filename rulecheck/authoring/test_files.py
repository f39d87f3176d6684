"""The files in which tests stand beside what they test."""

from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import Final

from pydantic_core import PydanticCustomError

from rulecheck.documents import Document, DocumentError, Pointer, closest, parse
from rulecheck.documents.problems import file_problem, reason_of
from rulecheck.documents.validation import Faults, fault_at
from rulecheck.packs.folders import TESTS_SUFFIX
from rulecheck.packs.model import Pack

THRESHOLD_TESTS: Final = f"reference/thresholds{TESTS_SUFFIX}"
"""The one file of tests in a folder of the pack's own; all others stand beside `pack.yaml`."""


_WHERE_TO: Final = (
    f"move tests of rules beside pack.yaml, and tests of thresholds to {THRESHOLD_TESTS}"
)


def rule_test_files(folder: Path) -> tuple[Path, ...]:
    """The files of a pack's rule tests, by name.

    Raises `Faults` for tests where nobody would read them.
    """
    found = sorted(folder.rglob(f"*{TESTS_SUFFIX}"))
    elsewhere = [
        file_problem(path.as_posix(), "tests here would not be run", _WHERE_TO)
        for path in found
        if path.parent != folder and path != folder / THRESHOLD_TESTS
    ]
    if elsewhere:
        raise Faults(elsewhere)
    return tuple(path for path in found if path.parent == folder)


def tests_document(path: Path) -> Document:
    """The document of a file of tests. Raises `Faults` where it can't be read."""
    name = path.as_posix()
    try:
        documents = parse(name, path.read_bytes())
    except DocumentError as error:
        raise Faults([error.problem]) from None
    except OSError as error:
        raise Faults([file_problem(name, f"can't be read: {reason_of(error)}")]) from None
    if len(documents) != 1:
        message = f"a file of tests holds one document, and this one holds {len(documents)}"
        raise Faults([file_problem(name, message, "join them, without the lines `---`")])
    return documents[0]


def check_day(document: Document, test: Pointer, as_of: date, pack: Pack) -> None:
    """See that the pack judges on the day of the test. Raises `Faults`."""
    if as_of < pack.judges_from:
        message = f"the pack judges nothing before {pack.judges_from}"
        hint = f"write {pack.judges_from} or a later day"
        raise Faults([fault_at(document, (*test, "as_of"), message, hint)])


def refused(document: Document, value: Pointer, error: PydanticCustomError) -> Faults:
    """The fault of a value that can't be read, from what `validation.invalid` says of it."""
    context = error.context or {}
    return Faults([fault_at(document, value, context["message"], context["hint"])])


def suggestion(given: str, known: Collection[str]) -> str | None:
    """The hint at what was probably meant."""
    near = closest(given, known)
    return f"did you mean `{near}`?" if near else None
