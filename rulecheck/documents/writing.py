"""Text as it is written into a YAML file so that it is read back as it was."""


def double_quoted(text: str) -> str:
    """The text in double quotes, on one line; whatever can't be printed is written as its code."""
    return f'"{"".join(map(_escaped, text))}"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    return character if character.isprintable() else f"\\U{ord(character):08X}"
