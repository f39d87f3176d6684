"""What every page for a browser has: it needs neither network nor script, and no text is markup.

How pages look is in `templates/`. Jinja2 escapes whatever it is given, and everything goes through
`printable` first, so no text can hide or become markup.
"""

from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined

from rulecheck.reports.escaping import flowing, printable


@dataclass(frozen=True, slots=True)
class Link:
    """A place; `target` is where on the page it is shown, empty where it is not."""

    text: str
    target: str


def rendered(template: str, **shown: object) -> str:
    """The page that the template makes of what is to be shown, with a line end."""
    style, script = _asset("page.css"), _asset("page.js")
    policy = _policy(style, script)
    made = _environment().get_template(template)
    return made.render(style=style, script=script, policy=policy, **shown)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("rulecheck.reports"),
        autoescape=True,
        finalize=_harmless,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["flowing"] = flowing
    return environment


def _harmless(value: object) -> object:
    """What is put into the page, with nothing that hides; the page's own markup as it is."""
    is_text = isinstance(value, str) and not hasattr(value, "__html__")
    return printable(str(value)) if is_text else value


def _asset(name: str) -> str:
    return files("rulecheck.reports").joinpath("templates", name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    """What a browser may load: the page's own style and script, known by their hashes."""
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
