"""Judging by two evaluators and holding their outcomes against each other."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from hypothesis import given, seed, settings
from hypothesis import strategies as st

from rulecheck.engine import Evaluator, Outcome, outcome_of, program_of
from rulecheck.engine.program import APPLIES, UNLESS, VIOLATED
from rulecheck.judgement import Judge
from rulecheck.packs import Pack
from rulecheck.proposals import Proposal
from rulecheck.vocabulary import FactValue

from .conditions_strategy import values
from .drafts import Draft, proposal_of
from .packs_strategy import CHANGED_ON, DrawnPack, facts_asked, packs
from .proposals_strategy import proposals, withheld

Facts = Mapping[str, FactValue]
SETS_OF_FACTS = 80
"""With how many sets of facts each rule is judged."""


@dataclass(frozen=True)
class Pair:
    """What one rule came to on one subject, by both."""

    rule: str
    facts: Facts
    outcomes: tuple[Outcome, Outcome]


def agree_on_packs(
    one: Evaluator, other: Evaluator, folder: Path, trying: settings, number: int | None = None
) -> int:
    """Hold two evaluators against each other on random packs; on how many pairs they agreed.

    A pair is a rule of a pack that was written into the folder and loaded, and a subject: one of
    a random draft, or random facts. `number` is the seed of the random choices. Raises
    `AssertionError` or `EngineError` where the evaluators differ.
    """
    agreed = 0

    @trying
    @given(drawn=packs(), draft=proposals().flatmap(withheld), data=st.data())
    def every_pair_agrees(drawn: DrawnPack, draft: Draft, data: st.DataObject) -> None:
        nonlocal agreed
        pack = drawn.loaded(folder)
        for pair in (
            *pairs_on_facts(pack, data, one, other),
            *pairs_on_proposal(pack, proposal_of(draft), one, other),
        ):
            assert pair.outcomes[0] is pair.outcomes[1], pair
            agreed += 1

    if number is not None:
        every_pair_agrees = seed(number)(every_pair_agrees)
    every_pair_agrees()
    return agreed


def pairs_on_facts(
    pack: Pack, data: st.DataObject, one: Evaluator, other: Evaluator
) -> Iterator[Pair]:
    """Every rule on random facts, before and after its parameters change."""
    asked = facts_asked(pack)
    known: Mapping[str, Sequence[FactValue]] = {
        spec.name: data.draw(st.lists(values(spec), min_size=2, max_size=6)) for spec in asked
    }
    dice = data.draw(st.randoms(use_true_random=False))
    for rule in pack.rules:
        for day in (pack.judges_from, CHANGED_ON):
            program = program_of(rule, pack, day)
            for _ in range(SETS_OF_FACTS // 2):
                facts = some_of(known, dice)
                stated = dice.random() < 0.9
                yield Pair(
                    rule.id,
                    facts,
                    (
                        outcome(one.truths(program, facts), stated=stated),
                        outcome(other.truths(program, facts), stated=stated),
                    ),
                )


def pairs_on_proposal(
    pack: Pack, proposal: Proposal, one: Evaluator, other: Evaluator
) -> Iterator[Pair]:
    """Every rule on every subject of a proposal."""
    found = [Judge(pack, each).evaluation(proposal) for each in (one, other)]
    assert found[0].verdict is found[1].verdict
    assert found[0].score == found[1].score
    for left, right in zip(found[0].results, found[1].results, strict=True):
        facts = {name: fact.value for name, fact in left.subject.facts.items()}
        assert left.notes == right.notes
        yield Pair(left.rule.id, facts, (left.outcome, right.outcome))


def outcome(truths: Mapping[str, bool | None], *, stated: bool) -> Outcome:
    """What a rule comes to whose conditions have these truths."""
    return outcome_of(truths[APPLIES], truths[VIOLATED], truths.get(UNLESS, False), stated=stated)


def some_of(known: Mapping[str, Sequence[FactValue]], dice: Random) -> Facts:
    """One of the values for each fact; unknown ones are left out."""
    chosen = {name: dice.choice(each) for name, each in known.items()}
    return {name: value for name, value in chosen.items() if value is not None}
