"""`rulecheck why`: the conditions behind an outcome."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, assert_never

import typer

from rulecheck.cli.configuration import ConfigOption, NoConfigOption, configured
from rulecheck.cli.outputs import ColorOption, ExcerptsOption, TextOrJson, UsageError
from rulecheck.cli.packs import PackOption, ScreeningOption

if TYPE_CHECKING:  # loaded where needed: a mistyped option is answered without
    from rulecheck.judgement import Evaluation, RuleResult
    from rulecheck.packs import Pack
    from rulecheck.reports.why import Explained


def why(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="A file of proposals; - is standard input.")
    ],
    rule: Annotated[
        str | None,
        typer.Argument(
            metavar="[RULE]",
            help="A rule, or a recommendation for all its rules. Without it: whatever stands "
            "against the proposal.",
        ),
    ] = None,
    subject: Annotated[
        str | None,
        typer.Option(metavar="ID", help="Only this item, lot, party, leg or change."),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Show the conditions that decided nothing as well.")
    ] = False,
    missing: Annotated[
        bool,
        typer.Option(
            "--missing",
            help="Show instead which unknown facts can still change the verdict, and which can't.",
        ),
    ] = False,
    pack: PackOption = None,
    screening: ScreeningOption = None,
    output: Annotated[TextOrJson, typer.Option(help="The form.")] = TextOrJson.TEXT,
    color: ColorOption = None,
    no_excerpts: ExcerptsOption = None,
    config: ConfigOption = None,
    no_config: NoConfigOption = False,
) -> None:
    """Show why a rule came to its outcome, condition by condition.

    With each are the facts that it asks about, and where they stand. Without a rule, also the
    single facts on which the verdict hangs.

    Exit codes: 0 done, 2 a fault of the command or the pack, 4 a proposal that is invalid, 5 an
    internal error.
    """
    from rulecheck import __version__
    from rulecheck.advice.evidence import evidence
    from rulecheck.advice.explaining import explanation_of, pruned
    from rulecheck.advice.stability import pivots
    from rulecheck.cli.drafts import across_shown, failures_shown, judging_pack
    from rulecheck.cli.outputs import palette_of, write_to_standard_output
    from rulecheck.engine import ReferenceEvaluator
    from rulecheck.judgement import Judge
    from rulecheck.reports import why_json, why_text
    from rulecheck.reports.model import Excerpts
    from rulecheck.reports.why import Explained, Why
    from rulecheck.runner import evaluate

    if missing and (rule is not None or subject is not None):
        raise UsageError("--missing is about a whole proposal; leave out the rule and --subject")
    settings = configured(
        config,
        no_config=no_config,
        pack=pack,
        screening=screening,
        color=color,
        no_excerpts=no_excerpts,
    )
    loaded = judging_pack(settings.pack, settings.screening)
    judge = Judge(loaded, ReferenceEvaluator())
    asked = None if rule is None else _rules_named(rule, loaded)
    run = evaluate([file], loaded)
    code = failures_shown(run)
    if not settings.no_excerpts:
        across_shown(run)
    explained = []
    for evaluation in run.evaluations:
        if missing:
            explained.append(Explained(evaluation, (), evidence=evidence(evaluation, judge)))
            continue
        results = _asked_for(evaluation, asked, subject)
        found = [explanation_of(each, evaluation, loaded) for each in results]
        is_named = asked is not None or subject is not None
        hanging = () if is_named else pivots(evaluation, judge)
        shown = tuple(found if everything else map(pruned, found))
        explained.append(Explained(evaluation, shown, hanging, is_named))
    if subject is not None and run.evaluations:
        _check_subject(subject, run.evaluations, explained)
    report = Why(
        pack=loaded,
        engine=run.engine,
        tool_version=__version__,
        excerpts=Excerpts.WITHHELD if settings.no_excerpts else Excerpts.SHOWN,
        explained=tuple(explained),
    )
    match output:
        case TextOrJson.TEXT:
            text = why_text.render(report, palette_of(settings.color))
        case TextOrJson.JSON:
            text = why_json.render(report)
        case _:
            assert_never(output)
    write_to_standard_output(text)
    raise typer.Exit(code)


def _rules_named(name: str, pack: "Pack") -> frozenset[str]:
    """The rule with this id, or all of the recommendation with it. Raises `UsageError`."""
    for recommendation in pack.recommendations:
        if recommendation.id == name:
            return frozenset(rule.id for rule in recommendation.rules)
    if any(rule.id == name for rule in pack.rules):
        return frozenset({name})
    from rulecheck.documents import closest

    known = [each.id for each in pack.recommendations] + [each.id for each in pack.rules]
    near = closest(name, known)
    hint = f"did you mean `{near}`?" if near else "`rulecheck rules list` lists them"
    raise UsageError(f"there is no rule or recommendation `{name}`; {hint}")


def _asked_for(
    evaluation: "Evaluation", rules: frozenset[str] | None, subject: str | None
) -> "Iterator[RuleResult]":
    """Results of the rules asked for, or else those that stand against the proposal."""
    results = evaluation.findings if rules is None else evaluation.results
    for each in results:
        if (rules is None or each.rule.id in rules) and subject in (None, each.subject.name):
            yield each


def _check_subject(
    name: str, evaluations: "Sequence[Evaluation]", explained: "Sequence[Explained]"
) -> None:
    """Raises `UsageError` where nothing is explained since there is no such subject."""
    names = [each.subject.name for evaluation in evaluations for each in evaluation.results]
    if any(each.explanations for each in explained) or name in names:
        return
    from rulecheck.documents import closest

    near = closest(name, names)
    hint = f"did you mean `{near}`?" if near else f"there are: {', '.join(dict.fromkeys(names))}"
    raise UsageError(f"nothing in the file is called `{name}`; {hint}")
