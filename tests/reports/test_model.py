"""What every format shares: the gate in words, and the names of places."""

import pytest

from rulecheck.documents import Pointer, parse
from rulecheck.judgement import Gate
from rulecheck.reports.model import path_of, position_of


@pytest.mark.parametrize(
    ("gate", "summary"),
    [
        (Gate(), "pass"),
        (Gate(waived=1), "pass (1 waived)"),
        (Gate(waived=2, baselined=3), "pass (2 waived, 3 baselined)"),
        (Gate(violations=1), "fail (1 violation)"),
        (Gate(unknowns=1), "fail (1 unknown)"),
        (Gate(waivers=1), "fail (1 stale waiver)"),
        (Gate(faults=1), "fail (1 fault)"),
        (
            Gate(violations=2, unknowns=3, waivers=4, faults=5, waived=6),
            "fail (2 violations, 3 unknowns, 4 stale waivers, 5 faults, 6 waived)",
        ),
    ],
)
def test_the_gate_says_what_stands_against(gate: Gate, summary: str) -> None:
    assert gate.summary == summary
    assert gate.passes is summary.startswith("pass")


@pytest.mark.parametrize(
    ("pointer", "path"),
    [
        ((), "document"),
        (("route",), "route"),
        (("decision", "action"), "decision.action"),
        (("items", 0), "items[0]"),
        (("items", 0, "lots", 12, "stage"), "items[0].lots[12].stage"),
    ],
)
def test_a_place_is_named_as_people_write_it(pointer: Pointer, path: str) -> None:
    assert path_of(pointer) == path


@pytest.mark.parametrize(
    ("pointer", "line", "column"),
    [
        ((), 1, 1),
        (("items", 0, "kind"), 2, 21),
        (("items", 0, "eccn"), 2, 6),  # not there: the first key of what would hold it
        (("route",), 1, 1),  # not there: the first key of the document
    ],
)
def test_a_place_that_is_missing_is_shown_at_the_nearest_that_is_not(
    pointer: Pointer, line: int, column: int
) -> None:
    (document,) = parse("draft.yaml", b"items:\n  - {id: h20, kind: chip}\n")
    position = position_of(document, pointer)
    assert (position.line, position.column) == (line, column)
