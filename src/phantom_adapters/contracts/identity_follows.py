"""What every store of follows promises."""

from datetime import timedelta
from typing import Any

import pytest

from phantom_adapters.contracts.identity_examples import (
    MOMENT,
    add_people,
    read,
    user,
    user_id,
    usernames,
    write,
)
from phantom_core.identity import Block, Follow, FollowCounts, IdentityWork, UserStatus
from phantom_core.kernel import Cursor, Invalid, PageRequest, Storage, UserId, cursor_after

__all__ = ["FollowsContract"]


def _follow(follower: int, followee: int, seconds: int = 0) -> Follow:
    return Follow(
        follower_id=user_id(follower),
        followee_id=user_id(followee),
        created_at=MOMENT + timedelta(seconds=seconds),
    )


class FollowsContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture(autouse=True)
    async def people(self, storage: Storage) -> None:
        """Six people, of whom the last is suspended."""
        await add_people(
            storage,
            *[user(number) for number in range(1, 6)],
            user(6, status=UserStatus.SUSPENDED),
        )

    async def _add(self, storage: Storage, *follows: Follow) -> list[bool]:
        return await write(storage, lambda work: [work.follows.add(follow) for follow in follows])

    async def _block(self, storage: Storage, *pairs: tuple[int, int]) -> None:
        def block(work: IdentityWork) -> None:
            for blocker, blocked in pairs:
                work.blocks.add(
                    Block(
                        blocker_id=user_id(blocker),
                        blocked_id=user_id(blocked),
                        created_at=MOMENT,
                    )
                )

        await write(storage, block)

    async def _listed(
        self, storage: Storage, which: str, number: int, *, limit: int = 50, **seen: UserId | None
    ) -> list[str]:
        def page_of(work: IdentityWork, page: PageRequest) -> Any:
            seen_by = seen.get("seen_by")
            return getattr(work.follows, which)(user_id(number), seen_by=seen_by, page=page)

        return list(await usernames(storage, page_of, limit=limit))

    async def test_a_follow_is_new_once_and_goes_one_way(self, storage: Storage) -> None:
        assert await self._add(storage, _follow(1, 2), _follow(1, 2, 9)) == [True, False]
        assert await self._add(storage, _follow(1, 2, 9)) == [False]
        assert await read(storage, lambda work: work.follows.exists(user_id(1), user_id(2)))
        assert not await read(storage, lambda work: work.follows.exists(user_id(2), user_id(1)))

    async def test_it_can_be_taken_away_once(self, storage: Storage) -> None:
        await self._add(storage, _follow(1, 2), _follow(2, 1))
        remove = [
            await write(storage, lambda work: work.follows.remove(user_id(1), user_id(2)))
            for _ in range(2)
        ]

        assert remove == [True, False]
        assert not await read(storage, lambda work: work.follows.exists(user_id(1), user_id(2)))
        assert await read(storage, lambda work: work.follows.exists(user_id(2), user_id(1)))

    async def test_everybody_is_counted(self, storage: Storage) -> None:
        await self._add(storage, _follow(1, 2), _follow(3, 2), _follow(6, 2), _follow(2, 3))

        assert await read(storage, lambda work: work.follows.counts(user_id(2))) == FollowCounts(
            followers=3, following=1
        )
        assert await read(storage, lambda work: work.follows.counts(user_id(5))) == FollowCounts(
            followers=0, following=0
        )

    async def test_the_latest_come_first_and_of_one_time_the_greatest_id(
        self, storage: Storage
    ) -> None:
        await self._add(
            storage, _follow(2, 1, 5), _follow(3, 1, 9), _follow(4, 1, 5), _follow(5, 1, 7)
        )
        in_order = ["user3", "user5", "user4", "user2"]

        for limit in (1, 2, 3, 4, 50):
            assert await self._listed(storage, "followers", 1, limit=limit) == in_order

    async def test_those_who_are_followed_are_listed_likewise(self, storage: Storage) -> None:
        await self._add(storage, _follow(1, 2, 5), _follow(1, 3, 9), _follow(4, 1, 5))

        for limit in (1, 50):
            assert await self._listed(storage, "following", 1, limit=limit) == ["user3", "user2"]

    @pytest.mark.parametrize("which", ["followers", "following"])
    async def test_the_suspended_and_the_blocked_are_left_out(
        self, storage: Storage, which: str
    ) -> None:
        pairs = [(number, 1) if which == "followers" else (1, number) for number in range(2, 7)]
        await self._add(storage, *[_follow(*pair) for pair in pairs])
        await self._block(storage, (5, 2), (3, 5))
        for limit in (1, 50):
            seen = await self._listed(storage, which, 1, limit=limit, seen_by=user_id(5))
            assert seen == ["user5", "user4"]
        everybody = await self._listed(storage, which, 1)

        assert everybody == ["user5", "user4", "user3", "user2"]

    async def test_who_of_some_follows_whom_of_others_is_told(self, storage: Storage) -> None:
        await self._add(storage, _follow(1, 2), _follow(1, 3), _follow(2, 3), _follow(3, 1))
        one, two, three, four = map(user_id, range(1, 5))
        found = await read(
            storage, lambda work: work.follows.among([one, two, one], [three, four, two])
        )

        assert sorted(found) == [(one, two), (one, three), (two, three)]
        assert not await read(storage, lambda work: work.follows.among([], [three]))
        assert not await read(storage, lambda work: work.follows.among([one], []))

    async def _mutual(self, storage: Storage, among: int) -> list[int]:
        found = await read(storage, lambda work: work.follows.mutual(user_id(1), among))
        numbers = {user_id(number): number for number in range(1, 7)}
        return [numbers[each] for each in found]

    async def test_those_who_follow_back_are_named_of_the_last_whom_one_followed(
        self, storage: Storage
    ) -> None:
        await self._add(storage, _follow(1, 2, 5), _follow(1, 3, 9), _follow(1, 4, 7))
        await self._add(storage, _follow(1, 5, 7), _follow(1, 6, 1))
        await self._add(storage, *[_follow(number, 1) for number in (2, 4, 5, 6)])

        assert await self._mutual(storage, 50) == [5, 4, 2, 6]
        assert await self._mutual(storage, 5) == [5, 4, 2, 6]
        assert await self._mutual(storage, 3) == [5, 4]
        assert await self._mutual(storage, 1) == []

    async def test_where_one_has_blocked_the_other_neither_counts_as_following_back(
        self, storage: Storage
    ) -> None:
        for number in (2, 3, 4):
            await self._add(storage, _follow(1, number, number), _follow(number, 1))
        await self._block(storage, (1, 2), (3, 1), (2, 4))

        assert await self._mutual(storage, 50) == [4]

    @pytest.mark.parametrize("which", ["followers", "following"])
    @pytest.mark.parametrize(
        "cursor",
        [
            cursor_after("people", 0, "", user_id(1)),
            cursor_after("followers", 2**62, user_id(1)),
            cursor_after("following", -(2**62), user_id(1)),
            cursor_after("followers", 0, "no id"),
            cursor_after("following", 0, "no id"),
            Cursor("="),
        ],
    )
    async def test_a_cursor_that_the_list_did_not_give_out_is_refused(
        self, storage: Storage, which: str, cursor: Cursor
    ) -> None:
        with pytest.raises(Invalid, match="cursor"):
            await read(
                storage,
                lambda work: getattr(work.follows, which)(
                    user_id(1), seen_by=None, page=PageRequest(cursor=cursor)
                ),
            )
