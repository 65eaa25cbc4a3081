"""What lies about in a blob store besides blobs."""

from datetime import datetime

import attrs

from phantom_core.kernel.quantities import ByteCount

__all__ = ["Remnant"]


@attrs.frozen(kw_only=True)
class Remnant:
    """Something in a store that is no blob.

    Attributes:
        name: where it is, as the store calls it.
        size: its length.
        modified_at: when it was last written to; aware, in UTC.
        ours: whether the store made it; what others put there is none of its business.
    """

    name: str
    size: ByteCount
    modified_at: datetime
    ours: bool
