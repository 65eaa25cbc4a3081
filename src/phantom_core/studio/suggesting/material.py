"""What suggestions are made from."""

from collections.abc import Mapping

import attrs

from phantom_core.kernel import Id
from phantom_core.studio.arrangement.target import EntityId
from phantom_core.studio.arrangement.views import ArrangementView
from phantom_core.studio.project import ProjectId

__all__ = ["HeardRecording", "Material"]


@attrs.frozen(kw_only=True)
class HeardRecording:
    """What the current report of a recording says; what it does not know is none.

    Attributes:
        tempo: beats a minute.
        tempo_confidence: 0 to 1.
        tonic: the tone of rest, by name.
        minor: whether the key is a minor one.
        key_confidence: 0 to 1.
        loudness: integrated, in LUFS.
    """

    tempo: float | None = None
    tempo_confidence: float = 0.0
    tonic: str | None = None
    minor: bool = False
    key_confidence: float = 0.0
    loudness: float | None = None


@attrs.frozen(kw_only=True)
class Material:
    """A project as it stands, with what is known of its recordings.

    Attributes:
        version: that of the project itself.
        heard: recordings by id, as far as one may know of them.
        new_ids: ids for what may be made.
    """

    project_id: ProjectId
    version: int
    arrangement: ArrangementView
    heard: Mapping[Id, HeardRecording]
    new_ids: tuple[EntityId, ...]
