"""What every store of recordings promises."""

from typing import Any

import attrs
import pytest

from phantom_adapters.contracts.recording_examples import (
    ADA,
    EVE,
    Repository,
    audio_file,
    audio_file_id,
)
from phantom_core.audio import AnalysisRunId, AnalysisStatus, AudioFile, Visibility
from phantom_core.kernel import (
    Conflict,
    Invalid,
    NotFound,
    Page,
    PageRequest,
    Storage,
    cursor_after,
)

__all__ = ["AudioFilesContract"]

_FILE = audio_file(1)


class AudioFilesContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    def files(self, storage: Storage) -> Any:
        """The repository under test."""
        return Repository(storage, "audio_files")

    @pytest.mark.parametrize(
        "file",
        [
            _FILE,
            audio_file(2, visibility=Visibility.PUBLIC, tags=(), version=7),
            _FILE.queued(AnalysisRunId(audio_file_id(9))),
            _FILE.analysis_failed("It is silent."),
        ],
    )
    async def test_a_recording_is_read_back_as_it_was_stored(
        self, files: Any, file: AudioFile
    ) -> None:
        await files.add(file)

        assert await files.get(file.id) == file
        assert await files.find(file.id) == file

    async def test_an_id_is_used_once(self, files: Any) -> None:
        await files.add(_FILE)

        with pytest.raises(Conflict):
            await files.add(attrs.evolve(_FILE, title="Other"))
        assert await files.get(_FILE.id) == _FILE

    async def test_what_is_put_replaces_what_was_there(self, files: Any) -> None:
        await files.add(_FILE)
        changed = attrs.evolve(_FILE, title="Other", version=2)

        await files.put(changed)

        assert await files.get(_FILE.id) == changed

    async def test_what_is_not_there_is_missed(self, files: Any) -> None:
        assert await files.find(_FILE.id) is None
        with pytest.raises(NotFound):
            await files.get(_FILE.id)
        with pytest.raises(NotFound):
            await files.put(_FILE)
        with pytest.raises(NotFound):
            await files.remove(_FILE.id)

    async def test_what_is_removed_is_gone(self, files: Any) -> None:
        await files.add(_FILE)
        await files.add(audio_file(2))

        await files.remove(_FILE.id)

        assert await files.find(_FILE.id) is None
        assert await files.find(audio_file_id(2)) == audio_file(2)

    async def test_the_owner_of_a_recording_is_told_by_itself(self, files: Any) -> None:
        await files.add(_FILE)
        await files.add(audio_file(2, owner_id=EVE))

        assert await files.owner_of(_FILE.id) == ADA
        assert await files.owner_of(audio_file_id(2)) == EVE
        assert await files.owner_of(audio_file_id(3)) is None

    async def test_lists_show_one_owners_newest_first_in_pages(self, files: Any) -> None:
        for number in (3, 1, 5, 2, 4):
            await files.add(audio_file(number))
        await files.add(audio_file(6, owner_id=EVE))

        first: Page[AudioFile] = await files.of_owner(ADA, PageRequest(limit=3), public_only=False)
        rest = PageRequest(limit=2, cursor=first.next)
        second: Page[AudioFile] = await files.of_owner(ADA, rest, public_only=False)

        assert [*first.items] == [audio_file(5), audio_file(4), audio_file(3)]
        assert [*second.items] == [audio_file(2), audio_file(1)]
        assert second.next is None

    async def test_a_list_may_show_public_recordings_only(self, files: Any) -> None:
        public = audio_file(1, visibility=Visibility.PUBLIC)
        await files.add(public)
        await files.add(audio_file(2))

        page: Page[AudioFile] = await files.of_owner(ADA, PageRequest(), public_only=True)

        assert [*page.items] == [public]

    @pytest.mark.parametrize(
        "cursor",
        [cursor_after("audio", "x"), cursor_after("audio", 1), cursor_after("x", "0" * 26)],
    )
    async def test_a_foreign_cursor_is_refused(self, files: Any, cursor: Any) -> None:
        with pytest.raises(Invalid, match="cursor"):
            await files.of_owner(ADA, PageRequest(cursor=cursor), public_only=False)

    async def test_what_an_analysis_has_touched_is_found_by_its_owner(self, files: Any) -> None:
        run = AnalysisRunId(audio_file_id(99))
        touched = [
            audio_file(1).queued(run),
            audio_file(2).queued(run).running(),
            audio_file(3).analysed(),
            audio_file(4).analysis_failed("It is silent."),
        ]
        for file in [*touched[::-1], audio_file(5), audio_file(6, owner_id=EVE).analysed()]:
            await files.add(file)

        assert [*await files.with_analysis(ADA, 10)] == touched
        assert [*await files.with_analysis(ADA, 2)] == touched[:2]
        assert [*await files.with_analysis(ADA, 2, touched[0].id)] == touched[1:3]
        assert {file.analysis_status for file in touched} == {*AnalysisStatus} - {
            AnalysisStatus.NONE
        }
