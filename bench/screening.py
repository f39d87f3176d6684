"""How long screening takes: ten parties against a list as large as the public one.

Run it with `make bench-screening`. The list is made up, the same on every machine: 25,000 rows
with the fields of the Consolidated Screening List and names of its kind. Times are the least of
several runs, in seconds.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple, TypeVar

from rulecheck.facts import names
from rulecheck.packs import Pack, load_bundled_pack, screening_lists

ROOT = Path(__file__).parents[1]
ROWS = 25_000
RUNS = 5
LIMIT_SECONDS = 2.0
"""What the whole process may take."""

SYLLABLES = ["ba", "chen", "dong", "fei", "guo", "han", "jin", "kai", "lan", "mei", "nuo", "peng"]
SYLLABLES += ["qi", "rui", "song", "tian", "wei", "xin", "yu", "zhi"]
PLACES = ["Beijing", "Shanghai", "Shenzhen", "Wuhan", "Dubai", "Istanbul", "Moscow", "Johor"]
TRADES = ["Technology", "Electronics", "Trading", "Industry", "Research", "Semiconductor"]
FORMS = ["Co., Ltd.", "Limited", "LLC", "JSC", "Sdn. Bhd.", "GmbH", "Institute", "Group"]
SOURCES = ["Entity List (EL) - Bureau of Industry and Security", "Specially Designated Nationals"]
PARTIES = [
    "SMIC South",
    "Shenzhen SiCarier Technologies",
    "中芯国际集成电路制造有限公司",
    "Penang Chip Packaging Sdn. Bhd.",
    "Tokyo Electron Limited",
    "A bakery in Lyon",
    "Gulf Data Systems International",
]
"""Three more are taken from the list: as they stand, with a slip, and one of the other names."""

T = TypeVar("T")


class Cost(NamedTuple):
    """Seconds on the clock, which other work on the machine lengthens, and of the processor."""

    elapsed: float
    processor: float


def made_up_rows(chance: random.Random) -> Iterator[dict[str, object]]:
    """Rows of a list, about as long as the public ones and with as many other names."""

    def name() -> str:
        own = "".join(chance.choices(SYLLABLES, k=chance.randint(2, 4))).capitalize()
        words = [*chance.sample(PLACES, chance.randint(0, 1)), own]
        if chance.random() < 0.3:
            words.append("".join(chance.choices(SYLLABLES, k=2)).capitalize())
        return " ".join(
            [*words, *chance.sample(TRADES, chance.randint(0, 2)), chance.choice(FORMS)]
        )

    for number in range(ROWS):
        own = name()
        notice = chance.randint(0, 700)
        others = [name() for _ in range(chance.choice([0, 0, 1, 1, 2, 4]))]
        if chance.random() < 0.2:
            others.append(f"{own} ({''.join(word[0] for word in own.split())})")
        if chance.random() < 0.02:
            others.append(own.replace("e", "é"))
        yield {
            "id": f"{chance.getrandbits(160):040x}",
            "source": chance.choice(SOURCES),
            "entity_number": number,
            "type": None,
            "programs": [],
            "name": own,
            "title": None,
            "addresses": [
                {
                    "address": f"No. {chance.randint(1, 999)} {name()} Road, High-Tech District",
                    "city": chance.choice(PLACES),
                    "state": None,
                    "postal_code": f"{chance.randint(100_000, 999_999)}",
                    "country": chance.choice(["CN", "RU", "IR", "AE", "TR", None]),
                }
            ],
            "federal_register_notice": f"{73 + notice // 40} FR {notice * 100}",
            "start_date": f"{2008 + notice // 40}-0{1 + notice % 9}-15",
            "end_date": None,
            "standard_order": None,
            "license_requirement": "For all items subject to the EAR. (See § 744.11 of the EAR)",
            "license_policy": "Presumption of denial",
            "call_sign": None,
            "vessel_type": None,
            "gross_tonnage": None,
            "remarks": None,
            "source_list_url": "https://www.bis.gov/regulations/ear/744#supplement-4-744",
            "alt_names": others,
            "citizenships": [],
            "dates_of_birth": [],
            "nationalities": [],
            "places_of_birth": [],
            "source_information_url": "https://www.bis.gov/entity-list",
            "ids": [],
        }


def draft(parties: list[str]) -> str:
    """A license decision with these parties."""
    lines = [
        "schema: rulecheck/proposal/v1",
        "kind: license_decision",
        "id: screened",
        "as_of: 2025-07-30",
        "decision: {action: approve, basis: license}",
        "parties:",
    ]
    for number, name in enumerate(parties):
        shown = json.dumps(name, ensure_ascii=False)
        lines.append(f"  - {{id: p{number}, role: end_user, name: {shown}, owners: []}}")
    return "\n".join(lines) + "\n"


def least(function: Callable[[], T]) -> tuple[Cost, T]:
    """The least time that the call took in several runs, and what it gave."""
    costs = []
    for _ in range(RUNS):
        before = os.times()
        result = function()
        after = os.times()
        # User and system time, of this process and of those that it waited for.
        costs.append(Cost(after.elapsed - before.elapsed, sum(after[:4]) - sum(before[:4])))
    return Cost(*map(min, zip(*costs, strict=True))), result


def ask(index: names.NameIndex, parties: list[str], pack: Pack, day: date) -> int:
    """How many entries the parties may mean."""
    threshold = int(pack.number("screening-threshold", day))
    words = pack.words("legal-forms", day), pack.words("common-words", day)
    return sum(len(index.matches(party, threshold, *words)) for party in parties)


def main() -> None:
    day = date(2025, 7, 30)
    rows = list(made_up_rows(random.Random(25_000)))  # noqa: S311 - nothing secret
    parties = [
        *PARTIES,
        str(rows[99]["name"]),
        f"{rows[999]['name']}"[:-1],
        f"x{rows[9999]['name']}",
    ]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.json"
        path.write_text(json.dumps({"total": ROWS, "results": rows}, indent=1), encoding="utf-8")
        (Path(folder) / "draft.yaml").write_text(draft(parties), encoding="utf-8")
        command = [sys.executable, "-m", "rulecheck", "evaluate", "draft.yaml"]

        def run(*options: str) -> int:
            done = subprocess.run(
                [*command, *options],
                cwd=folder,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                capture_output=True,
                check=False,
                text=True,
            )
            assert done.returncode in {0, 1, 3}, done.stderr
            return done.returncode

        content = path.read_bytes()
        pack = load_bundled_pack()
        parse, _ = least(lambda: json.loads(content))
        load, listed = least(lambda: screening_lists.with_screening_list(pack, path, "list.json"))

        def index() -> names.NameIndex:
            made = names.NameIndex(listed.entities)
            ask(made, ["Nobody at all"], pack, day)
            return made

        table, made = least(index)
        match, found = least(lambda: ask(made, parties, pack, day))
        alone, _ = least(run)
        whole, _ = least(lambda: run("--screening", path.name))

    count = sum(1 + len(entity.aliases) for entity in listed.entities)
    print(f"{ROWS:,} rows, {len(content) / 1e6:.0f} MB, {count:,} names, {len(parties)} parties")
    print(f"{'':36}  elapsed  processor")
    for what, cost in (
        ("json.loads, for comparison", parse),
        ("load: read, check, merge, hash", load),
        ("index: normalize all names", table),
        (f"match: {found} entries found", match),
        ("whole process without a list", alone),
        ("whole process", whole),
    ):
        print(f"  {what:34}  {cost.elapsed:7.2f}  {cost.processor:9.2f}")
    print(
        f"The whole process may take {LIMIT_SECONDS} seconds on a machine with nothing else to do."
    )


if __name__ == "__main__":
    main()
