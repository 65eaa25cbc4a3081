"""A segment: people who were indexed together, in arrays that never change but for who is alive.

Postings stand by term, those of a term by falling weight in runs, so that what matters most of a
long list can be read without the rest (impact order: V. N. Anh, O. de Kretser and A. Moffat,
"Vector-Space Ranking with Effective Early Termination", SIGIR 2001). Beside them stand the vectors
themselves, with which the few best are weighed in full.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from phantom_adapters.search.columns import TraitColumns

__all__ = ["RUN", "Runs", "Segment", "Vectors", "joined", "key_of", "spans"]

RUN: Final = 2048
"""Postings in a run: what is read at a time."""

_NOBODYS: Final = 0xFFFF_FFFF
_FINEST: Final = 32_767

_Floats = npt.NDArray[np.float32]
_Places = npt.NDArray[np.int64]


class Vectors(NamedTuple):
    """Vectors one after the other.

    Attributes:
        ids: (people, 16) the bytes of their ids.
        lengths: (people,) how many terms each has.
        terms: (postings,) numbers of terms.
        weights: (postings,) their weights, above 0.
        columns: traits, a row for each.
    """

    ids: npt.NDArray[np.uint8]
    lengths: _Places
    terms: npt.NDArray[np.uint32]
    weights: _Floats
    columns: TraitColumns


class Runs(NamedTuple):
    """Parts of posting lists.

    Attributes:
        bounds: (runs,) the most that any of its postings adds to a product.
        starts: (runs,) where each begins.
        ends: (runs,) where each ends.
        weights: (runs,) the weight of its term in the query, by the segment's unit.
        whole: whether these are all the runs that the lists have.
    """

    bounds: _Floats
    starts: _Places
    ends: _Places
    weights: _Floats
    whole: bool


def key_of(ids: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint64]:
    """The last 8 of 16 bytes of each id as a number: in a UUIDv7 the random ones."""
    tails: npt.NDArray[np.uint64] = np.ascontiguousarray(ids[:, 8:]).view(">u8").ravel()
    return tails.astype(np.uint64)


class Segment:
    """People in the order of their keys; a person's place there is their slot.

    Args:
        vectors: who they are; nobody twice.

    Attributes:
        order: (people,) where each stood among the vectors.
        columns: traits, a row for each.
        alive: (people,) who has not been removed.
        dead: how many have.
        slots: (postings,) who has the term of each posting.
        impacts: (postings,) with what weight, in units of `unit`; of a term the largest first.
        unit: what a weight is counted in.
    """

    def __init__(self, vectors: Vectors) -> None:
        order = np.argsort(key_of(vectors.ids), kind="stable")
        lengths = vectors.lengths[order]
        self.order = order
        self.columns = vectors.columns.take(order)
        self._ids = vectors.ids[order]
        self._keys = key_of(self._ids)
        self._starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
        picked = spans(_before(vectors.lengths)[order], lengths)
        self._terms = vectors.terms[picked]
        self.unit = float(vectors.weights.max(initial=1e-9)) / _FINEST
        self._weights = np.rint(vectors.weights[picked] / self.unit).astype(np.int16)
        self.alive = np.ones(len(order), np.bool_)
        self.dead = 0
        self._invert()

    def __len__(self) -> int:
        """How many people, dead or alive."""
        return len(self.alive)

    def _invert(self) -> None:
        slots = np.repeat(np.arange(len(self), dtype=np.uint32), np.diff(self._starts))
        order = np.lexsort((-self._weights, self._terms))
        listed = self._terms[order]
        found, firsts = np.unique(listed, return_index=True)
        # A number that no term has ends the list, so that every search of it has a place.
        self._listed = np.append(found, _NOBODYS).astype(np.uint32)
        self._firsts = np.append(firsts, len(listed)).astype(np.int64)
        self.slots: npt.NDArray[np.uint32] = slots[order]
        self.impacts: npt.NDArray[np.int16] = self._weights[order]

    def find(self, identity: bytes) -> int | None:
        """The slot of somebody who is alive."""
        key = np.uint64(int.from_bytes(identity[8:], "big"))
        slot = int(np.searchsorted(self._keys, key))
        while slot < len(self) and self._keys[slot] == key:
            if self.alive[slot] and self._ids[slot].tobytes() == identity:
                return slot
            slot += 1
        return None

    def kill(self, slot: int) -> None:
        """Have somebody found no more, and forget who they were."""
        self.alive[slot] = False
        self.dead += 1
        self._ids[slot] = 0

    def identity(self, slot: int) -> bytes | None:
        """Who is in a slot, if they are alive."""
        # In this order: who dies is marked first, and forgotten then.
        raw = self._ids[slot].tobytes()
        return raw if self.alive[slot] else None

    def runs(self, terms: npt.NDArray[np.uint32], weights: _Floats, most: int) -> Runs:
        """The first runs of the lists of some terms.

        Args:
            terms: (terms,) numbers of terms.
            weights: (terms,) their weights in the query.
            most: how many runs of a list at most.
        """
        places = np.searchsorted(self._listed[:-1], terms)
        known = self._listed[places] == terms
        places, weights = places[known], weights[known]
        firsts, lasts = self._firsts[places], self._firsts[places + 1]
        all_counts = -((firsts - lasts) // RUN)
        counts = np.minimum(all_counts, most)
        lists = np.repeat(np.arange(len(places)), counts)
        starts = firsts[lists] + RUN * (np.arange(len(lists)) - np.repeat(_before(counts), counts))
        given = weights[lists] * np.float32(self.unit)
        ends = np.minimum(starts + RUN, lasts[lists])
        # The first of a run weighs most.
        bounds = given * self.impacts[starts]
        return Runs(bounds, starts, ends, given, whole=bool((counts == all_counts).all()))

    def products(self, slots: _Places, query: _Floats) -> _Floats:
        """The inner products of people's vectors with a query.

        Args:
            slots: (people,) who; none has an empty vector.
            query: (terms,) the weight of each term, by its number; 0 for most.
        """
        lengths = self._starts[slots + 1] - self._starts[slots]
        picked = spans(self._starts[slots], lengths)
        terms = self._terms[picked]
        # Terms that are new since the query was numbered are beyond its end, where a 0 stands.
        parts = query.take(terms, mode="clip") * self._weights[picked]
        sums: _Floats = np.add.reduceat(parts, _before(lengths), dtype=np.float32)
        return sums * np.float32(self.unit)

    def slots_of(self, ids: npt.NDArray[np.uint8]) -> _Places:
        """The slots of some people, dead or alive; `ids` are (people, 16) bytes."""
        keys = key_of(ids)
        lefts = np.searchsorted(self._keys, keys)
        counts = np.searchsorted(self._keys, keys, side="right") - lefts
        slots = spans(lefts, counts)
        same: npt.NDArray[np.bool_] = (self._ids[slots] == np.repeat(ids, counts, axis=0)).all(1)
        found: _Places = slots[same]
        return found

    def those(self, chosen: npt.NDArray[np.bool_]) -> Vectors:
        """The vectors of some."""
        slots = np.flatnonzero(chosen)
        lengths = np.diff(self._starts)[slots]
        picked = spans(self._starts[slots], lengths)
        return Vectors(
            self._ids[slots],
            lengths,
            self._terms[picked],
            self._weights[picked] * np.float32(self.unit),
            self.columns.take(slots),
        )


def joined(parts: Sequence[Vectors]) -> Vectors:
    """The vectors of several as one."""
    return Vectors(
        np.concatenate([part.ids for part in parts]),
        np.concatenate([part.lengths for part in parts]),
        np.concatenate([part.terms for part in parts]),
        np.concatenate([part.weights for part in parts]),
        TraitColumns.joined([part.columns for part in parts]),
    )


def spans(starts: _Places, lengths: _Places) -> _Places:
    """The places in all stretches, one after the other."""
    return np.arange(int(lengths.sum())) + np.repeat(starts - _before(lengths), lengths)


def _before(lengths: _Places) -> _Places:
    return np.cumsum(lengths) - lengths
