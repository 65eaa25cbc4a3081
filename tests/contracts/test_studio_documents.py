"""Where arrangements stand is kept as promised: in memory, on SQLite and on PostgreSQL."""

from phantom_adapters.contracts.studio_conflicts import ProjectConflictsContract
from phantom_adapters.contracts.studio_documents import (
    ArrangedEntitiesContract,
    DocumentsContract,
    KeptChangesContract,
    NamedVersionsContract,
)
from phantom_adapters.contracts.studio_keeping import VersionDocumentsContract
from phantom_adapters.contracts.studio_recordings import RecordingsContract
from phantom_adapters.memory.repositories.studio_conflicts import MemoryProjectConflicts
from phantom_adapters.memory.repositories.studio_documents import (
    MemoryArrangedEntities,
    MemoryDocuments,
    MemoryKeptChanges,
    MemoryNamedVersions,
)
from phantom_adapters.memory.repositories.studio_keeping import MemoryVersionDocuments
from phantom_adapters.neighbours import KeptRecordings
from phantom_adapters.sql.repositories.studio_conflicts import SqlProjectConflicts
from phantom_adapters.sql.repositories.studio_documents import (
    SqlArrangedEntities,
    SqlDocuments,
    SqlKeptChanges,
    SqlNamedVersions,
)
from phantom_adapters.sql.repositories.studio_keeping import SqlVersionDocuments


class TestDocuments(DocumentsContract):
    adapters = (MemoryDocuments, SqlDocuments)


class TestArrangedEntities(ArrangedEntitiesContract):
    adapters = (MemoryArrangedEntities, SqlArrangedEntities)


class TestKeptChanges(KeptChangesContract):
    adapters = (MemoryKeptChanges, SqlKeptChanges)


class TestNamedVersions(NamedVersionsContract):
    adapters = (MemoryNamedVersions, SqlNamedVersions)


class TestProjectConflicts(ProjectConflictsContract):
    adapters = (MemoryProjectConflicts, SqlProjectConflicts)


class TestRecordings(RecordingsContract):
    adapters = (KeptRecordings,)


class TestVersionDocuments(VersionDocumentsContract):
    adapters = (MemoryVersionDocuments, SqlVersionDocuments)
