"""What its owner says about a recording's music, apart from what a machine hears."""

from datetime import datetime
from typing import Final, NewType

import attrs

from phantom_core.audio.audio_file import TAGS, AudioFileId
from phantom_core.kernel import Checked, Id, Rule, UserId, each, line, prose, ruled

__all__ = ["AnnotationId", "MusicWords", "UserMusicAnalysis"]

AnnotationId = NewType("AnnotationId", Id)
"""The id of an annotation."""

_WORD: Final[Rule] = line(1, 100)


@attrs.frozen(kw_only=True)
class MusicWords(Checked):
    """The words themselves."""

    description: str | None = ruled(prose(4000), default=None)
    mood: str | None = ruled(_WORD, default=None)
    genre: str | None = ruled(_WORD, default=None)
    instruments: tuple[str, ...] = ruled(each(_WORD, most=50), default=())
    tags: tuple[str, ...] = ruled(TAGS, default=())


@attrs.frozen(kw_only=True)
class UserMusicAnalysis:
    """A recording's annotation; there is at most one, its owner's.

    Attributes:
        words: what is said; whoever may hear the recording may read it.
    """

    id: AnnotationId
    user_id: UserId
    audio_file_id: AudioFileId
    words: MusicWords
    created_at: datetime
    updated_at: datetime
