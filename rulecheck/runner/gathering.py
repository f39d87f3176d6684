"""What has come of many files: outlines in memory, all else in a file, to be read again."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar, overload

from rulecheck.documents import Problem
from rulecheck.judgement import EngineFailure, Gate, Run, WaiverUse
from rulecheck.judgement.clashes import Register
from rulecheck.judgement.sums import Drawing, overdrafts
from rulecheck.packs import Pack
from rulecheck.runner import Evaluated, Task
from rulecheck.runner.batches import IN_A_BLOCK, Judged, Judgements, Outlines, Sent
from rulecheck.runner.passing import unpacked
from rulecheck.runner.spool import Spool

T = TypeVar("T")


class Gathered:
    """What has come of the files so far."""

    def __init__(self, problems: Sequence[Problem], task: Task) -> None:
        self._task = task
        self._engine = ""
        self._kept = _Kept(task.pack)
        self._register = Register()
        self._places: list[tuple[int, int]] = []
        self._problems = list(problems)
        self._clashes: list[Problem] = []
        self._failures: list[EngineFailure] = []
        self._gates: list[Gate] = []
        self._alike: dict[Gate, Gate] = {}
        """One gate for all that have the same: of thousands, there are some dozens."""
        self._waivers: list[WaiverUse] = []
        self._drawings: list[Drawing] = []

    def add(self, sent: Sent) -> None:
        """Take in what came of some more files."""
        outlines, blocks = sent
        first = self._kept.append(blocks)
        read = unpacked(outlines, Outlines, self._task.pack)
        self._engine = read.engine
        self._problems += read.problems
        for place, each in enumerate(read.proposals):
            clashes = self._register.entered(each.stated)
            self._clashes += clashes
            if clashes:
                continue
            if each.failure is not None:
                self._failures.append(EngineFailure(each.stated.path, each.failure))
                continue
            self._places.append((first + place // IN_A_BLOCK, place % IN_A_BLOCK))
            self._gates.append(self._alike.setdefault(each.gate, each.gate))
            self._waivers += each.waivers
            if each.drawing is not None:
                self._drawings.append(each.drawing)

    def evaluated(self) -> Evaluated:
        """All of it, once everything was taken in."""
        pack = self._task.pack
        run = Run(
            pack=pack,
            engine=self._engine,
            evaluations=self._looked(lambda each: each.gated.evaluation),
            findings=tuple(overdrafts(self._drawings, pack)),
            problems=(*self._problems, *self._clashes),
            engine_errors=tuple(self._failures),
        )
        proposals = self._looked(lambda each: each.gated)
        return Evaluated(
            gated=self._task.keeper.run(run, proposals, self._gates, self._waivers),
            advice=self._looked(lambda each: each.advice),
            written=[self._written(place) for place, _ in enumerate(self._task.writers)],
        )

    def _written(self, writer: int) -> "_Looked[str]":
        return self._looked(lambda each: each.written[writer])

    def _looked(self, part: Callable[[Judged], T]) -> "_Looked[T]":
        return _Looked(self._kept, self._places, part)


class _Kept:
    """Judgements that are read again when somebody looks at them, those looked at last at hand."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._spool = Spool()
        self._at_hand: tuple[int, Judgements] | None = None

    def append(self, blocks: Sequence[bytes]) -> int:
        """Keep blocks of judgements, and tell by which number the first is found again."""
        first = len(self._spool)
        for block in blocks:
            self._spool.append(block)
        return first

    def judged(self, number: int, place: int) -> Judged:
        """What came of one proposal."""
        if self._at_hand is None or self._at_hand[0] != number:
            self._at_hand = number, unpacked(self._spool.block(number), Judgements, self._pack)
        judged = self._at_hand[1].judged[place]
        if judged is None:
            raise LookupError(f"nothing came of proposal {place} in block {number}")
        return judged


class _Looked(Sequence[T]):
    """Something of every proposal that was judged, read again whenever one is looked at."""

    def __init__(
        self, kept: _Kept, places: Sequence[tuple[int, int]], part: Callable[[Judged], T]
    ) -> None:
        self._kept = kept
        self._places = places
        self._part = part

    def __len__(self) -> int:
        return len(self._places)

    def __iter__(self) -> Iterator[T]:
        # That of a sequence takes any `IndexError` for the end.
        for place in self._places:
            yield self._part(self._kept.judged(*place))

    @overload
    def __getitem__(self, index: int) -> T: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...

    def __getitem__(self, index: int | slice) -> T | Sequence[T]:
        if isinstance(index, slice):
            return _Looked(self._kept, self._places[index], self._part)
        return self._part(self._kept.judged(*self._places[index]))
