"""Where reports go: formats, their targets, and writing that leaves nothing half done."""

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum, unique
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, TextIO, assert_never

import typer

if TYPE_CHECKING:  # loaded where needed: a mistyped option is answered without
    from rulecheck.reports.model import Frame, ProposalWriter, Report
    from rulecheck.reports.palette import Palette


class UsageError(Exception):
    """The command line asks for something that can't be done."""


@unique
class TextOrJson(StrEnum):
    """The two forms of what a command other than `evaluate` prints."""

    TEXT = "text"
    JSON = "json"


@unique
class Format(StrEnum):
    """The formats that a report can be written in."""

    TEXT = "text"
    CONCISE = "concise"
    JSON = "json"
    SARIF = "sarif"
    JUNIT = "junit"
    GITHUB = "github"
    GITLAB = "gitlab"
    MARKDOWN = "markdown"
    HTML = "html"


@dataclass(frozen=True, slots=True, eq=False)
class Described:
    """What a format is for, and how the names of its files end."""

    use: str
    ending: str


FORMATS: Final = {
    Format.TEXT: Described("for reading, with the lines at fault", ".txt"),
    Format.CONCISE: Described("a line for each finding, for editors and commit hooks", ".txt"),
    Format.JSON: Described("everything, for programs", ".json"),
    Format.SARIF: Described("for code scanning", ".sarif"),
    Format.JUNIT: Described("for build servers", ".xml"),
    Format.GITHUB: Described("annotations of GitHub Actions", ".txt"),
    Format.GITLAB: Described("a Code Quality report", ".json"),
    Format.MARKDOWN: Described("a comment or a job's summary", ".md"),
    Format.HTML: Described("a page for a browser, to be mailed or printed", ".html"),
}
"""Every format, for help and for errors."""

FORMATS_IN_WORDS: Final = ", ".join(f"{name} ({each.use})" for name, each in FORMATS.items())


@unique
class Color(StrEnum):
    """Whether the text report is colored."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


ColorOption = Annotated[
    Color | None,
    typer.Option(help="Color of the text.", case_sensitive=False, show_default="auto"),
]
"""Whether text is colored; `None` leaves it to the configuration."""

ExcerptsOption = Annotated[
    bool | None,
    typer.Option(
        "--no-excerpts/--excerpts",
        help="Keep what proposals say out of every report.",
        show_default=False,
    ),
]
"""Whether the text of proposals is withheld; `None` where the command line does not say."""


@dataclass(frozen=True, slots=True)
class Output:
    """A format and the file to write it to; `None` is standard output."""

    format: Format
    path: Path | None


def parse_outputs(given: Sequence[str]) -> tuple[Output, ...]:
    """The outputs that the command line names; text to standard output if it names none.

    Raises `UsageError` for an unknown format, two outputs for one target, or a target that can't
    be written.
    """
    outputs = tuple(_parse_output(each) for each in given) or (Output(Format.TEXT, None),)
    targets = [None if output.path is None else os.path.realpath(output.path) for output in outputs]
    for place, target in enumerate(targets):
        if target in targets[:place]:
            name = "standard output" if target is None else str(outputs[place].path)
            format_ = outputs[targets.index(target)].format
            raise UsageError(
                f"two reports would go to {name}; give one a file of its own: "
                f"--output {format_}=report{FORMATS[format_].ending}"
            )
    return outputs


def _parse_output(given: str) -> Output:
    name, path = parted_output(given, list(Format))
    format_ = Format(name)
    return Output(format_, None if path is None else target_of(path, FORMATS[format_].ending))


def parted_output(given: str, known: Sequence[str]) -> tuple[str, str | None]:
    """What `FORMAT[=PATH]` names: one of the known formats, and a path or none.

    Raises `UsageError`.
    """
    name, separator, path = given.partition("=")
    if name not in known:
        from rulecheck.documents import closest

        near = closest(name, known)
        hint = f"did you mean `{near}`?" if near else f"known: {', '.join(known)}"
        raise UsageError(f"there is no format `{name}`; {hint}")
    if separator and not path:
        raise UsageError(f"`{given}` names no file; write --output {name}=PATH")
    return name, path if separator else None


def target_of(path: str, ending: str) -> Path:
    """The file to write to, which should have this ending.

    Raises `UsageError` where it can't be written, or would be taken for something else.
    """
    target = Path(path)
    # Unlike Path.is_dir, these also answer for what may not be looked at.
    if os.path.isdir(target):  # noqa: PTH112
        raise UsageError(f"the output {path} is a folder; name a file in it")
    if not os.path.isdir(target.parent):  # noqa: PTH112
        raise UsageError(f"the output {path} has no folder to go to; create {target.parent}")
    from rulecheck.runner import ENDINGS

    if target.suffix.lower() == ".toml":
        raise UsageError(
            f"the output {path} would replace a configuration file; "
            f"name it {target.with_suffix(ending)}"
        )
    if target.suffix.lower() in ENDINGS:
        raise UsageError(
            f"the output {path} would be taken for a proposal, or replace one; "
            f"name it {target.with_suffix(ending)}"
        )
    return target


def proposal_writer(output: Output, frame: "Frame", color: Color) -> "ProposalWriter | None":
    """What writes single proposals for an output, where their judgements come and are judged.

    `None` of a format that looks at the judgements of all proposals together.
    """
    match output.format:
        case Format.TEXT:
            from rulecheck.reports.proposal_text import ProposalText

            return ProposalText(frame, palette_of(color, output.path))
        case Format.JSON:
            from rulecheck.reports.json import ProposalJson

            return ProposalJson(frame)
        case _:
            return None


def write_outputs(
    report: "Report",
    outputs: Sequence[Output],
    written: Mapping[Output, Iterable[str]],
    color: Color,
) -> None:
    """Write every output; files appear whole or not at all. Raises `UsageError`.

    `written` is what was written on single proposals for the outputs that have a writer for that.
    """
    for output in outputs:
        pieces = _pieces(report, output, written.get(output, ()), color)
        if output.path is None:
            _write_pieces(pieces)
        else:
            _write_file(output.path, pieces)


def _pieces(
    report: "Report", output: Output, proposals: Iterable[str], color: Color
) -> Iterable[str]:
    """The report in the output's format, in pieces where it can get large."""
    match output.format:
        case Format.TEXT:
            from rulecheck.reports import text

            return text.pieces(report, palette_of(color, output.path), proposals)
        case Format.CONCISE:
            from rulecheck.reports import concise

            return (concise.render(report),)
        case Format.JSON:
            from rulecheck.reports import json

            return json.pieces(report, proposals)
        case Format.SARIF:
            from rulecheck.reports import sarif

            return (sarif.render(report),)
        case Format.JUNIT:
            from rulecheck.reports import junit

            return junit.pieces(report)
        case Format.GITHUB:
            from rulecheck.reports import github

            return (github.render(report),)
        case Format.GITLAB:
            from rulecheck.reports import gitlab

            return (gitlab.render(report),)
        case Format.MARKDOWN:
            from rulecheck.reports import markdown

            return (markdown.render(report),)
        case Format.HTML:
            from rulecheck.reports import html

            return (html.render(report),)
        case _:
            assert_never(output.format)


def palette_of(color: Color, path: Path | None = None) -> "Palette":
    """The colors for a text that goes to the file, or without one to standard output."""
    from rulecheck.reports import palette

    return palette.ANSI if _is_colored(color, path) else palette.PLAIN


def _is_colored(color: Color, path: Path | None) -> bool:
    match color:
        case Color.ALWAYS:
            return True
        case Color.NEVER:
            return False
        case Color.AUTO:
            plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
            at_terminal = sys.stdout is not None and sys.stdout.isatty()
            return path is None and at_terminal and not plain
        case _:
            assert_never(color)


def write_to_standard_output(text: str) -> None:
    """Write text, always as UTF-8. Whoever closed the pipe has read enough. Raises `UsageError`."""
    _write_pieces((text,))


def _write_pieces(pieces: Iterable[str]) -> None:
    if sys.stdout is None:
        raise UsageError("standard output is closed; name a file: --output text=report.txt")
    try:
        for piece in pieces:
            sys.stdout.buffer.write(piece.encode())
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        _let_go_of(sys.stdout)
    except OSError as error:
        from rulecheck.documents.problems import reason_of

        _let_go_of(sys.stdout)
        raise UsageError(f"standard output can't be written: {reason_of(error)}") from None


def write_notice(text: str) -> None:
    """Write text to standard error, if anybody reads it: no exit code depends on that."""
    if sys.stderr is None:  # as it is where the shell closed it
        return
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except OSError:
        _let_go_of(sys.stderr)


def _let_go_of(stream: TextIO) -> None:
    """What is still buffered must not fail again when the interpreter ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def write_file(path: Path, text: str) -> None:
    """Write the file a link leads to, not the link; a device or pipe as it is, never replaced.

    It appears whole or not at all. Raises `UsageError`.
    """
    _write_file(path, (text,))


def _write_file(path: Path, pieces: Iterable[str]) -> None:
    target = Path(os.path.realpath(path))
    try:
        if target.exists() and not target.is_file():
            with target.open("wb") as stream:
                stream.writelines(piece.encode() for piece in pieces)
        else:
            _replace_file(target, pieces)
    except OSError as error:
        from rulecheck.documents.problems import reason_of

        raise UsageError(f"the output {path} can't be written: {reason_of(error)}") from None


def _replace_file(path: Path, pieces: Iterable[str]) -> None:
    # Named before it exists: an interrupt at any moment then finds it, and removes it.
    temporary = path.with_name(f".rulecheck-{os.urandom(8).hex()}")
    try:
        with open(temporary, "xb", opener=_private) as stream:
            stream.writelines(piece.encode() for piece in pieces)
        temporary.chmod(_mode_of(path))
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _mode_of(path: Path) -> int:
    """Permissions of the file that is replaced, or those that a new file would get."""
    with suppress(OSError):
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
