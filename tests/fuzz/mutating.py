"""Making files that nobody foresaw out of files that somebody wrote."""

from collections.abc import Callable, Sequence
from random import Random

SCRAPS: Sequence[bytes] = tuple(
    scrap.encode("utf-8", "surrogatepass")
    for scrap in (
        *"-?:,[]{}#&*!|>'\"%@`~ \n\t\r\0\x1b\x85\u2028\ufeff\u202e\\",
        *("unknown", "null", "none", "true", "NO", "[]", "{}", "''", "~", "=", "<<: ", ".inf"),
        *("{between: [1, 2]}", "{between: [2, 1]}", "between: [unknown, 1]", "{}: {}", "? a"),
        *("2025-07-15", "2024-13-45", "0001-01-01", "9999-12-31", "12:30", "0123", "3E001"),
        *("0", "-1", "1e400", "1e-7", "999999999999", "0.000000000000001", "9" * 50, "1" * 5_000),
        *(
            "&a ",
            "*a",
            "!!python/object:os.system ",
            "!a ",
            "--- ",
            "\n---\n",
            "...\n",
            "%YAML 9\n",
        ),
        *("{parameter: china}", "{fact: item.permits}", "{lot.id}", "{", "::error::", "##[error]"),
        *(
            "\xa0",
            "\u3000",
            "华为",
            "\ud800",
            "\U0001f4a1",
            "a\u0301" * 50,
            "x" * 60_001,
            "[" * 300,
            "- " * 300,
        ),
    )
)

LARGEST = 1024 * 1024

Change = Callable[[bytes, Random], bytes]


def mutated(seeds: Sequence[bytes], dice: Random) -> bytes:
    """One of the files, changed in one place or several."""
    data = dice.choice(seeds)
    for _ in range(dice.choice((1, 1, 1, 2, 3, 8))):
        if dice.random() < 0.1:
            data = spliced(data, dice.choice(seeds), dice)
        data = dice.choice(CHANGES)(data, dice)
    return data[:LARGEST]


def spliced(data: bytes, other: bytes, dice: Random) -> bytes:
    """The beginning of one and the end of another."""
    return data[: dice.randint(0, len(data))] + other[dice.randint(0, len(other)) :]


def with_scrap(data: bytes, dice: Random) -> bytes:
    """Something put between, or in place of a few bytes."""
    at = dice.randint(0, len(data))
    return data[:at] + dice.choice(SCRAPS) + data[at + dice.choice((0, 0, 1, 5)) :]


def with_other_value(data: bytes, dice: Random) -> bytes:
    """Another value behind a colon."""
    lines = data.split(b"\n")
    places = [place for place, line in enumerate(lines) if b": " in line]
    if places:
        place = dice.choice(places)
        key, colon, _ = lines[place].partition(b": ")
        lines[place] = key + colon + dice.choice(SCRAPS)
    return b"\n".join(lines)


def with_other_bytes(data: bytes, dice: Random) -> bytes:
    """Some bytes turned into others."""
    changed = bytearray(data)
    for _ in range(min(len(changed), dice.randint(1, 4))):
        changed[dice.randrange(len(changed))] = dice.randrange(256)
    return bytes(changed)


def with_lines_moved(data: bytes, dice: Random) -> bytes:
    """A line dropped, doubled, moved or indented otherwise."""
    lines = data.split(b"\n")
    place = dice.randrange(len(lines))
    line = lines.pop(place)
    match dice.randrange(4):
        case 0:
            pass
        case 1:
            lines[place:place] = [line, line]
        case 2:
            lines.insert(dice.randint(0, len(lines)), line)
        case _:
            lines.insert(place, b" " * dice.randint(0, 8) + line.lstrip())
    return b"\n".join(lines)


def with_much_of_it(data: bytes, dice: Random) -> bytes:
    """A piece many times over."""
    begin = dice.randint(0, len(data))
    piece = data[begin : begin + dice.choice((1, 2, 10, 200))]
    return data[:begin] + piece * dice.choice((10, 100, 1_000, 10_000)) + data[begin:]


def cut(data: bytes, dice: Random) -> bytes:
    """A piece left out."""
    begin = dice.randint(0, len(data))
    return data[:begin] + data[begin + dice.choice((1, 10, 100, len(data))) :]


CHANGES: Sequence[Change] = (
    with_scrap,
    with_scrap,
    with_other_value,
    with_other_value,
    with_other_bytes,
    with_lines_moved,
    with_lines_moved,
    with_much_of_it,
    cut,
)
