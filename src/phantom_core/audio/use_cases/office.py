"""What those in office do with other people's recordings, written down as they do it."""

import attrs

from phantom_core.audio import policy
from phantom_core.audio.audio_file import AudioFile, AudioFileId
from phantom_core.audio.ports import AudioWork
from phantom_core.audio.use_cases.finding import readable, unseen
from phantom_core.kernel import Access, Allowed, Command

__all__ = ["OpenAudioFile", "audit"]


@attrs.frozen(kw_only=True)
class OpenAudioFile(Command[AudioFile]):
    """Open a recording, to hear it. What one hears only because one is in office is written down.

    Raises: NotFound.
    """

    access = Access.PERSON
    audio_file_id: AudioFileId

    def run(self, work: AudioWork) -> AudioFile:
        """Answer it."""
        file = readable(work, self.audio_file_id)
        private = attrs.evolve(work.actor, is_admin=False)
        hearing = policy.may_read(private, file, unseen=unseen(work, file.owner_id))
        if not isinstance(hearing, Allowed):
            audit(work, "audio.opened", file)
        return file


def audit(work: AudioWork, action: str, file: AudioFile) -> None:
    """Write down what a person does with a recording that is not theirs."""
    me = work.actor.user_id
    if me is not None and me != file.owner_id:
        work.audio_audit.note(work.new_id(), at=work.now, by=me, action=action, file=file)
