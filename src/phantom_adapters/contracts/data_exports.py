"""What every store of exports promises."""

from datetime import timedelta
from typing import Any

import attrs
import pytest

from phantom_adapters.contracts.recording_examples import ADA, EVE, MOMENT, Repository
from phantom_core.kernel import ByteCount, Cursor, Invalid, NotFound, PageRequest, Storage, uuid7
from phantom_core.privacy.data_export import DataExport, DataExportId, ExportState, export_key

__all__ = ["DataExportsContract"]


def _export(number: int, **fields: Any) -> DataExport:
    given: dict[str, Any] = {
        "id": DataExportId(uuid7(MOMENT, number)),
        "user_id": ADA,
        "asked_at": MOMENT + timedelta(hours=number),
    }
    return DataExport(**{**given, **fields})


def _done(number: int, **fields: Any) -> DataExport:
    export = _export(number)
    given: dict[str, Any] = {
        "state": ExportState.DONE,
        "progress": 1.0,
        "ended_at": MOMENT,
        "expires_at": MOMENT + timedelta(days=number),
        "blob": export_key(export.id, uuid7(MOMENT, 99)),
        "size_bytes": ByteCount(2**40),
        "records": 2**33,
        "files": 3,
    }
    return attrs.evolve(export, **{**given, **fields})


class DataExportsContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    def exports(self, storage: Storage) -> Any:
        """What is under test."""
        return Repository(storage, "data_exports")

    async def test_an_export_is_read_back_as_it_was_stored(self, exports: Any) -> None:
        assert await exports.add(_export(1))
        await exports.put(_done(1))

        assert await exports.find(_done(1).id) == _done(1)
        assert await exports.find(_export(2).id) is None
        with pytest.raises(NotFound):
            await exports.put(_export(2))

    async def test_somebody_has_one_at_a_time_that_waits_or_runs(self, exports: Any) -> None:
        assert await exports.add(_export(1))
        assert not await exports.add(_export(2))
        assert await exports.add(_export(3, user_id=EVE))

        assert await exports.running(ADA) == _export(1)
        assert await exports.find(_export(2).id) is None

        await exports.put(_done(1))

        assert await exports.running(ADA) is None
        assert await exports.add(_export(2))

    async def test_it_is_known_when_somebody_asked_lately(self, exports: Any) -> None:
        for number in (3, 1, 2):
            await exports.add(_export(number))
            await exports.put(_done(number))
        await exports.add(_export(4, user_id=EVE))

        since = await exports.asked_since(ADA, MOMENT + timedelta(hours=1))

        assert list(since) == [MOMENT + timedelta(hours=2), MOMENT + timedelta(hours=3)]

    async def test_somebodys_are_listed_the_latest_first(self, exports: Any) -> None:
        for number in (2, 1, 3):
            await exports.add(_export(number))
            await exports.put(_done(number))
        await exports.add(_export(4, user_id=EVE))

        first = await exports.page(ADA, PageRequest(limit=2))
        second = await exports.page(ADA, PageRequest(limit=2, cursor=first.next))

        assert [*first.items, *second.items] == [_done(3), _done(2), _done(1)]
        assert second.next is None
        with pytest.raises(Invalid):
            await exports.page(ADA, PageRequest(cursor=Cursor("elsewhere")))

    async def test_those_are_expired_whose_time_is_over(self, exports: Any) -> None:
        for number in (3, 1, 2):
            await exports.add(_export(number))
            await exports.put(_done(number))
        await exports.add(_export(4))

        now = MOMENT + timedelta(days=2)

        assert list(await exports.expired(now, 9)) == [_done(1), _done(2)]
        assert list(await exports.expired(now, 1)) == [_done(1)]

    async def test_what_is_removed_is_gone(self, exports: Any) -> None:
        await exports.add(_export(1))

        await exports.remove(_export(1).id)
        await exports.remove(_export(1).id)

        assert await exports.find(_export(1).id) is None
