"""A page taken apart by Python's own reader of HTML."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = {"br", "input", "link", "meta", "img", "hr"}


@dataclass
class Element:
    """An element with its attributes, and the text inside it and its children."""

    name: str
    attributes: Mapping[str, str]
    parents: tuple["Element", ...]
    text: str = field(default="")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Element] = []
        self._open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(set(names)) == len(names), f"an attribute twice: {tag} {names}"
        attributes = {name: value or "" for name, value in attrs}
        element = Element(tag, attributes, tuple(self._open))
        self.found.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        closed = self._open.pop()
        assert closed.name == tag, f"</{tag}> closes <{closed.name}>"

    def handle_data(self, data: str) -> None:
        for each in self._open:
            each.text += data

    def close(self) -> None:
        super().close()
        assert not self._open, f"never closed: {[each.name for each in self._open]}"


def elements_of(page: str) -> list[Element]:
    """Every element in its order. Fails where one is not closed, or closed by another's end."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader.found
