"""What every store of images promises."""

from typing import Any

import attrs
import pytest

from phantom_adapters.contracts.identity_examples import add_people, user
from phantom_adapters.contracts.image_examples import image, image_id
from phantom_adapters.contracts.recording_examples import ADA, EVE, MOMENT, Repository
from phantom_core.identity import UserStatus
from phantom_core.identity.block import Block
from phantom_core.kernel import (
    Conflict,
    Invalid,
    NotFound,
    PageRequest,
    Storage,
    Visibility,
    cursor_after,
)
from phantom_core.media.images import Image, ImageFilter, LinkedType, UsageType

__all__ = ["ImagesContract"]

_IMAGE = image(1)
_PUBLIC = {"visibility": Visibility.PUBLIC}
_COVER = {"linked_entity_type": LinkedType.PROJECT, "linked_entity_id": image_id(90)}


class ImagesContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    async def images(self, storage: Storage) -> Any:
        """The repository under test; there are two people."""
        await add_people(storage, user(1, id=ADA), user(2, id=EVE))
        return Repository(storage, "images")

    @pytest.mark.parametrize(
        "stored",
        [_IMAGE, image(2, **_PUBLIC, **_COVER, title=None, description=None, version=7)],
    )
    async def test_an_image_is_read_back_as_it_was_stored(self, images: Any, stored: Image) -> None:
        await images.add(stored)

        assert await images.get(stored.id) == stored
        assert await images.find(stored.id) == stored
        assert await images.uploader_of(stored.id) == ADA

    async def test_an_id_is_used_once(self, images: Any) -> None:
        await images.add(_IMAGE)

        with pytest.raises(Conflict):
            await images.add(attrs.evolve(_IMAGE, title="Other"))
        assert await images.get(_IMAGE.id) == _IMAGE

    async def test_what_is_put_replaces_what_was_there(self, images: Any) -> None:
        await images.add(_IMAGE)
        changed = attrs.evolve(_IMAGE, title=None, version=2)

        await images.put(changed)

        assert await images.get(_IMAGE.id) == changed

    async def test_what_is_not_there_is_missed(self, images: Any) -> None:
        assert await images.find(_IMAGE.id) is None
        assert await images.uploader_of(_IMAGE.id) is None
        with pytest.raises(NotFound):
            await images.get(_IMAGE.id)
        with pytest.raises(NotFound):
            await images.put(_IMAGE)
        with pytest.raises(NotFound):
            await images.remove(_IMAGE.id)

    async def test_what_is_removed_is_gone(self, images: Any) -> None:
        await images.add(_IMAGE)
        await images.add(image(2))

        await images.remove(_IMAGE.id)

        assert await images.find(_IMAGE.id) is None
        assert await images.find(image_id(2)) == image(2)

    async def test_lists_show_what_is_asked_for_newest_first(self, images: Any) -> None:
        kept = [
            image(1, usage_type=UsageType.AVATAR, **_PUBLIC),
            image(2, **_COVER),
            image(3, uploader_id=EVE, **_PUBLIC),
        ]
        for each in kept:
            await images.add(each)

        async def listed(**wanted: Any) -> list[Image]:
            return [*(await images.listed(ImageFilter(**wanted), PageRequest())).items]

        assert await listed() == kept[::-1]
        assert await listed(public_only=True) == [kept[2], kept[0]]
        assert await listed(uploader_id=ADA) == [kept[1], kept[0]]
        assert await listed(usage_type=UsageType.AVATAR) == [kept[0]]
        assert await listed(**_COVER) == [kept[1]]
        assert await listed(**_COVER, public_only=True) == []
        assert await listed(**{**_COVER, "linked_entity_type": LinkedType.AUDIO_FILE}) == []

    async def test_lists_come_in_pages(self, images: Any) -> None:
        for number in (3, 1, 5, 2, 4):
            await images.add(image(number))

        first = await images.listed(ImageFilter(), PageRequest(limit=3))
        second = await images.listed(ImageFilter(), PageRequest(limit=2, cursor=first.next))

        assert [*first.items] == [image(5), image(4), image(3)]
        assert [*second.items] == [image(2), image(1)]
        assert second.next is None

    async def test_those_of_people_who_are_not_seen_are_left_out_for_a_viewer(
        self, storage: Storage, images: Any
    ) -> None:
        gone = user(3, status=UserStatus.SUSPENDED)
        await add_people(storage, gone)
        for each in (image(1), image(2, uploader_id=EVE), image(3, uploader_id=gone.id)):
            await images.add(each)
        seen = ImageFilter(seen_by=ADA)

        assert [*(await images.listed(seen, PageRequest())).items] == [
            image(2, uploader_id=EVE),
            image(1),
        ]
        blocks: Any = Repository(storage, "blocks")
        await blocks.add(Block(blocker_id=EVE, blocked_id=ADA, created_at=MOMENT))
        assert [*(await images.listed(seen, PageRequest())).items] == [image(1)]

    @pytest.mark.parametrize("cursor", [cursor_after("images", 1), cursor_after("x", "0" * 26)])
    async def test_a_foreign_cursor_is_refused(self, images: Any, cursor: Any) -> None:
        with pytest.raises(Invalid, match="cursor"):
            await images.listed(ImageFilter(), PageRequest(cursor=cursor))

    async def test_what_belongs_to_something_is_found_by_it(self, images: Any) -> None:
        for each in (image(3, **_COVER), image(1, **_COVER), image(2)):
            await images.add(each)

        found = await images.linked_to(LinkedType.PROJECT, image_id(90), 10)

        assert [*found] == [image(1, **_COVER), image(3, **_COVER)]
        assert [*await images.linked_to(LinkedType.PROJECT, image_id(90), 1)] == [
            image(1, **_COVER)
        ]
        assert [*await images.linked_to(LinkedType.PROFILE, image_id(90), 10)] == []
