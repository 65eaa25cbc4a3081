"""The idempotency keys of uploads, which run in several transactions.

An upload takes its key before the first byte and keeps it by saying that it still runs; when it
ends well, its answer takes that note's place. So a key is free again as soon as the upload failed,
or its server was not heard of for a while.
"""

from datetime import datetime

import attrs

from phantom_core.audio.audio_file import AudioFile
from phantom_core.audio.errors import UploadRunning
from phantom_core.audio.ports import AudioWork
from phantom_core.audio.upload import ReceivedUpload
from phantom_core.kernel import (
    Access,
    Answer,
    KeyReused,
    NotFound,
    Query,
    fingerprint,
)
from phantom_core.kernel.performing import KEY_LIFE, told_again
from phantom_core.uploads import Upload

__all__ = ["RecallUpload", "answer_key", "free_key", "hold_key", "prolong_key", "take_key"]


@attrs.frozen(kw_only=True)
class RecallUpload(Query[AudioFile]):
    """Ask what was answered to an upload that has come again.

    Raises: KeyReused, if what came first under the key was something else; AnswerLost.
    """

    access = Access.PERSON
    key: str
    received: ReceivedUpload

    def run(self, work: AudioWork) -> AudioFile:
        """Answer the recording as it was then."""
        mark = fingerprint(self.received)
        known = work.answers.recall(work.actor.person, self.key, mark, AudioFile)
        if known is None:
            raise KeyReused
        file: AudioFile = told_again(known, mark)
        return file


def take_key(work: AudioWork, upload: Upload) -> bool:
    """Take the key for a new upload; `False` if something was answered under it.

    Raises: UploadRunning.
    """
    known = _known(work, upload)
    if known is None or not known.stands(work.now):
        _note(work, upload, upload.expires_at)
        return True
    if known.running:
        raise UploadRunning
    return False


def hold_key(work: AudioWork, upload: Upload) -> None:
    """Make sure that the key is still this upload's. Raises: NotFound."""
    if upload.key is not None and not _owns(work, upload):
        raise NotFound("upload", upload.id)


def prolong_key(work: AudioWork, upload: Upload) -> None:
    """Keep the key as long as the upload counts as running. Raises: NotFound."""
    hold_key(work, upload)
    _note(work, upload, upload.expires_at)


def answer_key(work: AudioWork, upload: Upload, received: ReceivedUpload, file: AudioFile) -> None:
    """Let the key stand for the recording, once it is held."""
    mark, until = fingerprint(received), work.now + KEY_LIFE
    _keep(work, upload, Answer(fingerprint=mark, value=file, expires_at=until))


def free_key(work: AudioWork, upload: Upload) -> None:
    """Let others have the key, if it is still this upload's."""
    if _owns(work, upload):
        _note(work, upload, work.now)


def _owns(work: AudioWork, upload: Upload) -> bool:
    known = _known(work, upload)
    return known is not None and known.running and known.fingerprint == upload.id


def _known(work: AudioWork, upload: Upload) -> Answer | None:
    if upload.key is None:
        return None
    return work.answers.recall(upload.owner_id, upload.key, upload.id, AudioFile)


def _note(work: AudioWork, upload: Upload, until: datetime) -> None:
    """Note that it runs."""
    _keep(work, upload, Answer(fingerprint=upload.id, value=None, expires_at=until, running=True))


def _keep(work: AudioWork, upload: Upload, answer: Answer) -> None:
    if upload.key is not None:
        work.answers.keep(upload.owner_id, upload.key, answer)
