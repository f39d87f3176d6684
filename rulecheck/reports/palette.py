"""Colors of the text report: none, or ANSI. No meaning hangs on color alone."""

from dataclasses import dataclass

_RESET = "\x1b[0m"


@dataclass(frozen=True, slots=True, eq=False)
class Palette:
    """How kinds of text are set apart; each is the ANSI sequence that starts it, or empty."""

    bad_start: str = ""
    unsure_start: str = ""
    good_start: str = ""
    dim_start: str = ""
    bold_start: str = ""

    def bad(self, text: str) -> str:
        """Something that stands against the proposal."""
        return _painted(self.bad_start, text)

    def unsure(self, text: str) -> str:
        """Something undecided."""
        return _painted(self.unsure_start, text)

    def good(self, text: str) -> str:
        """Something that speaks for the proposal."""
        return _painted(self.good_start, text)

    def dim(self, text: str) -> str:
        """Something of less weight."""
        return _painted(self.dim_start, text)

    def bold(self, text: str) -> str:
        """A heading."""
        return _painted(self.bold_start, text)


def _painted(start: str, text: str) -> str:
    return f"{start}{text}{_RESET}" if start else text


PLAIN = Palette()
ANSI = Palette(
    bad_start="\x1b[1;31m",
    unsure_start="\x1b[1;33m",
    good_start="\x1b[32m",
    dim_start="\x1b[2m",
    bold_start="\x1b[1m",
)
