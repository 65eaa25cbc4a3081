"""What is left behind by tracks that go."""

from collections.abc import Sequence

from phantom_core.blobs import BlobKey
from phantom_core.media.sets.ports import SetsWork
from phantom_core.media.sets.track import MusicTrack, TrackStatus
from phantom_core.uploads import BLOB_GRACE, UploadId, drop_upload

__all__ = ["blobs_of"]


def blobs_of(work: SetsWork, tracks: Sequence[MusicTrack]) -> Sequence[BlobKey]:
    """The blobs of tracks that go and are ready; what is on its way is given up here."""
    for track in tracks:
        if track.status is TrackStatus.UPLOADING:
            upload = work.uploads.find(UploadId(track.id))
            if upload is not None:
                # Its completion may be running, and is found out in time.
                drop_upload(work, upload, after=BLOB_GRACE)
    return [track.blob for track in tracks if track.blob is not None]
