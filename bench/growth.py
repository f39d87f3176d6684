"""How time and memory grow: with ten times the files, and with ten times the rules."""

from collections.abc import Iterator

from bench.copies import write_copies
from bench.figures import Beside, Figure, Part, Row, Sample, Unit, memory_of, time_of
from bench.plan import DRAFT, PROPOSALS, Bench
from bench.processes import DidNotWork, run
from bench.warm import amounts, proposal_in
from bench.wide_pack import write_wide_pack
from rulecheck.engine import best_evaluator
from rulecheck.facts import subjects_of
from rulecheck.judgement import Judge
from rulecheck.packs import bundled_pack, load_bundled_pack, load_pack

TIMES = 10

FLAT = 1.25
"""How much more memory ten times the files may take: of each, a name and some numbers stay."""


def rows(bench: Bench) -> Iterator[Row]:
    """Growth with files, then with rules that do not apply. Raises `DidNotWork`."""
    yield from with_files(bench)
    yield from with_rules(bench)


def with_files(bench: Bench) -> Iterator[Row]:
    """Time and memory of a folder, and of one ten times as large, per file."""
    few, many = bench.effort.files, bench.effort.files * TIMES
    of_few = [_run(bench, few) for _ in range(min(bench.effort.bulk_rounds, 2))]
    of_many = [_run(bench, many)]
    yield Figure(
        Part.GROWTH,
        f"a file of {many:,}",
        Unit.MILLISECONDS,
        time_of(of_many).times(1000 / many),
        Beside(f"a file of {few:,}", time_of(of_few).times(1000 / few)),
        must=1.1,
    )
    held_few, held_many = memory_of(of_few), memory_of(of_many)
    yield Figure(
        Part.GROWTH,
        f"memory for {many:,} files",
        Unit.MEGABYTES,
        held_many,
        Beside(f"for {few:,} files", held_few),
        must=FLAT,
    )
    yield Figure(
        Part.GROWTH,
        f"memory for a file of {many:,}",
        Unit.MEGABYTES,
        held_many.times(1 / many),
        Beside(f"for a file of {few:,}", held_few.times(1 / few)),
    )


def _run(bench: Bench, count: int) -> Sample:
    folder = bench.folder / f"growth-{count}"
    if not folder.exists():
        write_copies(PROPOSALS, folder, count)
    return run(bench.evaluate(".", folder=folder, judged=count), with_memory=True)


def with_rules(bench: Bench) -> Iterator[Row]:
    """One warm evaluation by the pack, and by one with ten times the rules."""
    pack = load_bundled_pack()
    draft = proposal_in(DRAFT, pack)
    subjects = {each.kind.value for each in subjects_of(draft.model, pack)}
    folder = bench.folder / "wide-pack"
    write_wide_pack(bundled_pack(), folder, len(pack.rules) * TIMES, subjects)
    wide = load_pack(folder)
    judge, wide_judge = (Judge(each, best_evaluator()) for each in (pack, wide))
    one, other = (each.evaluation(draft) for each in (judge, wide_judge))
    if (one.verdict, one.score) != (other.verdict, other.score):
        raise DidNotWork("rules that do not apply changed the judgement")
    narrow_amount, wide_amount = amounts(
        [(judge, draft), (wide_judge, draft)], bench.effort.repeats
    )
    yield Figure(
        Part.GROWTH,
        f"{len(wide.rules)} rules, warm, {draft.id}",
        Unit.MILLISECONDS,
        wide_amount,
        Beside(f"{len(pack.rules)} rules", narrow_amount),
        must=3.0,
    )
