"""The owner's own words about a recording."""

import attrs

from phantom_core.audio.annotation import AnnotationId, MusicWords, UserMusicAnalysis
from phantom_core.audio.audio_file import AudioFile, AudioFileId
from phantom_core.audio.events import AudioAnnotated
from phantom_core.audio.ports import AudioWork
from phantom_core.audio.use_cases.finding import changeable, readable
from phantom_core.kernel import Access, Command, NotFound, Query

__all__ = ["Annotate", "GetAnnotation"]


@attrs.frozen(kw_only=True)
class GetAnnotation(Query[UserMusicAnalysis]):
    """Read what its owner says about a recording. Raises: NotFound, also if nothing was said."""

    access = Access.PERSON
    audio_file_id: AudioFileId

    def run(self, work: AudioWork) -> UserMusicAnalysis:
        """Answer the annotation."""
        file = readable(work, self.audio_file_id)
        annotation = work.annotations.find(file.id)
        if annotation is None:
            raise NotFound("annotation of audio file", file.id)
        return annotation


@attrs.frozen(kw_only=True)
class Annotate(Command[UserMusicAnalysis]):
    """Say something about one's recording, in place of what was said before.

    Raises: Invalid; NotFound; Forbidden, to all but the owner.
    """

    access = Access.PERSON
    audio_file_id: AudioFileId
    words: MusicWords

    def run(self, work: AudioWork) -> UserMusicAnalysis:
        """Answer the annotation."""
        file = changeable(work, self.audio_file_id)
        before = work.annotations.find(file.id)
        if before is None:
            annotation = self._first(work, file)
        else:
            annotation = attrs.evolve(before, words=self.words, updated_at=work.now)
        work.annotations.put(annotation)
        work.record(AudioAnnotated(owner_id=file.owner_id, audio_file_id=file.id))
        return annotation

    def _first(self, work: AudioWork, file: AudioFile) -> UserMusicAnalysis:
        return UserMusicAnalysis(
            id=AnnotationId(work.new_id()),
            user_id=file.owner_id,
            audio_file_id=file.id,
            words=self.words,
            created_at=work.now,
            updated_at=work.now,
        )
