"""What takes files in by plan, and how much of the store anybody may take."""

from phantom_app.settings import Settings
from phantom_core.blobs import BlobStore, MultipartUploads
from phantom_core.kernel import Doer
from phantom_core.uploads import UploadLimits
from phantom_core.uploads.flows import UploadEdge

__all__ = ["upload_edge"]


def upload_edge(
    settings: Settings, phantom: Doer, store: BlobStore, multipart: MultipartUploads
) -> UploadEdge:
    """What takes files in by plan, within the limits that the settings name."""
    limits = _limits(settings)
    return UploadEdge(phantom=phantom, store=store, multipart=multipart, limits=limits)


def _limits(settings: Settings) -> UploadLimits:
    return UploadLimits(
        stored=settings.storage_quota,
        pending=settings.pending_quota,
        at_once=settings.uploads_at_once,
        largest=settings.large_upload_limit,
        life=settings.upload_ttl,
        url_life=settings.upload_url_ttl,
    )
