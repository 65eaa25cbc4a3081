"""What every store of erasures promises."""

from datetime import timedelta
from typing import Any

import attrs
import pytest

from phantom_adapters.contracts.identity_examples import user
from phantom_adapters.contracts.recording_examples import MOMENT, Repository
from phantom_core.kernel import Conflict, NotFound, Storage, uuid7
from phantom_core.privacy import Erasure, ErasureId, Receipt

__all__ = ["ErasuresContract"]


def _erasure(number: int, **fields: Any) -> Erasure:
    given: dict[str, Any] = {
        "id": ErasureId(uuid7(MOMENT, number)),
        "user_id": user(number).id,
        "asked_by": user(1).id,
        "asked_at": MOMENT,
        "names": ("ada ☀",),
    }
    return Erasure(**{**given, **fields})


class ErasuresContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    async def erasures(self, storage: Storage) -> Any:
        """What is under test, where there are three people."""
        users = Repository(storage, "users")
        for number in (1, 2, 3):
            await users.add(user(number))
        return Repository(storage, "erasures")

    async def test_an_erasure_is_read_back_as_it_was_stored(self, erasures: Any) -> None:
        await erasures.add(_erasure(2))

        assert await erasures.get(_erasure(2).id) == _erasure(2)
        assert await erasures.of_user(user(2).id) == _erasure(2)
        assert await erasures.of_user(user(1).id) is None
        with pytest.raises(NotFound):
            await erasures.get(_erasure(3).id)

    async def test_nobody_is_erased_twice(self, erasures: Any) -> None:
        await erasures.add(_erasure(2))

        with pytest.raises(Conflict):
            await erasures.add(_erasure(3, user_id=user(2).id))

    async def test_what_is_put_replaces_what_was_there(self, erasures: Any) -> None:
        await erasures.add(_erasure(2))
        done = _erasure(2).done(MOMENT)

        await erasures.put(done)

        assert (await erasures.get(done.id), done.names) == (done, ())
        with pytest.raises(NotFound):
            await erasures.put(_erasure(3))

    async def test_receipts_are_kept_by_kind_and_come_by_time(self, erasures: Any) -> None:
        await erasures.add(_erasure(2))
        images = Receipt(erasure_id=_erasure(2).id, kind="images", count=2, at=MOMENT)
        follows = attrs.evolve(images, kind="follows")
        for receipt in (images, follows):
            await erasures.keep_receipt(receipt)
        more = follows.more(3, MOMENT + timedelta(seconds=1))

        await erasures.keep_receipt(more)

        assert await erasures.receipt(images.erasure_id, "images") == images
        assert await erasures.receipt(images.erasure_id, "rooms") is None
        assert [*await erasures.receipts(images.erasure_id)] == [images, more]
