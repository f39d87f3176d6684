"""`rulecheck config`: each setting, its value, and where that came from."""

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, assert_never

import typer

from rulecheck.cli.configuration import (
    OWN_FILE,
    SHARED_FILE,
    TABLE,
    ConfigOption,
    NoConfigOption,
    Search,
    search,
    sound,
)
from rulecheck.cli.outputs import TextOrJson, write_to_standard_output

if TYPE_CHECKING:  # loaded where settings are: --help and a mistyped option are answered without
    from rulecheck.cli.settings import Resolved


def show_config(
    output: Annotated[
        TextOrJson, typer.Option(help="The form.", case_sensitive=False)
    ] = TextOrJson.TEXT,
    config: ConfigOption = None,
    no_config: NoConfigOption = False,
) -> None:
    """Show each setting, its value, and where that came from.

    An option of a command is stronger than a variable of the environment, that is stronger than
    the configuration file, and that is stronger than the default.

    Exit codes: 0 done, 2 a fault of the command, the configuration file or a variable.
    """
    from rulecheck.cli.settings import SETTINGS

    found = search(config, os.environ, no_config=no_config)
    # Asked about as a command with all options would, so that what does not exist is told here.
    result = sound({each.name: None for each in SETTINGS}, os.environ, found)
    match output:
        case TextOrJson.TEXT:
            write_to_standard_output("\n".join(_lines(found, result)) + "\n")
        case TextOrJson.JSON:
            write_to_standard_output(_as_json(found, result))
        case _:
            assert_never(output)


def _lines(found: Search, result: "Resolved") -> Iterator[str]:
    from rulecheck.cli.settings import SETTINGS
    from rulecheck.reports.escaping import printable

    if found.file is not None:
        yield f"file: {printable(found.file.source.name)}"
    elif found.folders:
        places = ", ".join(folder.as_posix() for folder in found.folders)
        yield f"file: none ({OWN_FILE}, or {SHARED_FILE} with [{TABLE}], looked for in: {places})"
    else:
        yield "file: none, as asked"
    yield ""
    names = max(len(each.key) for each in SETTINGS)
    values = {
        each.name: printable(_shown(getattr(result.settings, each.name))) for each in SETTINGS
    }
    widest = max(map(len, values.values()))
    for each in SETTINGS:
        origin = printable(str(result.origins[each.name]))
        yield f"{each.key.ljust(names)}  {values[each.name].ljust(widest)}  {origin}"


def _shown(value: object) -> str:
    match value:
        case None | ():
            return "-"
        case bool():
            return str(value).lower()
        case tuple():
            return ", ".join(map(str, value))
        case Path():
            return value.as_posix()
        case _:
            return str(value)


def _as_json(found: Search, result: "Resolved") -> str:
    from rulecheck import __version__
    from rulecheck.cli.settings import SETTINGS

    settings = {}
    for each in SETTINGS:
        value = getattr(result.settings, each.name)
        origin = result.origins[each.name]
        settings[each.key] = {
            "value": value.as_posix() if isinstance(value, Path) else value,
            "from": origin.kind,
            "name": origin.name or None,
            "line": None if origin.span is None else origin.span.start.line,
            "variable": each.variable,
            "takes": each.kind.takes,
            "about": each.about,
        }
    document = {
        "schema": "rulecheck/config/v1",
        "tool": {"name": "rulecheck", "version": __version__},
        "file": None if found.file is None else found.file.source.name,
        "searched": [folder.as_posix() for folder in found.folders],
        "settings": settings,
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
