"""Recordings that come with a project, taken in as uploads are."""

from collections.abc import AsyncIterable
from contextlib import suppress

from phantom_core.audio import AudioFileId, DeleteAudioFile
from phantom_core.audio.flows import AudioEdge, IncomingAudio, upload
from phantom_core.kernel import Actor, Id, NotFound
from phantom_core.studio.flows import RecordingIntake

__all__ = ["UploadedRecordings"]


class UploadedRecordings(RecordingIntake):
    """Makes recordings of them."""

    def __init__(self, edge: AudioEdge) -> None:
        self._edge = edge

    async def take(self, file_name: str, chunks: AsyncIterable[bytes], *, actor: Actor) -> Id:
        """Take one in; answer its id."""
        incoming = IncomingAudio(file_name=file_name, chunks=chunks)
        return (await upload(self._edge, incoming, actor=actor)).id

    async def drop(self, audio_file_id: Id, *, actor: Actor) -> None:
        """Let one go."""
        with suppress(NotFound):
            command = DeleteAudioFile(audio_file_id=AudioFileId(audio_file_id))
            await self._edge.phantom.do(command, actor=actor)
