"""Commented starts of drafts and rules, valid as they are; the texts stand in `templates/`."""

import re
from dataclasses import dataclass
from importlib.resources import files
from itertools import chain
from typing import Final

from pydantic import TypeAdapter, ValidationError

from rulecheck.documents.scalars import resolve
from rulecheck.documents.validation import UNKNOWN
from rulecheck.packs.files import RuleId
from rulecheck.packs.folders import TESTS_SUFFIX
from rulecheck.packs.model import Citation, Pack
from rulecheck.vocabulary.enums import Kind

PROPOSAL_SCHEMA_FILE: Final = "proposal.schema.json"
RULES_SCHEMA_FILE: Final = "rules.schema.json"
"""Where the templates expect the schemas: beside the file."""

MOST_CHARACTERS: Final = 100
"""Of a file's name that become a draft's."""


class NoRuleId(Exception):
    """What was given can't be the id of a rule: what is wrong, and what to write instead."""


@dataclass(frozen=True, slots=True)
class RuleStart:
    """A new rule and the tests of it."""

    recommendation: str
    rule: str
    tests: str

    @property
    def file(self) -> str:
        """The name of the file that the rule belongs into."""
        return f"{self.recommendation}.yaml"

    @property
    def tests_file(self) -> str:
        """The name of the file that the tests belong into."""
        return f"{self.recommendation}{TESTS_SUFFIX}"

    def to_paste(self) -> str:
        """The rule and its tests, each under the key and the file that it belongs into."""
        return (
            f"# In {self.file}, at the end of\nrules:\n{self.rule}\n"
            f"# In {self.tests_file}, at the end of\ntests:\n{self.tests}"
        )

    def recommendation_file(self, schema: str, pack: Pack) -> str:
        """A whole file for a new recommendation of the pack.

        `schema` is where its JSON Schema is found.
        """
        values = {
            "schema": schema,
            "recommendation": self.recommendation,
            "citation": _standing_in(pack),
        }
        return _filled("recommendation.yaml", **values) + self.rule

    def whole_tests_file(self, schema: str) -> str:
        """A whole file of tests. `schema` is where its JSON Schema is found."""
        return f"# yaml-language-server: $schema={schema}\n\ntests:\n{self.tests}"


def proposal_start(kind: Kind, stem: str, schema: str) -> str:
    """A draft that leaves everything open.

    It is named after the stem of its file, as far as that can be a name. `schema` is where an
    editor finds the JSON Schema.
    """
    return _filled(f"{kind.value}.yaml", id=_name_from(stem), schema=schema)


def rule_start(rule: str) -> RuleStart:
    """A rule under this id, and its tests. Raises `NoRuleId`."""
    try:
        checked = TypeAdapter(RuleId).validate_python(rule)
    except ValidationError as error:
        context = error.errors()[0]["ctx"]
        raise NoRuleId(f"{context['message']}; {context['hint']}") from None
    return RuleStart(
        recommendation=checked.partition("/")[0],
        rule=_filled("rule.yaml", rule=checked),
        tests=_filled("tests.yaml", rule=checked),
    )


def has_recommendation(pack: Pack, recommendation: str) -> bool:
    """Whether the pack has a recommendation of this id."""
    return any(each.id == recommendation for each in pack.recommendations)


def _standing_in(pack: Pack) -> str:
    """A citation that the pack can be loaded with until the right one is written.

    A sentence that the pack cites stays as it is; one that says why nobody does would be a fault.
    """
    cited = (citation for each in pack.recommendations for citation in each.citations)
    citable = (each.citation for each in pack.sentences or () if each.because is None)
    found = next(chain(cited, citable), Citation(1, 1, "0" * 64))
    return f'paragraph: {found.paragraph}, sentence: {found.sentence}, sha256: "{found.sha256}"'


def _name_from(stem: str) -> str:
    name = re.sub("[^a-z0-9]+", "-", stem.lower())[:MOST_CHARACTERS].strip("-")
    is_text = resolve(name, max_digits=MOST_CHARACTERS) == name  # and no number, date or truth
    return name if is_text and name != UNKNOWN else f"draft-{name}".strip("-")


def _filled(template: str, **values: str) -> str:
    """The template with each value in place of its name in braces; other braces are YAML's."""
    text = files("rulecheck.authoring").joinpath("templates", template).read_text(encoding="utf-8")
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    return text
