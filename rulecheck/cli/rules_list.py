"""`rulecheck rules list`: the recommendations and rules of a pack."""

from pathlib import Path
from typing import Annotated

import typer

from rulecheck.cli.outputs import write_to_standard_output


def list_rules(
    pack: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER", help="The pack to list, instead of the one that rulecheck carries."
        ),
    ] = None,
) -> None:
    """List the recommendations with norm and weight, and under each its rules.

    Exit codes: 0 done, 2 a fault of the command or the pack.
    """
    from rulecheck.packs import load_bundled_pack, load_pack
    from rulecheck.packs.model import OnUnknown
    from rulecheck.reports.escaping import printable

    loaded = load_bundled_pack() if pack is None else load_pack(pack)
    lines = []
    for recommendation in loaded.recommendations:
        weight = "no weight" if recommendation.is_permissive else f"weight {recommendation.weight}"
        places = ", ".join(citation.locator for citation in recommendation.citations)
        lines.append(
            f"{recommendation.id} ({recommendation.norm.value}, {weight}; article {places}): "
            f"{printable(recommendation.title)}"
        )
        for rule in recommendation.rules:
            marks = [rule.subject.value]
            marks += ["veto"] if rule.veto else []
            marks += ["unknown holds"] if rule.on_unknown is OnUnknown.HOLD else []
            lines.append(f"  {rule.id} ({', '.join(marks)}): {printable(rule.title)}")
    write_to_standard_output("\n".join(lines) + "\n")
