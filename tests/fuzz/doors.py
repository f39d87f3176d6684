"""The ways by which what others wrote comes in, each with what it may be refused with.

A door takes the bytes of one file and goes as far with them as the program does. It comes back
whether they were taken or refused; whatever else it raises is a fault of the program.
"""

import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

from rulecheck.advice.advising import advice_on
from rulecheck.documents import DocumentError, Problem, parse
from rulecheck.documents.validation import Faults
from rulecheck.engine import ReferenceEvaluator
from rulecheck.judgement import Judge, gated, judge_run
from rulecheck.judgement.baseline_files import load_baseline
from rulecheck.judgement.waiver_files import load_waivers
from rulecheck.packs import Pack, load_bundled_pack, load_pack
from rulecheck.packs.screening_lists import read_screening_list
from rulecheck.proposals import Proposal, read_proposal
from rulecheck.reports import concise, github, gitlab, junit, markdown, palette, sarif, text
from rulecheck.reports import json as json_report
from rulecheck.reports.escaping import printable
from rulecheck.reports.model import Excerpts, Report

from .seeds import TESTS, seeds

Door = Callable[[bytes], None]


@dataclass(frozen=True)
class Entrance:
    """A door, and files that it takes or refuses, from which others are made."""

    door: Door
    seeds: Sequence[bytes]


def entrances(folder: Path) -> Mapping[str, Entrance]:
    """Every door by name; the folder is for the files that some of them need."""
    proposals = seeds("cases/proposals", "cases/edge_cases", "cases/reports")
    pack = TESTS / "packs" / "small_pack"
    return {
        "documents": Entrance(read_documents, seeds("cases/documents")),
        "proposals": Entrance(judge_proposals, proposals),
        **{
            f"pack, {path.relative_to(pack).as_posix()}": Entrance(
                pack_door(pack, path, folder / "pack"),
                [path.read_bytes(), *(alike(path) if path.parent == pack else ())],
            )
            for path in sorted(pack.rglob("*.yaml"))
        },
        "waivers": Entrance(
            file_door(folder / "waivers.yaml", read_waivers), named("waivers.yaml")
        ),
        "baseline": Entrance(
            file_door(folder / "baseline.yaml", read_baseline), named("baseline.yaml")
        ),
        "screening list": Entrance(
            file_door(folder / "list.json", read_screening_list),
            [path.read_bytes() for path in sorted((TESTS / "screening" / "lists").rglob("*.json"))],
        ),
    }


def named(name: str) -> list[bytes]:
    """The files of this name among the cases of the tests."""
    return [path.read_bytes() for path in sorted((TESTS / "cases").rglob(name))]


def alike(path: Path) -> list[bytes]:
    """The bundled pack's file of the same name, and the faulty ones of the tests."""
    bundled = TESTS.parent / "rules" / path.name
    own = [bundled.read_bytes()] if bundled.is_file() else []
    faulty = sorted((TESTS / "cases" / "packs").rglob(path.name))
    return [*own, *(each.read_bytes() for each in faulty)]


# -- documents and proposals ---------------------------------------------------------------------


def read_documents(data: bytes) -> None:
    """Read strict YAML."""
    try:
        parse("fuzzed.yaml", data)
    except DocumentError as error:
        fit_to_print([error.problem])


def judge_proposals(data: bytes) -> None:
    """Read proposals, judge what is valid, and write both reports."""
    pack = load_bundled_pack()
    try:
        documents = parse("fuzzed.yaml", data)
    except DocumentError as error:
        fit_to_print([error.problem])
        return
    proposals: list[Proposal] = []
    problems: list[Problem] = []
    for document in documents:
        try:
            proposals.append(read_proposal(document, pack))
        except Faults as faults:
            problems.extend(faults.problems)
    fit_to_print(problems)
    run = judge_run(Judge(pack, ReferenceEvaluator()), proposals, problems)
    if run.engine_errors:
        raise AssertionError(run.engine_errors)
    report = Report(
        gated=gated(run),
        advice=advice_on(run),
        tool_version="0",
        exit_code=0,
        exit_meaning="",
        excerpts=Excerpts.SHOWN,
    )
    printed = text.render(report, palette.PLAIN)
    for each in (printed, concise.render(report)):
        if not all(printable(line) == line for line in each.split("\n")):
            raise AssertionError("something in the report hides or steers")
    for each in (json_report.render(report), sarif.render(report), gitlab.render(report)):
        json.loads(each)
    ElementTree.fromstring(junit.render(report))  # noqa: S314 - our own
    github.render(report)
    markdown.render(report)


def fit_to_print(problems: Sequence[Problem]) -> None:
    """Each problem says something, in one printable line."""
    for problem in problems:
        if not problem.message or not problem.headline.isprintable():
            raise AssertionError(f"no message: {problem!r}")


# -- packs and other files -------------------------------------------------------------------------


def pack_door(pack: Path, path: Path, folder: Path) -> Door:
    """Loading a pack of which one file is replaced."""

    def load(data: bytes) -> None:
        if not folder.exists():
            shutil.copytree(pack, folder)
        replaced = folder / path.relative_to(pack)
        replaced.write_bytes(data)
        try:
            loaded: Pack = load_pack(folder)
            if not loaded.rules:
                raise AssertionError("a pack without rules was loaded")
        except Faults as faults:
            fit_to_print(faults.problems)
        finally:
            shutil.copy(path, replaced)

    return load


def file_door(file: Path, read: Callable[[Path], object]) -> Door:
    """Reading one file."""

    def enter(data: bytes) -> None:
        file.write_bytes(data)
        try:
            read(file)
        except Faults as faults:
            fit_to_print(faults.problems)

    return enter


def read_waivers(file: Path) -> object:
    """Waivers of rules of the bundled pack."""
    return load_waivers(file, file.name, load_bundled_pack(), date(2025, 8, 1))


def read_baseline(file: Path) -> object:
    """A baseline."""
    return load_baseline(file, file.name)
