"""The index that compares with everybody: exact, and the measure of all others."""

from collections.abc import Callable, Iterable
from heapq import nsmallest
from math import fsum

from phantom_adapters.search.person import IndexedPerson
from phantom_core.kernel import Id, UserId
from phantom_core.matching.index_ports import (
    EVERYBODY,
    Candidate,
    CandidateFilter,
    TasteIndex,
    TasteVector,
)
from phantom_core.matching.policy import suits
from phantom_core.matching.profile import TasteProfile, Traits

__all__ = ["BruteForceIndex", "best_of", "in_order"]

_SEEKER = UserId(Id(""))


class BruteForceIndex(TasteIndex):
    """People in a dictionary. What it costs grows with their number."""

    def __init__(self) -> None:
        self._people: dict[UserId, IndexedPerson] = {}

    def __len__(self) -> int:
        """How many people there are."""
        return len(self._people)

    def upsert(self, user_id: UserId, vector: TasteVector, traits: Traits) -> None:
        """Have somebody found by a vector."""
        self._people[user_id] = IndexedPerson(user_id, vector, traits)

    def remove(self, user_id: UserId) -> bool:
        """Have somebody found no more."""
        return self._people.pop(user_id, None) is not None

    def load(self, people: Iterable[IndexedPerson]) -> None:
        """Put many in, each in place of what was known of them."""
        self._people.update({person.user_id: person for person in people})

    def close(self) -> None:
        """There is nothing to let go of."""

    def candidates(
        self, vector: TasteVector, wanted: int, among: CandidateFilter = EVERYBODY
    ) -> tuple[Candidate, ...]:
        """Compare with each."""
        return best_of(list(self._people.values()), vector, wanted, among)


def best_of(
    people: Iterable[IndexedPerson], vector: TasteVector, wanted: int, among: CandidateFilter
) -> tuple[Candidate, ...]:
    """The best of some people, each compared in full."""
    get, passes = dict(vector).get, _test(among)
    found = (
        Candidate(person.user_id, product)
        for person in people
        if (product := fsum([get(term, 0.0) * own for term, own in person.vector])) > 0
        and passes(person)
    )
    return tuple(nsmallest(wanted, found, key=in_order))


def in_order(candidate: Candidate) -> tuple[float, UserId]:
    """What candidates are sorted by: the largest product first, those alike by id."""
    return -candidate.approximate, candidate.user_id


def _test(among: CandidateFilter) -> Callable[[IndexedPerson], bool]:
    without = frozenset(among.without)
    if among.seeker is None:
        return lambda person: person.user_id not in without
    seeker = TasteProfile(user_id=_SEEKER, traits=among.seeker)

    def passes(person: IndexedPerson) -> bool:
        other = TasteProfile(user_id=person.user_id, traits=person.traits)
        return person.user_id not in without and suits(seeker, other, among.today)

    return passes
