"""Tastes, their statistics, and who resembles whom, in memory."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from datetime import datetime
from typing import Final, TypeVar

import attrs

from phantom_adapters.memory.table import Journal, Table
from phantom_core.kernel import Id, UserId
from phantom_core.matching import (
    MOST_NAMING,
    Census,
    KeptTaste,
    Neighbourhoods,
    Standing,
    TasteCensus,
    TasteProfiles,
    TasteRefreshes,
    TasteStatistics,
    Tie,
)

__all__ = [
    "MemoryNeighbourhoods",
    "MemoryTasteCensus",
    "MemoryTasteProfiles",
    "MemoryTasteRefreshes",
]

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_ONE: Final = "one"


class MemoryTasteProfiles(TasteProfiles):
    """Profiles by user."""

    def __init__(self, journal: Journal) -> None:
        self._table: Table[UserId, KeptTaste] = Table(journal, name="taste_profiles")

    def find(self, user_id: UserId) -> KeptTaste | None:
        """Somebody's, if there is one."""
        return self._table.get(user_id)

    def of(self, user_ids: Collection[UserId]) -> Mapping[UserId, KeptTaste]:
        """Those of these users that there are."""
        found = {user_id: self._table.get(user_id) for user_id in user_ids}
        return {user_id: kept for user_id, kept in found.items() if kept is not None}

    def set(self, kept: KeptTaste) -> None:
        """Store somebody's."""
        if not self._table.put(kept.user_id, kept):
            self._table.insert(kept.user_id, kept)

    def remove(self, user_id: UserId) -> bool:
        """Take somebody's away."""
        return self._table.remove(user_id)

    def after(self, user_id: UserId | None, limit: int) -> Sequence[KeptTaste]:
        """Those whose user's id is greater, by id."""
        rest = [kept for kept in self._table if user_id is None or kept.user_id > user_id]
        return sorted(rest, key=lambda kept: kept.user_id)[:limit]


class MemoryTasteCensus(TasteCensus):
    """The one census, and the one count."""

    def __init__(self, journal: Journal) -> None:
        self._census: Table[str, Census] = Table(journal)
        self._statistics: Table[Id, TasteStatistics] = Table(journal)

    def hold(self) -> Census:
        """How it stands, held."""
        if self._census.get(_ONE) is None:
            self._census.insert(_ONE, Census())
        return self.look()

    def look(self) -> Census:
        """How it stands."""
        return self._census.get(_ONE) or Census()

    def put(self, census: Census) -> None:
        """Store how it stands."""
        self._census.put(_ONE, census)

    def current(self) -> TasteStatistics:
        """The statistics in force."""
        counted_id = self.look().counted_id
        found = None if counted_id is None else self._statistics.get(counted_id)
        return found or TasteStatistics()

    def keep(self, counted_id: Id, statistics: TasteStatistics) -> None:
        """Store statistics, and forget all others."""
        known = [each for each, _ in self._statistics.items()]
        for each in known:
            self._statistics.remove(each)
        self._statistics.insert(counted_id, statistics)


class MemoryNeighbourhoods(Neighbourhoods):
    """Ties by both people, and standings by user."""

    def __init__(self, journal: Journal) -> None:
        self._ties: Table[tuple[UserId, UserId], Tie] = Table(journal, name="taste_ties")
        self._standings: Table[UserId, Standing] = Table(journal, name="taste_standings")

    def lists_of(self, user_ids: Collection[UserId]) -> Mapping[UserId, Sequence[Tie]]:
        """The lists of these users."""
        lists: dict[UserId, list[Tie]] = {user_id: [] for user_id in user_ids}
        for tie in sorted(self._ties, key=lambda tie: (-tie.score, tie.other_id)):
            if tie.user_id in lists:
                lists[tie.user_id].append(tie)
        return lists

    def around(self, user_id: UserId, most: int = MOST_NAMING) -> Sequence[Tie]:
        """Somebody's own list, and where others have them on theirs."""
        own = [tie for tie in self._ties if tie.user_id == user_id]
        naming = [tie for tie in self._ties if tie.other_id == user_id]
        naming.sort(key=lambda tie: (-tie.score, tie.user_id))
        return [*own, *naming[:most]]

    def set(self, ties: Collection[Tie]) -> None:
        """Put people on lists."""
        for tie in ties:
            _replace(self._ties, (tie.user_id, tie.other_id), tie)

    def drop(self, pairs: Collection[tuple[UserId, UserId]]) -> None:
        """Take people from lists."""
        for pair in pairs:
            self._ties.remove(pair)

    def remove_of(self, user_id: UserId) -> None:
        """Take away somebody's list and standing, and take them from all lists."""
        self.drop([pair for pair, _ in self._ties.items() if user_id in pair])
        self._standings.remove(user_id)

    def standings(self, user_ids: Collection[UserId]) -> Mapping[UserId, Standing]:
        """What these users can get."""
        return {each: self._standings.get(each) or Standing(user_id=each) for each in user_ids}

    def put_standing(self, standing: Standing) -> None:
        """Store what somebody can get."""
        _replace(self._standings, standing.user_id, standing)


@attrs.frozen
class _Noted:
    """A note."""

    user_id: UserId
    due_at: datetime


class MemoryTasteRefreshes(TasteRefreshes):
    """Notes by user."""

    def __init__(self, journal: Journal) -> None:
        self._table: Table[UserId, _Noted] = Table(journal, name="taste_refreshes")

    def mark(self, user_id: UserId, due_at: datetime, stale_before: datetime) -> bool:
        """Note that somebody's is to be."""
        known = self._table.get(user_id)
        if known is not None and known.due_at >= stale_before:
            return False
        _replace(self._table, user_id, _Noted(user_id, due_at))
        return True

    def clear(self, user_id: UserId) -> bool:
        """Take the note away."""
        return self._table.remove(user_id)


def _replace(table: Table[K, V], key: K, row: V) -> None:
    if not table.put(key, row):
        table.insert(key, row)
