"""What exporting stands on: the domain, and the slow things beside it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import attrs

from phantom_core.blobs import BlobStore
from phantom_core.kernel import ByteCount, Doer
from phantom_core.privacy.use_cases.exports import EXPORT_LIFE
from phantom_core.studio.flows import StudioEdge

__all__ = ["ExportEdge"]


@attrs.frozen(kw_only=True)
class ExportEdge:
    """Everything that exporting takes.

    Attributes:
        phantom: does the commands.
        store: where files are, and where the zip is kept.
        studio: makes the archives of projects.
        clock: the time now.
        life: how long an export is kept once it is over.
        largest: the most bytes that a zip may have.
    """

    phantom: Doer
    store: BlobStore
    studio: StudioEdge
    clock: Callable[[], datetime]
    life: timedelta = EXPORT_LIFE
    largest: ByteCount = ByteCount(2**42)
