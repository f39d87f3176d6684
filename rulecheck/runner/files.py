"""Finding the files behind paths, and reading them."""

import errno
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass
from glob import escape, glob, has_magic
from pathlib import Path
from typing import Final

from rulecheck.documents import DEFAULT_LIMITS, Document, DocumentError, Problem, closest, parse
from rulecheck.documents.problems import file_problem, reason_of

STANDARD_INPUT: Final = "-"
ENDINGS: Final = (".yaml", ".yml")

_ANY_DEPTH: Final = "**"


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """The files that some paths lead to, each once, and what is wrong with the other paths."""

    files: tuple[str, ...]
    problems: tuple[Problem, ...]


def find(paths: Sequence[str]) -> Found:
    """The files behind the paths, in the order of the paths; those of a folder by name."""
    named = {path: _named(path) for path in paths}
    folders = frozenset(
        os.path.realpath(each)
        for path, matches in named.items()
        for each in (*matches, *_beginnings(path))
        if each != STANDARD_INPUT and _is_folder(each)
    )
    files: dict[str, str] = {}
    problems: dict[Problem, None] = {}  # each once, though several paths may lead to it
    for path, matches in named.items():
        for each in _behind(path, matches, folders):
            if isinstance(each, Problem):
                problems[each] = None
            else:
                files.setdefault(STANDARD_INPUT if each == "-" else os.path.realpath(each), each)
    return Found(tuple(files.values()), tuple(problems))


def _named(path: str) -> Sequence[str]:
    """The path itself if it leads to something, else what it matches as a pattern."""
    if path == STANDARD_INPUT or os.path.lexists(path):
        return (path,)
    return sorted(_glob(path)) if has_magic(path) else ()


def _glob(pattern: str) -> Iterator[str]:
    """What a pattern matches, each once."""
    matches = {os.path.realpath(each): each for each in reversed(list(_matches(pattern)))}
    yield from matches.values()


def _matches(pattern: str) -> Iterator[str]:
    """What a pattern matches, perhaps repeatedly. As in a folder, `**` follows no link to one.

    The library's follows them, which takes without end where links lead round in several ways.
    """
    above, below = _parted(pattern)
    if above is None:
        yield from glob(pattern)  # noqa: PTH207 - Path.glob refuses absolute ones
        return
    for beginning in _glob(f"{above}{os.sep}"):
        for inside, _, _ in _folders(beginning, lambda _: None):  # what fails is found by itself
            yield from _matches(str(Path(escape(inside), below))) if below else (inside,)


def _parted(pattern: str) -> tuple[str | None, str]:
    """What stands before the first `**`, and after; `None` before it where there is none."""
    parts = Path(pattern).parts
    if _ANY_DEPTH not in parts:
        return None, pattern
    place = parts.index(_ANY_DEPTH)
    return str(Path(*parts[:place])), str(Path(*parts[place + 1 :])) if parts[place + 1 :] else ""


def _beginnings(pattern: str) -> Iterator[str]:
    """The folders from which on a pattern looks at any depth."""
    above, _ = _parted(pattern)
    if above is not None:
        yield from _glob(f"{above}{os.sep}")


def _folders(
    folder: str, failed: Callable[[OSError], object]
) -> Iterator[tuple[str, Sequence[str], Sequence[str]]]:
    """The folder and those inside it, each with the folders and the files directly in it.

    What is hidden is left out.
    """
    for inside, inner, names in os.walk(folder, onerror=failed):
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        yield inside, tuple(inner), sorted(name for name in names if not name.startswith("."))


def _behind(path: str, matches: Sequence[str], folders: Set[str]) -> Iterator[str | Problem]:
    """The files that a path leads to. `folders` are all that are looked into, without links."""
    is_pattern = has_magic(path) and path not in matches
    found: list[str | Problem] = list(_passed_over(path, folders)) if is_pattern else []
    for each in matches:
        if each != STANDARD_INPUT and _is_folder(each):
            found += _in_folder(each, folders)
        else:
            found.append(each)
    yield from found or [_nothing_behind(path)]


def _nothing_behind(path: str) -> Problem:
    if _is_folder(path):
        hint = f"proposals end in {' or '.join(ENDINGS)}"
        return file_problem(shown_path(path), "the folder holds no YAML file", hint)
    if has_magic(path):
        return file_problem(shown_path(path), "the pattern matches no file")
    return _missing(path)


def _is_folder(path: str) -> bool:
    return os.path.isdir(path)  # noqa: PTH112 - Path.is_dir raises where it may not look


def _passed_over(pattern: str, folders: Set[str]) -> Iterator[Problem]:
    """The folders that a pattern leads to and that can't be looked into: glob says nothing."""
    above, name = os.path.split(pattern)
    if above == pattern:
        return
    yield from _passed_over(above, folders)
    if name == _ANY_DEPTH:
        unreadable: list[OSError] = []
        for beginning in _glob(f"{above or os.curdir}{os.sep}"):
            for inside, inner, _ in _folders(beginning, unreadable.append):
                yield from _links(inside, inner, folders)
        for error in unreadable:
            yield _unreadable(str(error.filename), error)
    for folder in _glob(f"{above}{os.sep}") if above else (os.curdir,):
        try:
            _look(folder, name)
        except (FileNotFoundError, NotADirectoryError):
            continue
        except OSError as error:
            yield _unreadable(folder, error)


def _look(folder: str, name: str) -> None:
    """Look into the folder for what the name stands for. Raises `OSError`."""
    if not has_magic(name):
        os.lstat(Path(folder) / name)
        return
    with os.scandir(folder):
        pass


def _unreadable(folder: str, error: OSError) -> Problem:
    return file_problem(shown_path(folder), f"the folder can't be read: {reason_of(error)}")


def _missing(path: str) -> Problem:
    folder = Path(path).parent
    names: list[str] = []
    with suppress(OSError):
        names = [each.name for each in folder.iterdir()]
    near = closest(Path(path).name, names)
    hint = f"did you mean `{shown_path(str(folder / near))}`?" if near else None
    return file_problem(shown_path(path), "there is no such file or folder", hint)


def _in_folder(folder: str, folders: Set[str]) -> Iterator[str | Problem]:
    """YAML files of a folder and those inside it, hidden folders left out.

    A link to a folder is not followed, which could go on for ever: it is a problem, unless what it
    leads to is looked into anyway.
    """
    unreadable: list[OSError] = []
    for inside, inner, names in _folders(folder, unreadable.append):
        yield from _links(inside, inner, folders)
        for name in names:
            if name.lower().endswith(ENDINGS):
                path = Path(inside, name)
                yield _is_no_file(str(path)) or str(path)
    for error in unreadable:
        yield _unreadable(str(error.filename), error)


def _links(inside: str, names: Iterable[str], folders: Set[str]) -> Iterator[Problem]:
    """Those of the folders in another that are links, and lead to what nobody looks into."""
    for name in names:
        path = Path(inside, name)
        if path.is_symlink() and not _is_looked_into(os.path.realpath(path), folders):
            hint = "name the folder by itself, or remove the link"
            message = "this is a link to a folder, which is not followed"
            yield file_problem(shown_path(str(path)), message, hint)


def _is_looked_into(path: str, folders: Set[str]) -> bool:
    """Whether it is one of the folders or lies in one, and not in a hidden part of it."""
    return any(
        Path(path).is_relative_to(folder)
        and not any(part.startswith(".") for part in Path(path).relative_to(folder).parts)
        for folder in folders
    )


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
