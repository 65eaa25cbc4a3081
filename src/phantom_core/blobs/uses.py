"""Which rows of the domain name which blobs."""

import attrs

from phantom_core.blobs.keys import BlobKey
from phantom_core.kernel.ids import Id

__all__ = ["BlobUse"]


@attrs.frozen(kw_only=True, order=True)
class BlobUse:
    """A row that is not whole without a blob.

    Attributes:
        key: the blob.
        kind: what the row is, in a word: `recording`, `report`.
        id: which one.
    """

    key: BlobKey
    kind: str
    id: Id
