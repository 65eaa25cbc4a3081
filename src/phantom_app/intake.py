"""Recordings that come with a project, taken in as uploads are."""

from collections.abc import AsyncIterable
from contextlib import suppress

from phantom_core.audio import AudioFileId, DeleteAudioFile
from phantom_core.audio.flows import AudioEdge, IncomingAudio, upload
from phantom_core.kernel import Actor, Id, NotFound
from phantom_core.studio.flows import RecordingIntake

__all__ = ["intake_of"]


def intake_of(edge: AudioEdge) -> RecordingIntake:
    """What makes recordings of them."""

    async def take(file_name: str, chunks: AsyncIterable[bytes], actor: Actor) -> Id:
        incoming = IncomingAudio(file_name=file_name, chunks=chunks)
        return (await upload(edge, incoming, actor=actor)).id

    async def drop(audio_file_id: Id, actor: Actor) -> None:
        with suppress(NotFound):
            command = DeleteAudioFile(audio_file_id=AudioFileId(audio_file_id))
            await edge.phantom.do(command, actor=actor)

    return RecordingIntake(take=take, drop=drop)
