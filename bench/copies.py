"""As many drafts as wanted: those of `proposals/`, again and again, each with an id of its own."""

import json
import re
from collections.abc import Sequence
from itertools import cycle, islice
from pathlib import Path

from rulecheck.documents import parse, plain

_ID = re.compile(r"^id: (\S+)$", re.MULTILINE)


def write_copies(proposals: Path, folder: Path, count: int) -> tuple[str, ...]:
    """Write `count` drafts into a new folder; their names, in order.

    Only the ids differ from the originals. Inventories keep theirs, so a run sums up what copies
    grant and finds it overdrawn.
    """
    folder.mkdir(parents=True)
    originals = [path.read_text(encoding="utf-8") for path in sorted(proposals.glob("*.yaml"))]
    names = []
    for number, text in enumerate(islice(cycle(originals), count)):
        name = f"{number:05}.yaml"
        copied, changed = _ID.subn(rf"id: \1-{number:05}", text)
        if changed != 1:
            raise ValueError(f"{changed} lines of a draft give its id; one is needed")
        (folder / name).write_text(copied, encoding="utf-8")
        names.append(name)
    return tuple(names)


def write_as_json(folder: Path, names: Sequence[str], target: Path) -> tuple[str, ...]:
    """The same drafts as JSON, for tools that read a YAML date as something else than text."""
    target.mkdir(parents=True, exist_ok=True)
    written = []
    for name in names:
        path = target / Path(name).with_suffix(".json").name
        (document,) = parse(name, (folder / name).read_bytes())
        path.write_text(json.dumps(plain(document.root), default=str), encoding="utf-8")
        written.append(path.name)
    return tuple(written)
