"""Where reports go: formats, their targets, and writing that leaves nothing half done."""

import os
import sys
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum, unique
from pathlib import Path
from typing import assert_never

from rulecheck.documents import closest
from rulecheck.documents.problems import reason_of
from rulecheck.reports.model import Report


class UsageError(Exception):
    """The command line asks for something that can't be done."""


@unique
class Format(StrEnum):
    """The formats that a report can be written in."""

    TEXT = "text"
    JSON = "json"


@unique
class Color(StrEnum):
    """Whether the text report is colored."""

    AUTO = "auto"
    ALWAYS = "always"
    NEVER = "never"


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
    targets = [None if output.path is None else output.path.resolve() for output in outputs]
    for place, target in enumerate(targets):
        if target in targets[:place]:
            name = "standard output" if target is None else str(outputs[place].path)
            raise UsageError(
                f"two reports would go to {name}; give one a file: --output json=report.json"
            )
    return outputs


def _parse_output(given: str) -> Output:
    name, separator, path = given.partition("=")
    try:
        format_ = Format(name)
    except ValueError:
        near = closest(name, list(Format))
        hint = f"did you mean `{near}`?" if near else f"known: {', '.join(Format)}"
        raise UsageError(f"there is no format `{name}`; {hint}") from None
    if not separator:
        return Output(format_, None)
    if not path:
        raise UsageError(f"`{given}` names no file; write --output {name}=PATH")
    target = Path(path)
    if target.is_dir():
        raise UsageError(f"the output {path} is a folder; name a file in it")
    if not target.parent.is_dir():
        raise UsageError(f"the output {path} has no folder to go to; create {target.parent}")
    return Output(format_, target)


def write_outputs(report: Report, outputs: Sequence[Output], color: Color) -> None:
    """Write every output; files appear whole or not at all. Raises `UsageError`."""
    for output in outputs:
        text = _rendered(report, output, color)
        if output.path is None:
            write_to_standard_output(text)
        else:
            _write_file(output.path, text)


def _rendered(report: Report, output: Output, color: Color) -> str:
    match output.format:
        case Format.TEXT:
            from rulecheck.reports import palette, text

            return text.render(
                report, palette.ANSI if _is_colored(output, color) else palette.PLAIN
            )
        case Format.JSON:
            from rulecheck.reports import json

            return json.render(report)
        case _:
            assert_never(output.format)


def _is_colored(output: Output, color: Color) -> bool:
    match color:
        case Color.ALWAYS:
            return True
        case Color.NEVER:
            return False
        case Color.AUTO:
            plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
            return output.path is None and sys.stdout.isatty() and not plain
        case _:
            assert_never(color)


def write_to_standard_output(text: str) -> None:
    """Write text, always as UTF-8. Whoever closed the pipe has read enough."""
    try:
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        # What is still buffered must not fail again when the interpreter ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _write_file(path: Path, text: str) -> None:
    temporary: Path | None = None
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        temporary = Path(name)
        with os.fdopen(handle, "wb") as stream:
            stream.write(text.encode())
        temporary.chmod(_mode_of(path))
        temporary.replace(path)
    except OSError as error:
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        raise UsageError(f"the output {path} can't be written: {reason_of(error)}") from None


def _mode_of(path: Path) -> int:
    """Permissions of the file that is replaced, or those that a new file would get."""
    with suppress(OSError):
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
