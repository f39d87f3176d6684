"""How a pack is cut into rules, and in which order, changes no result."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Literal

from hypothesis import given
from hypothesis import strategies as st

from rulecheck.engine import Outcome, ReferenceEvaluator
from rulecheck.judgement import Evaluation, Judge, Score, Verdict
from rulecheck.packs import Pack, Rule, load_bundled_pack
from rulecheck.packs.conditions import AnyOf, Condition
from rulecheck.proposals import Proposal

from .drafts import Judged, proposal_of
from .profile import examples
from .proposals_strategy import proposals, withheld

Key = Literal["applies_when", "violated_when"]


def drafts() -> st.SearchStrategy[Proposal]:
    return proposals().flatmap(withheld).map(proposal_of)


def judged_by(pack: Pack, proposal: Proposal) -> Evaluation:
    return Judge(pack, ReferenceEvaluator()).evaluation(proposal)


def result_of(evaluation: Evaluation) -> tuple[Verdict, Score | None, int, dict[str, Outcome]]:
    """What a pack's author may not change by moving or splitting rules."""
    by_recommendation = {
        each.recommendation.id: each.outcome for each in evaluation.recommendations
    }
    code = Judged((evaluation,)).exit_code
    return evaluation.verdict, evaluation.score, code, by_recommendation


@examples(20)
@given(st.data())
def test_the_order_of_rules_does_not_matter(data: st.DataObject) -> None:
    pack, proposal = load_bundled_pack(), data.draw(drafts())
    shuffled = [
        replace(each, rules=tuple(data.draw(st.permutations(each.rules))))
        for each in data.draw(st.permutations(pack.recommendations))
    ]
    before = judged_by(pack, proposal)
    after = judged_by(replace(pack, recommendations=tuple(shuffled)), proposal)
    assert result_of(after) == result_of(before)
    assert {(each.rule.id, each.subject.name): each.outcome for each in after.results} == {
        (each.rule.id, each.subject.name): each.outcome for each in before.results
    }


def with_rules(pack: Pack, change: Callable[[Rule], Sequence[Rule]]) -> Pack:
    """The pack with each rule replaced by one or several."""
    return replace(
        pack,
        recommendations=tuple(
            replace(each, rules=tuple(new for rule in each.rules for new in change(rule)))
            for each in pack.recommendations
        ),
    )


def condition_of(rule: Rule, key: Key) -> Condition:
    return rule.applies_when if key == "applies_when" else rule.violated_when


def changed(rule: Rule, key: Key, condition: Condition, name: str) -> Rule:
    if key == "applies_when":
        return replace(rule, id=name, applies_when=condition)
    return replace(rule, id=name, violated_when=condition)


def split(rule: Rule, key: Key) -> Sequence[Rule]:
    """A rule for each part of the rule's `any`; the rule itself if it has none."""
    condition = condition_of(rule, key)
    if not isinstance(condition, AnyOf):
        return [rule]
    return [
        changed(rule, key, part, f"{rule.id}-{place}") for place, part in enumerate(condition.parts)
    ]


def with_alternative(rule: Rule, key: Key, pack: Pack, pick: Callable[[int], int]) -> Rule:
    """The rule with an `any` of its own condition and another rule's of the same subject."""
    alike = [other for other in pack.rules if other.subject is rule.subject]
    other = alike[pick(len(alike))]
    parts = (condition_of(rule, key), condition_of(other, key))
    return changed(rule, key, AnyOf(parts), rule.id)


@examples(30)
@given(st.data(), st.sampled_from(["applies_when", "violated_when"]))
def test_a_rule_may_be_split_at_its_any(data: st.DataObject, key: Key) -> None:
    """Tried on the pack as it is, and on one whose every rule was given an `any` to be split at."""
    pack, proposal = load_bundled_pack(), data.draw(drafts())

    def pick(many: int) -> int:
        return data.draw(st.integers(0, many - 1))

    made = with_rules(pack, lambda rule: [with_alternative(rule, key, pack, pick)])
    for whole in (pack, made):
        parted = with_rules(whole, lambda rule: split(rule, key))
        assert result_of(judged_by(parted, proposal)) == result_of(judged_by(whole, proposal))


def test_some_rules_of_the_pack_have_an_any_to_be_split_at() -> None:
    assert any(len(split(rule, "violated_when")) > 1 for rule in load_bundled_pack().rules)
