"""What everybody promises who tells chat of its neighbours, and them of it."""

from typing import Any

import pytest

from phantom_adapters.contracts.chat_examples import (
    MOMENT,
    chat_member,
    chat_message,
    chat_room,
    later,
    message_id,
)
from phantom_adapters.contracts.identity_examples import add_people, read, user, user_id
from phantom_adapters.contracts.recording_examples import Repository
from phantom_adapters.contracts.rooms_examples import add_rooms, room, room_id
from phantom_adapters.contracts.studio_examples import add_projects, project, project_id
from phantom_core.chat import ChatKind, MessageType, Notice, NoticeKind
from phantom_core.identity import AuditId, AuditRecord, Preferences
from phantom_core.kernel import Conflict, Id, PageRequest, Storage, uuid7

__all__ = [
    "ChatAuditContract",
    "LinkedRoomsContract",
    "MessageOwnersContract",
    "ReceiptPreferencesContract",
    "UsernamesContract",
]

_ID = Id(uuid7(MOMENT, 7))


class UsernamesContract:
    """Bind it with a fixture `storage`: an empty one."""

    async def test_names_are_somebodys_in_whatever_case(self, storage: Storage) -> None:
        await add_people(storage, user(1, "Ada"), user(2, "bob"))
        usernames: Any = Repository(storage, "usernames")

        assert await usernames.of(["ada", "BOB", "eve", "ada@example.org"]) == {
            "ada": user_id(1),
            "BOB": user_id(2),
        }


class ReceiptPreferencesContract:
    """Bind it with a fixture `storage`: an empty one."""

    async def test_those_keep_receipts_private_who_have_chosen_it(self, storage: Storage) -> None:
        await add_people(storage, user(1), user(2, preferences=Preferences(private_receipts=True)))
        preferences: Any = Repository(storage, "receipt_preferences")

        assert await preferences.are_private(user_id(1)) is False
        assert await preferences.are_private(user_id(2)) is True


class MessageOwnersContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    async def owners(self, storage: Storage) -> Any:
        """What is under test; of four messages in a chat of two the last two are nobody's."""
        rooms: Any = Repository(storage, "chat_rooms")
        members: Any = Repository(storage, "chat_members")
        messages: Any = Repository(storage, "chat_messages")
        await rooms.add(chat_room(1))
        for who, left_at in ((1, None), (2, None), (3, later(1))):
            await members.add(chat_member(1, who, left_at=left_at))
        await messages.add(chat_message(1))
        await messages.add(chat_message(2))
        await messages.add(chat_message(3, "", deleted_at=later(9)))
        notice = Notice(kind=NoticeKind.CREATED)
        await messages.add(chat_message(4, type=MessageType.SYSTEM, notice=notice))
        return Repository(storage, "message_owners")

    async def test_who_is_in_a_chat_knows_whose_its_messages_are(self, owners: Any) -> None:
        for who in (1, 2):
            assert await owners.owner_of(message_id(1), seen_by=user_id(who)) == user_id(1)

    async def test_who_is_not_in_it_knows_of_none(self, owners: Any) -> None:
        for who in (3, 4):
            assert await owners.owner_of(message_id(1), seen_by=user_id(who)) is None

    async def test_what_is_deleted_or_the_rooms_own_is_nobodys(self, owners: Any) -> None:
        for number in (3, 4, 5):
            assert await owners.owner_of(message_id(number), seen_by=user_id(2)) is None


class LinkedRoomsContract:
    """Bind it with a fixture `storage`: an empty one."""

    async def test_a_room_is_held_whether_or_not_there_is_one(self, storage: Storage) -> None:
        await add_rooms(storage, room(1))
        rooms: Any = Repository(storage, "linked_rooms")

        assert await rooms.hold(ChatKind.ROOM, room_id(1)) is None
        assert await rooms.hold(ChatKind.ROOM, room_id(9)) is None

    async def test_so_is_a_project(self, storage: Storage) -> None:
        await add_projects(storage, project(1))
        rooms: Any = Repository(storage, "linked_rooms")

        assert await rooms.hold(ChatKind.PROJECT, project_id(1)) is None
        assert await rooms.hold(ChatKind.PROJECT, project_id(9)) is None


class ChatAuditContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    async def audit(self, storage: Storage) -> Any:
        """What is under test; there is somebody who moderates."""
        await add_people(storage, user(1))
        return Repository(storage, "chat_audit")

    async def _note(self, audit: Any) -> None:
        await audit.note(
            _ID,
            at=MOMENT,
            by=user_id(1),
            action="chat.member-muted",
            room=chat_room(1),
            detail="user 2",
        )

    async def test_an_act_stands_in_the_trail_of_those_in_office(
        self, storage: Storage, audit: Any
    ) -> None:
        await self._note(audit)
        page = await read(storage, lambda work: work.audit_trail.page(PageRequest()))

        assert list(page.items) == [
            AuditRecord(
                id=AuditId(_ID),
                at=MOMENT,
                actor_id=user_id(1),
                action="chat.member-muted",
                target_kind="chat",
                target_id=chat_room(1).id,
                detail="user 2",
            )
        ]

    async def test_an_act_is_written_down_once(self, audit: Any) -> None:
        await self._note(audit)
        with pytest.raises(Conflict):
            await self._note(audit)
