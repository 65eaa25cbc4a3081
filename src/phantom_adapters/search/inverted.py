"""The inverted index over arrays: rare tastes first, and no more postings than a budget.

Whoever is put in waits in a small part that is sorted anew when it is asked for; full, it becomes
a segment, and segments of one size are merged into larger ones (P. O'Neil et al., "The
Log-Structured Merge-Tree", 1996). Large merges run on a thread of their own, so that no caller
waits for one. Who is removed or replaced is marked dead in their segment, forgotten there at once,
and gone with the next merge.
"""

from collections.abc import Collection, Iterable, Sequence
from threading import Lock, Thread
from typing import Final

import numpy as np
import numpy.typing as npt

from phantom_adapters.search.columns import TraitCodes
from phantom_adapters.search.person import IndexedPerson
from phantom_adapters.search.searching import Query, Search
from phantom_adapters.search.segment import Segment, Vectors, joined
from phantom_core.kernel import UserId
from phantom_core.kernel.ids import id_to_bytes
from phantom_core.matching.index_ports import (
    EVERYBODY,
    Candidate,
    CandidateFilter,
    TasteIndex,
    TasteVector,
)
from phantom_core.matching.profile import Traits

__all__ = ["InvertedIndex"]

_WAITING: Final = 64
_STEP: Final = 4
_DOUBLINGS: Final = 2
_LARGEST: Final = 1 << 18
_AT_ONCE: Final = 1 << 10
_DEAD_SHARE: Final = 0.25

_Mask = npt.NDArray[np.bool_]


class InvertedIndex(TasteIndex):
    """People in segments. Any thread may ask and change it.

    Args:
        postings: how many postings a search reads, as long as that finds enough.
        waiting: how many people wait to become a segment.
        largest: how many people a segment holds at most.
    """

    def __init__(
        self, *, postings: int = 65_536, waiting: int = _WAITING, largest: int = _LARGEST
    ) -> None:
        self._postings = postings
        self._most_waiting = waiting
        self._largest = largest
        self._codes = TraitCodes()
        self._numbers: dict[str, int] = {}
        self._waiting: dict[bytes, IndexedPerson] = {}
        self._segments: tuple[Segment, ...] = ()
        self._fresh: Segment | None = None
        self._lock = Lock()
        self._merging: Thread | None = None

    def __len__(self) -> int:
        """How many people there are."""
        with self._lock:
            living = sum(len(segment) - segment.dead for segment in self._segments)
            return living + len(self._waiting)

    def upsert(self, user_id: UserId, vector: TasteVector, traits: Traits) -> None:
        """Have somebody found by a vector."""
        self.load([IndexedPerson(user_id, vector, traits)])

    def remove(self, user_id: UserId) -> bool:
        """Have somebody found no more."""
        with self._lock:
            return self._forget(id_to_bytes(user_id))

    def load(self, people: Iterable[IndexedPerson]) -> None:
        """Put many in, each in place of what was known of them."""
        named = {id_to_bytes(person.user_id): person for person in people}
        with self._lock:
            self._forget_all(named)
            self._waiting.update(named)
            self._fresh = None
            if len(self._waiting) >= self._most_waiting:
                self._segments = (*self._segments, self._segment_of_waiting())
                self._waiting.clear()
        self._tidy()

    def candidates(
        self, vector: TasteVector, wanted: int, among: CandidateFilter = EVERYBODY
    ) -> tuple[Candidate, ...]:
        """Read the postings that matter most, and weigh the best in full."""
        with self._lock:
            segments = self._all_segments()
            admission = None
            if among.seeker is not None:
                admission = self._codes.admission(among.seeker, among.today)
                if admission is None:
                    return ()
            known = [
                (number, weight)
                for term, weight in vector
                if (number := self._numbers.get(term)) is not None
            ]
            query = Query.of(known, len(self._numbers), admission, among.without)
        return Search(segments, query, self._postings).best(wanted) if segments else ()

    def close(self) -> None:
        """Wait for what runs beside."""
        if (merging := self._merging) is not None:
            merging.join()

    def _all_segments(self) -> tuple[Segment, ...]:
        if not self._waiting:
            return self._segments
        if self._fresh is None:
            self._fresh = self._segment_of_waiting()
        return (*self._segments, self._fresh)

    def _forget(self, identity: bytes) -> bool:
        if self._waiting.pop(identity, None) is not None:
            self._fresh = None
            return True
        for segment in self._segments:
            if (slot := segment.find(identity)) is not None:
                segment.kill(slot)
                return True
        return False

    def _forget_all(self, identities: Collection[bytes]) -> None:
        """Forget many, of whom few are known."""
        ids = np.frombuffer(b"".join(identities), np.uint8).reshape(-1, 16)
        known = bool(self._waiting) or any(len(each.slots_of(ids)) for each in self._segments)
        if known:
            for identity in identities:
                self._forget(identity)

    def _segment_of_waiting(self) -> Segment:
        people = list(self._waiting.values())
        numbers = self._numbers
        terms, weights = [], []
        for person in people:
            for term, weight in person.vector:
                terms.append(numbers.setdefault(term, len(numbers)))
                weights.append(weight)
        ids = np.frombuffer(b"".join(self._waiting), np.uint8)
        return Segment(
            Vectors(
                ids.reshape(-1, 16),
                np.array([len(person.vector) for person in people], np.int64),
                np.array(terms, np.uint32),
                np.array(weights, np.float32),
                self._codes.columns([person.traits for person in people]),
            )
        )

    def _tidy(self) -> None:
        """Merge what is small at once, and have what is large merged beside."""
        with self._lock:
            while self._merging is None and (parts := self._due()):
                if sum(map(len, parts)) > _AT_ONCE:
                    name = "taste-index-merging"
                    self._merging = Thread(target=self._merge_beside, name=name, daemon=True)
                    self._merging.start()
                else:
                    alive = [part.alive for part in parts]
                    self._replace(parts, alive, _merged(parts, alive))

    def _merge_beside(self) -> None:
        while True:
            with self._lock:
                parts = self._due()
                if not parts:
                    self._merging = None
                    return
                alive = [part.alive.copy() for part in parts]
            merged = _merged(parts, alive)
            with self._lock:
                self._replace(parts, alive, merged)

    def _replace(self, parts: Sequence[Segment], alive: Sequence[_Mask], merged: Segment) -> None:
        """Put a merged segment in the place of its parts; who died meanwhile is dead in it too."""
        died = [~part.alive[then] for part, then in zip(parts, alive, strict=True)]
        for slot in np.flatnonzero(np.concatenate(died)[merged.order]):
            merged.kill(int(slot))
        others = (each for each in self._segments if each not in parts)
        self._segments = (*others, merged) if len(merged) else tuple(others)

    def _due(self) -> Sequence[Segment]:
        """Segments to merge: as many of one size as make the next, or one with many dead."""
        by_level: dict[int, list[Segment]] = {}
        for segment in self._segments:
            if segment.dead > _DEAD_SHARE * len(segment):
                return [segment]
            level = by_level.setdefault(_level(segment), [])
            level.append(segment)
            if len(level) == _STEP and sum(map(len, level)) <= self._largest:
                return level
        return []


def _level(segment: Segment) -> int:
    """Its size, in steps."""
    return len(segment).bit_length() // _DOUBLINGS


def _merged(parts: Sequence[Segment], alive: Sequence[_Mask]) -> Segment:
    chosen = zip(parts, alive, strict=True)
    return Segment(joined([part.those(then) for part, then in chosen]))
