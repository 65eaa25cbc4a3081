"""What every store of log-in sessions promises."""

from collections.abc import Mapping
from datetime import timedelta

import attrs
import pytest

from phantom_adapters.contracts.identity_examples import (
    MOMENT,
    add_people,
    read,
    user,
    user_id,
    write,
    write_each,
)
from phantom_core.identity import IdentityWork, Session, SessionId, Standing, UserStatus
from phantom_core.identity.tokens import TokenHash
from phantom_core.kernel import Conflict, NotFound, Storage, uuid7

__all__ = ["SessionsContract"]


def _id(number: int) -> SessionId:
    return SessionId(uuid7(MOMENT, 1000 + number))


def _session(number: int, *, of: int = 1, used: int = 0) -> Session:
    return Session(
        id=_id(number),
        user_id=user_id(of),
        family_hash=TokenHash(f"family {number}"),
        token_hash=TokenHash(f"token {number}"),
        device="Ada's “phone” ☎",
        created_at=MOMENT,
        last_used_at=MOMENT + timedelta(seconds=used),
        expires_at=MOMENT + timedelta(days=30),
    )


class SessionsContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture(autouse=True)
    async def people(self, storage: Storage) -> None:
        """Two people."""
        await add_people(storage, user(1, is_admin=True), user(2))

    async def _add(self, storage: Storage, *sessions: Session) -> None:
        await write_each(storage, lambda work, session: work.sessions.add(session), *sessions)

    async def _ids_of(self, storage: Storage, number: int) -> list[SessionId]:
        mine = await read(storage, lambda work: work.sessions.of_user(user_id(number)))
        return [session.id for session in mine]

    async def test_a_session_is_read_back_as_it_was_stored(self, storage: Storage) -> None:
        await self._add(storage, _session(1), _session(2))

        def both(work: IdentityWork) -> list[Session | None]:
            return [work.sessions.get(_id(1)), work.sessions.of_family(TokenHash("family 1"))]

        assert await read(storage, both) == [_session(1)] * 2

    async def test_an_id_and_a_family_are_of_one_session(self, storage: Storage) -> None:
        await self._add(storage, _session(1))

        with pytest.raises(Conflict):
            await self._add(storage, attrs.evolve(_session(2), id=_id(1)))
        with pytest.raises(Conflict):
            await self._add(storage, attrs.evolve(_session(1), id=_id(2)))

    async def test_a_users_sessions_are_listed_the_one_used_last_first(
        self, storage: Storage
    ) -> None:
        await self._add(
            storage,
            _session(1, used=5),
            _session(2, used=9),
            _session(3, used=5),
            _session(4, of=2),
        )

        assert await self._ids_of(storage, 1) == [_id(2), _id(3), _id(1)]
        assert await self._ids_of(storage, 2) == [_id(4)]

    async def test_a_session_can_be_changed(self, storage: Storage) -> None:
        rotated = _session(1).rotate(
            TokenHash("next"), MOMENT + timedelta(hours=1), MOMENT + timedelta(days=9)
        )
        await self._add(storage, _session(1))
        await write(storage, lambda work: work.sessions.put(rotated))

        assert await read(storage, lambda work: work.sessions.get(_id(1))) == rotated

    async def test_sessions_end_and_others_go_on(self, storage: Storage) -> None:
        await self._add(storage, _session(1), _session(2), _session(3))

        def remove(work: IdentityWork) -> None:
            work.sessions.remove([])
            work.sessions.remove([_id(1), _id(3), _id(7)])

        await write(storage, remove)

        assert await self._ids_of(storage, 1) == [_id(2)]
        assert await read(storage, lambda work: work.sessions.standings([_id(1)])) == {}
        assert (
            await read(storage, lambda work: work.sessions.of_family(TokenHash("family 1"))) is None
        )

    async def test_what_is_not_there_is_neither_found_nor_changed(self, storage: Storage) -> None:
        with pytest.raises(NotFound):
            await read(storage, lambda work: work.sessions.get(_id(1)))
        with pytest.raises(NotFound):
            await write(storage, lambda work: work.sessions.put(_session(1)))

    async def test_its_standing_is_what_its_user_is_now(self, storage: Storage) -> None:
        await self._add(storage, _session(1))
        standing = Standing(
            user_id=user_id(1),
            is_admin=True,
            status=UserStatus.ACTIVE,
            expires_at=MOMENT + timedelta(days=30),
        )

        def standings(work: IdentityWork) -> Mapping[SessionId, Standing]:
            return work.sessions.standings([_id(1), _id(2), _id(7)])

        assert await read(storage, standings) == {_id(1): standing}
        fallen = user(1, is_admin=False, status=UserStatus.SUSPENDED)
        await write(storage, lambda work: work.users.put(fallen))
        await self._add(storage, _session(2))
        expected = attrs.evolve(standing, is_admin=False, status=UserStatus.SUSPENDED)

        assert await read(storage, standings) == {_id(1): expected, _id(2): expected}
        assert await read(storage, lambda work: work.sessions.standings([])) == {}

    async def test_sessions_that_have_run_out_are_forgotten_a_few_at_a_time(
        self, storage: Storage
    ) -> None:
        over = MOMENT + timedelta(days=30)
        young = attrs.evolve(_session(6), expires_at=over + timedelta(milliseconds=1))
        await self._add(storage, *map(_session, range(1, 6)), young)

        async def forget() -> int:
            return await write(storage, lambda work: work.sessions.forget_expired(over, 3))

        assert [await forget() for _ in range(3)] == [3, 2, 0]
        assert await self._ids_of(storage, 1) == [young.id]
