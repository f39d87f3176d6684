"""`evaluate --isolate`: whatever durable-rules does, it costs one proposal at most.

The engine is made to fail from outside: Python runs a `sitecustomize` module that it finds at
start, here in the command's process and in the engine's own.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from rulecheck.engine.durable import DurableEvaluator
from tests.cli.conftest import ROOT, Desk, Ended
from tests.cli.drafts import harmless, undecided, violating

pytestmark = pytest.mark.fresh

FAILING_ON_A_LOT = """
import os, signal, sys, time
import durable_rules_engine as engine

judged = engine.assert_fact
looked = engine.start_action_for_state

def assert_fact(ruleset, fact):
    if '"unstarted"' in fact:
        {failure}
    return judged(ruleset, fact)

engine.assert_fact = assert_fact
"""

Start = Callable[..., Ended]


@pytest.fixture
def with_start(desk: Desk) -> Start:
    """Judge a draft at which the engine may fail, between two others, by an engine made so."""

    def run(start: str, *options: str) -> Ended:
        folder = desk.write("start/sitecustomize.py", start).parent
        desk.write("a.yaml", harmless("first"))
        desk.write("b.yaml", violating())
        desk.write("c.yaml", undecided("last"))
        path = f"{folder}:{ROOT}"
        return desk.evaluate(
            "a.yaml", "b.yaml", "c.yaml", *options, environment={"PYTHONPATH": path}
        )

    return run


@pytest.fixture
def _engine_loads() -> None:
    try:
        DurableEvaluator()
    except ImportError as error:
        pytest.skip(f"durable-rules can't be loaded here: {error}")


FAILURES = {
    "it aborts": ("os.abort()", "durable-rules crashed (SIGABRT)"),
    "it crashes": ("os.kill(os.getpid(), signal.SIGSEGV)", "durable-rules crashed (SIGSEGV)"),
    "it exits": ("os._exit(0)", "durable-rules ended by itself with code 0"),
    "it raises": ("raise RuntimeError('no memory left')", "durable-rules: no memory left"),
    "it takes the facts for others": (
        "return (1, 1)",
        "durable-rules: the facts were refused (code 1)",
    ),
    "it takes the facts twice": (
        "return (2, 1)",
        "durable-rules: the facts were refused (code 2)",
    ),
    "it passes over the facts": (
        "engine.start_action_for_state = lambda *_: setattr("
        "engine, 'start_action_for_state', looked)",
        "durable-rules passed over the facts",
    ),
    "it goes out of its mind": (
        "os.write(3, b'x' * 2_000_000); time.sleep(600)",
        "durable-rules answered with nonsense",
    ),
    "it hangs": (
        "time.sleep(600)",
        "durable-rules gave no answer in the time that one proposal has",
    ),
}


@pytest.mark.usefixtures("_engine_loads")
@pytest.mark.parametrize(("failure", "said"), FAILURES.values(), ids=FAILURES)
def test_a_failure_costs_one_proposal(failure: str, said: str, with_start: Start) -> None:
    limit = ("--time-limit", "0.5") if "sleep" in failure else ()
    ended = with_start(FAILING_ON_A_LOT.format(failure=failure), "--isolate", *limit)
    assert ended.code == 5
    assert f"internal error: b.yaml: rule finished-stock/lots: {said}\n" in ended.out
    assert "a.yaml: first\n" in ended.out
    assert "c.yaml: last\n" in ended.out
    assert "do not rely on this run" in ended.out
    assert ended.err == ""


@pytest.mark.usefixtures("_engine_loads")
def test_what_the_engine_prints_is_no_answer(with_start: Start) -> None:
    printing = FAILING_ON_A_LOT.format(failure="print('{}', flush=True); os.write(1, b'{}')")
    ended = with_start(printing, "--isolate", "--output", "json")
    assert ended.code == 1
    assert ended.err == ""
    assert [each["id"] for each in ended.report["proposals"]] == ["first", "violating", "last"]


@pytest.mark.usefixtures("_engine_loads")
def test_an_engine_that_is_wrong_is_found_out(with_start: Start) -> None:
    wrong = FAILING_ON_A_LOT.format(failure="fact = fact.replace('unstarted', 'finished')")
    ended = with_start(wrong, "--isolate")
    assert ended.code == 5
    assert "is False to durable-rules" in ended.out
    assert "True to reference" in ended.out
    assert "c.yaml: last\n" in ended.out


@pytest.mark.usefixtures("_engine_loads")
def test_nothing_else_changes(desk: Desk) -> None:
    for name, draft in (("a", harmless()), ("b", violating()), ("c", undecided())):
        desk.write(f"{name}.yaml", draft)
    plain = desk.evaluate(".", "--output", "json").report
    isolated = desk.evaluate(".", "--output", "json", "--isolate").report
    deciding, _, checking = plain.pop("engine").partition(", ")
    assert isolated.pop("engine") == f"{deciding} in a process of its own, {checking}"
    assert isolated == plain


NOT_LOADED = {
    "it is missing": "import sys; sys.modules['durable_rules_engine'] = None",
    "it raises": "import sys; sys.path.insert(0, '{broken}')",
    "it crashes": "import os, sys; sys.path.insert(0, '{broken}')",
}
BROKEN = {
    "it is missing": "",
    "it raises": "raise RuntimeError('built for another Python')",
    "it crashes": "import os; os.abort()",
}


@pytest.mark.parametrize("case", NOT_LOADED)
def test_where_it_cannot_be_loaded_the_reference_serves_alone(
    case: str, desk: Desk, with_start: Start
) -> None:
    broken = desk.write("broken/durable_rules_engine.py", BROKEN[case]).parent
    ended = with_start(NOT_LOADED[case].format(broken=broken), "--isolate", "--output", "json")
    assert ended.code == 1
    assert ended.report["engine"] == "reference"


@pytest.mark.parametrize("case", ["it is missing", "it raises"])
def test_the_same_without_isolation(case: str, desk: Desk, with_start: Start) -> None:
    broken = desk.write("broken/durable_rules_engine.py", BROKEN[case]).parent
    start = NOT_LOADED[case].format(broken=broken)
    assert "engine: reference\n" in with_start(start).out
    ended = with_start(start, "--output", "json")
    assert ended.code == 1
    assert ended.report["engine"] == "reference"


def test_modules_beside_the_drafts_are_not_loaded(desk: Desk) -> None:
    """Whoever may write drafts must not be able to run code by them."""
    desk.write("draft.yaml", harmless())
    for name in ("json.py", "durable_rules_engine.py", "rulecheck/__init__.py", "sitecustomize.py"):
        desk.write(name, "open('ran', 'w').close()\n")
    script = desk.write("bin/script.py", "from rulecheck.cli import main\nmain()\n")
    ended = desk.run_script(script, "evaluate", "draft.yaml", "--isolate")
    assert ended.code == 3
    assert "draft.yaml: harmless\n" in ended.out
    assert "ran" not in desk.names()


def test_a_limit_without_isolation_is_refused(desk: Desk) -> None:
    desk.write("draft.yaml", harmless())
    ended = desk.evaluate("draft.yaml", "--time-limit", "5")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == ("error: --time-limit says nothing by itself; write --isolate with it\n")


@pytest.mark.parametrize("limit", ["-1", "soon", "inf", "1e20"])
def test_a_limit_that_is_none(limit: str, desk: Desk) -> None:
    desk.write("draft.yaml", harmless())
    ended = desk.evaluate("draft.yaml", "--isolate", "--time-limit", limit)
    assert ended.code == 2
    assert "--time-limit" in ended.err


@pytest.mark.skipif(not Path("/proc").exists(), reason="processes are not to be seen here")
def test_no_process_is_left_behind(desk: Desk, with_start: Start, tmp_path: Path) -> None:
    """Each process of the engine notes its number when it starts, and is gone at the end."""
    noting = f"import os; open('{tmp_path}/process-' + str(os.getpid()), 'w').close()\n"
    failing = FAILING_ON_A_LOT.format(failure="time.sleep(600)")
    with_start(noting + failing, "--isolate", "--time-limit", "0.5")
    noted = [int(path.name.partition("-")[2]) for path in tmp_path.glob("process-*")]
    assert len(noted) >= 2
    assert not [each for each in noted if is_running(each)]


def is_running(process: int) -> bool:
    return Path(f"/proc/{process}").exists()
