"""Finding the files behind paths, and reading them."""

import errno
import os
import stat
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from glob import glob, has_magic
from pathlib import Path
from typing import Final

from rulecheck.documents import DEFAULT_LIMITS, Document, DocumentError, Problem, closest, parse
from rulecheck.documents.problems import file_problem, reason_of

STANDARD_INPUT: Final = "-"
ENDINGS: Final = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Found:
    """The files that some paths lead to, each once, and what is wrong with the other paths."""

    files: tuple[str, ...]
    problems: tuple[Problem, ...]


def find(paths: Sequence[str]) -> Found:
    """The files behind the paths, in the order of the paths; those of a folder by name."""
    files: dict[str, str] = {}
    problems: list[Problem] = []
    for path in paths:
        for each in _expanded(path):
            if isinstance(each, Problem):
                problems.append(each)
            else:
                files.setdefault(STANDARD_INPUT if each == "-" else os.path.realpath(each), each)
    return Found(tuple(files.values()), tuple(problems))


def _expanded(path: str) -> Iterator[str | Problem]:
    if path == STANDARD_INPUT:
        yield path
    elif os.path.isdir(path):  # noqa: PTH112 - Path.is_dir raises where it may not look
        inside = list(_in_folder(path))
        if not inside:
            hint = f"proposals end in {' or '.join(ENDINGS)}"
            inside = [file_problem(shown_path(path), "the folder holds no YAML file", hint)]
        yield from inside
    elif os.path.lexists(path):
        yield path
    elif has_magic(path):
        # A pattern may be absolute, which Path.glob refuses.
        matches = sorted(glob(path, recursive=True))  # noqa: PTH207
        matches = [match for match in matches if not Path(match).is_dir()]
        if matches:
            yield from matches
        else:
            yield file_problem(shown_path(path), "the pattern matches no file")
    else:
        yield _missing(path)


def _missing(path: str) -> Problem:
    folder = Path(path).parent
    names: list[str] = []
    with suppress(OSError):
        names = [each.name for each in folder.iterdir()]
    near = closest(Path(path).name, names)
    hint = f"did you mean `{shown_path(str(folder / near))}`?" if near else None
    return file_problem(shown_path(path), "there is no such file or folder", hint)


def _in_folder(folder: str) -> Iterator[str | Problem]:
    """YAML files of a folder and those inside it, hidden folders left out."""
    unreadable: list[OSError] = []
    for inside, folders, names in os.walk(folder, onerror=unreadable.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if name.lower().endswith(ENDINGS) and not name.startswith("."):
                path = str(Path(inside) / name)
                yield _is_no_file(path) or path
    for error in unreadable:
        name = shown_path(str(error.filename))
        yield file_problem(name, f"the folder can't be read: {reason_of(error)}")


def _is_no_file(path: str) -> Problem | None:
    """Why what was only found, and not asked for, is not read: it may wait for ever."""
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116
    except OSError:
        return None  # reading it says why
    if stat.S_ISREG(mode):
        return None
    hint = "name it by itself if it is to be read"
    return file_problem(shown_path(path), "this is a pipe or a device, and no file", hint)


def shown_path(path: str) -> str:
    """A path as reports name it: relative to the working folder, with forward slashes."""
    if path == STANDARD_INPUT:
        return "<stdin>"
    try:
        return Path(os.path.relpath(path)).as_posix()
    except ValueError:  # another drive
        return Path(path).as_posix()


def documents_in(file: str) -> tuple[Sequence[Document], Sequence[Problem]]:
    """The documents of a file, or why there are none."""
    name = shown_path(file)
    try:
        return parse(name, content(file)), ()
    except DocumentError as error:
        return (), (error.problem,)
    except OSError as error:
        return (), (file_problem(name, f"the file can't be read: {reason_of(error)}"),)


def content(file: str) -> bytes:
    """Content of a file, up to just over what is accepted, so that an endless one ends."""
    most = DEFAULT_LIMITS.max_bytes + 1
    if file == STANDARD_INPUT:
        if sys.stdin is None:  # as it is where the shell closed it
            raise OSError(errno.EBADF, "standard input is closed")
        return sys.stdin.buffer.read(most)
    with Path(file).open("rb") as stream:
        return stream.read(most)
