"""What every store of consents promises."""

from datetime import timedelta

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
from phantom_core.identity import Consent, Purpose
from phantom_core.kernel import (
    Conflict,
    Invalid,
    NotFound,
    Page,
    PageRequest,
    Storage,
    cursor_after,
    uuid7,
)

__all__ = ["ConsentsContract"]


def _consent(number: int, purpose: Purpose = Purpose.MATCHING, *, of: int = 1) -> Consent:
    granted_at = MOMENT + timedelta(hours=number)
    return Consent(
        id=uuid7(MOMENT, number), user_id=user_id(of), purpose=purpose, granted_at=granted_at
    )


class ConsentsContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture(autouse=True)
    async def people(self, storage: Storage) -> None:
        """Two people."""
        await add_people(storage, user(1), user(2))

    async def _add(self, storage: Storage, *consents: Consent) -> None:
        await write_each(storage, lambda work, consent: work.consents.add(consent), *consents)

    async def _standing(self, storage: Storage, purpose: Purpose) -> Consent | None:
        return await write(storage, lambda work: work.consents.standing(user_id(1), purpose))

    async def test_a_consent_stands_for_its_user_and_purpose(self, storage: Storage) -> None:
        mine = _consent(1)
        await self._add(storage, mine, _consent(2, Purpose.AUDIO_ANALYSIS, of=2))

        assert await self._standing(storage, Purpose.MATCHING) == mine
        assert await self._standing(storage, Purpose.AUDIO_ANALYSIS) is None

    async def test_one_stands_at_a_time(self, storage: Storage) -> None:
        await self._add(storage, _consent(1), _consent(2, Purpose.AUDIO_ANALYSIS))

        with pytest.raises(Conflict):
            await self._add(storage, _consent(3))

    async def test_a_revoked_one_stands_no_longer_and_makes_room(self, storage: Storage) -> None:
        revoked = _consent(1).revoke(MOMENT + timedelta(days=1))
        await self._add(storage, _consent(1))
        await write(storage, lambda work: work.consents.put(revoked))

        assert await self._standing(storage, Purpose.MATCHING) is None
        await self._add(storage, _consent(2))
        assert await self._standing(storage, Purpose.MATCHING) == _consent(2)

    async def test_all_are_remembered_the_latest_first(self, storage: Storage) -> None:
        revoked = _consent(1).revoke(MOMENT + timedelta(days=1))
        await self._add(storage, revoked, _consent(3), _consent(2, Purpose.AUDIO_ANALYSIS))
        await self._add(storage, _consent(4, of=2))

        async def history(request: PageRequest) -> Page[Consent]:
            return await read(storage, lambda work: work.consents.history(user_id(1), request))

        latest = [_consent(3), _consent(2, Purpose.AUDIO_ANALYSIS), revoked]
        first = await history(PageRequest(limit=2))
        second = await history(PageRequest(limit=2, cursor=first.next))
        assert [*first.items, *second.items] == latest
        assert second.next is None
        assert [*(await history(PageRequest())).items] == latest

    async def test_a_foreign_cursor_is_refused(self, storage: Storage) -> None:
        foreign = PageRequest(cursor=cursor_after("followers", 1, user_id(1)))

        with pytest.raises(Invalid, match="cursor"):
            await read(storage, lambda work: work.consents.history(user_id(1), foreign))

    async def test_what_is_not_there_cannot_be_changed(self, storage: Storage) -> None:
        with pytest.raises(NotFound):
            await write(storage, lambda work: work.consents.put(_consent(1)))
