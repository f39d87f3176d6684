"""JSON Schemas of files, made from the models that read them.

Only the commands that print a schema need this module; it takes its time to import.
"""

from typing import Final

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue, models_json_schema
from pydantic_core import core_schema

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
"""The name of the language, not an address that anything is fetched from."""

REFERENCE: Final = "#/$defs/{model}"


class FileSchema(GenerateJsonSchema):
    """What may stand in a file, without titles made from names.

    Only a default that a reader of the schema could write is named.
    """

    def field_title_should_be_set(self, schema: object) -> bool:  # noqa: ARG002
        """Never: a name in title case says nothing that the name does not."""
        return False

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        """The schema with its default, if that is a word or a truth."""
        default = schema.get("default")
        inner = self.generate_inner(schema["schema"])
        return {**inner, "default": default} if isinstance(default, bool | str) else inner


def definitions(
    models: tuple[type[BaseModel], ...], generator: type[GenerateJsonSchema]
) -> dict[str, JsonSchemaValue]:
    """The schemas of the models and of all models inside them, by class name."""
    _, schema = models_json_schema(
        [(model, "validation") for model in models],
        ref_template=REFERENCE,
        schema_generator=generator,
    )
    found: dict[str, JsonSchemaValue] = schema["$defs"]
    return found


def reference(name: str) -> JsonSchemaValue:
    """A reference to one of the definitions."""
    return {"$ref": REFERENCE.format(model=name)}
