"""Places in projects keep the promises of their port in memory, on SQLite and on PostgreSQL."""

from phantom_adapters.contracts.studio_collaborators import CollaboratorsContract
from phantom_adapters.memory.repositories.studio_collaborators import MemoryCollaborators
from phantom_adapters.sql.repositories.studio_collaborators import SqlCollaborators


class TestCollaborators(CollaboratorsContract):
    adapters = (MemoryCollaborators, SqlCollaborators)
