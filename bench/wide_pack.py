"""A pack with many more rules, none of which applies to the draft that is measured."""

import shutil
from collections.abc import Collection
from copy import deepcopy
from itertools import cycle, islice
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap

NEVER_HERE = {"decision.action": "deny"}
"""A condition that is false of the draft, which approves."""


def write_wide_pack(pack: Path, folder: Path, rules: int, subjects: Collection[str]) -> None:
    """Copy a pack into a new folder and add rules to it until there are so many.

    Each new rule is one of the pack's own, under another id and with a condition before its own
    that is false. Only rules on the given subjects are copied: those on others are not even asked.
    """
    shutil.copytree(pack, folder)
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 10_000
    files = {
        path: yaml.load(path)
        for path in sorted(folder.glob("*.yaml"))
        if path.read_text(encoding="utf-8").find("\nrecommendation:") >= 0
        and not path.name.endswith(".tests.yaml")
    }
    there = sum(len(loaded["rules"]) for loaded in files.values())
    originals = [
        (loaded, rule)
        for loaded in files.values()
        for rule in loaded["rules"]
        if rule["subject"] in subjects
    ]
    for number, (loaded, rule) in enumerate(islice(cycle(originals), max(rules - there, 0))):
        loaded["rules"].append(_inapplicable(rule, number))
    for path, loaded in files.items():
        yaml.dump(loaded, path)


def _inapplicable(rule: CommentedMap, number: int) -> CommentedMap:
    copied = deepcopy(rule)
    copied["id"] = f"{rule['id']}-{number}"
    copied["applies_when"] = {"all": [dict(NEVER_HERE), copied["applies_when"]]}
    return copied
