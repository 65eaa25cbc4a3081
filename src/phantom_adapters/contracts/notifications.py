"""What everybody promises who keeps inboxes, notifications, and what they gather."""

from datetime import timedelta
from typing import Any

import attrs
import pytest

from phantom_adapters.contracts.identity_examples import MOMENT, add_people, user, user_id
from phantom_adapters.contracts.notification_examples import (
    CHAT,
    notification,
    notification_id,
    part,
    said,
)
from phantom_adapters.contracts.recording_examples import Repository
from phantom_core.identity import Block, UserStatus
from phantom_core.kernel import Conflict, Cursor, Invalid, NotFound, PageRequest, Storage
from phantom_core.notifications import Choice, Gathered, Inbox, NotificationKind

__all__ = ["InboxesContract", "NotificationPartsContract", "NotificationsContract"]


class _Kept:
    """A storage with a few people who have inboxes, and the repositories of notifications."""

    def __init__(self, storage: Storage) -> None:
        self.storage = storage
        self.inboxes: Any = Repository(storage, "notification_inboxes")
        self.rows: Any = Repository(storage, "notifications")
        self.parts: Any = Repository(storage, "notification_parts")
        self.blocks: Any = Repository(storage, "blocks")
        self.users: Any = Repository(storage, "users")

    async def furnish(self) -> "_Kept":
        """Bring the people in."""
        await add_people(self.storage, *map(user, range(1, 6)))
        for number in (1, 2):
            await self.inboxes.hold(user_id(number))
        return self

    async def add(self, number: int, actor: int | None = None, **fields: Any) -> None:
        """Add a notification with one part."""
        await self.rows.add(notification(number, **fields))
        await self.parts.add(part(number, actor, of=number))

    async def suspend(self, number: int) -> None:
        """Suspend somebody."""
        await self.users.put(attrs.evolve(user(number), status=UserStatus.SUSPENDED))

    async def block(self, one: int, other: int) -> None:
        """Have somebody block somebody."""
        await self.blocks.add(
            Block(blocker_id=user_id(one), blocked_id=user_id(other), created_at=MOMENT)
        )

    async def numbers(self, *, unread: bool = False, limit: int = 2) -> list[int]:
        """Which of the first user's notifications are listed, page by page."""
        found: list[int] = []
        request: PageRequest | None = PageRequest(limit=limit)
        while request is not None:
            page = await self.rows.listed(user_id(1), request, unread=unread)
            found += [(each.updated_at - MOMENT) // timedelta(seconds=1) for each in page.items]
            request = PageRequest(limit=limit, cursor=page.next) if page.next else None
        return found


class InboxesContract:
    """Bind it with a fixture `storage`: an empty one."""

    async def test_everybody_has_one_from_when_it_is_first_held(self, storage: Storage) -> None:
        inboxes: Any = Repository(storage, "notification_inboxes")
        assert await inboxes.find(user_id(1)) is None
        assert await inboxes.hold(user_id(1)) == Inbox(user_id=user_id(1))
        chosen = Inbox(user_id=user_id(1)).choosing(
            Choice(kind=NotificationKind.FOLLOWER, in_app=False)
        )
        await inboxes.put(chosen)

        assert await inboxes.hold(user_id(1)) == await inboxes.find(user_id(1)) == chosen
        with pytest.raises(NotFound):
            await inboxes.put(Inbox(user_id=user_id(2)))


class NotificationsContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    async def kept(self, storage: Storage) -> _Kept:
        """What is under test."""
        return await _Kept(storage).furnish()

    async def test_one_of_a_key_is_not_read(self, kept: _Kept) -> None:
        first, other = notification(1, key="a"), notification(2, owner=2, key="a")
        await kept.rows.add(first)
        await kept.rows.add(other)

        assert await kept.rows.find(first.id) == await kept.rows.unread(user_id(1), "a") == first
        with pytest.raises(Conflict):
            await kept.rows.add(notification(3, key="a"))
        read = first.read(MOMENT)
        await kept.rows.put(read)
        assert await kept.rows.unread(user_id(1), "a") is None
        assert await kept.rows.is_known(user_id(1), "a")
        assert not await kept.rows.is_known(user_id(1), "b")
        await kept.rows.add(notification(3, key="a"))
        with pytest.raises(NotFound):
            await kept.rows.put(notification(4))

    async def test_they_are_listed_the_latest_first(self, kept: _Kept) -> None:
        for number in range(1, 6):
            await kept.add(number)
        await kept.add(6, owner=2)
        await kept.rows.put(notification(4).read(MOMENT))
        late = MOMENT + timedelta(seconds=9)
        await kept.rows.put(attrs.evolve(notification(1), updated_at=late))

        assert await kept.numbers() == [9, 5, 4, 3, 2]
        assert await kept.numbers(unread=True) == [9, 5, 3, 2]
        assert await kept.rows.count_unread(user_id(1), 9) == 4
        assert await kept.rows.count_unread(user_id(1), 3) == 3
        foreign = PageRequest(cursor=Cursor("WyJvdGhlciIsMSwiYSJd"))
        with pytest.raises(Invalid):
            await kept.rows.listed(user_id(1), foreign, unread=False)

    async def test_who_is_not_to_be_known_of_hides_them(self, kept: _Kept) -> None:
        for number in range(2, 6):
            await kept.add(number, number)
        await kept.add(6)
        await kept.rows.add(notification(7))
        await kept.suspend(3)
        await kept.block(1, 4)
        await kept.block(5, 1)

        assert await kept.numbers() == [6, 2]
        assert await kept.rows.count_unread(user_id(1), 9) == 2

    async def test_some_or_all_are_read(self, kept: _Kept) -> None:
        for number in range(1, 5):
            await kept.add(number)
        await kept.add(5, owner=2)
        named = [notification_id(number) for number in (3, 1, 5, 9)]

        assert [each.id for each in await kept.rows.unread_among(user_id(1), named)] == [
            notification_id(1),
            notification_id(3),
        ]
        assert await kept.rows.unread_among(user_id(1), []) == []
        upto = {"before": MOMENT + timedelta(seconds=3), "now": MOMENT + timedelta(days=1)}
        assert await kept.rows.read_all(user_id(1), **upto) == 3
        assert await kept.rows.read_all(user_id(1), **upto) == 0
        assert await kept.numbers(unread=True) == [4]
        read = await kept.rows.find(notification_id(3))
        assert read == notification(3).read(upto["now"])

    async def test_what_is_about_messages_is_found_by_them(self, kept: _Kept) -> None:
        for number in range(1, 4):
            await kept.rows.add(notification(number, payload=said(number)))
        await kept.rows.add(notification(4, owner=2, payload=said(2)))
        await kept.rows.put(notification(1, payload=said(1)).read(MOMENT))

        assert await kept.rows.unread_said(user_id(1), CHAT, 2) == [notification_id(2)]
        about = await kept.rows.about_message(CHAT, 2)
        assert [each.id for each in about] == [notification_id(2), notification_id(4)]

    async def test_who_did_something_is_found_in_them(self, kept: _Kept) -> None:
        for number, actor in ((1, 3), (2, 4), (3, 3)):
            await kept.add(number, actor)
        await kept.add(4, 3, owner=2)
        found = await kept.rows.naming(user_id(1), user_id(3))

        assert [each.id for each in found] == [notification_id(1), notification_id(3)]

    async def test_they_go_with_their_parts_and_some_at_a_time(self, kept: _Kept) -> None:
        for number in range(1, 5):
            await kept.add(number)
        await kept.rows.remove(notification_id(4))
        await kept.rows.remove(notification_id(4))
        over = MOMENT + timedelta(seconds=3)

        assert await kept.parts.is_empty(notification_id(4))
        assert [await kept.rows.forget(over, 1) for _ in range(3)] == [1, 1, 0]
        assert await kept.numbers() == [3]
        assert await kept.parts.is_empty(notification_id(1))


class NotificationPartsContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    async def kept(self, storage: Storage) -> _Kept:
        """What is under test, with two notifications."""
        kept = await _Kept(storage).furnish()
        for number in (1, 2):
            await kept.rows.add(notification(number))
        return kept

    async def test_a_part_counts_once(self, kept: _Kept) -> None:
        one = part(1, 3, of=1)
        assert [await kept.parts.add(one) for _ in range(2)] == [True, False]
        assert not await kept.parts.is_empty(notification_id(1))
        removed = [await kept.parts.remove(notification_id(1), one.part) for _ in range(2)]

        assert removed == [True, False]
        assert await kept.parts.is_empty(notification_id(1))

    async def test_the_latest_few_are_named_and_all_are_counted(self, kept: _Kept) -> None:
        for number, actor in enumerate((2, 3, 4, 2, 5), 1):
            await kept.parts.add(part(number, actor, of=1, seconds=number))
        await kept.parts.add(part(6, of=2))
        ids = [notification_id(number) for number in (1, 2, 3)]
        both = {
            ids[0]: Gathered(count=5, actor_ids=(user_id(5), user_id(2), user_id(4))),
            ids[1]: Gathered(count=1, actor_ids=()),
        }

        assert await kept.parts.gathered(user_id(1), ids, 3) == both
        assert await kept.parts.gathered(user_id(1), [], 3) == {}
        await kept.suspend(4)
        await kept.block(2, 1)
        left = {**both, ids[0]: Gathered(count=2, actor_ids=(user_id(5), user_id(3)))}
        assert await kept.parts.gathered(user_id(1), ids, 3) == left

    async def test_all_that_somebody_did_goes_at_once(self, kept: _Kept) -> None:
        for number, actor in ((1, 3), (2, 3), (3, 4)):
            await kept.parts.add(part(number, actor, of=1))
        await kept.parts.remove_actor(notification_id(1), user_id(3))
        found = await kept.parts.gathered(user_id(1), [notification_id(1)], 3)

        assert found == {notification_id(1): Gathered(count=1, actor_ids=(user_id(4),))}
