"""`rulecheck rules test`: run the tests that stand beside the rules."""

from pathlib import Path
from typing import Annotated

import typer

from rulecheck.cli.outputs import write_to_standard_output


def run_tests(
    pack: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER", help="The pack to test, instead of the one that rulecheck carries."
        ),
    ] = None,
) -> None:
    """Run the tests beside the rules: small facts in, an expected outcome out.

    Exit codes: 0 all come to what they expect, 1 one does not, or a pack has no tests, 2 a fault
    of the command, the pack or a test file.
    """
    from rulecheck.authoring.rule_tests import load_rule_tests
    from rulecheck.cli.exits import Exit
    from rulecheck.engine import best_evaluator
    from rulecheck.packs import bundled_pack, load_pack
    from rulecheck.runner import shown_path

    folder = bundled_pack() if pack is None else pack
    loaded = load_pack(folder)
    tests = load_rule_tests(folder, loaded)
    evaluator = best_evaluator()
    lines = []
    failed = 0
    for each in tests:
        outcome = each.outcome(loaded, evaluator)
        if outcome is not each.expected:
            failed += 1
            place = each.document.find(each.pointer).span.start
            name = shown_path(each.document.source.name)
            lines.append(f"failed[{each.rule.id}]: {each.name}")
            lines.append(f"  --> {name}:{place.line}:{place.column}")
            lines.append(f"   = expected {each.expected.value}, came to {outcome.value}")
    tested = {each.rule.id for each in tests}
    untested = [rule.id for rule in loaded.rules if rule.id not in tested]
    lines += [f"untested[{rule}]: no test names this rule" for rule in untested]
    lines.append(
        f"{len(tests) - failed} passed, {failed} failed, {len(untested)} rules untested"
        f" (engine: {evaluator.name})"
    )
    write_to_standard_output("\n".join(lines) + "\n")
    raise typer.Exit(Exit.VIOLATION if failed or untested else Exit.CLEAN)
