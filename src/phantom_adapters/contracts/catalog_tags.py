"""What every store of tags promises."""

from functools import partial

import pytest

from phantom_adapters.contracts.catalog_examples import all_pages, read, tag, write
from phantom_core.catalog import CatalogWork, Tag, TagKind
from phantom_core.kernel import Conflict, Invalid, PageRequest, Storage, cursor_after

__all__ = ["TagsContract"]

_CALM = tag(1, "Calm ☀", TagKind.MOOD)
_OUD = tag(2, "Oud", TagKind.INSTRUMENT)
_FREE = tag(3, "âme", TagKind.FREE)
_OUD_TOO = tag(4, "oud", TagKind.FREE)


class TagsContract:
    """Bind it with a fixture `storage`: an empty one."""

    async def _add(self, storage: Storage, *tags: Tag) -> None:
        for each in tags:
            await write(storage, partial(_add_tag, each))

    async def test_a_tag_is_added_once_in_a_kind_in_whatever_case(self, storage: Storage) -> None:
        added = [
            await write(storage, partial(_add_tag, each))
            for each in (_CALM, _OUD, _OUD_TOO, tag(5, " OÙD ", TagKind.INSTRUMENT))
        ]
        every = await all_pages(storage, lambda work, page: work.tags.all(page))

        assert added == [_CALM, _OUD, _OUD_TOO, _OUD]
        assert every == [_CALM, _OUD, _OUD_TOO]

    async def test_an_id_is_used_once(self, storage: Storage) -> None:
        await self._add(storage, _OUD)

        with pytest.raises(Conflict):
            await self._add(storage, tag(2, "Other"))

    async def test_tags_are_listed_by_name_of_all_kinds_or_of_one(self, storage: Storage) -> None:
        await self._add(storage, _OUD_TOO, _FREE, _OUD, _CALM)
        for limit in (1, 3, 4):
            every = await all_pages(storage, lambda work, page: work.tags.all(page), limit=limit)
            free = await all_pages(
                storage, lambda work, page: work.tags.all(page, kind=TagKind.FREE), limit=limit
            )

            assert every == [_FREE, _CALM, _OUD, _OUD_TOO]
            assert free == [_FREE, _OUD_TOO]

    async def test_a_cursor_of_another_list_is_refused(self, storage: Storage) -> None:
        page = PageRequest(cursor=cursor_after("genres", "x", _OUD.id))

        with pytest.raises(Invalid, match="cursor"):
            await read(storage, lambda work: work.tags.all(page))


def _add_tag(new: Tag, work: CatalogWork) -> Tag:
    return work.tags.add(new)
