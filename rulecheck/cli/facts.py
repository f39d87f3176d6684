"""`rulecheck facts`: what rules may ask about."""

from enum import StrEnum, unique
from typing import Annotated, assert_never

import typer

from rulecheck.cli.outputs import UsageError, write_to_standard_output
from rulecheck.vocabulary.enums import SubjectKind


@unique
class Listing(StrEnum):
    """The forms in which the facts are listed."""

    TEXT = "text"
    JSON = "json"


def facts(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="A fact, or how its name begins: lot.stage, item.lots or leg.",
            show_default=False,
        ),
    ] = "",
    subject: Annotated[
        SubjectKind | None,
        typer.Option(help="Only what a rule on this subject sees: its facts and its parents'."),
    ] = None,
    output: Annotated[
        Listing, typer.Option(help="The form of the list.", case_sensitive=False)
    ] = Listing.TEXT,
) -> None:
    """List the facts that rules may ask about, and what they mean.

    With each are its type, its unit and its source. A lever is a fact that the drafter sets, such
    as a condition; given is what the drafter finds, such as who the end user is.

    Exit codes: 0 done, 2 no such fact, or another fault of the command.
    """
    from rulecheck.authoring.fact_list import NoSuchFact, as_json, as_text, facts_named

    try:
        found = facts_named(name, subject)
    except NoSuchFact as error:
        where = "" if subject is None else f" that a rule on {subject.value} sees"
        hint = f"; did you mean `{error.nearest}`?" if error.nearest else ""
        raise UsageError(f"there is no fact `{name}`{where}{hint}") from None
    match output:
        case Listing.TEXT:
            write_to_standard_output(as_text(found))
        case Listing.JSON:
            write_to_standard_output(as_json(found))
        case _:
            assert_never(output)
