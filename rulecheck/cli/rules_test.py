"""`rulecheck rules test`: run the tests that stand beside the rules, and say what they lack."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from rulecheck.cli.configuration import ConfigOption, NoConfigOption, configured
from rulecheck.cli.outputs import write_to_standard_output
from rulecheck.cli.packs import PackOption, loaded_pack, pack_folder

if TYPE_CHECKING:
    from rulecheck.authoring.requirements import Requirement
    from rulecheck.authoring.rule_tests import RuleTest
    from rulecheck.authoring.threshold_tests import ThresholdTest
    from rulecheck.engine import Evaluator
    from rulecheck.packs import Pack


def run_tests(
    pack: PackOption = None,
    config: ConfigOption = None,
    no_config: NoConfigOption = False,
) -> None:
    """Run the tests beside the rules: facts in, an outcome out.

    The tests also have to show every condition both true and false, every comparison of numbers
    or dates at its limit, and every rule satisfied, violated and unknown.

    Exit codes: 0 all tests pass and show all of that, 1 one fails or something is not shown, 2 a
    fault of the command, the pack or a test file.
    """
    from rulecheck.authoring.condition_coverage import condition_coverage
    from rulecheck.authoring.rule_tests import load_rule_tests
    from rulecheck.authoring.threshold_coverage import threshold_coverage
    from rulecheck.authoring.threshold_tests import load_threshold_tests
    from rulecheck.cli.exits import Exit
    from rulecheck.engine import best_evaluator

    pack = configured(config, no_config=no_config, pack=pack).pack
    folder = pack_folder(pack)
    loaded = loaded_pack(pack)
    rule_tests = load_rule_tests(folder, loaded)
    threshold_tests = load_threshold_tests(folder, loaded)
    evaluator = best_evaluator()
    failures = list(_failures(loaded, [*rule_tests, *threshold_tests], evaluator))
    requirements = (
        *condition_coverage(loaded, rule_tests),
        *threshold_coverage(loaded, threshold_tests),
    )
    passed = len(rule_tests) + len(threshold_tests) - len(failures)
    lines = [
        *failures,
        *_gaps(folder, requirements),
        f"{passed} passed, {len(failures)} failed (engine: {evaluator.name})",
        f"shown: {_counts(requirements)}",
    ]
    write_to_standard_output("\n".join(lines) + "\n")
    complete = not failures and not any(each.gaps for each in requirements)
    raise typer.Exit(Exit.CLEAN if complete else Exit.VIOLATION)


def _failures(
    pack: "Pack", tests: "Sequence[RuleTest | ThresholdTest]", evaluator: "Evaluator"
) -> Iterator[str]:
    """Each test that comes to something else than it expects, at its line."""
    from rulecheck.authoring.rule_tests import RuleTest
    from rulecheck.reports.escaping import printable
    from rulecheck.runner import shown_path

    for test in tests:
        outcome = test.outcome(pack, evaluator) if isinstance(test, RuleTest) else test.outcome()
        if outcome is not test.expected:
            place = test.document.find(test.pointer).span.start
            name = shown_path(test.document.source.name)
            yield (
                f"failed[{test.about}]: {printable(test.name)}\n"
                f"  --> {printable(name)}:{place.line}:{place.column}\n"
                f"   = expected {test.expected.value}, came to {outcome.value}"
            )


def _gaps(folder: Path, requirements: "Sequence[Requirement]") -> Iterator[str]:
    """What no test shows, by file and line; what has no test at all is named once."""
    from rulecheck.authoring.places import positions
    from rulecheck.reports.escaping import printable
    from rulecheck.runner import shown_path

    lacking = [each for each in requirements if each.gaps]
    begun = {each.owner for each in requirements if len(each.gaps) < each.ways}
    at = positions(folder, (each.place for each in lacking))
    named = set()
    for each in sorted(lacking, key=lambda each: (each.place.file, at[each.place])):
        path = shown_path(str(folder / each.place.file))
        where = f"  --> {printable(path)}:{at[each.place].line}:{at[each.place].column}"
        if each.owner in begun:
            for gap in each.gaps:
                yield f"uncovered[{each.owner}]: {printable(gap)}\n{where}"
        elif each.owner not in named:
            named.add(each.owner)
            yield f"untested[{each.owner}]: no test shows anything of it\n{where}"


def _counts(requirements: "Sequence[Requirement]") -> str:
    from rulecheck.authoring.requirements import Kind

    counts = []
    for kind in Kind:
        met = [not each.gaps for each in requirements if each.kind is kind]
        counts.append(f"{sum(met)} of {len(met)} {kind}")
    return ", ".join(counts)
