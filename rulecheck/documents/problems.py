"""What is wrong with a file, ready to be printed."""

from dataclasses import dataclass

from rulecheck.documents.positions import Source, Span

_SHOWN_CHARACTERS = 40
_LINE_CHARACTERS = 240


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of one file.

    `span` is `None` where the whole file is at fault; `line_text` is the line where the span
    starts, cut short with `…` where it is very long, so that a column may lie behind the cut.
    `hint` says what to write instead.
    """

    source_name: str
    span: Span | None
    message: str
    hint: str | None
    line_text: str

    @property
    def headline(self) -> str:
        """Name, place and message on one line."""
        if self.span is None:
            return f"{self.source_name}: {self.message}"
        start = self.span.start
        return f"{self.source_name}:{start.line}:{start.column}: {self.message}"


class DocumentError(Exception):
    """A file that is not read, and why."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem

    def __str__(self) -> str:
        return self.problem.headline


@dataclass(frozen=True, slots=True, eq=False)
class Quotation:
    """A place of a file and the line it stands on: enough to tell later what is wrong with it."""

    source_name: str
    span: Span
    line_text: str

    def problem(self, message: str, hint: str | None = None) -> Problem:
        """A fault of what stands there."""
        return Problem(self.source_name, self.span, message, hint, self.line_text)


def quotation(source: Source, span: Span) -> Quotation:
    """A place of a source with its line, cut short where that is very long."""
    line = source.line(span.start.line, _LINE_CHARACTERS + 1)
    if len(line) > _LINE_CHARACTERS:
        line = line[:_LINE_CHARACTERS] + "…"
    return Quotation(source.name, span, line)


def problem_at(source: Source, span: Span, message: str, hint: str | None = None) -> Problem:
    """A fault at a place of a source, with the line it stands on."""
    return quotation(source, span).problem(message, hint)


def file_problem(name: str, message: str, hint: str | None = None) -> Problem:
    """A fault of a file as a whole."""
    return Problem(name, None, message, hint, "")


def shown(text: str) -> str:
    """A piece of a file as it may stand in a message: short, on one line, nothing invisible."""
    cut = text if len(text) <= _SHOWN_CHARACTERS else text[:_SHOWN_CHARACTERS] + "…"
    return "".join(
        character if character.isprintable() else f"\\u{{{ord(character):x}}}" for character in cut
    )


def reason_of(error: OSError) -> str:
    """Why the system refused, in its words, to stand after a colon."""
    return (error.strerror or "unknown reason").lower()
