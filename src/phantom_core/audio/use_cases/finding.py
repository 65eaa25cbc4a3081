"""Finding a recording for an actor, who may or may not know of it."""

from phantom_core.audio import policy
from phantom_core.audio.audio_file import AudioFile, AudioFileId
from phantom_core.audio.ports import AudioWork
from phantom_core.kernel import Actor, Allowed, UserId

__all__ = [
    "analysable",
    "changeable",
    "consented",
    "deletable",
    "is_readable",
    "readable",
    "unseen",
]


def readable(work: AudioWork, audio_file_id: AudioFileId, reader: Actor | None = None) -> AudioFile:
    """A recording that a reader may hear, by default the actor. Raises: NotFound."""
    reader = reader or work.actor
    file = work.audio_files.get(audio_file_id)
    policy.may_read(reader, file, unseen=unseen(work, file.owner_id, reader)).enforce()
    return file


def is_readable(work: AudioWork, file: AudioFile) -> bool:
    """Whether the actor may hear a recording."""
    reading = policy.may_read(work.actor, file, unseen=unseen(work, file.owner_id))
    return isinstance(reading, Allowed)


def changeable(work: AudioWork, audio_file_id: AudioFileId) -> AudioFile:
    """A recording that the actor may describe. Raises: NotFound, Forbidden."""
    file = work.audio_files.get(audio_file_id)
    policy.may_change(work.actor, file, unseen=unseen(work, file.owner_id)).enforce()
    return file


def deletable(work: AudioWork, audio_file_id: AudioFileId) -> AudioFile:
    """A recording that the actor may delete. Raises: NotFound, Forbidden."""
    file = work.audio_files.get(audio_file_id)
    policy.may_delete(work.actor, file, unseen=unseen(work, file.owner_id)).enforce()
    return file


def analysable(work: AudioWork, audio_file_id: AudioFileId) -> AudioFile:
    """A recording that the actor may have analysed. Raises: NotFound, Forbidden, NoConsent."""
    agreed = consented(work, audio_file_id)
    file = work.audio_files.get(audio_file_id)
    hidden = unseen(work, file.owner_id)
    policy.may_analyse(work.actor, file, unseen=hidden, consented=agreed).enforce()
    return file


def consented(work: AudioWork, audio_file_id: AudioFileId) -> bool:
    """Whether the owner of a recording agrees to analysis.

    It is asked before the recording is held: who takes consent back holds that first, too.
    """
    owner_id = work.audio_files.owner_of(audio_file_id)
    return owner_id is not None and work.analysis_consents.allows_analysis(owner_id)


def unseen(work: AudioWork, owner_id: UserId, reader: Actor | None = None) -> bool:
    """Whether a reader, by default the actor, does not see somebody.

    It is for a block, either way, or a suspension.
    """
    user_id = (reader or work.actor).user_id
    if user_id == owner_id:
        return False
    blocked = user_id is not None and work.blocks.between(user_id, owner_id)
    return blocked or not work.people.active(owner_id)
