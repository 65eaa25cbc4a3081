"""What everybody promises who keeps devices, reaches them, or tells notifications of others."""

from typing import Any

import attrs
import pytest

from phantom_adapters.contracts.chat_examples import chat_room, chat_room_id
from phantom_adapters.contracts.identity_examples import MOMENT, add_people, user, user_id
from phantom_adapters.contracts.notification_examples import device, notification_id
from phantom_adapters.contracts.recording_examples import Repository
from phantom_adapters.contracts.rooms_examples import room, room_id
from phantom_adapters.contracts.studio_examples import project, project_id
from phantom_core.identity import Preferences, UserStatus
from phantom_core.kernel import Storage, uuid7
from phantom_core.notifications import (
    NotificationKind,
    Payload,
    PushGateway,
    PushMessage,
    PushOutcome,
    SubjectKind,
)

__all__ = [
    "DevicesContract",
    "PushGatewayContract",
    "RecipientsContract",
    "SubjectNamesContract",
]


class DevicesContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    def devices(self, storage: Storage) -> Any:
        """The repository under test."""
        return Repository(storage, "notification_devices")

    async def test_ones_devices_are_found_the_latest_first(self, devices: Any) -> None:
        others = device(3, user_id(2))
        for each in (device(1), device(2), others):
            await devices.put(each)

        assert await devices.of_user(user_id(1)) == [device(2), device(1)]
        assert await devices.find(others.id) == others
        assert [await devices.remove(others.id) for _ in range(2)] == [True, False]
        assert await devices.find(others.id) is None

    async def test_one_device_has_a_token_at_a_time(self, devices: Any) -> None:
        await devices.put(device(1))
        await devices.put(device(1, token="other"))  # noqa: S106 - it opens nothing
        await devices.put(device(2, user_id(2), token="other"))  # noqa: S106 - as above

        assert await devices.of_user(user_id(1)) == []
        assert len(await devices.of_user(user_id(2))) == 1

    async def test_they_go_with_the_sessions_that_they_belong_to(self, devices: Any) -> None:
        for number in range(1, 4):
            await devices.put(device(number))
        await devices.remove_sessions(
            [device(1).session_id, device(3).session_id, uuid7(MOMENT, 1)]
        )
        await devices.remove_sessions([])

        assert await devices.of_user(user_id(1)) == [device(2)]


class RecipientsContract:
    """Bind it with a fixture `storage`: an empty one."""

    async def test_those_are_notified_who_are_active_and_want_it(self, storage: Storage) -> None:
        wanting = user(2, preferences=Preferences(collaboration_notifications=False))
        suspended = attrs.evolve(user(3), status=UserStatus.SUSPENDED)
        await add_people(storage, user(1), wanting, suspended)
        recipients: Any = Repository(storage, "notification_recipients")

        answers = [await recipients.collaborating(user_id(number)) for number in range(1, 5)]
        assert answers == [True, False, None, None]


class SubjectNamesContract:
    """Bind it with a fixture `storage`: an empty one."""

    async def test_rooms_projects_and_chats_have_names(self, storage: Storage) -> None:
        kept: Any = Repository(storage, "rooms")
        await kept.add(room(1))
        await Repository(storage, "projects").add(project(1))
        await Repository(storage, "chat_rooms").add(chat_room(1, title="Band"))
        names: Any = Repository(storage, "subject_names")

        assert await names.name_of(SubjectKind.ROOM, room_id(1)) == "Room 1"
        assert await names.name_of(SubjectKind.PROJECT, project_id(1)) == "Nights"
        assert await names.name_of(SubjectKind.CHAT, chat_room_id(1)) == "Band"
        for kind in SubjectKind:
            assert await names.name_of(kind, uuid7(MOMENT, 77)) is None


class PushGatewayContract:
    """Bind it with a fixture `gateway`, whose service knows all tokens but `gone`."""

    async def test_it_is_known_what_became_of_a_message(self, gateway: PushGateway) -> None:
        message = PushMessage(
            id=notification_id(1),
            kind=NotificationKind.MENTION,
            title="You were mentioned",
            text="Zoë mentioned you in “☃”.",
            payload=Payload(),
            unread=3,
        )

        assert await gateway.send(device(1), message) is PushOutcome.SENT
        assert await gateway.send(device(1), message) is PushOutcome.SENT
        gone = device(2, token="gone")  # noqa: S106 - it opens nothing
        assert await gateway.send(gone, message) is PushOutcome.GONE
