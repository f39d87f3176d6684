"""From paths to a judged run: finding the files, reading them, judging what they hold."""

import errno
import os
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum, unique
from glob import glob, has_magic
from pathlib import Path

from rulecheck.documents import DEFAULT_LIMITS, Document, DocumentError, Problem, closest, parse
from rulecheck.documents.problems import file_problem, reason_of
from rulecheck.documents.validation import Faults
from rulecheck.engine import Evaluator, best_evaluator
from rulecheck.judgement import Judge, Run, judge_run
from rulecheck.packs import Pack, load_bundled_pack
from rulecheck.proposals import Proposal, read_proposal

STANDARD_INPUT = "-"
ENDINGS = (".yaml", ".yml")


@unique
class Step(StrEnum):
    """What a run is busy with."""

    READING = "reading"
    JUDGING = "judging"


Progress = Callable[[Step, int, int], None]
"""Called with how many files are being read, or proposals were judged, and how many there are."""


class NothingToEvaluate(Exception):
    """No path leads to a file; `problems` says why for each."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(problem.headline for problem in problems))


@dataclass(frozen=True, slots=True)
class Found:
    """The files that some paths lead to, each once, and what is wrong with the other paths."""

    files: tuple[str, ...]
    problems: tuple[Problem, ...]


def evaluate(
    paths: Sequence[str | os.PathLike[str]],
    pack: Pack | None = None,
    progress: Progress = lambda _step, _done, _all: None,
    time_limit: float | None = None,
) -> Run:
    """Judge the proposals in files, folders and glob patterns; `-` is standard input.

    Without a pack, the one that the tool carries is used. A file that can't be read or is invalid
    is a problem of the run and hides no other. With a time limit, durable-rules works in a process
    of its own and has so many seconds for a proposal; a crash or a hang costs that proposal alone.
    Raises `NothingToEvaluate` if no path leads to a file, and `Faults` if the pack is faulty.
    """
    (run,) = evaluate_by(
        paths, [load_bundled_pack() if pack is None else pack], progress, time_limit
    )
    return run


def evaluate_by(
    paths: Sequence[str | os.PathLike[str]],
    packs: Sequence[Pack],
    progress: Progress = lambda _step, _done, _all: None,
    time_limit: float | None = None,
) -> tuple[Run, ...]:
    """Judge the same proposals by each of the packs; every file is read once.

    Raises `NothingToEvaluate` if no path leads to a file.
    """
    found = find([os.fspath(path) for path in paths])
    if not found.files:
        raise NothingToEvaluate(found.problems)
    read: list[tuple[Pack, list[Proposal], list[Problem]]] = [
        (pack, [], list(found.problems)) for pack in packs
    ]
    for number, file in enumerate(found.files, start=1):
        progress(Step.READING, number, len(found.files))
        documents, problems_of_file = _documents(file)
        for pack, proposals, problems in read:
            problems.extend(problems_of_file)
            for document in documents:
                try:
                    proposals.append(read_proposal(document, pack))
                except Faults as faults:
                    problems.extend(faults.problems)
    with _evaluator(time_limit) as (evaluator, begin):

        def judged(done: int, proposals: int) -> None:
            begin()
            progress(Step.JUDGING, done, proposals)

        return tuple(
            judge_run(Judge(pack, evaluator), proposals, problems, judged)
            for pack, proposals, problems in read
        )


@contextmanager
def _evaluator(time_limit: float | None) -> Iterator[tuple[Evaluator, Callable[[], None]]]:
    """The evaluator, and what starts its clock anew after each proposal."""
    if time_limit is None:
        yield best_evaluator(), lambda: None
        return
    from rulecheck.engine.isolated import isolated_evaluator

    with isolated_evaluator(time_limit) as isolated:
        yield isolated


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


def _documents(file: str) -> tuple[Sequence[Document], Sequence[Problem]]:
    """The documents of a file, or why there are none."""
    name = shown_path(file)
    try:
        return parse(name, _content(file)), ()
    except DocumentError as error:
        return (), (error.problem,)
    except OSError as error:
        return (), (file_problem(name, f"the file can't be read: {reason_of(error)}"),)


def _content(file: str) -> bytes:
    """Content of a file, up to just over what is accepted, so that an endless one ends."""
    most = DEFAULT_LIMITS.max_bytes + 1
    if file == STANDARD_INPUT:
        if sys.stdin is None:  # as it is where the shell closed it
            raise OSError(errno.EBADF, "standard input is closed")
        return sys.stdin.buffer.read(most)
    with Path(file).open("rb") as stream:
        return stream.read(most)
