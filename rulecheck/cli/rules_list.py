"""`rulecheck rules list`: the recommendations and rules of a pack."""

import re
from collections.abc import Iterable
from enum import StrEnum, unique
from typing import TYPE_CHECKING, Annotated

import typer

from rulecheck.cli.configuration import ConfigOption, NoConfigOption, configured
from rulecheck.cli.outputs import UsageError, write_notice, write_to_standard_output
from rulecheck.cli.packs import PackOption, loaded_pack

if TYPE_CHECKING:  # loaded where a pack is: --help and a mistyped option are answered without
    from rulecheck.authoring.listing import Cited

_PLACE = re.compile(r"P?([0-9]{1,4})(?: ?s([0-9]{1,4}))?", re.IGNORECASE)


@unique
class Shape(StrEnum):
    """In what shape rules are printed."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


OutputOption = Annotated[
    Shape, typer.Option("--output", help="What to print.", case_sensitive=False)
]


def list_rules(
    norm: Annotated[
        str | None,
        typer.Option(
            metavar="NORM",
            help="Only rules of this norm: direct, conditional, implied or permissive.",
        ),
    ] = None,
    subject: Annotated[
        str | None,
        typer.Option(
            metavar="SUBJECT",
            help="Only rules judged on this subject: decision, item, lot, party, leg, action or "
            "change.",
        ),
    ] = None,
    veto: Annotated[
        bool, typer.Option("--veto", help="Only rules that are a veto.", show_default=False)
    ] = False,
    recommendation: Annotated[
        str | None, typer.Option(metavar="ID", help="Only rules of this recommendation.")
    ] = None,
    cites: Annotated[
        str | None,
        typer.Option(
            metavar="PLACE",
            help="Only rules whose recommendation cites this paragraph or sentence of the source: "
            'P22 or "P22 s1".',
        ),
    ] = None,
    output: OutputOption = Shape.TEXT,
    pack: PackOption = None,
    config: ConfigOption = None,
    no_config: NoConfigOption = False,
) -> None:
    """List the recommendations, and under each its rules.

    With several filters, a rule must pass all. Exit codes: 0 done, also where no rule passes, 2 a
    fault of the command or the pack.
    """
    from rulecheck import __version__
    from rulecheck.authoring.listing import Choice, chosen
    from rulecheck.packs.model import Norm
    from rulecheck.reports import rules_json, rules_markdown, rules_text
    from rulecheck.vocabulary.enums import SubjectKind

    pack = configured(config, no_config=no_config, pack=pack).pack
    loaded = loaded_pack(pack)
    ids = [each.id for each in loaded.recommendations]
    choice = Choice(
        norm=None if norm is None else Norm(_word("norm", norm, Norm)),
        subject=None if subject is None else SubjectKind(_word("subject", subject, SubjectKind)),
        veto=veto,
        recommendation=recommendation and _word("recommendation", recommendation, ids),
        cites=None if cites is None else _place(cites),
    )
    found = chosen(loaded, choice)
    if not found:
        write_notice("no rule of the pack passes these filters\n")
    match output:
        case Shape.TEXT:
            text = rules_text.render_list(found)
        case Shape.JSON:
            text = rules_json.render_list(loaded, found, __version__)
        case Shape.MARKDOWN:
            text = rules_markdown.render_list(loaded, found)
    write_to_standard_output(text)


def _word(what: str, given: str, known: Iterable[str]) -> str:
    from rulecheck.documents import closest

    words = [str(each) for each in known]
    if given in words:
        return given
    near = closest(given, words)
    hint = f"did you mean `{near}`?" if near else f"known: {', '.join(words)}"
    raise UsageError(f"there is no {what} `{given}`; {hint}")


def _place(given: str) -> "Cited":
    from rulecheck.authoring.listing import Cited

    if (found := _PLACE.fullmatch(given.strip())) is None:
        raise UsageError(f'`{given}` is no place of the source; write P22 or "P22 s1"')
    paragraph, sentence = found.groups()
    return Cited(int(paragraph), None if sentence is None else int(sentence))
