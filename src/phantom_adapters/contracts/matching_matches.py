"""What every store of matches promises."""

from datetime import date
from typing import Any

import attrs
import pytest

from phantom_adapters.contracts.identity_examples import (
    MOMENT,
    NOBODY,
    add_people,
    all_pages,
    user,
    user_id,
)
from phantom_adapters.contracts.matching_examples import TODAY, consent_to_matching, read, write
from phantom_core.identity import Block, Purpose, UserStatus
from phantom_core.kernel import Invalid, PageRequest, Storage, cursor_after
from phantom_core.matching import Match, MatchStatus

__all__ = ["MatchesContract"]

_SUGGESTED = (MatchStatus.SUGGESTED,)


def _suggest(work: Any, one: int, other: int, score: int = 50, **fields: Any) -> Match:
    held = work.matches.hold(user_id(one), user_id(other), MOMENT)
    match: Match = attrs.evolve(held, suggested=True, score=score, **fields)
    work.matches.put(match)
    return match


class MatchesContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture(autouse=True)
    async def people(self, storage: Storage) -> None:
        """Six people who let themselves be matched; the fifth is suspended, the sixth a minor."""
        await add_people(
            storage,
            *[user(number) for number in range(1, 5)],
            user(5, status=UserStatus.SUSPENDED),
            user(6, birth_date=date(TODAY.year - 17, 1, 1)),
        )

        def consent(work: Any) -> None:
            for number in range(1, 7):
                consent_to_matching(work, number)

        await write(storage, consent)

    async def _listed(
        self, storage: Storage, number: int, *statuses: MatchStatus, limit: int = 50
    ) -> list[Any]:
        """Whom somebody is matched with, page by page."""
        me = user_id(number)

        def page_of(work: Any, page: PageRequest) -> Any:
            return work.matches.of(me, statuses or _SUGGESTED, page, TODAY)

        found: Any = await all_pages(storage, page_of, limit=limit)
        return [match.peer_of(me) for match in found]

    async def test_a_pair_has_one_match_whoever_asks(self, storage: Storage) -> None:
        kept = await write(storage, lambda work: _suggest(work, 2, 1))

        def found(work: Any) -> list[Any]:
            one, other = user_id(1), user_id(2)
            return [work.matches.find(one, other), work.matches.find(other, one)]

        assert kept.pair == (user_id(1), user_id(2))
        assert await read(storage, found) == [kept, kept]
        assert await read(storage, lambda w: w.matches.find(user_id(1), user_id(3))) is None

    async def test_what_says_nothing_is_not_kept(self, storage: Storage) -> None:
        kept = await write(storage, lambda work: _suggest(work, 1, 2))
        await write(storage, lambda work: work.matches.put(attrs.evolve(kept, suggested=False)))

        assert await read(storage, lambda w: w.matches.find(user_id(1), user_id(2))) is None

    async def test_they_are_listed_by_score_and_then_by_id(self, storage: Storage) -> None:
        def suggest(work: Any) -> None:
            _suggest(work, 2, 1, 40)
            _suggest(work, 2, 3, 90)
            _suggest(work, 2, 4, 40)

        await write(storage, suggest)
        expected = [user_id(number) for number in (3, 1, 4)]

        for limit in (1, 2, 50):
            assert await self._listed(storage, 2, limit=limit) == expected
        assert await self._listed(storage, 1) == [user_id(2)]

    async def test_a_list_holds_what_has_a_status_for_its_reader(self, storage: Storage) -> None:
        def decide(work: Any) -> None:
            work.matches.put(_suggest(work, 1, 2).liked_by(user_id(1), MOMENT))
            work.matches.put(_suggest(work, 1, 3).dismissed_by(user_id(1)))

        await write(storage, decide)
        liked, dismissed = MatchStatus.LIKED, MatchStatus.DISMISSED

        assert await self._listed(storage, 1) == []
        assert await self._listed(storage, 1, liked) == [user_id(2)]
        assert await self._listed(storage, 1, liked, dismissed) == [user_id(2), user_id(3)]
        assert await self._listed(storage, 2) == [user_id(1)]
        assert await self._listed(storage, 3) == [user_id(1)]

    async def test_nobody_is_listed_who_may_not_be_matched(self, storage: Storage) -> None:
        def suggest(work: Any) -> None:
            for other in (2, 3, 4, 5, 6):
                _suggest(work, 1, other)
            work.profiles.put(attrs.evolve(work.profiles.get(user_id(2)), discoverable=False))
            consent = work.consents.standing(user_id(3), Purpose.MATCHING)
            work.consents.put(consent.revoke(MOMENT))

        await write(storage, suggest)

        assert await self._listed(storage, 1) == [user_id(4)]

    @pytest.mark.parametrize(("blocker", "blocked"), [(1, 2), (2, 1)])
    async def test_nobody_is_listed_where_either_has_blocked_the_other(
        self, storage: Storage, blocker: int, blocked: int
    ) -> None:
        block = Block(blocker_id=user_id(blocker), blocked_id=user_id(blocked), created_at=MOMENT)

        def suggest(work: Any) -> None:
            _suggest(work, 1, 2)
            _suggest(work, 1, 3)
            work.blocks.add(block)

        await write(storage, suggest)

        assert await self._listed(storage, 1) == [user_id(3)]

    async def test_those_to_be_reviewed_are_suggested_or_named_and_in_the_order_of_pairs(
        self, storage: Storage
    ) -> None:
        def suggest(work: Any) -> list[Any]:
            for one, other in ((3, 4), (2, 3), (1, 2)):
                _suggest(work, one, other)
            for other in (1, 5):
                held = work.matches.hold(user_id(3), user_id(other), MOMENT)
                work.matches.put(held.liked_by(user_id(3), MOMENT))
            named = [user_id(1), user_id(2), user_id(6)]
            found = [work.matches.to_review(user_id(3), others) for others in (named, [])]
            return [[match.pair for match in some] for some in found]

        pairs = [(user_id(one), user_id(other)) for one, other in ((1, 3), (2, 3), (3, 4))]
        assert await write(storage, suggest) == [pairs, pairs[1:]]

    async def test_all_of_somebody_can_be_taken_away(self, storage: Storage) -> None:
        def suggest(work: Any) -> list[Any]:
            for one, other in ((2, 3), (1, 2), (1, 3)):
                _suggest(work, one, other)
            removed = [work.matches.remove_of(user_id(2)) for _ in range(2)]
            return [[match.pair for match in some] for some in removed]

        pairs = [(user_id(one), user_id(other)) for one, other in ((1, 2), (2, 3))]
        assert await write(storage, suggest) == [pairs, []]
        assert await self._listed(storage, 1) == [user_id(3)]

    async def test_a_cursor_of_another_list_is_refused(self, storage: Storage) -> None:
        page = PageRequest(cursor=cursor_after("followers", 0, NOBODY))

        with pytest.raises(Invalid, match="cursor"):
            await read(storage, lambda w: w.matches.of(user_id(1), _SUGGESTED, page, TODAY))
