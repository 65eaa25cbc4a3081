"""The tables of the studio in memory, which its repositories share."""

from operator import attrgetter

from phantom_adapters.memory.rows import MemoryRows
from phantom_adapters.memory.table import Journal
from phantom_core.kernel import UserId
from phantom_core.studio import Project, ProjectCollaborator, ProjectId

__all__ = ["StudioTables"]


class StudioTables:
    """The tables that more than one repository reads, over one journal."""

    def __init__(self, journal: Journal) -> None:
        self.projects: MemoryRows[ProjectId, Project] = MemoryRows(
            journal, "project", attrgetter("id"), name="projects"
        )
        self.collaborators: MemoryRows[tuple[ProjectId, UserId], ProjectCollaborator] = MemoryRows(
            journal,
            "collaborator",
            attrgetter("project_id", "user_id"),
            name="project_collaborators",
        )
