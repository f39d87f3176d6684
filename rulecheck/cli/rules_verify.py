"""`rulecheck rules verify`: check the pack's citations against a copy of the source."""

from pathlib import Path
from typing import Annotated

import typer

from rulecheck.cli.outputs import UsageError, write_to_standard_output


def verify(
    source: Annotated[
        Path, typer.Option(metavar="FILE", help="Your own copy of the source, as plain text.")
    ],
    pack: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER", help="The pack to check, instead of the one that rulecheck carries."
        ),
    ] = None,
    show_text: Annotated[
        bool, typer.Option("--show-text", help="Print the cited sentences as well.")
    ] = False,
) -> None:
    """Look for every sentence that the pack cites, by its fingerprint, in a copy of the source.

    A sentence is found where the pack says, moved elsewhere in the copy, or missing from it.
    Exit codes: 0 every sentence is in the copy, 1 one is missing, 2 a fault of the command or the
    pack.
    """
    from rulecheck.authoring.verifying import Whereabouts, verified
    from rulecheck.cli.exits import Exit
    from rulecheck.packs import load_bundled_pack, load_pack

    loaded = load_bundled_pack() if pack is None else load_pack(pack)
    results = list(verified(loaded, _text_of(source)))
    lines = []
    for each in results:
        places = ", ".join(f"P{found.paragraph} s{found.sentence}" for found in each.sentences)
        at = f" at {places}" if each.whereabouts is Whereabouts.MOVED else ""
        lines.append(
            f"{each.whereabouts.value:<8}{each.citation.locator:<8}{each.citation.sha256}  "
            f"{each.recommendation}{at}"
        )
        if show_text and each.sentences:
            lines.append(f"        {each.sentences[0].text}")
    counts = {kind: sum(each.whereabouts is kind for each in results) for kind in Whereabouts}
    lines.append(", ".join(f"{number} {kind.value}" for kind, number in counts.items()))
    write_to_standard_output("\n".join(lines) + "\n")
    raise typer.Exit(Exit.VIOLATION if counts[Whereabouts.MISSING] else Exit.CLEAN)


def _text_of(source: Path) -> str:
    from rulecheck.documents.problems import reason_of

    try:
        return source.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"the source {source} can't be read: {reason_of(error)}") from None
    except UnicodeDecodeError:
        raise UsageError(f"the source {source} is not UTF-8 text; save it as UTF-8") from None
