"""What every store of blocks promises."""

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
from phantom_core.identity import Block, IdentityWork, UserStatus
from phantom_core.kernel import Invalid, PageRequest, Storage, cursor_after

__all__ = ["BlocksContract"]


def _block(blocker: int, blocked: int, seconds: int = 0) -> Block:
    return Block(
        blocker_id=user_id(blocker),
        blocked_id=user_id(blocked),
        created_at=MOMENT + timedelta(seconds=seconds),
    )


class BlocksContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture(autouse=True)
    async def people(self, storage: Storage) -> None:
        """Five people, of whom the last is suspended."""
        await add_people(
            storage,
            *[user(number) for number in range(1, 5)],
            user(5, status=UserStatus.SUSPENDED),
        )

    async def _add(self, storage: Storage, *blocks: Block) -> list[bool]:
        return await write(storage, lambda work: [work.blocks.add(block) for block in blocks])

    async def test_a_block_is_new_once(self, storage: Storage) -> None:
        assert await self._add(storage, _block(1, 2), _block(1, 2, 9)) == [True, False]
        assert await self._add(storage, _block(1, 2, 9)) == [False]

    async def test_it_is_one_persons_and_stands_between_two(self, storage: Storage) -> None:
        await self._add(storage, _block(1, 2))

        def facts(work: IdentityWork) -> list[bool]:
            one, other, third = user_id(1), user_id(2), user_id(3)
            return [
                work.blocks.exists(one, other),
                work.blocks.exists(other, one),
                work.blocks.between(one, other),
                work.blocks.between(other, one),
                work.blocks.between(one, third),
            ]

        assert await read(storage, facts) == [True, False, True, True, False]

    async def test_it_can_be_taken_back_by_who_made_it(self, storage: Storage) -> None:
        await self._add(storage, _block(1, 2), _block(2, 1))

        def remove(work: IdentityWork) -> list[bool]:
            return [work.blocks.remove(user_id(1), user_id(2)) for _ in range(2)]

        assert await write(storage, remove) == [True, False]
        assert await read(storage, lambda work: work.blocks.between(user_id(1), user_id(2)))

    async def test_those_who_are_blocked_are_listed_the_latest_first_whatever_their_status(
        self, storage: Storage
    ) -> None:
        await self._add(storage, _block(1, 2, 5), _block(1, 3, 9), _block(1, 5, 5), _block(4, 1))

        def page_of(work: IdentityWork, page: PageRequest) -> Any:
            return work.blocks.blocked_by(user_id(1), page)

        for limit in (1, 2, 50):
            assert await usernames(storage, page_of, limit=limit) == ["user3", "user5", "user2"]

    async def test_all_whom_somebody_has_blocked_are_named(self, storage: Storage) -> None:
        await self._add(storage, _block(1, 2), _block(1, 5), _block(4, 1))

        def named(work: IdentityWork) -> list[set[Any]]:
            return [set(work.blocks.all_by(user_id(number))) for number in (1, 2)]

        assert await read(storage, named) == [{user_id(2), user_id(5)}, set()]

    async def test_of_several_those_are_named_with_whom_there_is_a_block(
        self, storage: Storage
    ) -> None:
        await self._add(storage, _block(1, 2), _block(3, 1), _block(2, 4))
        others = [user_id(number) for number in (2, 3, 4, 5)]

        def among(work: IdentityWork) -> list[set[Any]]:
            return [set(work.blocks.among(user_id(1), some)) for some in (others, others[2:], [])]

        assert await read(storage, among) == [{user_id(2), user_id(3)}, set(), set()]

    async def test_a_cursor_of_another_list_is_refused(self, storage: Storage) -> None:
        page = PageRequest(cursor=cursor_after("followers", 0, user_id(1)))

        with pytest.raises(Invalid, match="cursor"):
            await read(storage, lambda work: work.blocks.blocked_by(user_id(1), page))
