"""Tools that others wrote, installed from the registries into an environment of their own.

Each is tried on a draft that is not sound before it is timed: one that lets it pass does not do
the work that it is timed for.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum, unique
from pathlib import Path

from bench.processes import Command, DidNotWork, environment, run

INSTALL_SECONDS = 300


@unique
class Form(StrEnum):
    """How a peer gets the drafts."""

    YAML = "yaml"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Peer:
    """An installed tool, and how to have it check files."""

    name: str
    version: str
    form: Form
    arguments: tuple[str, ...]
    """The command line up to the files."""
    before_each: tuple[str, ...] = ()
    """What stands before each file."""
    says: str | None = None
    says_of_each: bool = False

    def command(self, folder: Path, files: Sequence[str]) -> Command:
        """The command that checks these files of a folder in one process."""
        return Command(
            name=self.name,
            arguments=(
                *self.arguments,
                *(word for file in files for word in (*self.before_each, file)),
            ),
            folder=folder,
            says=self.says,
            times=len(files) if self.says_of_each else 1,
        )


@dataclass(frozen=True, slots=True)
class Unavailable:
    """A tool that could not be installed or does not do its work here."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Kit:
    """Where peers are installed, and the schema that those that read schemas check against."""

    home: Path
    schema: Path

    def program(self, name: str) -> Path:
        """A program that pip installed."""
        return self.home / "bin" / name

    def node_program(self, name: str) -> Path:
        """A program that npm installed."""
        return self.home / "node_modules" / ".bin" / name


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to get a peer and how to call it."""

    name: str
    install: Callable[[Kit], None]
    peer: Callable[[Kit], Peer]
    unsound: tuple[str, str]
    """What to replace in a sound draft, by what, for it to be refused."""


CHECK_JSONSCHEMA = "check-jsonschema"
YAMLLINT = "yamllint"
AJV = "ajv-cli, as JSON"
SPECTRAL = "spectral"

_MISFIT = ("kind: license_decision", "kind: nothing_of_the_kind")
_DOUBLED = ("kind: license_decision", "kind: license_decision\nkind: license_decision")


def installed(kit: Kit, sound: Path, folder: Path) -> tuple[Peer | Unavailable, ...]:
    """Every peer that can be had, tried on a sound draft and an unsound one in the folder."""
    return tuple(_installed(recipe, kit, sound, folder) for recipe in RECIPES)


def _installed(recipe: Recipe, kit: Kit, sound: Path, folder: Path) -> Peer | Unavailable:
    try:
        recipe.install(kit)
        peer = recipe.peer(kit)
        _try(peer, recipe, sound, folder)
    except DidNotWork as error:
        return Unavailable(recipe.name, str(error))
    return peer


def _try(peer: Peer, recipe: Recipe, sound: Path, folder: Path) -> None:
    from bench.copies import write_as_json

    old, new = recipe.unsound
    text = sound.read_text(encoding="utf-8")
    names: tuple[str, ...] = ("sound.yaml", "unsound.yaml")
    for name, content in zip(names, (text, text.replace(old, new, 1)), strict=True):
        (folder / name).write_text(content, encoding="utf-8")
    if peer.form is Form.JSON:
        names = write_as_json(folder, names, folder)
    run(peer.command(folder, names[:1]))
    try:
        run(peer.command(folder, names[1:]))
    except DidNotWork:
        return
    raise DidNotWork(f"{peer.name}: finds nothing wrong with a draft that is not sound")


# -- pip ----------------------------------------------------------------------------------------


def _with_pip(package: str) -> Callable[[Kit], None]:
    def install(kit: Kit) -> None:
        python = kit.program("python")
        if not python.exists():
            _call([sys.executable, "-m", "venv", str(kit.home)], "venv")
        if not kit.program(package).exists():
            _call([str(python), "-m", "pip", "--quiet", "install", package], f"pip ({package})")

    return install


def _pip_version(kit: Kit, package: str) -> str:
    code = "import sys; from importlib.metadata import version; print(version(sys.argv[1]))"
    return _call([str(kit.program("python")), "-c", code, package], package).strip()


def _check_jsonschema(kit: Kit) -> Peer:
    return Peer(
        CHECK_JSONSCHEMA,
        _pip_version(kit, "check-jsonschema"),
        Form.YAML,
        (str(kit.program("check-jsonschema")), "--schemafile", str(kit.schema)),
        says="ok -- validation done",
    )


def _yamllint(kit: Kit) -> Peer:
    # Relaxed: warnings of long lines are no reason to fail, doubled keys are.
    arguments = (str(kit.program("yamllint")), "-d", "relaxed")
    return Peer(YAMLLINT, _pip_version(kit, "yamllint"), Form.YAML, arguments)


# -- npm ----------------------------------------------------------------------------------------


def _with_npm(program: str, *packages: str) -> Callable[[Kit], None]:
    def install(kit: Kit) -> None:
        if kit.node_program(program).exists():
            return
        npm = shutil.which("npm")
        if npm is None:
            raise DidNotWork("there is no npm to install it with")
        options = ["--no-audit", "--no-fund", "--loglevel", "error", "--fetch-retries", "1"]
        _call([npm, "install", *options, "--prefix", str(kit.home), *packages], "npm")

    return install


def _npm_version(kit: Kit, package: str) -> str:
    about = json.loads((kit.home / "node_modules" / package / "package.json").read_bytes())
    return str(about["version"])


def _ajv(kit: Kit) -> Peer:
    arguments = ("validate", "--spec=draft2020", "-c", "ajv-formats", "-s", str(kit.schema))
    return Peer(
        AJV,
        _npm_version(kit, "ajv-cli"),
        Form.JSON,
        (str(kit.node_program("ajv")), *arguments),
        before_each=("-d",),
        says=" valid\n",
        says_of_each=True,
    )


def _spectral(kit: Kit) -> Peer:
    """One rule: the draft fits the schema."""
    ruleset = kit.home / "ruleset.json"
    options = {"dialect": "draft2020-12", "schema": json.loads(kit.schema.read_bytes())}
    then = {"function": "schema", "functionOptions": options}
    rule = {"given": "$", "severity": "error", "then": then}
    ruleset.write_text(json.dumps({"rules": {"fits-the-schema": rule}}), encoding="utf-8")
    return Peer(
        SPECTRAL,
        _npm_version(kit, "@stoplight/spectral-cli"),
        Form.YAML,
        (str(kit.node_program("spectral")), "lint", "--ruleset", str(ruleset)),
        says="No results with a severity of 'error' found!",
    )


RECIPES = (
    Recipe(CHECK_JSONSCHEMA, _with_pip("check-jsonschema"), _check_jsonschema, _MISFIT),
    Recipe(YAMLLINT, _with_pip("yamllint"), _yamllint, _DOUBLED),
    Recipe(AJV, _with_npm("ajv", "ajv-cli", "ajv-formats"), _ajv, _MISFIT),
    Recipe(SPECTRAL, _with_npm("spectral", "@stoplight/spectral-cli"), _spectral, _MISFIT),
)


def _call(arguments: Sequence[str], what: str) -> str:
    """What a program printed. Raises `DidNotWork` where it fails, with the last of its words."""
    # Registries and certificates are named by variables that pip and npm read.
    told = {name: value for name, value in os.environ.items() if name.lower().startswith(_TOLD)}
    try:
        done = subprocess.run(
            arguments,
            env={**environment(), **told},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            text=True,
            timeout=INSTALL_SECONDS,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise DidNotWork(f"{what}: {type(error).__name__}") from error
    if done.returncode:
        words = [line for line in done.stderr.splitlines() if line.strip()] or ["it said nothing"]
        raise DidNotWork(f"{what}: exit code {done.returncode}: {words[-1].strip()[:160]}")
    return done.stdout


_TOLD = ("pip_", "npm_", "uv_", "http_proxy", "https_proxy", "no_proxy", "ssl_", "node_extra")
