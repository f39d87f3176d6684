"""`rulecheck rules coverage`: which sentences of the source the recommendations cite."""

from typing import Annotated, assert_never

import typer

from rulecheck.cli.configuration import ConfigOption, NoConfigOption, configured
from rulecheck.cli.outputs import TextOrJson, write_to_standard_output
from rulecheck.cli.packs import PackOption, loaded_pack


def coverage(
    pack: PackOption = None,
    config: ConfigOption = None,
    no_config: NoConfigOption = False,
    output: Annotated[
        TextOrJson, typer.Option(help="The form; json has every sentence.")
    ] = TextOrJson.TEXT,
    everything: Annotated[
        bool,
        typer.Option("--all", help="List background that nobody cites as well, not only count it."),
    ] = False,
) -> None:
    """Show what each sentence of the source is, and what cites it.

    Sentences are named by paragraph and place, and described in the pack's words; the source itself
    is not needed. One that recommends something and is neither cited nor explained is a fault of
    the pack, shown with its line.
    Exit codes: 0 nothing that the source recommends is left out, 1 the pack does not classify its
    source, 2 a fault of the command or the pack.
    """
    from rulecheck import __version__
    from rulecheck.authoring.coverage import coverage as coverage_of
    from rulecheck.cli.exits import Exit
    from rulecheck.packs.model import SentenceClass
    from rulecheck.reports import coverage_json, coverage_text

    pack = configured(config, no_config=no_config, pack=pack).pack
    loaded = loaded_pack(pack)
    sentences = coverage_of(loaded)
    match output:
        case TextOrJson.TEXT:
            counted = frozenset() if everything else frozenset({SentenceClass.BACKGROUND})
            text = coverage_text.render(loaded, sentences, counted)
        case TextOrJson.JSON:
            text = coverage_json.render(loaded, sentences, __version__)
        case _:
            assert_never(output)
    write_to_standard_output(text)
    raise typer.Exit(Exit.VIOLATION if sentences is None else Exit.CLEAN)
