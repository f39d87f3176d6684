"""What a project may settle once, and which value counts where several are given.

Each field of `Settings` is an option of the command line, a variable and a key of the configuration
file at once; a new field is a new setting. Nothing here reads a file or the environment by itself.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import Field, dataclass, fields
from enum import StrEnum, unique
from glob import escape, has_magic
from pathlib import Path
from typing import Annotated, Any, Final, cast, get_args

from rulecheck.cli.outputs import Color, UsageError, parse_outputs
from rulecheck.documents import Problem, Source, Span, closest, problem_at
from rulecheck.documents.problems import file_problem, shown

PREFIX: Final = "RULECHECK_"
CONFIG_VARIABLE: Final = "RULECHECK_CONFIG"
OTHER_VARIABLES: Final = (
    CONFIG_VARIABLE,
    "RULECHECK_TRACEBACK",
    "RULECHECK_NO_CACHE",
    "RULECHECK_THOROUGHNESS",  # these two steer the project's own tests
    "RULECHECK_UPDATE_GOLDEN",
)
"""Variables that are no settings."""

_TRUTHS: Final = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}


class Wrong(Exception):
    """A value that a setting can't have, and what to write instead."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


# -- kinds of values -------------------------------------------------------------------------------


def _accept(_value: object) -> None:
    """The check of a kind whose values can't be wrong but in themselves."""


def _allow(_value: object, _folder: Path) -> None:
    """The check of a kind that a file may state whatever it likes of."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a setting takes.

    `of_text` makes of a variable's text what a file would hold, and `read` makes the value of that;
    relative paths are seen from the folder that `read` is given. `allow` is asked of what a file in
    that folder states, and never of a variable. `check` looks at the world, so that it is asked
    only of a value that will be used. All of them raise `Wrong`.
    """

    takes: str
    read: Callable[[object, Path], object]
    of_text: Callable[[str], object] = lambda text: text
    allow: Callable[[object, Path], None] = _allow
    check: Callable[[Any], None] = _accept


def _text(value: object, due: str) -> str:
    if not isinstance(value, str):
        raise Wrong(f"{_written(value)} is not {due}", "write it in quotes")
    if not value:
        raise Wrong("the text is empty", f"write {due}, or leave the key out")
    return value


def _written(value: object) -> str:
    """A value of a TOML file as a message names it."""
    match value:
        case bool():
            return f"`{str(value).lower()}`"
        case list():
            return "a list"
        case dict():
            return "a table"
        case _:
            return f"`{shown(str(value))}`"


def _path(value: object, folder: Path) -> Path:
    return folder / _text(value, "a path")


def _texts(value: object) -> Iterator[str]:
    if not isinstance(value, list):
        hint = f'write ["{value}"]' if isinstance(value, str) else 'write ["…", "…"]'
        raise Wrong(f"{_written(value)} stands where a list is due", hint)
    for each in value:
        yield _text(each, "text")


def _patterns(value: object, folder: Path) -> tuple[str, ...]:
    return tuple(_pattern(each, folder) for each in _texts(value))


def _pattern(text: str, folder: Path) -> str:
    """A path or glob pattern seen from the folder, whose own name is no pattern."""
    if text == "-" or folder == Path():
        return text
    return str(Path(escape(str(folder)) if has_magic(text) else folder, text))


def _outputs(value: object, folder: Path) -> tuple[str, ...]:
    return tuple(_output(each, folder) for each in _texts(value))


def _output(text: str, folder: Path) -> str:
    name, separator, path = text.partition("=")
    return f"{name}={folder / path}" if path else f"{name}{separator}"


def _allow_outputs(value: object, folder: Path) -> None:
    """A file is found, not chosen: whoever wrote it must not overwrite what lies elsewhere."""
    for text in _texts(value):
        name, _, path = text.partition("=")
        if path and not _is_inside(folder / path, folder):
            hint = f"write it on the command line: --output {name}={path}"
            raise Wrong(f"`{shown(path)}` lies outside of the folder of this file", hint)


def _is_inside(path: Path, folder: Path) -> bool:
    """Whether the file lies there once every link has been followed."""
    return Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def _check_outputs(outputs: Sequence[str]) -> None:
    try:
        parse_outputs(outputs)
    except UsageError as error:
        # The key, or the variable, says already that it is an output.
        raise Wrong(str(error).removeprefix("the output ")) from None


def _check_existence(path: Path) -> None:
    if not os.path.lexists(path):
        raise Wrong(f"there is no `{path.as_posix()}`", nearby(path))


def nearby(path: Path) -> str | None:
    """The hint for a path that leads nowhere: what of its folder may have been meant."""
    try:
        near = closest(path.name, [each.name for each in path.parent.iterdir()])
    except OSError:
        return None
    return f"did you mean `{(path.parent / near).as_posix()}`?" if near else None


def _truth(value: object, _folder: Path) -> bool:
    if not isinstance(value, bool):
        raise Wrong(f"{_written(value)} is neither true nor false", "write `true` or `false`")
    return value


def _truth_of_text(text: str) -> bool:
    if text.lower() not in _TRUTHS:
        raise Wrong(f"`{shown(text)}` is neither true nor false", f"write {_listed(_TRUTHS)}")
    return _TRUTHS[text.lower()]


def _listed(words: Iterable[str]) -> str:
    *most, last = (f"`{word}`" for word in words)
    return f"{', '.join(most)} or {last}"


def _word_of(words: type[StrEnum]) -> Callable[[object, Path], StrEnum]:
    def read(value: object, _folder: Path) -> StrEnum:
        text = _text(value, "a word")
        try:
            return words(text.lower())
        except ValueError:
            near = closest(text, list(words))
            hint = f"did you mean `{near}`?" if near else f"write {_listed(words)}"
            raise Wrong(f"`{shown(text)}` can't stand here", hint) from None

    return read


EXISTING_PATH = Kind("a path", _path, check=_check_existence)
PATH = Kind("a path", _path)
PATTERNS = Kind("a list of paths and patterns", _patterns, lambda text: text.split(os.pathsep))
OUTPUTS = Kind(
    "a list of FORMAT or FORMAT=PATH",
    _outputs,
    lambda text: text.split(os.pathsep),
    _allow_outputs,
    _check_outputs,
)
TRUTH = Kind("true or false", _truth, _truth_of_text)
COLOR = Kind(_listed(Color), _word_of(Color))


# -- the settings ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class Settings:
    """The values that count. Beside each stand what it takes and what it does."""

    pack: Annotated[
        Path | None,
        EXISTING_PATH,
        "the pack to judge by, instead of the one that rulecheck carries",
    ] = None
    screening: Annotated[
        Path | None,
        EXISTING_PATH,
        "the Consolidated Screening List to screen parties against as well",
    ] = None
    waivers: Annotated[
        Path | None,
        PATH,
        "the waivers that `evaluate` lets through the gate",
    ] = None
    baseline: Annotated[
        Path | None,
        PATH,
        "the baseline that `evaluate` lets through the gate",
    ] = None
    paths: Annotated[
        tuple[str, ...],
        PATTERNS,
        "what `evaluate` judges if it is given no path",
    ] = ()
    output: Annotated[
        tuple[str, ...],
        OUTPUTS,
        "the reports that `evaluate` writes, instead of text to standard output",
    ] = ()
    color: Annotated[Color, COLOR, "whether text is colored"] = Color.AUTO
    no_excerpts: Annotated[bool, TRUTH, "keep what proposals say out of every report"] = False


@dataclass(frozen=True, slots=True, eq=False)
class Setting:
    """A setting, by its names. `default` is its value where nothing is given."""

    name: str
    kind: Kind
    about: str
    default: object

    @property
    def key(self) -> str:
        """Its key in the configuration file."""
        return self.name.replace("_", "-")

    @property
    def variable(self) -> str:
        """Its variable in the environment."""
        return f"{PREFIX}{self.name.upper()}"


def _setting_of(field: "Field[Any]") -> Setting:
    _, kind, about = get_args(field.type)
    return Setting(field.name, kind, about, field.default)


SETTINGS: Final = tuple(map(_setting_of, fields(Settings)))


# -- where values come from ------------------------------------------------------------------------


@unique
class From(StrEnum):
    """The places that a value may come from, the strongest first."""

    OPTION = "option"
    VARIABLE = "variable"
    FILE = "file"
    DEFAULT = "default"


@dataclass(frozen=True, slots=True, eq=False)
class Origin:
    """Where a value came from: the name of the option, of the variable, or of the file.

    `span` is where in the file its key stands, `None` where that was not found.
    """

    kind: From
    name: str = ""
    span: Span | None = None
    line_text: str = ""

    def __str__(self) -> str:
        if self.kind is From.DEFAULT:
            return "default"
        return self.name if self.span is None else f"{self.name}:{self.span.start.line}"

    def fault(self, message: str, hint: str | None = None) -> Problem:
        """A fault of the value."""
        return Problem(self.name, self.span, message, hint, self.line_text)


@dataclass(frozen=True, slots=True, eq=False)
class ConfigurationFile:
    """The settings of a file, as TOML holds them, and where their keys stand.

    `folder` is the file's, seen from the working folder; `key_span` finds a key.
    """

    source: Source
    folder: Path
    table: Mapping[str, object]
    key_span: Callable[[str], Span | None]

    def origin(self, key: str) -> Origin:
        """The place of a key."""
        span = self.key_span(key)
        if span is None:
            return Origin(From.FILE, self.source.name)
        line_text = problem_at(self.source, span, "").line_text
        return Origin(From.FILE, self.source.name, span, line_text)


@dataclass(frozen=True, slots=True, eq=False)
class Resolved:
    """The settings that count, the origin of each by its name, and what is wrong with any."""

    settings: Settings
    origins: Mapping[str, Origin]
    problems: tuple[Problem, ...]


def resolved(
    flags: Mapping[str, object], environ: Mapping[str, str], file: ConfigurationFile | None
) -> Resolved:
    """For each setting the flag, else the variable, else the file's value, else the default.

    `flags` has the settings that a command has options for: `None` and an empty list are not given.
    Every value of the file and of the environment is read; whether what it names exists is asked
    only of those that a command has options for and that no flag replaces.
    """
    problems = [*_unknown_keys(file), *_unknown_variables(environ)]
    values: dict[str, object] = {}
    origins: dict[str, Origin] = {}
    for setting in SETTINGS:
        value, origin = setting.default, Origin(From.DEFAULT)
        for stated, folder, place in _stated(setting, environ, file):
            try:
                value, origin = setting.kind.read(stated(), folder), place
            except Wrong as wrong:
                problems.append(place.fault(_about(setting, place, wrong), wrong.hint))
        flag = flags.get(setting.name)
        if flag is not None and flag != []:
            value, origin = flag, Origin(From.OPTION, f"--{setting.key}")
        elif setting.name in flags and origin.kind is not From.DEFAULT:
            try:
                setting.kind.check(value)
            except Wrong as wrong:
                problems.append(origin.fault(_about(setting, origin, wrong), wrong.hint))
        values[setting.name] = tuple(value) if isinstance(value, list) else value
        origins[setting.name] = origin
    return Resolved(Settings(**cast(dict[str, Any], values)), origins, tuple(problems))


def _stated(
    setting: Setting, environ: Mapping[str, str], file: ConfigurationFile | None
) -> Iterator[tuple[Callable[[], object], Path, Origin]]:
    """What file and environment state, the weaker first; an empty variable states nothing."""
    if file is not None and setting.key in file.table:
        yield lambda: _in_file(setting, file), file.folder, file.origin(setting.key)
    if text := environ.get(setting.variable):
        origin = Origin(From.VARIABLE, setting.variable)
        yield lambda: setting.kind.of_text(text), Path(), origin


def _in_file(setting: Setting, file: ConfigurationFile) -> object:
    """What the file states. Raises `Wrong` where no file may state that."""
    value = file.table[setting.key]
    setting.kind.allow(value, file.folder)
    return value


def _about(setting: Setting, place: Origin, wrong: Wrong) -> str:
    return wrong.message if place.kind is From.VARIABLE else f"`{setting.key}`: {wrong.message}"


def _unknown_keys(file: ConfigurationFile | None) -> Iterator[Problem]:
    if file is None:
        return
    known = [setting.key for setting in SETTINGS]
    for key in file.table:
        if key not in known:
            near = closest(key, known)
            hint = f"did you mean `{near}`?" if near else f"keys known here: {', '.join(known)}"
            if key == "tool":
                hint = "in this file the settings stand by themselves, without a table around them"
            yield file.origin(key).fault(f"unknown key `{shown(key)}`", hint)


def _unknown_variables(environ: Mapping[str, str]) -> Iterator[Problem]:
    """Misspelt ones, which would otherwise be silently without effect."""
    variables = [setting.variable for setting in SETTINGS]
    for name in sorted(environ):
        if name.startswith(PREFIX) and name not in variables and name not in OTHER_VARIABLES:
            near = closest(name, [*variables, CONFIG_VARIABLE])
            hint = f"did you mean `{near}`?" if near else "`rulecheck config` lists the settings"
            yield file_problem(shown(name), "rulecheck knows no such variable", hint)
