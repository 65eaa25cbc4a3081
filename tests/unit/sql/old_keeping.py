"""The document of an old named version, and how it is read by the version of now."""

from typing import Any, Final

from phantom_core.kernel import SYSTEM, Id, Invocation, Storage
from phantom_core.studio import NamedVersionId, VersionDocument
from tests.unit.sql.old_rows import JOB, Rows

__all__ = ["OLD_DOCUMENTS", "read_the_documents"]

OLD_DOCUMENTS: Final[Rows] = {"version_documents": [{"version_id": JOB, "body": b"all of it"}]}
"""Of one version."""


async def read_the_documents(storage: Storage) -> None:
    """Look at it."""
    version_id = NamedVersionId(Id(JOB))

    def body(work: Any) -> Any:
        return work.version_documents.of(version_id)

    found = await storage.read(Invocation(SYSTEM, 0), body)
    assert found == VersionDocument(version_id=version_id, body=b"all of it")
