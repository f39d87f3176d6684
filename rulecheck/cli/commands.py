"""The commands there are. One that is not asked for is not loaded: most runs ask for one."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final

import typer


def add_commands(app: typer.Typer, arguments: Sequence[str]) -> None:
    """Add the command that the arguments begin with, or all of them where that names none."""
    asked = COMMANDS.get(arguments[0]) if arguments else None
    for add in COMMANDS.values() if asked is None else (asked,):
        add(app)


def _evaluate(app: typer.Typer) -> None:
    from rulecheck.cli.evaluate import evaluate

    app.command()(evaluate)


def _why(app: typer.Typer) -> None:
    from rulecheck.cli.why import why

    app.command()(why)


def _compare(app: typer.Typer) -> None:
    from rulecheck.cli.compare import compare

    app.command()(compare)


def _facts(app: typer.Typer) -> None:
    from rulecheck.cli.facts import facts

    app.command()(facts)


def _schema(app: typer.Typer) -> None:
    from rulecheck.cli.schema import schema

    app.command()(schema)


def _config(app: typer.Typer) -> None:
    from rulecheck.cli.config import show_config

    app.command("config")(show_config)


def _repair(app: typer.Typer) -> None:
    from rulecheck.cli.repair import repair

    app.command()(repair)


# -- groups of commands --------------------------------------------------------------------------

_group = partial(typer.Typer, no_args_is_help=True, rich_markup_mode=None)


def _rules(app: typer.Typer) -> None:
    from rulecheck.cli.rules_coverage import coverage
    from rulecheck.cli.rules_diff import diff
    from rulecheck.cli.rules_lint import run_lints
    from rulecheck.cli.rules_list import list_rules
    from rulecheck.cli.rules_show import show
    from rulecheck.cli.rules_test import run_tests
    from rulecheck.cli.rules_verify import verify

    rules = _group(
        name="rules",
        help="For rule authors: show, test and compare packs of rules.",
    )
    rules.command("list")(list_rules)
    rules.command()(show)
    rules.command("lint")(run_lints)
    rules.command("test")(run_tests)
    rules.command()(coverage)
    rules.command()(verify)
    rules.command()(diff)
    app.add_typer(rules)


def _new(app: typer.Typer) -> None:
    from rulecheck.cli.new import proposal, rule

    new = _group(name="new", help="A commented start of a draft or of a rule, valid as it is.")
    new.command()(proposal)
    new.command()(rule)
    app.add_typer(new)


def _waivers(app: typer.Typer) -> None:
    from rulecheck.cli.waivers import add, check, list_waivers

    waivers = _group(
        name="waivers",
        help="Violations that somebody answers for, for a time. The gate lets them pass.",
    )
    waivers.command()(add)
    waivers.command("list")(list_waivers)
    waivers.command()(check)
    app.add_typer(waivers)


def _baseline(app: typer.Typer) -> None:
    from rulecheck.cli.baseline import check, write

    baseline = _group(
        name="baseline",
        help="Violations that stood when the gate came in. Only new ones fail.",
    )
    baseline.command("write")(write)
    baseline.command("check")(check)
    app.add_typer(baseline)


COMMANDS: Final[Mapping[str, Callable[[typer.Typer], None]]] = {
    "evaluate": _evaluate,
    "why": _why,
    "compare": _compare,
    "facts": _facts,
    "schema": _schema,
    "config": _config,
    "repair": _repair,
    "rules": _rules,
    "new": _new,
    "waivers": _waivers,
    "baseline": _baseline,
}
"""What adds each, in the order in which help shows them."""
