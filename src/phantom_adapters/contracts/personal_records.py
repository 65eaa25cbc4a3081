"""What every reader of personal records promises."""

from collections.abc import Sequence
from typing import Any

import pytest

from phantom_adapters.contracts.kernel_examples import write
from phantom_adapters.contracts.personal_examples import ANN, BEN, CAT, SECRET, plant
from phantom_adapters.contracts.recording_examples import Repository
from phantom_core.kernel import Storage
from phantom_core.privacy.handing_out import handed_out
from phantom_core.privacy.record import HeldRecord
from phantom_core.privacy.record_kinds import RecordKind
from phantom_core.privacy.record_shapes import SHAPES

__all__ = ["PersonalRecordsContract"]

_OF_OTHERS_TOO = {
    *(RecordKind.FOLLOWING, RecordKind.FOLLOWERS, RecordKind.BLOCKED, RecordKind.CALL_MUTES),
    *(RecordKind.ROOMS, RecordKind.ROOM_INVITES, RecordKind.CHATS, RecordKind.PEOPLE),
    *(RecordKind.MESSAGES, RecordKind.REPORTS, RecordKind.AUDIT, RecordKind.PROJECT_PLACES),
    *(RecordKind.MATCHES, RecordKind.BOOKINGS),
}


class PersonalRecordsContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    async def records(self, storage: Storage) -> Any:
        """What is under test; three people have something of every kind."""
        await write(storage, plant)
        return Repository(storage, "personal_records")

    async def _all(self, records: Any, kind: RecordKind, limit: int = 99) -> Sequence[HeldRecord]:
        found: list[HeldRecord] = []
        while True:
            after = found[-1].place if found else None
            page = await records.page(kind, ANN, after=after, limit=limit)
            found += page
            if len(page) < limit:
                return found

    async def test_of_every_kind_somebodys_records_are_found_and_nobody_elses(
        self, records: Any
    ) -> None:
        for kind in RecordKind:
            found = await self._all(records, kind)
            told = [handed_out(kind, each) for each in found]
            text = repr([each.fields for each in told])

            # Ann has blocked nobody.
            assert bool(found) is (kind is not RecordKind.BLOCKED), kind
            assert all(set(each.fields) == set(SHAPES[kind].names) for each in found)
            assert [each.place for each in found] == sorted({each.place for each in found})
            assert SECRET not in text, kind
            assert kind in _OF_OTHERS_TOO or not {BEN, CAT} & {*_ids_in(text)}, kind

    async def test_records_are_read_a_page_at_a_time(self, records: Any) -> None:
        for kind in RecordKind:
            assert await self._all(records, kind, 1) == await self._all(records, kind), kind

    async def test_what_was_said_is_read_as_it_was_said(self, records: Any) -> None:
        messages = await self._all(records, RecordKind.MESSAGES)
        reactions = await self._all(records, RecordKind.REACTIONS)
        people = await self._all(records, RecordKind.PEOPLE)
        (account,) = await self._all(records, RecordKind.ACCOUNT)
        playlists = await self._all(records, RecordKind.PLAYLISTS)

        assert [each.fields["content"] for each in messages] == ["Hello!", "Hello!"]
        assert [each.fields["emoji"] for each in reactions] == [("👍",), ("👍",)]
        assert [each.fields["display_name"] for each in people] == ["Person 2"]
        assert account.fields["email"] == "user1@example.org"
        assert {len(each.fields["song_ids"]) for each in playlists} == {1}

    async def test_those_are_apart_of_whom_one_has_blocked_the_other(self, records: Any) -> None:
        assert set(await records.apart(ANN, (BEN, CAT))) == {CAT}
        assert set(await records.apart(CAT, (ANN, BEN))) == {ANN}
        assert not await records.apart(ANN, ())


def _ids_in(text: str) -> Sequence[str]:
    return [word for word in text.split("'") if len(word) == len(ANN)]
