"""What everybody promises who tells which rows name which blobs."""

from typing import Any

import pytest

from phantom_adapters.contracts.image_examples import image
from phantom_adapters.contracts.kernel_examples import write
from phantom_adapters.contracts.recording_examples import (
    Repository,
    audio_file,
    rendition,
    report,
)
from phantom_adapters.contracts.set_examples import music_set, ready_track, track, track_id
from phantom_core.blobs import BlobKey
from phantom_core.blobs.ledger import BlobState, LedgerLine
from phantom_core.blobs.uses import BlobUse
from phantom_core.kernel import EPOCH, Storage

__all__ = ["BlobUsesContract"]

_SOUND = audio_file(1).blob
_WAVE, _PICTURE = report(1).waveform, report(1).picture
_TRACK = ready_track(1).sound
_SIZES = sorted(variant.blob for variant in image(1).variants)
_MIDI = BlobKey(f"projects/{audio_file(9).id}/midi/{audio_file(8).id}.mid")
_NOBODYS = BlobKey("audio/nobody")


def _of(work: Any) -> Any:
    """A unit of work with all its repositories."""
    return work


class BlobUsesContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    async def uses(self, storage: Storage) -> Any:
        """What is under test; there is a row of each kind, and no line of the ledger."""

        def fill(work: Any) -> None:
            work.audio_files.add(audio_file(1))
            work.audio_reports.add(report(1))
            work.images.add(image(1))
            work.music_sets.add(music_set(1))
            work.music_tracks.add(ready_track(1))
            work.music_tracks.add(track(2))

        await write(storage, fill)
        return Repository(storage, "blob_uses")

    async def _line(self, storage: Storage, key: BlobKey, state: BlobState) -> None:
        due_at = None if state is BlobState.KEPT else EPOCH
        line = LedgerLine(key=key, state=state, due_at=due_at)
        await write(storage, lambda work: _of(work).blob_ledger.add(line))

    async def test_the_rows_of_some_blobs_are_found_by_key(self, uses: Any) -> None:
        found = await uses.of([_WAVE, _SOUND, _NOBODYS, _PICTURE, _MIDI, _TRACK, *_SIZES])

        assert [*found] == sorted(
            [
                BlobUse(key=_WAVE, kind="report", id=report(1).id),
                BlobUse(key=_PICTURE, kind="report", id=report(1).id),
                BlobUse(key=_SOUND, kind="recording", id=audio_file(1).id),
                BlobUse(key=_TRACK, kind="track", id=track_id(1)),
                BlobUse(key=_MIDI, kind="project", id=audio_file(9).id),
                *[BlobUse(key=key, kind="image", id=image(1).id) for key in _SIZES],
            ]
        )
        assert [*await uses.of([_NOBODYS])] == []
        assert [*await uses.of([])] == []

    async def test_a_rendition_is_named_by_its_recording(self, storage: Storage, uses: Any) -> None:
        rendered = audio_file(3, rendition=rendition())
        await write(storage, lambda work: _of(work).audio_files.add(rendered))
        key = BlobKey(str(rendition().blob))

        assert [*await uses.of([key])] == [BlobUse(key=key, kind="recording", id=rendered.id)]
        assert key in await uses.unkept("", 10)

    async def test_a_blob_may_be_named_by_two_rows(self, storage: Storage, uses: Any) -> None:
        await write(storage, lambda work: _of(work).audio_files.add(audio_file(2, blob=_SOUND)))

        found = await uses.of([_SOUND])

        assert [use.id for use in found] == [audio_file(1).id, audio_file(2).id]
        assert [*await uses.unkept("", 10)].count(_SOUND) == 1

    @pytest.mark.parametrize("state", [state for state in BlobState if state is not BlobState.KEPT])
    async def test_what_rows_name_and_the_ledger_does_not_keep_is_found(
        self, storage: Storage, uses: Any, state: BlobState
    ) -> None:
        await self._line(storage, _SOUND, state)
        await self._line(storage, _WAVE, BlobState.KEPT)
        await self._line(storage, _NOBODYS, state)

        unkept = sorted([_SOUND, _PICTURE, _TRACK, *_SIZES])
        assert [*await uses.unkept("", 10)] == unkept
        assert [*await uses.unkept("", 1)] == unkept[:1]
        assert [*await uses.unkept(unkept[1], 2)] == unkept[2:4]

    async def test_what_is_kept_and_no_row_names_is_found(
        self, storage: Storage, uses: Any
    ) -> None:
        others = [BlobKey("audio/other/a"), BlobKey("audio/other/b")]
        for key in (_SOUND, _MIDI, _NOBODYS, *_SIZES, *others):
            await self._line(storage, key, BlobState.KEPT)
        await self._line(storage, BlobKey("audio/expected"), BlobState.EXPECTED)

        assert [*await uses.unused("", 10)] == [_NOBODYS, *others]
        assert [*await uses.unused("", 2)] == [_NOBODYS, others[0]]
        assert [*await uses.unused(others[0], 2)] == [others[1]]
