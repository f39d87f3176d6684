"""The pack that a command works with: one option, the same for every command."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:  # loaded where a pack is: --help and a mistyped option are answered without
    from rulecheck.packs import Pack

PackOption = Annotated[
    Path | None,
    typer.Option(
        "--pack",
        metavar="FOLDER",
        help="The pack to use, instead of the one that rulecheck carries.",
    ),
]
"""The folder of a pack; `None` is the pack that rulecheck carries."""

ScreeningOption = Annotated[
    Path | None,
    typer.Option(
        "--screening",
        metavar="FILE",
        help="The Consolidated Screening List, as for evaluate.",
    ),
]
"""A screening list whose entities stand beside the pack's own."""


def loaded_pack(pack: Path | None) -> "Pack":
    """The pack that is meant. Raises `Faults`."""
    from rulecheck.packs import load_bundled_pack, load_pack

    return load_bundled_pack() if pack is None else load_pack(pack)


def pack_folder(pack: Path | None) -> Path:
    """The folder of the pack that is meant, whether it is one or not."""
    from rulecheck.packs import bundled_pack

    return bundled_pack() if pack is None else pack
