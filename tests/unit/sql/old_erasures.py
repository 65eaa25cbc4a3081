"""An erasure of long ago, and how it is read by the version of now."""

from typing import Any, Final

from phantom_core.kernel import SYSTEM, Id, Invocation, Storage, UserId
from phantom_core.privacy import ErasureId
from tests.unit.sql.old_rows import ADA, BOB, JOB, THEN, Rows

__all__ = ["OLD_ERASURES", "read_the_erasures"]

OLD_ERASURES: Final[Rows] = {
    "erasures": [
        {
            "id": JOB,
            "user_id": BOB,
            "asked_by": ADA,
            "asked_at": THEN,
            "names": '["bob"]',
            "done_at": None,
        }
    ],
    "erasure_receipts": [{"erasure_id": JOB, "kind": "images", "count": 3, "at": THEN}],
}
"""One that goes on."""


async def read_the_erasures(storage: Storage) -> None:
    """Look at it."""

    def body(work: Any) -> Any:
        found = work.erasures.get(ErasureId(Id(JOB)))
        return found, work.erasures.receipts(found.id)

    erasure, (receipt,) = await storage.read(Invocation(SYSTEM, 0), body)
    assert (erasure.user_id, erasure.asked_by, erasure.names) == (UserId(Id(BOB)), ADA, ("bob",))
    assert (receipt.kind, receipt.count, erasure.done_at) == ("images", 3, None)
