"""Looking at recordings, describing them, deleting them."""

from collections.abc import Sequence
from typing import Final

import attrs

from phantom_core.audio.audio_file import (
    TAGS,
    TITLE,
    AudioFile,
    AudioFileId,
    Visibility,
    recording_of,
)
from phantom_core.audio.events import AudioChanged, AudioDeleted
from phantom_core.audio.ports import AudioWork
from phantom_core.audio.report import blobs_of
from phantom_core.audio.use_cases.finding import changeable, deletable, is_readable, readable
from phantom_core.audio.use_cases.office import audit
from phantom_core.blobs import BlobKey
from phantom_core.blobs.ledger_use_cases import doom_blobs
from phantom_core.kernel import (
    Access,
    Checked,
    Command,
    NotFound,
    Query,
    UserId,
    each,
    expect_version,
    ruled,
)
from phantom_core.uploads import refund

__all__ = [
    "ChangeAudioFile",
    "DeleteAudioFile",
    "DiscardAudioFile",
    "GetAudioFile",
    "GetAudioFiles",
    "HearOriginal",
]

_MOST_AT_ONCE: Final = 50


@attrs.frozen(kw_only=True)
class GetAudioFile(Query[AudioFile]):
    """Look at a recording. Raises: NotFound."""

    access = Access.PERSON
    audio_file_id: AudioFileId

    def run(self, work: AudioWork) -> AudioFile:
        """Answer it."""
        return readable(work, self.audio_file_id)


@attrs.frozen(kw_only=True)
class GetAudioFiles(Checked, Query[Sequence[AudioFile]]):
    """Look at several recordings; those that one may not hear are left out.

    Raises: Invalid.
    """

    access = Access.PERSON
    audio_file_ids: tuple[AudioFileId, ...] = ruled(each(lambda _: iter(()), most=_MOST_AT_ONCE))

    def run(self, work: AudioWork) -> Sequence[AudioFile]:
        """Answer them in the order in which they were named."""
        found = (work.audio_files.find(wanted) for wanted in self.audio_file_ids)
        return [file for file in found if file is not None and is_readable(work, file)]


@attrs.frozen(kw_only=True)
class HearOriginal(Query[AudioFile]):
    """Find the recording whose URL is used, if who that was made for may hear it now.

    Raises: NotFound, also for a blob that is no recording's, or is no longer.
    """

    access = Access.SYSTEM
    blob: BlobKey
    reader: UserId

    def run(self, work: AudioWork) -> AudioFile:
        """Answer it."""
        audio_file_id, reader = recording_of(self.blob), work.standings.of(self.reader)
        if audio_file_id is None or reader is None:
            raise NotFound("blob", self.blob)
        return readable(work, audio_file_id, reader)


@attrs.frozen(kw_only=True)
class ChangeAudioFile(Checked, Command[AudioFile]):
    """Describe a recording otherwise. What is not given stays as it is.

    Attributes:
        version: the one that the change is based on; any, if absent.

    Raises: Invalid; NotFound; Forbidden, to all but the owner; Outdated.
    """

    access = Access.PERSON
    audio_file_id: AudioFileId
    title: str | None = ruled(TITLE, default=None)
    tags: tuple[str, ...] | None = ruled(TAGS, default=None)
    visibility: Visibility | None = None
    version: int | None = None

    def run(self, work: AudioWork) -> AudioFile:
        """Answer the recording as it is now."""
        file = changeable(work, self.audio_file_id)
        expect_version("recording", current=file.version, expected=self.version)
        changed = self._applied(file)
        return file if changed == file else self._store(work, changed)

    def _applied(self, file: AudioFile) -> AudioFile:
        return attrs.evolve(
            file,
            title=file.title if self.title is None else self.title,
            tags=file.tags if self.tags is None else self.tags,
            visibility=self.visibility or file.visibility,
        )

    def _store(self, work: AudioWork, changed: AudioFile) -> AudioFile:
        file = attrs.evolve(changed, version=changed.version + 1, updated_at=work.now)
        work.audio_files.put(file)
        work.record(AudioChanged(file=file))
        return file


@attrs.frozen(kw_only=True)
class DeleteAudioFile(Command[None]):
    """Delete a recording with all that was derived from it and said of it.

    What an admin deletes of somebody else's is written down.

    Attributes:
        version: the one that shall go; any, if absent.

    Raises: NotFound; Forbidden, to all but the owner and admins; Outdated.
    """

    access = Access.PERSON
    audio_file_id: AudioFileId
    version: int | None = None

    def run(self, work: AudioWork) -> None:
        """Let it go, and its blobs after it."""
        file = deletable(work, self.audio_file_id)
        expect_version("recording", current=file.version, expected=self.version)
        audit(work, "audio.deleted", file)
        _discard(work, file)


@attrs.frozen(kw_only=True)
class DiscardAudioFile(Command[None]):
    """Delete a recording because something else demands it; it may be gone already."""

    access = Access.SYSTEM
    audio_file_id: AudioFileId

    def run(self, work: AudioWork) -> None:
        """Let it go, if it is there."""
        file = work.audio_files.find(self.audio_file_id)
        if file is not None:
            _discard(work, file)


def _discard(work: AudioWork, file: AudioFile) -> None:
    reports = work.audio_reports.remove_of(file.id)
    work.annotations.remove(file.id)
    work.audio_files.remove(file.id)
    doom_blobs(work, *file.blobs, *blobs_of(reports))
    refund(work, file.owner_id, file.size_bytes)
    work.record(AudioDeleted(owner_id=file.owner_id, audio_file_id=file.id))
