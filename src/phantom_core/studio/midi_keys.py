"""Where the original files of MIDI segments are kept."""

from typing import Final

from phantom_core.blobs import BlobKey, blob_key
from phantom_core.kernel import Id
from phantom_core.studio.arrangement.target import EntityId
from phantom_core.studio.project import ProjectId

__all__ = ["midi_key", "project_of"]

_FOLDER: Final = "projects/"


def midi_key(project_id: ProjectId, segment_id: EntityId, import_id: Id | None = None) -> BlobKey:
    """Where the file is that a segment was made of, or one that was imported over it later."""
    later = "" if import_id is None else f".{import_id}"
    return blob_key(f"{_FOLDER}{project_id}/midi/{segment_id}{later}.mid")


def project_of(key: BlobKey) -> ProjectId | None:
    """Whose such a file is; `None` of any other blob. No row names these files but their keys."""
    if not key.startswith(_FOLDER):
        return None
    return ProjectId(Id(key.split("/")[1]))
