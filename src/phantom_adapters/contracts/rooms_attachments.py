"""What everybody promises who keeps who listens to which room."""

from typing import Any

import pytest

from phantom_adapters.contracts.recording_examples import Repository
from phantom_adapters.contracts.rooms_examples import (
    add_rooms,
    room,
    room_id,
    server_id,
    user_id,
)
from phantom_core.kernel import Storage

__all__ = ["AttachmentsContract"]

_ONE = room_id(1), user_id(1), server_id(1)


class AttachmentsContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    async def attachments(self, storage: Storage) -> Any:
        """The repository under test; there are two rooms."""
        await add_rooms(storage, room(1), room(2))
        return Repository(storage, "room_attachments")

    async def test_somebody_listens_while_they_do_on_any_server(self, attachments: Any) -> None:
        await attachments.add(*_ONE)
        await attachments.add(room_id(1), user_id(1), server_id(2))

        await attachments.remove(*_ONE)
        assert await attachments.any(room_id(1), user_id(1))
        await attachments.remove(room_id(1), user_id(1), server_id(2))
        assert not await attachments.any(room_id(1), user_id(1))

    async def test_who_listens_to_one_room_listens_to_no_other(self, attachments: Any) -> None:
        await attachments.add(*_ONE)

        assert not await attachments.any(room_id(2), user_id(1))
        assert not await attachments.any(room_id(1), user_id(2))

    async def test_what_is_noted_twice_is_noted_once(self, attachments: Any) -> None:
        await attachments.add(*_ONE)
        await attachments.add(*_ONE)

        await attachments.remove(*_ONE)
        await attachments.remove(*_ONE)

        assert not await attachments.any(room_id(1), user_id(1))

    async def test_those_on_other_servers_are_told_in_order(self, attachments: Any) -> None:
        everybody = [
            (room_id(1), user_id(1), server_id(3)),
            (room_id(1), user_id(2), server_id(2)),
            (room_id(1), user_id(2), server_id(3)),
            (room_id(2), user_id(1), server_id(1)),
        ]
        for each in everybody[::-1]:
            await attachments.add(*each)

        assert [*await attachments.of_others([server_id(1)], 10)] == everybody[:3]
        assert [*await attachments.of_others([server_id(1)], 2)] == everybody[:2]
        assert [*await attachments.of_others([server_id(3), server_id(2)], 10)] == everybody[3:]
        assert [*await attachments.of_others([], 10)] == everybody
        assert [*await attachments.of_others([*map(server_id, (1, 2, 3))], 10)] == []
