"""How long screening takes: ten parties against a list as large as the public one.

The list is made up, the same on every machine: 25,000 rows with the fields of the Consolidated
Screening List and names of its kind.
"""

import json
import random
from collections.abc import Callable, Iterator
from datetime import date
from itertools import count
from pathlib import Path
from typing import TypeVar

from bench.figures import Beside, Figure, Part, Row, Sample, Unit, time_of
from bench.functions import timed
from bench.peered import samples_of
from bench.plan import Bench
from bench.processes import in_turn, renamed
from rulecheck.facts import names
from rulecheck.packs import Pack, load_bundled_pack, screening_lists

ROWS = 25_000
RUNS = 5
DAY = date(2025, 7, 30)
LIMIT = 2.0
"""Seconds that the whole process may take."""

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


def ask(index: names.NameIndex, parties: list[str], pack: Pack) -> int:
    """How many entries the parties may mean."""
    threshold = int(pack.number("screening-threshold", DAY))
    words = pack.words("legal-forms", DAY), pack.words("common-words", DAY)
    return sum(len(index.matches(party, threshold, *words)) for party in parties)


def rows(bench: Bench) -> Iterator[Row]:
    """The steps of screening ten parties, then the whole process. Raises `DidNotWork`."""
    listed = list(made_up_rows(random.Random(ROWS)))  # noqa: S311 - nothing secret
    parties = [
        *PARTIES,
        str(listed[99]["name"]),
        f"{listed[999]['name']}"[:-1],
        f"x{listed[9999]['name']}",
    ]
    path = bench.folder / "list.json"
    path.write_text(json.dumps({"total": ROWS, "results": listed}, indent=1), encoding="utf-8")
    (bench.folder / "screened.yaml").write_text(draft(parties), encoding="utf-8")
    yield from steps(path, parties)
    alone = renamed(bench.evaluate("screened.yaml", folder=bench.folder), "without a list")
    options = ("--screening", path.name)
    whole = renamed(
        bench.evaluate("screened.yaml", *options, folder=bench.folder, judged=1), "whole process"
    )
    found = in_turn([alone, whole], RUNS)
    yield Figure(
        Part.SCREENING, whole.name, Unit.SECONDS, time_of(samples_of(found, whole.name)), must=LIMIT
    )
    beside = Beside(alone.name, time_of(samples_of(found, alone.name)))
    amount = time_of(samples_of(found, whole.name))
    yield Figure(Part.SCREENING, whole.name, Unit.SECONDS, amount, beside)


def steps(path: Path, parties: list[str]) -> Iterator[Row]:
    """What screening does inside the process, step by step."""
    content = path.read_bytes()
    pack = load_bundled_pack()
    parse, _ = several(lambda: json.loads(content))
    load, with_list = several(lambda: screening_lists.with_screening_list(pack, path, path.name))

    def index() -> names.NameIndex:
        made = names.NameIndex(with_list.entities)
        ask(made, ["Nobody at all"], pack)
        return made

    table, made = several(index)
    # A space more each time: an index remembers what it found for a name.
    spaces = count(1)
    match, found = several(
        lambda: ask(made, [f"{party}{' ' * next(spaces)}" for party in parties], pack)
    )
    number = sum(1 + len(entity.aliases) for entity in with_list.entities)
    read = f"load a list of {ROWS:,} rows, {len(content) / 1e6:.0f} MB: read, check, merge, hash"
    for name, samples, beside in (
        (read, load, Beside("json.loads", time_of(parse))),
        (f"index: normalize {number:,} names", table, None),
        (f"match {len(parties)} parties: {found} entries found", match, None),
    ):
        yield Figure(Part.SCREENING, name, Unit.SECONDS, time_of(samples), beside)


def several(call: Callable[[], T]) -> tuple[list[Sample], T]:
    """What several calls took, and what the last one gave."""
    found = [timed(call) for _ in range(RUNS)]
    return [sample for sample, _ in found], found[-1][1]
