"""What every store of sets promises."""

from typing import Any

import attrs
import pytest

from phantom_adapters.contracts.recording_examples import Repository
from phantom_adapters.contracts.set_examples import music_set, set_id, track_id
from phantom_core.kernel import (
    Conflict,
    Invalid,
    NotFound,
    PageRequest,
    Storage,
    Visibility,
    cursor_after,
)

__all__ = ["MusicSetsContract"]

_SET = music_set(1, description="For\nthe dawn.", track_ids=(track_id(2), track_id(1)))


class MusicSetsContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    def sets(self, storage: Storage) -> Any:
        """The repository under test."""
        return Repository(storage, "music_sets")

    async def test_a_set_is_read_back_as_it_was_stored(self, sets: Any) -> None:
        await sets.add(_SET)
        await sets.add(music_set(2, visibility=Visibility.PUBLIC, version=7))

        assert await sets.get(_SET.id) == _SET
        assert await sets.get(set_id(2)) == music_set(2, visibility=Visibility.PUBLIC, version=7)

    async def test_an_id_is_used_once(self, sets: Any) -> None:
        await sets.add(_SET)

        with pytest.raises(Conflict):
            await sets.add(attrs.evolve(_SET, title="Other"))

    async def test_what_is_put_replaces_what_was_there(self, sets: Any) -> None:
        await sets.add(_SET)
        changed = attrs.evolve(_SET, title="Other", description=None, track_ids=(), version=2)

        await sets.put(changed)

        assert await sets.get(_SET.id) == changed

    async def test_what_is_not_there_is_missed(self, sets: Any) -> None:
        with pytest.raises(NotFound, match="There is no set"):
            await sets.get(_SET.id)
        with pytest.raises(NotFound):
            await sets.put(_SET)
        with pytest.raises(NotFound):
            await sets.remove(_SET.id)

    async def test_what_is_removed_is_gone(self, sets: Any) -> None:
        await sets.add(_SET)
        await sets.remove(_SET.id)

        with pytest.raises(NotFound):
            await sets.get(_SET.id)

    async def test_sets_are_listed_newest_first_in_pages(self, sets: Any) -> None:
        shown = [music_set(number, visibility=Visibility.PUBLIC) for number in (2, 5, 3)]
        for each in [*shown, music_set(1), music_set(4)]:
            await sets.add(each)

        first = await sets.listed(PageRequest(limit=3), None)
        rest = await sets.listed(PageRequest(limit=3, cursor=first.next), None)
        public = await sets.listed(PageRequest(limit=3), Visibility.PUBLIC)
        private = await sets.listed(PageRequest(limit=1), Visibility.PRIVATE)

        assert [each.id for each in [*first.items, *rest.items]] == [
            set_id(number) for number in (5, 4, 3, 2, 1)
        ]
        assert rest.next is None
        assert [each.id for each in public.items] == [set_id(5), set_id(3), set_id(2)]
        assert public.next is None
        assert [each.id for each in private.items] == [set_id(4)]
        assert private.next is not None

    @pytest.mark.parametrize(
        "cursor", [cursor_after("sets", "x"), cursor_after("sets", 1), cursor_after("x", "0" * 26)]
    )
    async def test_a_foreign_cursor_is_refused(self, sets: Any, cursor: Any) -> None:
        with pytest.raises(Invalid, match="cursor"):
            await sets.listed(PageRequest(cursor=cursor), None)
