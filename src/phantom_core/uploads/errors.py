"""What uploads refuse."""

from phantom_core.kernel.errors import Conflict, Fault, Invalid, TooLarge
from phantom_core.kernel.quantities import ByteCount

__all__ = [
    "DigestMismatch",
    "PendingQuotaExceeded",
    "SizeMismatch",
    "StorageQuotaExceeded",
    "TooManyUploads",
    "TypeMismatch",
]


class StorageQuotaExceeded(TooLarge):
    """One keeps as much as one may."""

    rule = "storage-quota"

    def __init__(self, *, limit: int, used: int, wanted: int) -> None:
        super().__init__(
            f"One may keep {limit} bytes: {used} are kept or on their way, {max(0, limit - used)} "
            f"are left, and this takes {wanted}.",
            limit=limit,
        )


class PendingQuotaExceeded(TooLarge):
    """As much is on its way as may be at once."""

    rule = "pending-quota"

    def __init__(self, *, limit: int, used: int, wanted: int) -> None:
        super().__init__(
            f"Uploads of one person may have {limit} bytes together: {used} are on their way, "
            f"{max(0, limit - used)} are left, and this takes {wanted}. Complete or cancel one.",
            limit=limit,
        )


class TooManyUploads(Conflict):
    """As many uploads are open as may be at once."""

    rule = "too-many-uploads"

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"One may have {limit} uploads open, and has them. Complete or cancel one."
        )


class SizeMismatch(Conflict):
    """What came has not the size that was promised; nothing of it is kept."""

    rule = "size-mismatch"

    def __init__(self, *, promised: ByteCount, came: ByteCount) -> None:
        super().__init__(f"{promised} bytes were promised, and {came} came; nothing is kept.")


class DigestMismatch(Conflict):
    """What came has not the SHA-256 that was promised; nothing of it is kept."""

    rule = "digest-mismatch"

    def __init__(self, *, promised: str, came: str) -> None:
        super().__init__(
            f"The SHA-256 {promised} was promised, and what came has {came}; nothing is kept."
        )


class TypeMismatch(Invalid):
    """What came is of another kind than was promised; nothing of it is kept."""

    rule = "type-mismatch"

    def __init__(self, *, promised: str, came: str) -> None:
        message = f"promised {promised}, and the bytes are {came}; nothing is kept"
        super().__init__(Fault("content_type", message))
