"""The command line: one module a command, errors in plain words, exit codes that mean something."""

import os
import sys
import traceback
from io import StringIO
from typing import Annotated, NoReturn, cast

import typer

from rulecheck.cli import new as start
from rulecheck.cli import waivers as granted
from rulecheck.cli.baseline import check as check_baseline
from rulecheck.cli.baseline import write as write_baseline
from rulecheck.cli.compare import compare
from rulecheck.cli.config import show_config
from rulecheck.cli.evaluate import evaluate
from rulecheck.cli.facts import facts
from rulecheck.cli.outputs import UsageError, write_notice
from rulecheck.cli.repair import repair
from rulecheck.cli.rules_coverage import coverage
from rulecheck.cli.rules_diff import diff
from rulecheck.cli.rules_lint import run_lints
from rulecheck.cli.rules_list import list_rules
from rulecheck.cli.rules_show import show
from rulecheck.cli.rules_test import run_tests
from rulecheck.cli.rules_verify import verify
from rulecheck.cli.schema import schema
from rulecheck.cli.why import why
from rulecheck.reports.escaping import printable

app = typer.Typer(
    name="rulecheck",
    help="Check drafts of export-control decisions against written policy recommendations.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command()(evaluate)
app.command()(why)
app.command()(compare)
app.command()(facts)
app.command()(schema)
app.command("config")(show_config)
app.command()(repair)

rules = typer.Typer(
    name="rules",
    help="For rule authors: what a pack holds, whether it does what it says, and its source.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
rules.command("list")(list_rules)
rules.command()(show)
rules.command("lint")(run_lints)
rules.command("test")(run_tests)
rules.command()(coverage)
rules.command()(verify)
rules.command()(diff)
app.add_typer(rules)

new = typer.Typer(
    name="new",
    help="A commented start of a draft or of a rule, valid as it is.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
new.command()(start.proposal)
new.command()(start.rule)
app.add_typer(new)

waivers = typer.Typer(
    name="waivers",
    help="Violations that somebody answers for, for a time, so that the gate lets them pass.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
waivers.command()(granted.add)
waivers.command("list")(granted.list_waivers)
waivers.command()(granted.check)
app.add_typer(waivers)

baseline = typer.Typer(
    name="baseline",
    help="Violations that stood when a project began to use the gate, so that only new ones fail.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
baseline.command("write")(write_baseline)
baseline.command("check")(check_baseline)
app.add_typer(baseline)

# What typer raises of a mistyped command. Older versions take it from Click, newer ones carry a
# copy of Click and do not even need it installed; both are the second parent of this one.
_MISTYPED = cast(type[typer.BadParameter], typer.BadParameter.__mro__[2])


def _show_version(wanted: bool) -> None:
    if wanted:
        from rulecheck import __version__

        typer.echo(f"rulecheck {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def _main(
    context: typer.Context,
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, help="Show the version and exit."
        ),
    ] = False,
) -> None:
    """Check drafts of export-control decisions against written policy recommendations."""
    if context.invoked_subcommand is None:
        from rulecheck.cli.exits import Exit

        typer.echo(context.get_help(), err=True)
        raise typer.Exit(Exit.USAGE)


def main() -> NoReturn:
    """Run the command line and exit; no way out shows a traceback or a code that means another."""
    sys.exit(_exit_code())


def _exit_code() -> int:
    from rulecheck.cli.exits import Exit

    try:
        result = app(standalone_mode=False, prog_name="rulecheck")
        if result == Exit.INTERRUPTED:
            raise KeyboardInterrupt  # which typer has turned into a number
        return result if isinstance(result, int) else Exit.CLEAN
    except _MISTYPED as error:
        said = StringIO()
        error.show(said)
        return _failed(said.getvalue().rstrip("\n"), Exit.USAGE)
    except UsageError as error:
        return _failed(f"error: {printable(str(error))}", Exit.USAGE)
    except (KeyboardInterrupt, typer.Abort):
        return _failed("interrupted", Exit.INTERRUPTED)
    except SystemExit:
        # Typer's way out when a pipe is closed on it: on its help, so nothing was judged.
        return Exit.INTERRUPTED
    except Exception as error:
        return _known_failure(error)


def _known_failure(error: Exception) -> int:
    """Failures of modules that are only imported where they may have been used."""
    from rulecheck.cli.exits import Exit
    from rulecheck.cli.failures import problem_lines
    from rulecheck.documents.validation import Faults
    from rulecheck.runner import NothingToEvaluate
    from rulecheck.runner.spool import NoRoom

    match error:
        case NoRoom():
            return _failed(f"error: {printable(str(error))}", Exit.USAGE)
        case Faults():
            return _failed("\n".join(problem_lines("error", error.problems)), Exit.USAGE)
        case NothingToEvaluate():
            return _failed("\n".join(problem_lines("error", error.problems)), Exit.USAGE)
        case _:
            if os.environ.get("RULECHECK_TRACEBACK"):
                traceback.print_exception(error)
            kind = type(error).__name__
            return _failed(
                f"internal error: {kind}: {printable(str(error))}\n"
                "Please report it; RULECHECK_TRACEBACK=1 shows where it happened.",
                Exit.INTERNAL,
            )


def _failed(message: str, code: int) -> int:
    write_notice(f"{message}\n")
    return code
