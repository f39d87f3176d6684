"""The JSON Schema of proposals, for editors and other tools."""

import re
from typing import Any, Final

from pydantic.json_schema import JsonSchemaValue
from pydantic_core import core_schema

from rulecheck.documents.validation import UNKNOWN
from rulecheck.proposals.reading import MODELS
from rulecheck.vocabulary.enums import Kind
from rulecheck.vocabulary.schemas import DIALECT, FileSchema, definitions, reference

ID: Final = "urn:rulecheck:proposal:v1"

_DESCRIPTION: Final = (
    "A draft of an export-license decision or of a change to export controls. Only schema, kind, "
    "as_of and every id must be stated. Any other key that is left out, null or `unknown` is not "
    "known; an empty list states that there are none. Dates stand without quotes, ECCNs in quotes. "
    "This schema knows the form; rulecheck evaluate also refuses statements that contradict each "
    "other or the pack."
)


class _ProposalSchema(FileSchema):
    """What may be unknown can be `null` or the word; what must be stated can't be that word."""

    # Pydantic does not export the type of the argument.
    def generate_inner(self, schema: Any) -> JsonSchemaValue:  # noqa: ANN401
        inner = super().generate_inner(schema)
        if inner.get("type") == "string" and re.search(inner.get("pattern", ""), UNKNOWN):
            return {**inner, "not": {"const": UNKNOWN}}
        return inner

    def nullable_schema(self, schema: core_schema.NullableSchema) -> JsonSchemaValue:
        inner = self.generate_inner(schema["schema"])
        if "enum" in inner:
            return {**inner, "enum": [*inner["enum"], UNKNOWN, None]}
        return {"anyOf": [*inner.get("anyOf", [inner]), {"enum": [UNKNOWN, None]}]}

    def bool_schema(self, schema: core_schema.BoolSchema) -> JsonSchemaValue:  # noqa: ARG002
        return {"enum": [True, False]}


def proposal_schema() -> JsonSchemaValue:
    """The schema of one document of a proposal file, in JSON Schema 2020-12."""
    found = definitions(tuple(MODELS.values()), _ProposalSchema)
    shared = found[MODELS[Kind.LICENSE_DECISION].__name__]["properties"]
    return {
        "$schema": DIALECT,
        "$id": ID,
        "title": "A proposal for rulecheck",
        "description": _DESCRIPTION,
        "type": "object",
        "properties": {"schema": shared["schema"], "kind": shared["kind"]},
        "required": ["schema", "kind"],
        "allOf": [
            {
                "if": {"properties": {"kind": {"const": kind.value}}, "required": ["kind"]},
                "then": reference(model.__name__),
            }
            for kind, model in MODELS.items()
        ],
        "$defs": found,
    }
