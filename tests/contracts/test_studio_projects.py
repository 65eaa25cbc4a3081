"""Projects keep the promises of their port in memory, on SQLite and on PostgreSQL."""

from phantom_adapters.contracts.studio_projects import ProjectsContract
from phantom_adapters.memory.repositories.studio_projects import MemoryProjects
from phantom_adapters.sql.repositories.studio_projects import SqlProjects


class TestProjects(ProjectsContract):
    adapters = (MemoryProjects, SqlProjects)
