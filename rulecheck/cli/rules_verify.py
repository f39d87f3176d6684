"""`rulecheck rules verify`: check what the pack says of its source against a copy of it."""

from pathlib import Path
from typing import Annotated

import typer

from rulecheck.cli.configuration import ConfigOption, NoConfigOption, configured
from rulecheck.cli.outputs import UsageError, write_to_standard_output
from rulecheck.cli.packs import PackOption, loaded_pack


def verify(
    source: Annotated[
        Path, typer.Option(metavar="FILE", help="Your own copy of the source, as plain text.")
    ],
    pack: PackOption = None,
    config: ConfigOption = None,
    no_config: NoConfigOption = False,
    show_text: Annotated[
        bool, typer.Option("--show-text", help="Print the words of what is listed as well.")
    ] = False,
) -> None:
    """Hold the pack's sentences against a copy of the source.

    Each is known by a fingerprint. It is found where the pack says, moved elsewhere in the copy, or
    missing from it. Listed are the cited sentences, any others that are missing, and those of the
    copy that the pack does not classify. That each sentence which recommends something is cited, or
    says why not, is checked whenever a pack is loaded.
    Exit codes: 0 every sentence is in the copy and classified, 1 one is missing or unclassified,
    2 a fault of the command or the pack.
    """
    from rulecheck.authoring.verifying import verified
    from rulecheck.cli.exits import Exit
    from rulecheck.reports.verification_text import listed, summary

    pack = configured(config, no_config=no_config, pack=pack).pack
    loaded = loaded_pack(pack)
    found = verified(loaded, _text_of(source))
    lines = []
    for line, words in listed(found):
        lines.append(line)
        if show_text and words:
            lines.append(f"    {words}")
    lines += summary(found)
    write_to_standard_output("\n".join(lines) + "\n")
    raise typer.Exit(Exit.CLEAN if found.is_complete else Exit.VIOLATION)


def _text_of(source: Path) -> str:
    from rulecheck.documents.problems import reason_of

    try:
        return source.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"the source {source} can't be read: {reason_of(error)}") from None
    except UnicodeDecodeError:
        raise UsageError(f"the source {source} is not UTF-8 text; save it as UTF-8") from None
