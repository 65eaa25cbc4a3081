"""What every store of uploads, and of what people take, promises."""

from datetime import timedelta
from typing import Any

import attrs
import pytest

from phantom_adapters.contracts.recording_examples import (
    ADA,
    EVE,
    MOMENT,
    Repository,
    upload,
)
from phantom_core.blobs import MultipartId
from phantom_core.kernel import (
    ByteCount,
    Conflict,
    Cursor,
    Invalid,
    NotFound,
    PageRequest,
    Storage,
)
from phantom_core.uploads import StorageAccount, Upload

__all__ = ["StorageAccountsContract", "UploadsContract"]

_UPLOAD = upload(1, key="k1")
_IN_PARTS = upload(
    2,
    size=ByteCount(2**40),
    sha256="a" * 64,
    part_size=ByteCount(2**23),
    multipart=MultipartId("m2"),
    terms='["\u2600"]',
)


class UploadsContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    def uploads(self, storage: Storage) -> Any:
        """The repository under test."""
        return Repository(storage, "uploads")

    @pytest.mark.parametrize("stored", [_UPLOAD, _IN_PARTS])
    async def test_an_upload_is_read_back_as_it_was_stored(
        self, uploads: Any, stored: Upload
    ) -> None:
        await uploads.add(stored)

        assert await uploads.find(stored.id) == stored

    async def test_an_id_is_used_once(self, uploads: Any) -> None:
        await uploads.add(_UPLOAD)

        with pytest.raises(Conflict):
            await uploads.add(attrs.evolve(_UPLOAD, key="k2"))

    async def test_what_is_put_replaces_what_was_there(self, uploads: Any) -> None:
        await uploads.add(_UPLOAD)
        prolonged = attrs.evolve(_UPLOAD, expires_at=MOMENT + timedelta(days=1))

        await uploads.put(prolonged)

        assert await uploads.find(_UPLOAD.id) == prolonged

    async def test_what_is_removed_is_gone_and_may_be_removed_again(self, uploads: Any) -> None:
        await uploads.add(_UPLOAD)

        await uploads.remove(_UPLOAD.id)
        await uploads.remove(_UPLOAD.id)

        assert await uploads.find(_UPLOAD.id) is None
        with pytest.raises(NotFound):
            await uploads.put(_UPLOAD)

    async def test_what_is_over_is_found_the_longest_over_first(self, uploads: Any) -> None:
        for number in (3, 1, 2):
            await uploads.add(upload(number))
        now = MOMENT + timedelta(minutes=2)

        assert [*await uploads.over(now, 10)] == [upload(1), upload(2)]
        assert [*await uploads.over(now, 1)] == [upload(1)]
        assert [*await uploads.over(MOMENT, 10)] == []

    async def test_those_that_come_in_parts_are_listed_newest_first(self, uploads: Any) -> None:
        in_parts = [upload(number, part_size=ByteCount(8)) for number in range(1, 6)]
        await uploads.add(upload(9))
        await uploads.add(upload(8, owner_id=EVE, part_size=ByteCount(8)))
        for each in in_parts:
            await uploads.add(each)
        first = await uploads.of_owner(ADA, PageRequest(limit=3))
        rest = await uploads.of_owner(ADA, PageRequest(limit=3, cursor=first.next))

        assert [*first.items, *rest.items] == in_parts[::-1]
        assert rest.next is None
        with pytest.raises(Invalid):
            await uploads.of_owner(ADA, PageRequest(cursor=Cursor("e30")))


class StorageAccountsContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    def accounts(self, storage: Storage) -> Any:
        """The repository under test."""
        return Repository(storage, "storage_accounts")

    async def test_who_has_none_has_an_empty_one(self, accounts: Any) -> None:
        empty = StorageAccount(user_id=ADA)

        assert await accounts.look(ADA) == empty
        assert await accounts.hold(ADA) == empty
        assert await accounts.hold(ADA) == empty

    async def test_what_is_put_is_read_back(self, accounts: Any) -> None:
        account = StorageAccount(
            user_id=ADA, stored=ByteCount(2**50), pending=ByteCount(2**40), uploads=3
        )
        await accounts.hold(ADA)
        await accounts.put(account)

        assert await accounts.hold(ADA) == account
        assert await accounts.look(ADA) == account
        assert await accounts.look(EVE) == StorageAccount(user_id=EVE)
