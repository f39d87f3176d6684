"""`rulecheck rules lint`: look for rules that can't mean what they say."""

import typer

from rulecheck.cli.configuration import ConfigOption, NoConfigOption, configured
from rulecheck.cli.outputs import write_to_standard_output
from rulecheck.cli.packs import PackOption, loaded_pack, pack_folder


def run_lints(
    pack: PackOption = None,
    config: ConfigOption = None,
    no_config: NoConfigOption = False,
) -> None:
    """Look for rules that load but can't mean what they say.

    That is: rules that nothing can violate or that everything does, exceptions that swallow their
    rule, parts of conditions that never matter, notes that never show, parameters and definitions
    that nothing uses. All is tried out on every case that the rule's own conditions tell apart.
    Exit codes: 0 there is none, 1 there is one, 2 a fault of the command or the pack.
    """
    from rulecheck.authoring.lints import lint
    from rulecheck.authoring.places import positions
    from rulecheck.cli.exits import Exit
    from rulecheck.reports.escaping import printable
    from rulecheck.runner import shown_path
    from rulecheck.vocabulary.display import shown

    pack = configured(config, no_config=no_config, pack=pack).pack
    folder = pack_folder(pack)
    loaded = loaded_pack(pack)
    linted = lint(loaded)
    at = positions(folder, (each.place for each in linted.findings))
    lines = []
    for each in linted.findings:
        path = shown_path(str(folder / each.place.file))
        line, column = at[each.place]
        lines.append(f"{each.lint.value}[{each.owner}]: {printable(each.message)}")
        lines.append(f"  --> {printable(path)}:{line}:{column}")
        if each.facts is not None:
            facts = ", ".join(f"{name}: {shown(value)}" for name, value in each.facts.items())
            lines.append(f"   = facts: {printable(facts) or 'any'}")
        lines.append(f"   = help: {printable(each.hint)}")
    count = len(linted.findings)
    lints = "1 lint" if count == 1 else f"{count} lints"
    lines.append(f"{len(loaded.rules)} rules, {linted.cells:,} cells, {lints}")
    write_to_standard_output("\n".join(lines) + "\n")
    raise typer.Exit(Exit.VIOLATION if linted.findings else Exit.CLEAN)
