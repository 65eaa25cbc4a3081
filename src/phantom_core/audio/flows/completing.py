"""Making a recording of what has come in parts."""

from collections.abc import Sequence

from phantom_core.audio.audio_file import AudioFile, AudioFileId
from phantom_core.audio.flows.edge import AudioEdge
from phantom_core.audio.media_type import AudioFormat
from phantom_core.audio.upload import PURPOSE
from phantom_core.audio.use_cases.files import GetAudioFile
from phantom_core.audio.use_cases.uploads import FinishUpload
from phantom_core.blobs import PartTag
from phantom_core.blobs.scanning import scan_blob
from phantom_core.kernel import Actor, NotFound
from phantom_core.uploads import TypeMismatch, UploadId
from phantom_core.uploads.flows import arrived

__all__ = ["complete"]


async def complete(
    edge: AudioEdge,
    upload_id: AudioFileId,
    parts: Sequence[PartTag],
    *,
    sha256: str | None = None,
    actor: Actor,
) -> AudioFile:
    """Make a recording of an upload whose parts have all come.

    It may be repeated, after a break or because nobody heard the answer: where the recording is
    there, it is answered.

    Raises:
        NotFound: there is no such upload of the actor's.
        PartsMismatch: these are not its parts; it stays open.
        SizeMismatch, DigestMismatch, TypeMismatch: it is not what was promised; nothing is kept.
        Condemned, NotAudio, NotDecodable, TooMuchAudio: by what the bytes are; nothing is kept.
        Invalid, NotAuthenticated, Unavailable.
    """
    try:
        return await _completed(edge, upload_id, parts, sha256, actor)
    except NotFound as missing:
        try:
            file = await edge.phantom.ask(GetAudioFile(audio_file_id=upload_id), actor=actor)
        except NotFound:
            raise missing from None
        if file.owner_id != actor.person:
            raise
        return file


async def _completed(
    edge: AudioEdge,
    audio_file_id: AudioFileId,
    parts: Sequence[PartTag],
    sha256: str | None,
    actor: Actor,
) -> AudioFile:
    upload_id = UploadId(audio_file_id)
    async with arrived(edge.uploads, upload_id, parts, sha256, purpose=PURPOSE, actor=actor) as (
        upload,
        came,
    ):
        await scan_blob(edge.scanner, edge.store, upload.blob)
        probed = await edge.probe.probe(came.path)
        promised = AudioFormat.promised(upload.content_type)
        if probed.format is not promised:
            raise TypeMismatch(promised=promised.content_type, came=probed.format.content_type)
        finish = FinishUpload(
            upload_id=upload_id, size_bytes=came.size, sha256=came.sha256, probed=probed
        )
        return (await edge.phantom.do(finish, actor=actor)).value
