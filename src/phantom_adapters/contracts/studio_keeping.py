"""What everybody promises who keeps what named versions need to be rebuilt."""

from typing import Any

import pytest

from phantom_adapters.contracts.recording_examples import MOMENT, Repository
from phantom_adapters.contracts.studio_examples import add_projects, musician, project, project_id
from phantom_core.kernel import Conflict, NotFound, Storage, uuid7
from phantom_core.studio import NamedVersion, NamedVersionId, VersionDocument

__all__ = ["VersionDocumentsContract"]


def _version(number: int) -> NamedVersion:
    return NamedVersion(
        id=NamedVersionId(uuid7(MOMENT, 8000 + number)),
        project_id=project_id(1),
        name=f"Take {number}",
        seq=number,
        created_by=musician(1),
        created_at=MOMENT,
    )


def _document(number: int, body: bytes = b"all of it") -> VersionDocument:
    return VersionDocument(version_id=_version(number).id, body=body)


class VersionDocumentsContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    async def documents(self, storage: Storage) -> Any:
        """The repository under test; there is a project with two named versions."""
        await add_projects(storage, project(1))
        versions = Repository(storage, "named_versions")
        for number in (1, 2):
            await versions.add(_version(number))
        return Repository(storage, "version_documents")

    async def test_the_document_of_a_version_is_kept_byte_for_byte(self, documents: Any) -> None:
        await documents.add(_document(1, bytes(range(256))))
        await documents.add(_document(2))

        assert await documents.of(_version(1).id) == _document(1, bytes(range(256)))

    async def test_a_version_has_one_document(self, documents: Any) -> None:
        await documents.add(_document(1))

        with pytest.raises(Conflict):
            await documents.add(_document(1, b"another"))

    async def test_a_version_without_a_document_is_not_found(self, documents: Any) -> None:
        with pytest.raises(NotFound):
            await documents.of(_version(2).id)
