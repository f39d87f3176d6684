"""The configuration of a project: which file holds it, and what a command makes of it."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from rulecheck.cli.outputs import UsageError

if TYPE_CHECKING:  # loaded where settings are: --help and a mistyped option are answered without
    from rulecheck.cli.settings import ConfigurationFile, Resolved, Settings
    from rulecheck.documents import Source, Span

OWN_FILE: Final = "rulecheck.toml"
SHARED_FILE: Final = "pyproject.toml"
TABLE: Final = "tool.rulecheck"
NO_FILE: Final = "none"
"""The value of RULECHECK_CONFIG that says what --no-config does."""

ConfigOption = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="FILE",
        help="The configuration file, instead of the rulecheck.toml or pyproject.toml that is "
        "found from here upward.",
    ),
]
NoConfigOption = Annotated[
    bool, typer.Option("--no-config", help="Use no configuration file.", show_default=False)
]


@dataclass(frozen=True, slots=True, eq=False)
class Search:
    """The configuration file, and the folders that were searched for it where none was named."""

    file: "ConfigurationFile | None"
    folders: tuple[Path, ...] = ()


def configured(config: Path | None, *, no_config: bool, **flags: object) -> "Settings":
    """The settings that count for a command, which passes the options it has, as they were given.

    Raises `Faults` for what is wrong in the file or the environment, and `UsageError`.
    """
    return sound(flags, os.environ, search(config, os.environ, no_config=no_config)).settings


def sound(flags: Mapping[str, object], environ: Mapping[str, str], found: Search) -> "Resolved":
    """The settings that count, with their origins. Raises `Faults` where any value is wrong."""
    from rulecheck.cli.settings import resolved

    result = resolved(flags, environ, found.file)
    if result.problems:
        from rulecheck.documents.validation import Faults, in_order

        raise Faults(sorted(result.problems, key=in_order))
    return result


def search(config: Path | None, environ: Mapping[str, str], *, no_config: bool) -> Search:
    """Find and read the configuration file, if there is one.

    Raises `Faults` where it can't be read, or where two compete, and `UsageError`.
    """
    if config is not None and no_config:
        raise UsageError("--config and --no-config contradict each other; give one of them")
    named = config or _named_by_variable(environ)
    if no_config or named == Path(NO_FILE):
        return Search(None)
    if named is not None:
        return Search(_named(named))
    return _found_upward()


def _named_by_variable(environ: Mapping[str, str]) -> Path | None:
    from rulecheck.cli.settings import CONFIG_VARIABLE

    given = environ.get(CONFIG_VARIABLE)
    return Path(given) if given else None


def _named(path: Path) -> "ConfigurationFile":
    from rulecheck.cli.settings import nearby

    if not os.path.lexists(path):
        raise _fault(path.as_posix(), "there is no such configuration file", nearby(path))
    file = _read(path)
    if file is None:
        hint = "add it, or leave --config out" if path.name == SHARED_FILE else None
        raise _fault(path.as_posix(), f"the file has no table [{TABLE}]", hint)
    return file


def _found_upward() -> Search:
    """Look into each folder from the working folder up to the repository's, or to the topmost."""
    folders = []
    here = Path.cwd()
    for level, absolute in enumerate([here, *here.parents]):
        folder = Path(*[os.pardir] * level)
        folders.append(folder)
        file = _in_folder(folder)
        if file is not None:
            return Search(file, tuple(folders))
        if os.path.lexists(absolute / ".git"):
            break
    return Search(None, tuple(folders))


def _in_folder(folder: Path) -> "ConfigurationFile | None":
    own, shared = folder / OWN_FILE, folder / SHARED_FILE
    file = _read(shared) if os.path.lexists(shared) else None
    if not os.path.lexists(own):
        return file
    if file is not None:
        message = f"{shared.as_posix()} beside it has a table [{TABLE}] as well"
        raise _fault(own.as_posix(), message, "keep one of them")
    return _read(own)


# -- reading ---------------------------------------------------------------------------------------

_SYNTAX_ERROR = re.compile(r"(?P<what>.*) \(at line (?P<line>\d+), column (?P<column>\d+)\)", re.S)


def _read(path: Path) -> "ConfigurationFile | None":
    """The settings in a file; `None` where it is a pyproject.toml that holds none."""
    from rulecheck.cli.settings import ConfigurationFile
    from rulecheck.documents import Source
    from rulecheck.documents.problems import reason_of

    name = path.as_posix()
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise _fault(name, f"the file can't be read: {reason_of(error)}") from None
    except UnicodeDecodeError as error:
        message = f"the file is not UTF-8 text (at byte {error.start + 1})"
        raise _fault(name, message, "save it as UTF-8") from None
    is_shared = path.name == SHARED_FILE
    if is_shared and "rulecheck" not in text:
        return None  # most are of other tools, and need no parsing
    source = Source(name, text)
    table = _parsed(source)
    for part in TABLE.split(".") if is_shared else ():
        inner = table.get(part)
        if inner is None:
            return None
        if not isinstance(inner, dict):
            raise _fault(name, f"`{part}` must be a table", f"write [{TABLE}] above the settings")
        table = inner

    def key_span(key: str) -> "Span | None":
        return _key_span(source, key, TABLE if is_shared else "")

    return ConfigurationFile(source, path.parent, table, key_span)


def _parsed(source: "Source") -> Mapping[str, object]:
    import tomllib

    try:
        return tomllib.loads(source.text)
    except RecursionError:
        raise _fault(source.name, "the file is nested too deeply") from None
    except tomllib.TOMLDecodeError as error:
        from rulecheck.documents import Position, Span, problem_at
        from rulecheck.documents.validation import Faults

        found = _SYNTAX_ERROR.fullmatch(str(error))
        if found is None:
            raise _fault(source.name, f"this is no TOML: {error}") from None
        start = Position(int(found["line"]), int(found["column"]))
        what = f"this is no TOML: {found['what']}"
        raise Faults([problem_at(source, Span(start, start), what)]) from None


def _key_span(source: "Source", key: str, table: str) -> "Span | None":
    """Where a key of the table stands. TOML's own reader keeps no places, so it is looked for."""
    header = re.search(rf"^[ \t]*\[[ \t]*{re.escape(table)}[ \t]*\]", source.text, re.M)
    above = re.escape(f"{table}.") if table else ""
    pattern = re.compile(
        rf"^[ \t]*(?:\[{above})?(?P<key>[\"']?{re.escape(key)}[\"']?)[ \t]*[=.\]]", re.M
    )
    start = header.end() if table and header else 0
    found = pattern.search(source.text, start)
    return None if found is None else source.span(found.start("key"), found.end("key"))


def _fault(name: str, message: str, hint: str | None = None) -> Exception:
    from rulecheck.documents.problems import file_problem
    from rulecheck.documents.validation import Faults

    return Faults([file_problem(name, message, hint)])
