"""One evaluation in a process that has long been running: no parsing, rules prepared."""

from collections.abc import Iterator, Sequence
from functools import partial

from bench.figures import Amount, Figure, Part, Row, Sample, Unit, time_of
from bench.functions import timed
from bench.plan import DRAFT, PROPOSALS, ROOT, Bench
from rulecheck.documents import parse
from rulecheck.engine import Evaluator, ReferenceEvaluator, best_evaluator
from rulecheck.judgement import Judge
from rulecheck.packs import Pack, load_bundled_pack
from rulecheck.proposals import Proposal, read_proposal


def rows(bench: Bench) -> Iterator[Row]:
    """Both evaluators and the reference alone, on one draft and on all the examples."""
    repeats = bench.effort.repeats
    pack = load_bundled_pack()
    draft = proposal_in(DRAFT, pack)
    examples = [
        proposal_in(path.relative_to(ROOT).as_posix(), pack)
        for path in sorted(PROPOSALS.glob("*.yaml"))
    ]
    both, reference = best_evaluator(), ReferenceEvaluator()
    by_both, by_reference = amounts(
        [(Judge(pack, both), draft), (Judge(pack, reference), draft)], repeats
    )
    yield _row(draft.id, both, by_both, must=5.0, aim=1.0)
    yield _row(f"{draft.id}, not judged before", both, _first_sight(pack, draft, repeats // 4))
    yield _row(draft.id, reference, by_reference, aim=0.2)

    judge = Judge(pack, both)
    of_examples = amounts([(judge, each) for each in examples], max(repeats // 4, 1))
    by_median = sorted(zip(of_examples, examples, strict=True), key=lambda each: each[0].median)
    for what, (amount, example) in (
        ("median of all examples", by_median[len(by_median) // 2]),
        ("worst of all examples", by_median[-1]),
    ):
        yield _row(f"{what}: {example.id}", both, amount)


def proposal_in(path: str, pack: Pack) -> Proposal:
    """The proposal in a file of the repository."""
    (document,) = parse(path, (ROOT / path).read_bytes())
    return read_proposal(document, pack)


def amounts(cases: Sequence[tuple[Judge, Proposal]], repeats: int) -> list[Amount]:
    """Milliseconds for each of the cases, measured in turn; the first time does not count."""
    samples: list[list[Sample]] = [[] for _ in cases]
    for number in range(repeats + 1):
        for (judge, proposal), found in zip(cases, samples, strict=True):
            sample, _ = timed(partial(judge.evaluation, proposal))
            if number:
                found.append(sample)
    return [time_of(found).times(1000) for found in samples]


def _first_sight(pack: Pack, draft: Proposal, repeats: int) -> Amount:
    """Milliseconds where all rules are prepared, but the draft itself was never seen.

    What remembers answers by facts has none for it, but those that other drafts share with it.
    """
    samples = []
    for _ in range(max(repeats, 1)):
        judge = Judge(pack, best_evaluator())
        for rule in pack.rules:
            judge.program(rule, draft.model.as_of)
        judge.evaluation(proposal_in(PREPARING, pack))
        samples.append(timed(partial(judge.evaluation, draft))[0])
    return time_of(samples).times(1000)


PREPARING = "proposals/l20_below_the_limits.yaml"
"""A draft with the same kinds of subject, on which every rule that the other needs is prepared."""


def _row(
    what: str,
    evaluator: Evaluator,
    amount: Amount,
    must: float | None = None,
    aim: float | None = None,
) -> Figure:
    name = f"{what}; {evaluator.name}"
    return Figure(Part.WARM, name, Unit.MILLISECONDS, amount, must=must, aim=aim)
