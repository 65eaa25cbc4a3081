"""Where the pages of the studio's lists begin: the same for every storage."""

from typing import Final

from phantom_core.kernel.paging import Cursor, moment_cursor
from phantom_core.studio.arrangement.conflict import ProjectConflict
from phantom_core.studio.arrangement.keeping import NamedVersion
from phantom_core.studio.collaborator import ProjectCollaborator
from phantom_core.studio.project import Project

__all__ = [
    "CHANGES",
    "COLLABORATORS",
    "CONFLICTS",
    "INVITES",
    "NAMED_VERSIONS",
    "OWN",
    "PUBLIC",
    "SEGMENTS",
    "STEMS",
    "conflict_cursor",
    "invited_cursor",
    "invited_project_cursor",
    "named_version_cursor",
    "project_cursor",
]

PUBLIC: Final = "public-projects"
"""Projects at which everybody may look."""

OWN: Final = "own-projects"
"""Projects in which somebody is."""

COLLABORATORS: Final = "collaborators"
"""Who is in a project, or invited."""

INVITES: Final = "project-invites"
"""The projects to which somebody is invited."""


def project_cursor(listing: str, project: Project) -> Cursor:
    """The place after a project, in a list by when somebody last came to it."""
    return moment_cursor(listing, project.last_accessed_at, project.id)


def invited_cursor(collaborator: ProjectCollaborator) -> Cursor:
    """The place after somebody, in the list of who is in a project."""
    return moment_cursor(COLLABORATORS, collaborator.invited_at, collaborator.user_id)


def invited_project_cursor(invited: ProjectCollaborator) -> Cursor:
    """The place after an invite, in the list of somebody's."""
    return moment_cursor(INVITES, invited.invited_at, invited.project_id)


CONFLICTS: Final = "conflicts"
"""What is to be settled in a project, or was."""

STEMS: Final = "stems"
"""The stems of a project."""

SEGMENTS: Final = "segments"
"""The segments of a stem."""

CHANGES: Final = "changes"
"""The changes of a project."""

NAMED_VERSIONS: Final = "named-versions"
"""The points in a project's past that have names."""


def conflict_cursor(conflict: ProjectConflict) -> Cursor:
    """The place after a conflict, in the list of a project's."""
    return moment_cursor(CONFLICTS, conflict.opened_at, conflict.id)


def named_version_cursor(version: NamedVersion) -> Cursor:
    """The place after a named version, in the list of a project's."""
    return moment_cursor(NAMED_VERSIONS, version.created_at, version.id)
