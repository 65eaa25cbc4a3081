"""Uses of blobs that no row tells, for the blob's own key does."""

from collections.abc import Collection, Sequence

from phantom_core.blobs import BlobKey
from phantom_core.blobs.uses import BlobUse
from phantom_core.studio.midi_keys import project_of

__all__ = ["keyed_uses"]


def keyed_uses(keys: Collection[BlobKey]) -> Sequence[BlobUse]:
    """The projects whose files these are: projects are never removed, and neither are those."""
    owners = {key: project_of(key) for key in keys}
    return [
        BlobUse(key=key, kind="project", id=project_id)
        for key, project_id in owners.items()
        if project_id is not None
    ]
