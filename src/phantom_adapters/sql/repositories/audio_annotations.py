"""What owners say about their recordings, over SQL."""

from typing import Final

from sqlalchemy import bindparam

from phantom_adapters.sql.rows import Rows
from phantom_adapters.sql.statement import Statement
from phantom_adapters.sql.tables.audio import music_annotations
from phantom_adapters.sql.transaction import Transaction
from phantom_core.audio import Annotations, AudioFileId, UserMusicAnalysis
from phantom_core.audio.search import is_sought_in

__all__ = ["SqlAnnotations"]

_ANNOTATIONS: Final = Rows(
    music_annotations,
    UserMusicAnalysis,
    noun="annotation",
    computed={"sought": is_sought_in},
)
_FIND: Final = Statement(
    _ANNOTATIONS.select.where(music_annotations.c.audio_file_id == bindparam("audio_file_id")),
    locks=True,
)


class SqlAnnotations(Annotations):
    """Annotations in a table."""

    def __init__(self, tx: Transaction) -> None:
        self._tx = tx

    def find(self, audio_file_id: AudioFileId) -> UserMusicAnalysis | None:
        """A recording's annotation, held."""
        return _ANNOTATIONS.one(self._tx, _FIND, audio_file_id=audio_file_id)

    def put(self, annotation: UserMusicAnalysis) -> None:
        """Store an annotation."""
        self.remove(annotation.audio_file_id)
        _ANNOTATIONS.add(self._tx, annotation)

    def remove(self, audio_file_id: AudioFileId) -> None:
        """Take an annotation away."""
        _ANNOTATIONS.remove(self._tx, audio_file_id)
