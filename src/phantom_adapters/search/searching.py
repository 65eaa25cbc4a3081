"""One search of the inverted index.

Parts of posting lists are read in the order of what they may add, up to a budget; the people they
name are filtered, their partial products summed, and the best of them weighed in full. Where too
few pass the filter, more is read, up to everything: then the answer is exact.
"""

import threading
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from phantom_adapters.search.brute_force import in_order
from phantom_adapters.search.columns import Admission
from phantom_adapters.search.segment import RUN, Runs, Segment
from phantom_core.kernel import UserId
from phantom_core.kernel.ids import id_from_bytes, id_to_bytes
from phantom_core.matching.index_ports import Candidate

__all__ = ["Query", "Search"]

_WEIGHED: Final = 1_000
"""How many are weighed in full, or four times as many as are wanted."""

_SPARE: Final = 4
_SAMPLE: Final = 8_192
_SEEN_EACH: Final = 2.5
"""How often one of the best is met in the postings read, about."""

_Floats = npt.NDArray[np.float32]
_Slots = npt.NDArray[np.uint32]
_Weighed = tuple[Segment, npt.NDArray[np.int64], _Floats]
_ANY: Final = 1e-12

_scratch = threading.local()


class Query(NamedTuple):
    """What is searched for.

    Attributes:
        terms: (terms,) numbers of the terms.
        weights: (terms,) their weights.
        dense: the weights by number; 0 for other terms. The last stands for all beyond.
        admission: who passes; everybody where there is none.
        without: (people, 16) the bytes of the ids of those who do not.
    """

    terms: npt.NDArray[np.uint32]
    weights: _Floats
    dense: _Floats
    admission: Admission | None
    without: npt.NDArray[np.uint8]

    @classmethod
    def of(
        cls,
        known: Sequence[tuple[int, float]],
        terms: int,
        admission: Admission | None,
        without: Sequence[UserId],
    ) -> "Query":
        """Put a query into arrays; `terms` is how many numbers there are."""
        numbers = np.array([number for number, _ in known], np.uint32)
        weights = np.array([weight for _, weight in known], np.float32)
        dense = np.zeros(terms + 1, np.float32)
        dense[numbers] = weights
        raw = np.frombuffer(b"".join(map(id_to_bytes, without)), np.uint8)
        return cls(numbers, weights, dense, admission, raw.reshape(-1, 16))


class _Read(NamedTuple):
    """What was read of a segment.

    Attributes:
        slots: (postings,) who was met and passes the filter; once for each posting.
        sums: (people,) what was read of each, summed up; 0 for who does not pass.
    """

    segment: Segment
    slots: _Slots
    sums: _Floats


class Search:
    """A query on some segments.

    Args:
        postings: how many are read at first.
    """

    def __init__(self, segments: Sequence[Segment], query: Query, postings: int) -> None:
        self._segments = segments
        self._query = query
        self._postings = postings

    def best(self, wanted: int) -> tuple[Candidate, ...]:
        """Those with the largest products, in order."""
        weighed = max(_WEIGHED, _SPARE * wanted)
        budget = self._postings
        while True:
            read, whole = self._read(budget)
            if whole or sum(len(each.slots) for each in read) >= _SEEN_EACH * _SPARE * wanted:
                return _named(self._weigh(read, weighed), wanted)
            budget *= 4

    def _read(self, budget: int) -> tuple[list[_Read], bool]:
        """Read postings, those that may add most first; say whether that is all there are."""
        query, most = self._query, -(-budget // RUN)
        runs = [each.runs(query.terms, query.weights, most) for each in self._segments]
        chosen = _within(runs, budget)
        whole = all(each.whole for each in runs) and all(bool(each.all()) for each in chosen)
        scratch, end, read = _zeroed(sum(map(len, self._segments))), 0, []
        for segment, own, picked in zip(self._segments, runs, chosen, strict=True):
            begin, end = end, end + len(segment)
            if picked.any():
                read.append(self._sum(segment, own, picked, scratch[begin:end]))
        return read, whole

    def _sum(
        self, segment: Segment, runs: Runs, chosen: npt.NDArray[np.bool_], sums: _Floats
    ) -> _Read:
        starts, ends = runs.starts[chosen], runs.ends[chosen]
        stretches = [slice(*each) for each in zip(starts.tolist(), ends.tolist(), strict=True)]
        slots = np.concatenate([segment.slots[each] for each in stretches])
        impacts = np.concatenate([segment.impacts[each] for each in stretches])
        parts = impacts * np.repeat(runs.weights[chosen], ends - starts)
        if self._query.admission is not None:
            places = self._query.admission.passing(segment.columns, slots)
            slots, parts = slots[places], parts[places]
        np.add.at(sums, slots, parts)
        sums[segment.slots_of(self._query.without)] = 0
        if segment.dead:
            sums[~segment.alive] = 0
        return _Read(segment, slots, sums)

    def _weigh(self, read: Sequence[_Read], weighed: int) -> list[_Weighed]:
        least = _threshold(read, weighed)
        best = [(segment, np.flatnonzero(sums >= least)) for segment, _, sums in read]
        return [
            (segment, slots, segment.products(slots, self._query.dense))
            for segment, slots in best
            if len(slots)
        ]


def _zeroed(people: int) -> _Floats:
    """Room for a sum for each person, which this thread uses again and again."""
    room: _Floats | None = getattr(_scratch, "room", None)
    if room is None or len(room) < people:
        room = _scratch.room = np.zeros(people, np.float32)
    room[:people] = 0
    return room


def _within(runs: Sequence[Runs], budget: int) -> list[npt.NDArray[np.bool_]]:
    """Which of the runs to read: those with the highest bounds, until the budget is spent."""
    counts = np.cumsum([len(each.bounds) for each in runs])
    lengths = np.concatenate([each.ends - each.starts for each in runs])
    order = np.argsort(-np.concatenate([each.bounds for each in runs]), kind="stable")
    before = np.cumsum(lengths[order]) - lengths[order]
    chosen = np.zeros(len(order), np.bool_)
    chosen[order[before < budget]] = True
    return np.split(chosen, counts[:-1])


def _threshold(read: Sequence[_Read], weighed: int) -> float:
    """A sum that about so many people reach, told from a sample; above 0."""
    count = sum(len(each.slots) for each in read)
    if count <= weighed:
        return _ANY
    step = max(1, count // _SAMPLE)
    sample = np.concatenate([each.sums[each.slots[::step]] for each in read])
    place = round(weighed * _SEEN_EACH / step)
    if place >= len(sample):
        return _ANY
    return max(float(np.partition(sample, -place)[-place]), _ANY)


def _named(weighed: Sequence[_Weighed], wanted: int) -> tuple[Candidate, ...]:
    """The best of those weighed, by name."""
    if not weighed or wanted < 1:
        return ()
    products = np.concatenate([each for _, _, each in weighed])
    rank = min(wanted, len(products))
    least = np.partition(products, -rank)[-rank]
    found = [
        Candidate(UserId(id_from_bytes(raw)), float(products[place]))
        for segment, slots, products in weighed
        for place, raw in _living(segment, slots, products >= least)
    ]
    return tuple(sorted(found, key=in_order)[:wanted])


def _living(
    segment: Segment, slots: npt.NDArray[np.int64], chosen: npt.NDArray[np.bool_]
) -> Iterator[tuple[int, bytes]]:
    for place in np.flatnonzero(chosen):
        raw = segment.identity(int(slots[place]))
        if raw is not None:
            yield int(place), raw
