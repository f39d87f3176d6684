"""The command line: one module a command, errors in plain words, exit codes that mean something."""

import os
import sys
import traceback
from io import StringIO
from typing import Annotated, NoReturn, cast

import typer

from rulecheck.cli.commands import add_commands
from rulecheck.cli.outputs import UsageError, write_notice
from rulecheck.reports.escaping import printable

app = typer.Typer(
    name="rulecheck",
    help="Check drafts of export-control decisions against written policy recommendations.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

# What typer raises of a mistyped command. Older versions take it from Click, newer ones carry a
# copy of Click and do not even need it installed; both are the second parent of this one.
_MISTYPED = cast(type[typer.BadParameter], typer.BadParameter.__mro__[2])

_BY_PYDANTIC = "Value error, "
"""How newer versions of typer begin what is wrong with a value; it says nothing to a reader."""


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

    add_commands(app, sys.argv[1:])  # what can't even be loaded is no failure of a command
    try:
        result = app(standalone_mode=False, prog_name="rulecheck")
        if result == Exit.INTERRUPTED:
            raise KeyboardInterrupt  # which typer has turned into a number
        return result if isinstance(result, int) else Exit.CLEAN
    except _MISTYPED as error:
        said = StringIO()
        error.message = error.message.removeprefix(_BY_PYDANTIC)
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
