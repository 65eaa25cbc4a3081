"""What every store of recordings promises of its lists; part of `AudioFilesContract`."""

from itertools import product
from typing import Any

import attrs
import pytest

from phantom_adapters.contracts.recording_examples import (
    ADA,
    EVE,
    Repository,
    annotation,
    audio_file,
    audio_file_id,
)
from phantom_core.audio import (
    AnalysisStatus,
    AudioFile,
    AudioFilter,
    AudioFormat,
    AudioOrder,
    TagCount,
    Visibility,
)
from phantom_core.kernel import Invalid, NameQuery, PageRequest, Storage, cursor_after

__all__ = ["AudioLibraryContract"]

_ALL = AudioFilter()
_ORDERS = {
    AudioOrder.NEWEST: [5, 4, 3, 2, 1],
    AudioOrder.OLDEST: [1, 2, 3, 4, 5],
    AudioOrder.TITLE: [2, 4, 1, 3, 5],
    AudioOrder.LONGEST: [3, 5, 4, 2, 1],
    AudioOrder.SHORTEST: [1, 2, 4, 5, 3],
}
_QUERIES = {
    "": [3, 2, 1],
    "DREAM": [3, 1],
    "ream": [3, 1],
    "reve": [2],
    "été rêve": [2],
    "dream night": [1],
    "take": [2, 1],
    "dont": [3],
    "sea dawn": [3],
    "oud": [2],
    "misty dream": [1],
    "stone": [],
    "100%": [],
    "%": [],
    "_": [],
}
_FILTERS = [
    (AudioFilter(tag="LOUD"), [3, 2]),
    (AudioFilter(tag="lou"), []),
    (AudioFilter(format=AudioFormat.MP3), [2]),
    (AudioFilter(visibility=Visibility.PUBLIC), [3]),
    (AudioFilter(visibility=Visibility.PRIVATE), [2, 1]),
    (AudioFilter(status=AnalysisStatus.DONE), [1]),
    (AudioFilter(tag="loud", visibility=Visibility.PUBLIC), [3]),
    (AudioFilter(words=NameQuery.of("song"), format=AudioFormat.WAV), [3, 1]),
]
_FOREIGN = [
    cursor_after("audio", "x"),
    cursor_after("audio", 1),
    cursor_after("audio-title", 1, "0" * 26),
    cursor_after("audio-longest", "x", "0" * 26),
    cursor_after("x", "0" * 26),
]


def _sought(text: str) -> AudioFilter:
    return AudioFilter(words=NameQuery.of(text))


async def _numbers(files: Any, wanted: AudioFilter = _ALL, **options: Any) -> list[int]:
    """Which of Ada's recordings are listed, page by page, three at a time."""
    found: list[AudioFile] = []
    cursor = None
    while True:
        page = await files.of_owner(
            ADA, PageRequest(limit=3, cursor=cursor), wanted=wanted, **options
        )
        found += page.items
        cursor = page.next
        if cursor is None:
            return [next(n for n in range(20) if audio_file_id(n) == file.id) for file in found]


class AudioLibraryContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    def files(self, storage: Storage) -> Any:
        """The repository under test."""
        return Repository(storage, "audio_files")

    async def _add(self, files: Any, *several: AudioFile) -> None:
        for file in several:
            await files.add(file)

    async def test_one_owners_recordings_are_listed_in_order_in_pages(self, files: Any) -> None:
        titles = {1: "Élan", 2: "a", 3: "Zoo", 4: "d'accord", 5: "ζ"}
        lengths = {1: 10, 2: 20, 3: 40, 4: 20, 5: 30}
        for number in (3, 1, 5, 2, 4):
            title, length = titles[number], lengths[number]
            await files.add(audio_file(number, title=title, duration_ms=length))
        await files.add(audio_file(6, owner_id=EVE))

        assert {order: await _numbers(files, order=order) for order in AudioOrder} == _ORDERS

    async def test_equals_stand_by_id_and_none_is_lost_between_pages(self, files: Any) -> None:
        await self._add(files, *[audio_file(number, title="One") for number in range(1, 8)])

        assert await _numbers(files, order=AudioOrder.TITLE) == [1, 2, 3, 4, 5, 6, 7]
        assert await _numbers(files, order=AudioOrder.LONGEST) == [7, 6, 5, 4, 3, 2, 1]

    async def test_words_are_found_in_all_that_is_said_of_a_recording(
        self, storage: Storage, files: Any
    ) -> None:
        first = audio_file(1, title="Night Dream", original_file_name="take1.wav", tags=())
        second = audio_file(2, title="Rêve d\u2019été", original_file_name="take2.wav", tags=())
        third = audio_file(3, title="Don't dream", original_file_name="x.wav", tags=("sea", "dawn"))
        await self._add(files, first, second, third)
        await files.add(audio_file(4, title="Night Dream", owner_id=EVE))
        said: Any = Repository(storage, "annotations")
        await said.put(annotation(1, description="It was\nmisty."))
        await said.put(annotation(2, instruments=("Oud",)))

        found = {query: await _numbers(files, _sought(query)) for query in _QUERIES}
        assert found == _QUERIES

    async def test_what_is_said_no_more_is_not_found(self, storage: Storage, files: Any) -> None:
        file = audio_file(1, title="Old", tags=("sea",))
        await files.add(file)
        said: Any = Repository(storage, "annotations")
        await said.put(annotation(1, mood="calm"))

        await files.put(attrs.evolve(file, title="New", tags=("lake",)))
        await said.put(annotation(1, mood="wild"))

        assert await _numbers(files, _sought("old")) == []
        assert await _numbers(files, _sought("calm")) == []
        assert await _numbers(files, AudioFilter(tag="sea")) == []
        assert await _numbers(files, _sought("new wild")) == [1]
        assert await _numbers(files, AudioFilter(tag="Lake")) == [1]

    async def test_lists_are_narrowed(self, files: Any) -> None:
        await files.add(audio_file(1, tags=()).analysed())
        await files.add(audio_file(2, tags=("Loud",), format=AudioFormat.MP3))
        await files.add(audio_file(3, tags=("loud", "Loud"), visibility=Visibility.PUBLIC))

        for wanted, expected in _FILTERS:
            assert await _numbers(files, wanted) == expected

    async def test_a_foreign_cursor_is_refused(self, files: Any) -> None:
        for order, cursor in product(AudioOrder, _FOREIGN):
            with pytest.raises(Invalid, match="cursor"):
                await files.of_owner(ADA, PageRequest(cursor=cursor), wanted=_ALL, order=order)

    async def test_tags_are_counted_by_how_they_are_compared(self, files: Any) -> None:
        second = audio_file(2, tags=("SEA", "Ébène", "♪"))
        await self._add(files, audio_file(1, tags=("sea", "Sea", "dawn")), second)
        await self._add(files, audio_file(3, tags=("dawn",)), audio_file(4, owner_id=EVE))
        await files.put(attrs.evolve(second, tags=("SEA", "Ébène", "♪", "zoo")))
        await files.remove(audio_file_id(3))

        first = await files.tags_of(ADA, PageRequest(limit=3))
        rest = await files.tags_of(ADA, PageRequest(limit=3, cursor=first.next))

        assert [*first.items, *rest.items] == [
            TagCount(tag="dawn", count=1),
            TagCount(tag="Ébène", count=1),
            TagCount(tag="SEA", count=2),
            TagCount(tag="zoo", count=1),
            TagCount(tag="♪", count=1),
        ]
        with pytest.raises(Invalid, match="cursor"):
            await files.tags_of(ADA, PageRequest(cursor=cursor_after("audio", "x")))
