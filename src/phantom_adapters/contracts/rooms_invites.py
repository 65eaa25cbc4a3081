"""What every store of invites promises."""

from typing import Any

import attrs
import pytest

from phantom_adapters.contracts.recording_examples import Repository
from phantom_adapters.contracts.rooms_examples import (
    add_rooms,
    all_pages,
    invite,
    room,
    room_id,
    user_id,
)
from phantom_core.kernel import Conflict, Invalid, NotFound, PageRequest, Storage, cursor_after
from phantom_core.rooms.invite import InviteStatus

__all__ = ["InvitesContract"]

_INVITE = invite(1, 1, 2)


class InvitesContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    async def invites(self, storage: Storage) -> Any:
        """The repository under test; there are two private rooms."""
        await add_rooms(storage, *[room(number, is_public=False) for number in (1, 2)])
        return Repository(storage, "room_invites")

    @pytest.mark.parametrize("status", InviteStatus)
    async def test_an_invite_is_read_back_as_it_was_stored(
        self, invites: Any, status: InviteStatus
    ) -> None:
        stored = attrs.evolve(_INVITE, status=status)
        await invites.add(stored)

        assert await invites.get(stored.id) == stored
        assert await invites.find(stored.id) == stored

    async def test_what_is_put_replaces_what_was_there(self, invites: Any) -> None:
        await invites.add(_INVITE)
        answered = attrs.evolve(_INVITE, status=InviteStatus.ACCEPTED)

        await invites.put(answered)

        assert await invites.get(_INVITE.id) == answered

    async def test_what_is_not_there_is_missed(self, invites: Any) -> None:
        assert await invites.find(_INVITE.id) is None
        with pytest.raises(NotFound):
            await invites.get(_INVITE.id)
        with pytest.raises(NotFound):
            await invites.put(_INVITE)

    async def test_an_id_is_used_once(self, invites: Any) -> None:
        await invites.add(_INVITE)

        with pytest.raises(Conflict):
            await invites.add(invite(1, 2, 3))
        assert await invites.get(_INVITE.id) == _INVITE

    async def test_of_one_room_and_user_one_is_pending(self, invites: Any) -> None:
        await invites.add(_INVITE)
        assert await invites.pending(room_id(1), user_id(2)) == _INVITE
        with pytest.raises(Conflict):
            await invites.add(invite(2, 1, 2))
        for number, others in enumerate([(1, 3), (2, 2)], 3):
            await invites.add(invite(number, *others))

        await invites.put(attrs.evolve(_INVITE, status=InviteStatus.REJECTED))
        assert await invites.pending(room_id(1), user_id(2)) is None
        await invites.add(invite(5, 1, 2))
        assert await invites.pending(room_id(1), user_id(2)) == invite(5, 1, 2)

    async def test_somebodys_pending_invites_are_told_the_latest_first(
        self, invites: Any, storage: Storage
    ) -> None:
        await add_rooms(storage, room(3), room(4))
        for number in (3, 1, 2):
            await invites.add(invite(number, number, 2))
        await invites.add(invite(4, 1, 3))
        await invites.add(invite(5, 4, 2, status=InviteStatus.REVOKED))

        for limit in (1, 2, 3, 50):
            mine = await all_pages(
                storage,
                lambda work, page: work.room_invites.pending_of(user_id(2), page),
                limit=limit,
            )
            assert [*mine] == [invite(number, number, 2) for number in (3, 2, 1)]

    async def test_a_rooms_pending_invites_are_told_the_earliest_first(self, invites: Any) -> None:
        pending = [invite(number, 1, 10 - number) for number in (1, 2, 3)]
        for each in pending[::-1]:
            await invites.add(each)
        await invites.add(invite(4, 2, 2))
        await invites.add(invite(5, 1, 2, status=InviteStatus.ACCEPTED))

        assert [*await invites.pending_in(room_id(1), 10)] == pending
        assert [*await invites.pending_in(room_id(1), 2)] == pending[:2]

    @pytest.mark.parametrize(
        "cursor", [cursor_after("room-invites", "x"), cursor_after("rooms", "0" * 26)]
    )
    async def test_a_foreign_cursor_is_refused(self, invites: Any, cursor: Any) -> None:
        with pytest.raises(Invalid, match="cursor"):
            await invites.pending_of(user_id(2), PageRequest(cursor=cursor))
