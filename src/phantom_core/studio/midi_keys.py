"""Where the original files of MIDI segments are kept."""

from phantom_core.blobs import BlobKey, blob_key
from phantom_core.kernel import Id
from phantom_core.studio.arrangement.target import EntityId
from phantom_core.studio.project import ProjectId

__all__ = ["midi_key"]


def midi_key(project_id: ProjectId, segment_id: EntityId, import_id: Id | None = None) -> BlobKey:
    """Where the file is that a segment was made of, or one that was imported over it later."""
    later = "" if import_id is None else f".{import_id}"
    return blob_key(f"projects/{project_id}/midi/{segment_id}{later}.mid")
