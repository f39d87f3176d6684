"""Settings: where they may stand, which one counts, and every way to get them wrong."""

import os
from dataclasses import replace

import pytest

from rulecheck.cli.configuration import search, sound
from rulecheck.cli.failures import problem_lines
from rulecheck.cli.settings import SETTINGS, From, resolved
from rulecheck.documents.validation import Faults
from tests.cli.conftest import ROOT, SMALL_PACK, Desk
from tests.cli.drafts import harmless, violating


def value_and_origin(
    desk: Desk, key: str, environment: dict[str, str] | None = None
) -> tuple[object, str, str | None, int | None]:
    ended = desk.run("config", "--output", "json", environment=environment)
    assert (ended.code, ended.err) == (0, "")
    setting = ended.report["settings"][key]
    return setting["value"], setting["from"], setting["name"], setting["line"]


def faults(desk: Desk, environment: dict[str, str] | None = None) -> str:
    ended = desk.run("config", environment=environment)
    assert (ended.code, ended.out) == (2, "")
    return ended.err


@pytest.fixture
def project(desk: Desk) -> Desk:
    """A repository, so that nothing above it counts."""
    (desk.folder / ".git").mkdir()
    return desk


# -- each origin, and which one is stronger --------------------------------------------------------


def test_the_defaults(project: Desk) -> None:
    ended = project.run("config")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == (
        "file: none (rulecheck.toml, or pyproject.toml with [tool.rulecheck], looked for in: .)\n"
        "\n"
        "pack         -      default\n"
        "screening    -      default\n"
        "waivers      -      default\n"
        "baseline     -      default\n"
        "paths        -      default\n"
        "output       -      default\n"
        "color        auto   default\n"
        "no-excerpts  false  default\n"
    )


def test_a_file_is_stronger_than_a_default(project: Desk) -> None:
    project.write("pyproject.toml", '[project]\nname = "x"\n\n[tool.rulecheck]\ncolor = "never"\n')
    assert value_and_origin(project, "color") == ("never", "file", "pyproject.toml", 5)


def test_a_variable_is_stronger_than_a_file(project: Desk) -> None:
    project.write("rulecheck.toml", 'color = "never"\n')
    environment = {"RULECHECK_COLOR": "Always"}
    expected = ("always", "variable", "RULECHECK_COLOR", None)
    assert value_and_origin(project, "color", environment) == expected


def test_an_empty_variable_is_not_set(project: Desk) -> None:
    project.write("rulecheck.toml", 'color = "never"\n')
    expected = ("never", "file", "rulecheck.toml", 1)
    assert value_and_origin(project, "color", {"RULECHECK_COLOR": ""}) == expected


def test_an_option_is_stronger_than_a_variable(project: Desk) -> None:
    project.write("draft.yaml", violating(title="secret"))
    project.write("rulecheck.toml", "no-excerpts = false\n")
    environment = {"RULECHECK_NO_EXCERPTS": "yes"}
    assert "secret" not in project.evaluate("draft.yaml", environment=environment).out
    shown = project.evaluate("draft.yaml", "--excerpts", environment=environment)
    assert "secret" in shown.out


@pytest.mark.parametrize(
    ("words", "truth"), [(("1", "true", "YES"), True), (("0", "False", "no"), False)]
)
def test_words_for_true_and_false(words: tuple[str, ...], *, truth: bool) -> None:
    for word in words:
        found = resolved({}, {"RULECHECK_NO_EXCERPTS": word}, None)
        assert (found.settings.no_excerpts, found.problems) == (truth, ())
        assert found.origins["no_excerpts"].kind is From.VARIABLE


def test_lists_in_variables_are_separated_as_in_path(project: Desk) -> None:
    found = value_and_origin(project, "paths", {"RULECHECK_PATHS": f"a b{os.pathsep}c"})
    assert found[0] == ["a b", "c"]


# -- what commands make of them --------------------------------------------------------------------


def test_evaluate_alone_in_a_configured_project(project: Desk) -> None:
    project.write("drafts/draft.yaml", violating())
    (project.folder / "reports").mkdir()
    project.write(
        "rulecheck.toml",
        f'pack = "{SMALL_PACK}"\npaths = ["drafts/*.yaml"]\n'
        'output = ["text", "json=reports/all.json"]\n',
    )
    ended = project.run("evaluate")
    assert ended.code == 1
    assert "drafts/draft.yaml: violating\n" in ended.out
    assert "reports/all.json" in project.names()


def test_paths_of_the_command_line_replace_those_of_the_file(project: Desk) -> None:
    project.write("rulecheck.toml", 'paths = ["missing"]\n')
    project.write("draft.yaml", harmless())
    assert project.evaluate("draft.yaml").code == 0


def test_paths_in_a_file_are_seen_from_its_folder(project: Desk) -> None:
    project.write("drafts/draft.yaml", harmless())
    project.write("rulecheck.toml", 'paths = ["drafts"]\noutput = ["json=out.json"]\n')
    project.write("deep/inside/note.txt", "")
    inside = Desk(project.folder / "deep" / "inside", project.environment)
    ended = inside.evaluate()
    assert (ended.code, ended.out, ended.err) == (0, "", "")
    assert '"path": "../../drafts/draft.yaml"' in (project.folder / "out.json").read_text("utf-8")
    assert inside.names() == {"note.txt"}


def test_the_name_of_a_folder_is_no_pattern(project: Desk) -> None:
    project.write("[a]/drafts/draft.yaml", harmless())
    file = project.write("[a]/rulecheck.toml", 'paths = ["drafts/*.yaml"]\n')
    ended = project.evaluate("--config", file.relative_to(project.folder))
    assert ended.code == 0
    assert "[a]/drafts/draft.yaml: harmless\n" in ended.out


@pytest.mark.parametrize(
    "command",
    [
        ["why", "draft.yaml"],
        ["rules", "list"],
        ["rules", "show", "finished-stock"],
        ["rules", "test"],
        ["rules", "lint"],
        ["rules", "coverage"],
        ["rules", "verify", "--source", "draft.yaml"],
    ],
    ids=lambda command: " ".join(command[:2]),
)
def test_commands_take_the_pack_of_the_file(project: Desk, command: list[str]) -> None:
    project.write("draft.yaml", violating())
    project.write("rulecheck.toml", f'pack = "{SMALL_PACK}"\n')
    configured = project.run(*command)
    by_option = project.run(*command, "--no-config", "--pack", SMALL_PACK)
    assert configured == by_option
    assert configured.out != project.run(*command, "--no-config").out


def test_color_and_excerpts_of_why_and_diff(project: Desk) -> None:
    project.write("draft.yaml", violating())
    project.write("rulecheck.toml", 'color = "always"\nno-excerpts = true\n')
    why = project.run("why", "draft.yaml", "--pack", SMALL_PACK)
    assert (
        why.out
        == project.run(
            "why", "draft.yaml", "--pack", SMALL_PACK, "--color", "always", "--no-excerpts"
        ).out
    )
    assert "\x1b[" in why.out
    diff = project.run("rules", "diff", SMALL_PACK, ROOT / "rules")
    assert "\x1b[" in diff.out


# -- which file ------------------------------------------------------------------------------------


def test_a_file_is_found_upward(project: Desk) -> None:
    project.write("rulecheck.toml", 'color = "never"\n')
    project.write("a/pyproject.toml", '[project]\nname = "needs rulecheck"\n')
    inside = Desk(project.folder / "a", project.environment)
    assert value_and_origin(inside, "color") == ("never", "file", "../rulecheck.toml", 1)


@pytest.mark.parametrize("kind", ["folder", "file"])
def test_the_search_ends_at_the_top_of_the_repository(desk: Desk, kind: str) -> None:
    desk.write("rulecheck.toml", 'color = "never"\n')
    desk.write("top/.git/HEAD" if kind == "folder" else "top/.git", "")
    desk.write("top/inside/note.txt", "")
    inside = Desk(desk.folder / "top" / "inside", desk.environment)
    ended = inside.run("config")
    assert "looked for in: ., ..)\n" in ended.out
    assert value_and_origin(inside, "color")[1] == "default"


def test_two_files_in_one_folder(project: Desk) -> None:
    project.write("rulecheck.toml", "")
    project.write("pyproject.toml", "[tool.rulecheck]\n")
    assert faults(project) == (
        "error: rulecheck.toml: pyproject.toml beside it has a table [tool.rulecheck] as well\n"
        "    help: keep one of them\n"
    )


def test_a_pyproject_without_the_table_is_no_competitor(project: Desk) -> None:
    project.write("rulecheck.toml", 'color = "never"\n')
    project.write("pyproject.toml", '[project]\ndependencies = ["rulecheck"]\n')
    assert value_and_origin(project, "color")[2] == "rulecheck.toml"


def test_a_file_named_by_option_or_variable(project: Desk) -> None:
    project.write("rulecheck.toml", 'color = "never"\n')
    project.write("other/settings.toml", 'color = "always"\npaths = ["drafts"]\n')
    ended = project.run("config", "--config", "other/settings.toml")
    assert "color        always        other/settings.toml:1\n" in ended.out
    assert "paths        other/drafts  other/settings.toml:2\n" in ended.out
    by_variable = project.run("config", environment={"RULECHECK_CONFIG": "other/settings.toml"})
    assert by_variable.out == ended.out


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [(["--no-config"], {}), ([], {"RULECHECK_CONFIG": "none"})],
)
def test_no_file_at_all(project: Desk, arguments: list[str], environment: dict[str, str]) -> None:
    project.write("rulecheck.toml", "faulty")
    ended = project.run("config", *arguments, environment=environment)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("file: none, as asked\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["--config", "rulecheck.tml"],
            "error: rulecheck.tml: there is no such configuration file\n"
            "    help: did you mean `rulecheck.toml`?\n",
        ),
        (
            ["--config", "pyproject.toml"],
            "error: pyproject.toml: the file has no table [tool.rulecheck]\n"
            "    help: add it, or leave --config out\n",
        ),
        (
            ["--config", "rulecheck.toml", "--no-config"],
            "error: --config and --no-config contradict each other; give one of them\n",
        ),
        (["--config", "folder"], "error: folder: the file can't be read: is a directory\n"),
    ],
)
def test_a_file_that_can_not_be_named(project: Desk, arguments: list[str], said: str) -> None:
    project.write("rulecheck.toml", "")
    project.write("pyproject.toml", "[project]\n")
    (project.folder / "folder").mkdir()
    ended = project.run("config", *arguments)
    assert (ended.code, ended.out, ended.err) == (2, "", said)


# -- what can be wrong in it -----------------------------------------------------------------------

FAULTY: dict[str, tuple[str, str]] = {
    "an unknown key": (
        'color = "never"\nscrening = "list.json"\n',
        "error: rulecheck.toml:2:1: unknown key `screning`\n"
        '    screning = "list.json"\n'
        "    help: did you mean `screening`?\n",
    ),
    "an underscore": (
        "no_excerpts = true\n",
        "error: rulecheck.toml:1:1: unknown key `no_excerpts`\n"
        "    no_excerpts = true\n"
        "    help: did you mean `no-excerpts`?\n",
    ),
    "a key like no other": (
        "today = 2025-07-30\n",
        "error: rulecheck.toml:1:1: unknown key `today`\n"
        "    today = 2025-07-30\n"
        "    help: keys known here: pack, screening, waivers, baseline, paths, output, color, "
        "no-excerpts\n",
    ),
    "the table of the other file": (
        "[tool.rulecheck]\n",
        "error: rulecheck.toml:1:2: unknown key `tool`\n"
        "    [tool.rulecheck]\n"
        "    help: in this file the settings stand by themselves, without a table around them\n",
    ),
    "text for a truth": (
        'no-excerpts = "yes"\n',
        "error: rulecheck.toml:1:1: `no-excerpts`: `yes` is neither true nor false\n"
        '    no-excerpts = "yes"\n'
        "    help: write `true` or `false`\n",
    ),
    "text for a list": (
        'output = "json"\n',
        "error: rulecheck.toml:1:1: `output`: `json` stands where a list is due\n"
        '    output = "json"\n'
        '    help: write ["json"]\n',
    ),
    "a number for a path": (
        "pack = 3\n",
        "error: rulecheck.toml:1:1: `pack`: `3` is not a path\n"
        "    pack = 3\n"
        "    help: write it in quotes\n",
    ),
    "a table for a list": (
        "[paths]\n",
        "error: rulecheck.toml:1:2: `paths`: a table stands where a list is due\n"
        "    [paths]\n"
        '    help: write ["…", "…"]\n',
    ),
    "a word that is none": (
        'color = "alwais"\n',
        "error: rulecheck.toml:1:1: `color`: `alwais` can't stand here\n"
        '    color = "alwais"\n'
        "    help: did you mean `always`?\n",
    ),
    "a format that is none": (
        'output = ["jsn"]\n',
        "error: rulecheck.toml:1:1: `output`: there is no format `jsn`; did you mean `json`?\n"
        '    output = ["jsn"]\n',
    ),
    "a report without a folder": (
        'output = ["json=build/report.json"]\n',
        "error: rulecheck.toml:1:1: `output`: build/report.json has no folder to go to; create "
        "build\n"
        '    output = ["json=build/report.json"]\n',
    ),
    "a pack that is not there": (
        'pack = "ruls"\n',
        "error: rulecheck.toml:1:1: `pack`: there is no `ruls`\n"
        '    pack = "ruls"\n'
        "    help: did you mean `rules`?\n",
    ),
    "no TOML": (
        'color = "never"\npack = x\n',
        "error: rulecheck.toml:2:8: this is no TOML: Invalid value\n    pack = x\n",
    ),
    "a list without an end": (
        "paths = [",
        "error: rulecheck.toml: this is no TOML: Invalid value (at end of document)\n",
    ),
}


@pytest.mark.parametrize("case", FAULTY)
def test_a_faulty_file(project: Desk, case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    content, said = FAULTY[case]
    project.write("rules/pack.yaml", "")
    project.write("rulecheck.toml", content)
    monkeypatch.chdir(project.folder)
    every = {each.name: None for each in SETTINGS}
    with pytest.raises(Faults) as found:
        sound(every, {}, search(None, {}, no_config=False))
    assert [*problem_lines("error", found.value.problems)] == said.splitlines()


def test_all_faults_are_told_at_once(project: Desk) -> None:
    project.write("pyproject.toml", "[tool.rulecheck]\npak = 1\ncolor = 2\n")
    said = faults(project, {"RULECHECK_PCAK": "rules"})
    assert [line for line in said.splitlines() if line.startswith("error: ")] == [
        "error: RULECHECK_PCAK: rulecheck knows no such variable",
        "error: pyproject.toml:2:1: unknown key `pak`",
        "error: pyproject.toml:3:1: `color`: `2` is not a word",
    ]


def test_faults_of_the_configuration_end_every_command_that_uses_it(project: Desk) -> None:
    project.write("draft.yaml", harmless())
    project.write("rulecheck.toml", "pak = 1\n")
    said = faults(project)
    for command in (["evaluate", "draft.yaml"], ["why", "draft.yaml"], ["rules", "list"]):
        ended = project.run(*command)
        assert (ended.code, ended.out, ended.err) == (2, "", said)


def test_what_a_command_does_not_use_need_not_exist(project: Desk) -> None:
    project.write("rulecheck.toml", 'screening = "list.json"\npack = "missing"\n')
    assert project.run("rules", "list", "--pack", SMALL_PACK).code == 0
    assert project.run("rules", "list").code == 2


# -- variables -------------------------------------------------------------------------------------


def test_a_misspelt_variable(project: Desk) -> None:
    assert faults(project, {"RULECHECK_SCREENNG": "list.json"}) == (
        "error: RULECHECK_SCREENNG: rulecheck knows no such variable\n"
        "    help: did you mean `RULECHECK_SCREENING`?\n"
    )


def test_a_variable_that_is_neither_true_nor_false(project: Desk) -> None:
    assert faults(project, {"RULECHECK_NO_EXCERPTS": "on"}) == (
        "error: RULECHECK_NO_EXCERPTS: `on` is neither true nor false\n"
        "    help: write `1`, `true`, `yes`, `0`, `false` or `no`\n"
    )


def test_variables_that_are_no_settings(project: Desk) -> None:
    environment = {
        "RULECHECK_TRACEBACK": "1",
        "RULECHECK_NO_CACHE": "1",
        "NO_COLOR": "1",
        "RULECHECKS": "1",
    }
    assert project.run("config", environment=environment).code == 0


def test_hostile_names_are_harmless(project: Desk) -> None:
    project.write("rulecheck.toml", '"\\u001b[31m::error" = 1\n')
    assert faults(project).startswith("error: rulecheck.toml: unknown key `\\u{1b}[31m")


@pytest.mark.parametrize(
    "where",
    ["../report.txt", "{elsewhere}/report.txt", "out/../../report.txt", "link/report.txt", "file"],
)
@pytest.mark.parametrize(
    ("inside", "arguments"),
    [
        ("", ("--config", "project/rulecheck.toml")),
        ("project", ("--config", "rulecheck.toml")),
        ("project", ()),
        ("project/out", ()),
    ],
    ids=["named-below", "named-here", "found-here", "found-above"],
)
def test_a_file_sends_no_report_elsewhere(
    where: str, inside: str, arguments: tuple[str, ...], desk: Desk
) -> None:
    """A file is found in whatever was checked out; it may not overwrite what lies outside."""
    elsewhere = desk.write("elsewhere/report.txt", "what was there before")
    path = where.format(elsewhere=elsewhere.parent)
    desk.write("project/out/here.txt", "")
    (desk.folder / "project" / ".git").mkdir()
    (desk.folder / "project" / "link").symlink_to(elsewhere.parent)
    (desk.folder / "project" / "file").symlink_to(elsewhere)
    desk.write("project/rulecheck.toml", f'paths = ["draft.yaml"]\noutput = ["text={path}"]\n')
    desk.write("project/draft.yaml", harmless())
    ended = replace(desk, folder=desk.folder / inside).run("evaluate", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert "` lies outside of the folder of this file\n" in ended.err
    assert f"help: write it on the command line: --output text={path}\n" in ended.err
    assert elsewhere.read_text(encoding="utf-8") == "what was there before"
    assert not (desk.folder / "report.txt").exists()


@pytest.mark.parametrize("inside", ["project", "project/out"])
def test_a_file_sends_reports_into_its_own_folder(inside: str, desk: Desk) -> None:
    desk.write("project/out/here.txt", "")
    desk.write("project/rulecheck.toml", 'output = ["text=out/../report.txt"]\n')
    draft = desk.write("project/draft.yaml", harmless())
    ended = replace(desk, folder=desk.folder / inside).evaluate(draft)
    assert (ended.code, ended.err) == (0, "")
    assert "project/report.txt" in desk.names()


def test_a_variable_sends_reports_anywhere(desk: Desk) -> None:
    """Whoever calls the command chose it, as they chose its options."""
    draft = desk.write("project/draft.yaml", harmless())
    inside = replace(desk, folder=desk.folder / "project")
    environment = {"RULECHECK_OUTPUT": "text=../report.txt"}
    ended = inside.evaluate(draft, environment=environment)
    assert (ended.code, ended.err) == (0, "")
    assert "report.txt" in desk.names()
