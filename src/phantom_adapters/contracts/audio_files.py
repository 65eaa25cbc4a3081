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
    rendition,
)
from phantom_core.audio import AnalysisRunId, AnalysisStatus, AudioFile, Visibility
from phantom_core.kernel import (
    Conflict,
    NotFound,
    Storage,
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
            attrs.evolve(_FILE, rendition=rendition()),
            attrs.evolve(_FILE, rendition=rendition(blob=None, size_bytes=None, reason="Why.")),
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
