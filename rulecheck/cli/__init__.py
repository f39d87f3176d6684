"""The command line: one module a command, errors in plain words, exit codes that mean something."""

import os
import sys
from typing import Annotated, NoReturn

import typer

from rulecheck.cli.evaluate import evaluate
from rulecheck.cli.outputs import UsageError

app = typer.Typer(
    name="rulecheck",
    help="Check drafts of export-control decisions against written policy recommendations.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command()(evaluate)


def _show_version(wanted: bool) -> None:
    if wanted:
        from rulecheck import __version__

        typer.echo(f"rulecheck {__version__}")
        raise typer.Exit


@app.callback()
def _main(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, help="Show the version and exit."
        ),
    ] = False,
) -> None:
    """Check drafts of export-control decisions against written policy recommendations."""


def main() -> NoReturn:
    """Run the command line and exit; no way out shows a traceback or a code that means another."""
    sys.exit(_exit_code())


def _exit_code() -> int:
    import click

    from rulecheck.cli.exits import Exit

    try:
        result = app(standalone_mode=False)
        return result if isinstance(result, int) else Exit.CLEAN
    except click.ClickException as error:
        error.show(sys.stderr)
        return Exit.USAGE
    except UsageError as error:
        return _failed(f"error: {error}", Exit.USAGE)
    except (KeyboardInterrupt, click.Abort):
        return _failed("interrupted", Exit.INTERRUPTED)
    except Exception as error:
        return _known_failure(error)


def _known_failure(error: Exception) -> int:
    """Failures of modules that are only imported where they may have been used."""
    from rulecheck.cli.exits import Exit
    from rulecheck.cli.failures import problem_lines
    from rulecheck.documents.validation import Faults
    from rulecheck.runner import NothingToEvaluate

    match error:
        case Faults():
            return _failed("\n".join(problem_lines("pack", error.problems)), Exit.USAGE)
        case NothingToEvaluate():
            return _failed("\n".join(problem_lines("error", error.problems)), Exit.USAGE)
        case _:
            if os.environ.get("RULECHECK_TRACEBACK"):
                raise error
            kind = type(error).__name__
            return _failed(
                f"internal error: {kind}: {error}\n"
                "Please report it; RULECHECK_TRACEBACK=1 shows where it happened.",
                Exit.INTERNAL,
            )


def _failed(message: str, code: int) -> int:
    sys.stderr.write(f"{message}\n")
    return code
