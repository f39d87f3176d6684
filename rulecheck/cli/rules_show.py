"""`rulecheck rules show`: a recommendation or rule in plain words, or the whole pack as a page."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, assert_never

import typer

from rulecheck.cli.configuration import ConfigOption, NoConfigOption, configured
from rulecheck.cli.outputs import (
    FORMATS,
    Format,
    UsageError,
    parted_output,
    target_of,
    write_file,
    write_to_standard_output,
)
from rulecheck.cli.packs import PackOption, loaded_pack, pack_folder
from rulecheck.cli.rules_list import Shape

if TYPE_CHECKING:  # loaded where a pack is: --help and a mistyped option are answered without
    from collections.abc import Sequence

    from rulecheck.authoring.rule_tests import RuleTest
    from rulecheck.packs import Pack


def show(
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="ID",
            help="A recommendation, such as inventory-only, or a rule of one, such as "
            "inventory-only/lots-finished. Without it, the whole pack as html.",
            show_default=False,
        ),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(
            metavar="DATE",
            help="The day whose parameter values are shown, such as 2025-07-22. Without it, the "
            "last day on which the pack changes a parameter.",
        ),
    ] = None,
    output: Annotated[
        str,
        typer.Option(
            metavar="FORMAT[=PATH]",
            help="In what form, to standard output or to a file: text, json or markdown of what ID "
            "names, or html (a page on the whole pack).",
        ),
    ] = Shape.TEXT,
    pack: PackOption = None,
    config: ConfigOption = None,
    no_config: NoConfigOption = False,
) -> None:
    """Show what a recommendation or a rule asks, in plain words.

    With it are its sources and examples. Without ID, --output html=pack.html writes a page on the
    whole pack: recommendations, rules, parameters, reference data and the coverage of the source.

    The examples are the rule's own tests. Exit codes: 0 done, 2 a fault of the command, the pack
    or a test file.
    """
    from rulecheck.authoring.describing import latest_change
    from rulecheck.authoring.rule_tests import load_rule_tests

    form, given = parted_output(output, [*Shape, Format.HTML])
    path = None if given is None else target_of(given, FORMATS[Format(form)].ending)
    if form != Format.HTML and name is None:
        raise UsageError(
            f"{form} shows one recommendation or rule: name it, or write --output html=pack.html "
            "for the whole pack; `rulecheck rules list` shows all names"
        )
    if form == Format.HTML and name is not None:
        raise UsageError(f"html shows the whole pack: leave out `{name}`")
    pack = configured(config, no_config=no_config, pack=pack).pack
    loaded = loaded_pack(pack)
    day = latest_change(loaded) if as_of is None else _day(as_of, loaded)
    if name is not None:
        _check_id(name, loaded)
    tests = load_rule_tests(pack_folder(pack), loaded)
    text = (
        _page(loaded, tests, day) if name is None else _one(Shape(form), name, loaded, tests, day)
    )
    if path is None:
        write_to_standard_output(text)
    else:
        write_file(path, text)


def _one(shape: Shape, name: str, pack: "Pack", tests: "Sequence[RuleTest]", day: date) -> str:
    from rulecheck import __version__
    from rulecheck.authoring.describing import describe
    from rulecheck.reports import rules_json, rules_markdown, rules_text

    described = describe(pack, tests, name, day)
    match shape:
        case Shape.TEXT:
            return rules_text.render(described, __version__)
        case Shape.JSON:
            return rules_json.render(described, __version__)
        case Shape.MARKDOWN:
            return rules_markdown.render(described)
        case _:
            assert_never(shape)


def _page(pack: "Pack", tests: "Sequence[RuleTest]", day: date) -> str:
    from rulecheck import __version__
    from rulecheck.authoring.coverage import coverage
    from rulecheck.authoring.describing import describe
    from rulecheck.reports import rules_html

    described = [describe(pack, tests, each.id, day) for each in pack.recommendations]
    return rules_html.render(described, coverage(pack), __version__)


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
