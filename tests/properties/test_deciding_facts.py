"""The facts that are named as deciding do decide: without all others it comes out the same."""

from hypothesis import given
from hypothesis import strategies as st

from rulecheck.engine import Outcome
from rulecheck.engine.kleene import deciding, truth
from rulecheck.engine.program import VIOLATED
from rulecheck.packs.conditions import Comparison, FactReference

from .conditions_strategy import conditions, facts, vocabularies
from .drafts import Draft, judged, proposal_of, quick_judge
from .profile import examples
from .proposals_strategy import proposals


def asked(comparison: Comparison) -> set[str]:
    other = comparison.operand
    return {comparison.fact, *([other.fact] if isinstance(other, FactReference) else [])}


@examples(100)
@given(st.data())
def test_of_a_condition(data: st.DataObject) -> None:
    specs = data.draw(vocabularies())
    condition, known = data.draw(conditions(specs)), data.draw(facts(specs))
    came_out = truth(condition, known)
    names = {name for each in deciding(condition, known, came_out) for name in asked(each)}
    only_these = {name: value for name, value in known.items() if name in names}
    assert truth(condition, only_these) is came_out


@examples(40)
@given(proposals())
def test_of_an_outcome(draft: Draft) -> None:
    proposal = proposal_of(draft)
    for result in judged(proposal).evaluations[0].results:
        if result.outcome not in (Outcome.VIOLATED, Outcome.SATISFIED):
            continue
        program = quick_judge().program(result.rule, proposal.model.as_of)
        only_these = {each.name: each.fact.value for each in result.deciding}
        assert truth(program.conditions[VIOLATED], only_these) is result.truths[VIOLATED]
