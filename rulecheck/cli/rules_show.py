"""`rulecheck rules show`: a recommendation or a rule in plain words."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from rulecheck.cli.configuration import ConfigOption, NoConfigOption, configured
from rulecheck.cli.outputs import UsageError, write_to_standard_output
from rulecheck.cli.packs import PackOption, loaded_pack, pack_folder
from rulecheck.cli.rules_list import OutputOption, Shape

if TYPE_CHECKING:  # loaded where a pack is: --help and a mistyped option are answered without
    from rulecheck.packs import Pack


def show(
    name: Annotated[
        str,
        typer.Argument(
            metavar="ID",
            help="A recommendation, such as inventory-only, or a rule of one, such as "
            "inventory-only/lots-finished.",
            show_default=False,
        ),
    ],
    as_of: Annotated[
        str | None,
        typer.Option(
            metavar="DATE",
            help="The day whose parameter values are shown, such as 2025-07-22. Without it, the "
            "last day on which the pack changes a parameter.",
        ),
    ] = None,
    output: OutputOption = Shape.TEXT,
    pack: PackOption = None,
    config: ConfigOption = None,
    no_config: NoConfigOption = False,
) -> None:
    """Show what a recommendation or a rule asks, in plain words, with its sources and examples.

    The examples are the rule's own tests. Exit codes: 0 done, 2 a fault of the command, the pack
    or a test file.
    """
    from rulecheck import __version__
    from rulecheck.authoring.describing import describe, latest_change
    from rulecheck.authoring.rule_tests import load_rule_tests
    from rulecheck.reports import rules_json, rules_markdown, rules_text

    pack = configured(config, no_config=no_config, pack=pack).pack
    loaded = loaded_pack(pack)
    day = latest_change(loaded) if as_of is None else _day(as_of, loaded)
    _check_id(name, loaded)
    described = describe(loaded, load_rule_tests(pack_folder(pack), loaded), name, day)
    match output:
        case Shape.TEXT:
            text = rules_text.render(described, __version__)
        case Shape.JSON:
            text = rules_json.render(described, __version__)
        case Shape.MARKDOWN:
            text = rules_markdown.render(described)
    write_to_standard_output(text)


def _day(given: str, pack: "Pack") -> date:
    try:
        day = date.fromisoformat(given)
    except ValueError:
        raise UsageError(f"`{given}` is no date; write one such as {pack.judges_from}") from None
    if day < pack.judges_from:
        raise UsageError(
            f"the pack judges from {pack.judges_from} on; name that day or a later one"
        )
    return day


def _check_id(name: str, pack: "Pack") -> None:
    from rulecheck.documents import closest

    recommendations = [each.id for each in pack.recommendations]
    rules = [rule.id for rule in pack.rules]
    if name in recommendations or name in rules:
        return
    short = {rule.partition("/")[2]: rule for rule in rules}
    near = short.get(name) or closest(name, recommendations + rules)
    hint = f"did you mean `{near}`?" if near else "`rulecheck rules list` shows all"
    raise UsageError(f"the pack has no recommendation or rule `{name}`; {hint}")
