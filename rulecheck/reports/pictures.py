"""Pictures of a license decision, as what to draw where: chips, route and lots.

Coordinates are in units of the drawing, whose origin is its upper left corner. Every picture says
in words what it shows; nothing in it rests on color.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from math import ceil, floor, log10
from typing import Final

from rulecheck.facts import Subject
from rulecheck.judgement import Evaluation
from rulecheck.packs.model import Pack
from rulecheck.packs.needs import WATCH_LIST
from rulecheck.packs.reference import Chip, Limit, Measure
from rulecheck.packs.wording import RELATIONS
from rulecheck.proposals.figures import total_processing_performance
from rulecheck.vocabulary.display import shown
from rulecheck.vocabulary.enums import ReleaseStatus, SubjectKind
from rulecheck.vocabulary.ranges import Number, Range, plain_number

WIDTH: Final = 680


@dataclass(frozen=True, slots=True)
class Point:
    """A place in a drawing."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Words:
    """A text in a drawing, which begins or ends at its place."""

    text: str
    at: Point
    anchor: str = "start"


# -- chips -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ChipMark:
    """A chip of the catalogue."""

    name: str
    at: Point
    is_future: bool
    """Not shipped on the draft's date."""
    label: Words | None
    """Its name, where there is room for it."""


@dataclass(frozen=True, slots=True)
class ItemMark:
    """An item of the proposal; what is known only as a range is a frame around it."""

    label: Words
    at: Point
    low: Point
    high: Point
    is_future: bool
    """Certainly a future product, as the rules count it."""


@dataclass(frozen=True, slots=True)
class LimitLine:
    """A limit of the pack's thresholds on one of the two measures."""

    label: Words
    start: Point
    end: Point
    is_alone: bool
    """Whether reaching it is enough; other limits count only together with further ones."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A number on an axis."""

    label: Words
    start: Point
    end: Point


@dataclass(frozen=True, slots=True)
class ChipsPicture:
    """The proposal's chips among those of the catalogue: performance against memory bandwidth."""

    says: str
    height: int
    frame: tuple[Point, Point]
    ticks: tuple[Tick, ...]
    limits: tuple[LimitLine, ...]
    chips: tuple[ChipMark, ...]
    items: tuple[ItemMark, ...]


_CHIPS_HEIGHT: Final = 420
_LEFT, _RIGHT, _TOP, _BOTTOM = 76, WIDTH - 14, 34, _CHIPS_HEIGHT - 44
_CHARACTER: Final = 6.1
"""Width of a small letter, on the average."""

_DRAWN: Final = frozenset({Measure.TOTAL_PROCESSING_PERFORMANCE, Measure.DRAM_BANDWIDTH})
"""What the axes measure."""

_Box = tuple[float, float, float, float]
"""Left, top, right and bottom of what takes up room."""


def _chips_picture(subjects: Sequence[Subject], pack: Pack, day: date) -> ChipsPicture | None:
    """The chips; `None` if no item has both figures."""
    items = [
        _Item(subject.name, bandwidth, performance, _truth(subject, "item.is_future") is True)
        for subject in _of_kind(subjects, SubjectKind.ITEM)
        if (bandwidth := _number(subject, "item.dram_bandwidth")) is not None
        if (performance := _number(subject, "item.total_processing_performance")) is not None
        if _middle(bandwidth) and _middle(performance)
    ]
    return _Chips(items, pack, day).picture() if items else None


@dataclass(frozen=True, slots=True)
class _Item:
    """An item whose two figures are known, if only as ranges."""

    name: str
    bandwidth: Number
    performance: Number
    is_future: bool


class _Chips:
    """Draws the chips."""

    def __init__(self, items: Sequence[_Item], pack: Pack, day: date) -> None:
        self._items = items
        self._pack = pack
        self._day = day
        self._catalogue = [
            (chip, bandwidth, performance)
            for chip in pack.chips.values()
            if chip.specs.dram_bandwidth_gbps is not None
            if (bandwidth := _middle(chip.specs.dram_bandwidth_gbps))
            if (performance := _middle(total_processing_performance(chip.specs)))
        ]
        self._thresholds = list(_limits_on(pack, day))
        wide = [each for _, each, _ in self._catalogue] + [_most(each.bandwidth) for each in items]
        high = [each for _, _, each in self._catalogue]
        high += [_middle(each.performance) for each in items]
        high += [_most(each.performance) for each in items]
        for limit, _, _ in self._thresholds:
            is_bandwidth = limit.measure is Measure.DRAM_BANDWIDTH
            (wide if is_bandwidth else high).append(float(_exact(limit)))
        self._widest = max(wide) * 1.08
        self._lowest, self._highest = log10(min(high) / 1.5), log10(max(high) * 1.6)

    def picture(self) -> ChipsPicture:
        items = tuple(map(self._item, self._items))
        limits = tuple(self._limits())
        labels = [*(each.label for each in items), *(each.label for each in limits)]
        chips = tuple(self._marks([*map(_box, labels), *(_along(each) for each in limits)]))
        names = ", ".join(
            f"{each.name} at {shown(each.performance)} TPP and {shown(each.bandwidth)} GB/s"
            f"{', a future product' if each.is_future else ''}"
            for each in self._items
        )
        drawn = "; ".join(each.label.text for each in limits)
        return ChipsPicture(
            says=(
                f"The draft has {names}. Around it stand {len(chips)} chips of the catalogue, of "
                f"which {sum(each.is_future for each in chips)} had not shipped on {self._day}. "
                f"Limits drawn: {drawn or 'none'}."
            ),
            height=_CHIPS_HEIGHT,
            frame=(Point(_LEFT, _TOP), Point(_RIGHT, _BOTTOM)),
            ticks=(*self._ticks_below(), *self._ticks_beside()),
            limits=limits,
            chips=chips,
            items=items,
        )

    def _x(self, bandwidth: float) -> float:
        return _LEFT + (_RIGHT - _LEFT) * min(bandwidth, self._widest) / self._widest

    def _y(self, performance: float) -> float:
        share = (log10(max(performance, 1)) - self._lowest) / (self._highest - self._lowest)
        return _BOTTOM - (_BOTTOM - _TOP) * min(max(share, 0.0), 1.0)

    def _item(self, item: _Item) -> ItemMark:
        bandwidth, performance = item.bandwidth, item.performance
        at = Point(self._x(_middle(bandwidth)), self._y(_middle(performance)))
        return ItemMark(
            label=_labels(item.name, at, 11)[0],
            at=at,
            low=Point(self._x(float(bandwidth.low or 0)), self._y(float(performance.low or 0))),
            high=Point(self._x(_most(bandwidth)), self._y(_most(performance))),
            is_future=item.is_future,
        )

    def _marks(self, taken: list[_Box]) -> Iterator[ChipMark]:
        """The chips, with the names of those for which there is room."""
        places = [
            Point(self._x(bandwidth), self._y(performance))
            for _, bandwidth, performance in self._catalogue
        ]
        taken += [(at.x - 5, at.y - 5, at.x + 5, at.y + 5) for at in places]
        for (chip, _, _), at in zip(self._catalogue, places, strict=True):
            label = next(
                (each for each in _labels(chip.name, at, 7) if _is_free(_box(each), taken)), None
            )
            if label is not None:
                taken.append(_box(label))
            yield ChipMark(chip.name, at, _is_future(chip, self._day), label)

    def _limits(self) -> Iterator[LimitLine]:
        for limit, is_alone, names in self._thresholds:
            value = float(_exact(limit))
            more = "" if is_alone else " with density"
            said = f"{', '.join(names)}: {RELATIONS[limit.operator]} {plain_number(_exact(limit))}"
            if limit.measure is Measure.DRAM_BANDWIDTH:
                x = self._x(value)
                label = Words(f"{said} GB/s{more}", Point(x + 4, _TOP - 8))
                yield LimitLine(label, Point(x, _TOP - 16), Point(x, _BOTTOM), is_alone)
            else:
                y = self._y(value)
                label = Words(f"{said} TPP{more}", Point(_RIGHT - 4, y - 4), "end")
                yield LimitLine(label, Point(_LEFT, y), Point(_RIGHT, y), is_alone)

    def _ticks_below(self) -> Iterator[Tick]:
        power = 10.0 ** floor(log10(self._widest))
        step = next(each * power for each in (0.2, 0.5, 1, 2) if self._widest <= 9 * each * power)
        for place in range(int(self._widest / step) + 1):
            x = self._x(place * step)
            label = Words(f"{place * step:,.15g}", Point(x, _BOTTOM + 16), "middle")
            yield Tick(label, Point(x, _BOTTOM), Point(x, _BOTTOM + 4))

    def _ticks_beside(self) -> Iterator[Tick]:
        for power in range(floor(self._lowest), ceil(self._highest)):
            for digit in (1, 2, 5):
                number = digit * 10.0**power
                if self._lowest <= log10(number) <= self._highest:
                    y = self._y(number)
                    label = Words(f"{number:,.15g}", Point(_LEFT - 7, y + 4), "end")
                    yield Tick(label, Point(_LEFT - 4, y), Point(_LEFT, y))


def _limits_on(pack: Pack, day: date) -> Iterator[tuple[Limit, bool, tuple[str, ...]]]:
    """Limits on the two measures, whether each counts alone, and the thresholds that have it."""
    found: dict[tuple[Limit, bool], list[str]] = {}
    for threshold in pack.thresholds.values():
        if threshold.periods[0].since <= day:
            for row in threshold.at(day).any_of:
                for limit in row:
                    if limit.measure in _DRAWN and _exact(limit) > 0:
                        found.setdefault((limit, len(row) == 1), []).append(threshold.id)
    for (limit, is_alone), names in found.items():
        yield limit, is_alone, tuple(dict.fromkeys(names))


def _exact(limit: Limit) -> Fraction:
    """The number of a limit; 0 where it is none."""
    return Fraction(0) if isinstance(limit.value, bool) else limit.value.exact or Fraction(0)


def _is_future(chip: Chip, day: date) -> bool:
    first = chip.first_shipment
    is_later = first is not None and first.low is not None and first.low > day
    return chip.release_status is ReleaseStatus.UNRELEASED or is_later


def _labels(name: str, at: Point, gap: int) -> tuple[Words, ...]:
    """The name around the place, first where it reads best and is likely to fit."""
    behind = Words(name, Point(at.x + gap, at.y + 4))
    before = Words(name, Point(at.x - gap, at.y + 4), "end")
    above = Words(name, Point(at.x, at.y - gap), "middle")
    below = Words(name, Point(at.x, at.y + gap + 8), "middle")
    sides = (behind, before) if _box(behind)[2] <= _RIGHT else (before, behind)
    askew = (_moved(each, by) for by in (-9, 9) for each in sides)
    return (*sides, above, below, *askew)


def _moved(words: Words, down: float) -> Words:
    return replace(words, at=Point(words.at.x, words.at.y + down))


_BEFORE: Final = {"start": 0.0, "middle": 0.5, "end": 1.0}
"""What of a text stands before its place, by its anchor."""


def _box(words: Words) -> _Box:
    width = _CHARACTER * len(words.text)
    left = words.at.x - width * _BEFORE[words.anchor]
    return left, words.at.y - 9, left + width, words.at.y + 1


def _along(limit: LimitLine) -> _Box:
    return limit.start.x - 1, limit.start.y - 1, limit.end.x + 1, limit.end.y + 1


def _is_free(box: _Box, taken: Sequence[_Box]) -> bool:
    left, top, right, bottom = box
    return (
        left > _LEFT
        and right <= _RIGHT
        and not any(
            left < each[2] and each[0] < right and top < each[3] and each[1] < bottom
            for each in taken
        )
    )


# -- route -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Leg:
    """A leg of the route: a box, and the way to it from the one before."""

    country: str
    role: str
    mark: str
    """What is said of its country as a place of diversion; empty if there is nothing to say."""
    look: str
    """`hub`, `watched` or empty."""
    at: Point
    way: tuple[Point, Point] | None


@dataclass(frozen=True, slots=True)
class RoutePicture:
    """The route, leg by leg."""

    says: str
    height: int
    legs: tuple[Leg, ...]


LEG_WIDTH, LEG_HEIGHT = 146, 66
_LEGS_IN_A_ROW: Final = 4
_BETWEEN: Final = (WIDTH - 2 - LEG_WIDTH) / (_LEGS_IN_A_ROW - 1)


def _route_picture(subjects: Sequence[Subject], pack: Pack, day: date) -> RoutePicture | None:
    """The route; `None` if the draft states none."""
    legs: list[Leg] = []
    for place, subject in enumerate(_of_kind(subjects, SubjectKind.LEG)):
        row, column = divmod(place, _LEGS_IN_A_ROW)
        at = Point(1 + column * _BETWEEN, 1 + row * (LEG_HEIGHT + 26))
        middle = at.y + LEG_HEIGHT / 2
        start = Point(at.x - _BETWEEN + LEG_WIDTH + 2, middle)
        mark, look = _marked(subject, pack, day)
        legs.append(
            Leg(
                country=_country(subject, pack),
                role=_said(subject, "leg.role"),
                mark=mark,
                look=look,
                at=at,
                way=(start, Point(at.x - 8, middle)) if column else None,
            )
        )
    if not legs:
        return None
    said = ", then ".join(
        f"{each.country} ({each.role}{f', {each.mark}' if each.mark else ''})" for each in legs
    )
    height = (1 + (len(legs) - 1) // _LEGS_IN_A_ROW) * (LEG_HEIGHT + 26) - 24
    return RoutePicture(f"{said}.", height, tuple(legs))


def _marked(leg: Subject, pack: Pack, day: date) -> tuple[str, str]:
    """What is said of a leg's country, and how the leg is drawn."""
    in_hub = _truth(leg, "leg.in_hub")
    if in_hub is not False:
        return "diversion hub" if in_hub else "perhaps a hub", "hub"
    watched = pack.words(WATCH_LIST, day) if WATCH_LIST in pack.parameters else frozenset()
    return (
        ("on the watch list", "watched") if leg.facts["leg.country"].value in watched else ("", "")
    )


def _country(subject: Subject, pack: Pack) -> str:
    code = _said(subject, "leg.country")
    return pack.countries.names.get(code, code)


# -- lots ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar: a rectangle, and what it stands for."""

    says: str
    x: float
    width: float
    look: str
    """`finished`, `unfinished`, `granted` or `attested`."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar with its name in front and its sum behind it."""

    name: str
    sum: Words
    y: float
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class LotsPicture:
    """What one item's license grants, against the attested inventory."""

    item: str
    says: str
    height: int
    limit: float | None
    """Where the attested inventory ends."""
    bars: tuple[Bar, ...]


BAR_HEIGHT: Final = 24
_BARS_LEFT, _BARS_RIGHT = 180, WIDTH - 150


def _lots_pictures(subjects: Sequence[Subject]) -> tuple[LotsPicture, ...]:
    """A picture for each item with lots, or whose inventory is known."""
    lots = list(_of_kind(subjects, SubjectKind.LOT))
    drawn = []
    for item in _of_kind(subjects, SubjectKind.ITEM):
        own = [each for each in lots if each.pointer[: len(item.pointer)] == item.pointer]
        if own and (picture := _lots_picture(item, own)) is not None:
            drawn.append(picture)
    return tuple(drawn)


def _lots_picture(item: Subject, lots: Sequence[Subject]) -> LotsPicture | None:
    left = _number(item, "item.inventory_remaining")
    granted = _number(item, "item.accelerators_approved")
    approved = [each for each in lots if _truth(each, "lot.approved") is not False]
    sizes = [_most(_number(each, "lot.accelerators")) for each in approved]
    widest = max(sum(sizes), _most(left), _most(granted))
    if not widest:
        return None
    scale = (_BARS_RIGHT - _BARS_LEFT) / widest

    def parts() -> Iterator[Part]:
        x = float(_BARS_LEFT)
        for lot, size in zip(approved, sizes, strict=True):
            stage, number = _said(lot, "lot.stage"), _number(lot, "lot.accelerators")
            look = "finished" if stage == "finished" else "unfinished"
            says = f"{lot.name}: {_amount(number)}, {stage}"
            yield Part(says, x, size * scale, look)
            x += size * scale

    def bar(place: int, name: str, said: str, parts: Sequence[Part]) -> Bar:
        y = 8 + place * (BAR_HEIGHT + 14)
        end = max((each.x + each.width for each in parts), default=float(_BARS_LEFT))
        return Bar(name, Words(said, Point(end + 8, y + 16)), y, tuple(parts))

    def whole(number: Number | None, look: str) -> list[Part]:
        return [Part(_amount(number), _BARS_LEFT, _most(number) * scale, look)]

    together = Range(Fraction(0), Fraction(0)) if not approved else None
    stacked = list(parts())
    total = _amount(_number(item, "item.lots_accelerators") or together)
    bars = (
        bar(0, "Attested and left", _amount(left), whole(left, "attested")),
        bar(1, "Lots granted", total, stacked),
        bar(2, "Granted in all", _amount(granted), whole(granted, "granted")),
    )
    is_known = left is not None and left.exact is not None
    return LotsPicture(
        item=item.name,
        says=(
            f"Attested and left: {_amount(left)}. Granted in all: {_amount(granted)}. "
            f"Lots granted: {'; '.join(each.says for each in stacked) or 'none'}."
        ),
        height=8 + 3 * (BAR_HEIGHT + 14),
        limit=_BARS_LEFT + _most(left) * scale if is_known else None,
        bars=bars,
    )


def _amount(number: Number | None) -> str:
    is_open = number is None or (number.high is None and not number.low)
    return shown(None if is_open else number)


# -- facts -----------------------------------------------------------------------------------------


def _of_kind(subjects: Sequence[Subject], kind: SubjectKind) -> Iterator[Subject]:
    """The subjects of the kind that the proposal states."""
    return (each for each in subjects if each.kind is kind and each.stated)


def _number(subject: Subject, fact: str) -> Number | None:
    value = subject.facts[fact].value if fact in subject.facts else None
    if not isinstance(value, Range):
        return None
    # The facts that are asked for are numbers.
    low = value.low if isinstance(value.low, Fraction) else None
    high = value.high if isinstance(value.high, Fraction) else None
    return Range(low, high)


def _truth(subject: Subject, fact: str) -> bool | None:
    value = subject.facts[fact].value
    return value if isinstance(value, bool) else None


def _said(subject: Subject, fact: str) -> str:
    return shown(subject.facts[fact].value).replace("_", " ")


def _middle(number: Number) -> float:
    """The middle of a range, or its known end; 0 where neither is known."""
    ends = [float(end) for end in (number.low, number.high) if end is not None]
    return sum(ends) / len(ends) if len(ends) == 2 else ends[0] if ends else 0.0


def _most(number: Number | None) -> float:
    """The high end, or where it is open the low one."""
    if number is None:
        return 0.0
    return float(number.high if number.high is not None else number.low or 0)


# -- all together ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pictures:
    """What can be drawn of a proposal."""

    chips: ChipsPicture | None = None
    lots: tuple[LotsPicture, ...] = ()
    route: RoutePicture | None = None

    def __bool__(self) -> bool:
        return bool(self.chips or self.lots or self.route)


def pictures_of(evaluation: Evaluation, pack: Pack) -> Pictures:
    """The pictures of a proposal that was judged; a policy action has none."""
    subjects, day = evaluation.subjects, evaluation.proposal.model.as_of
    return Pictures(
        chips=_chips_picture(subjects, pack, day),
        lots=_lots_pictures(subjects),
        route=_route_picture(subjects, pack, day),
    )
