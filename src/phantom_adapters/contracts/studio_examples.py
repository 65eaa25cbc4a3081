"""Projects and places in them for the suites of the studio's ports."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from phantom_adapters.contracts.recording_examples import MOMENT, Repository
from phantom_core.kernel import Id, PageRequest, Storage, UserId, uuid7
from phantom_core.studio import (
    Attachment,
    CollaboratorRole,
    Project,
    ProjectCollaborator,
    ProjectId,
    defaults_of,
)

__all__ = [
    "MOMENT",
    "SERVERS",
    "add_projects",
    "all_of",
    "attachment",
    "collaborator",
    "later",
    "musician",
    "project",
    "project_id",
]

SERVERS: Final = tuple(Id(uuid7(MOMENT, 5000 + number)) for number in range(3))
"""The ids of some servers, in their order."""


def later(seconds: int) -> datetime:
    """So many seconds after everything here began."""
    return MOMENT + timedelta(seconds=seconds)


def musician(number: int) -> UserId:
    """One of many who make music; a greater number is a greater id."""
    return UserId(uuid7(MOMENT, number))


def project_id(number: int) -> ProjectId:
    """The id of one of many projects; a greater number is a greater id."""
    return ProjectId(uuid7(MOMENT, 3000 + number))


def project(number: int, name: str = "Nights", **fields: Any) -> Project:
    """One of many projects, of the first of those who make music."""
    given: dict[str, Any] = {
        "id": project_id(number),
        "owner_id": musician(1),
        "origin": "made",
        "name": name,
        "last_accessed_at": MOMENT,
        "created_at": MOMENT,
        "updated_at": MOMENT,
    }
    return Project(**{**given, **fields})


def collaborator(of: int, who: int, **fields: Any) -> ProjectCollaborator:
    """Somebody's place in a project: a viewer who has accepted, unless the fields say else."""
    role = fields.get("role", CollaboratorRole.VIEWER)
    given: dict[str, Any] = {
        "project_id": project_id(of),
        "user_id": musician(who),
        "role": role,
        "permissions": defaults_of(role),
        "invited_by": musician(1),
        "invited_at": MOMENT,
        "joined_at": MOMENT,
    }
    return ProjectCollaborator(**{**given, **fields})


def attachment(of: int, who: int, server: int = 0, seconds: int = 0) -> Attachment:
    """Somebody who listens to a project on a server."""
    return Attachment(
        project_id=project_id(of),
        user_id=musician(who),
        server_id=SERVERS[server],
        attached_at=later(seconds),
    )


async def add_projects(storage: Storage, *projects: Project) -> None:
    """Store some projects."""
    repository: Any = Repository(storage, "projects")
    for each in projects:
        assert await repository.add(each)


async def all_of(listing: Any, limit: int, *asked: Any) -> Sequence[Any]:
    """All that a method lists, so many at a time."""
    found: list[Any] = []
    cursor = None
    while True:
        page = await listing(*asked, PageRequest(limit=limit, cursor=cursor))
        found += page.items
        cursor = page.next
        if cursor is None:
            return found
