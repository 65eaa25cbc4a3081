"""Matches in memory."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from operator import attrgetter

from phantom_adapters.memory.table import Journal, Table
from phantom_core.kernel import NotFound, Page, PageRequest, UserId
from phantom_core.matching import Match, Matches, MatchingFacts, MatchStatus, pair_of
from phantom_core.matching.pages import after_match, match_cursor
from phantom_core.matching.ports import Blocks

__all__ = ["MemoryMatches"]


class MemoryMatches(Matches):
    """Matches by pair."""

    def __init__(self, journal: Journal, facts: MatchingFacts, blocks: Blocks) -> None:
        self._table: Table[tuple[UserId, UserId], Match] = Table(journal, name="matches")
        self._facts = facts
        self._blocks = blocks

    def hold(self, one: UserId, other: UserId, now: datetime) -> Match:
        """The match of two people, held."""
        pair = pair_of(one, other)
        found = self._table.get(pair)
        if found is None:
            found = Match(low_id=pair[0], high_id=pair[1], created_at=now)
            self._table.insert(pair, found)
        return found

    def find(self, one: UserId, other: UserId) -> Match | None:
        """The match of two people."""
        return self._table.get(pair_of(one, other))

    def put(self, match: Match) -> None:
        """Store its new state; a blank one is taken away."""
        if match.blank:
            self._table.remove(match.pair)
        elif not self._table.put(match.pair, match):
            raise NotFound("match", " ".join(match.pair))

    def to_review(self, user_id: UserId, others: Collection[UserId]) -> Sequence[Match]:
        """Somebody's matches with the others named, and all of theirs that are suggested."""
        named = {*others}
        there = [
            match
            for match in self._table
            if user_id in match.pair and (match.suggested or match.peer_of(user_id) in named)
        ]
        return sorted(there, key=attrgetter("pair"))

    def remove_of(self, user_id: UserId) -> Sequence[Match]:
        """Take away all in which somebody takes part."""
        there = [match for match in self._table if user_id in match.pair]
        for match in there:
            self._table.remove(match.pair)
        return sorted(there, key=attrgetter("pair"))

    def of(
        self, user_id: UserId, statuses: Collection[MatchStatus], page: PageRequest, today: date
    ) -> Page[Match]:
        """Those of some statuses, the highest score first."""
        begin = after_match(page)
        there = [
            match
            for match in self._table
            if user_id in match.pair
            and match.status_for(user_id) in statuses
            and self._seen(user_id, match.peer_of(user_id), today)
        ]
        there.sort(key=lambda match: (-match.score, match.peer_of(user_id)))
        rest = [
            match
            for match in there
            if begin is None or (-match.score, match.peer_of(user_id)) > (-begin[0], begin[1])
        ]
        return Page.of(rest, page.limit, lambda match: match_cursor(match, user_id))

    def _seen(self, user_id: UserId, other: UserId, today: date) -> bool:
        shown = self._facts.matchable(other, today)
        return shown and not self._blocks.between(user_id, other)
