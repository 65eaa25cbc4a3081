"""What every store of uploads promises."""

from datetime import timedelta
from typing import Any

import attrs
import pytest

from phantom_adapters.contracts.recording_examples import MOMENT, Repository, upload
from phantom_core.audio import Upload
from phantom_core.kernel import Conflict, NotFound, Storage

__all__ = ["UploadsContract"]

_UPLOAD = upload(1, key="k1")


class UploadsContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    def uploads(self, storage: Storage) -> Any:
        """The repository under test."""
        return Repository(storage, "uploads")

    @pytest.mark.parametrize("stored", [_UPLOAD, upload(2)])
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
