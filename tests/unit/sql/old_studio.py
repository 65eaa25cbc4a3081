"""A few rows of the studio, as the version wrote them that first kept projects; read back too."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from phantom_core.kernel import (
    SYSTEM,
    Id,
    Invocation,
    NameQuery,
    PageRequest,
    Storage,
    UserId,
    person,
)
from phantom_core.phantom import Phantom
from phantom_core.studio import (
    CollaboratorRole,
    GetProject,
    GetSession,
    ListProjectInvites,
    ProjectId,
)
from tests.unit.sql.old_rows import ADA, BOB, JOB, THEN

__all__ = ["OLD_PROJECTS", "read_the_projects"]

_NIGHTS: Final = "01J9AD7000PR0JECT000000000"
_FLAGS: Final = "can_edit", "can_add_stems", "can_delete_stems", "can_invite_others", "can_export"
_ALL: Final = "{" + ", ".join(f'"{flag}": true' for flag in _FLAGS) + "}"
_PLACE: Final = {"project_id": _NIGHTS, "invited_by": ADA, "invited_at": THEN}

OLD_PROJECTS: Final[Mapping[str, Sequence[Mapping[str, Any]]]] = {
    "projects": [
        {
            "id": _NIGHTS,
            "owner_id": ADA,
            "origin": "f",
            "name": "Nights",
            "tempo": 93.5,
            "time_signature": "[7, 8]",
            "length_ms": 1000,
            "is_public": True,
            "is_active": True,
            "last_accessed_at": THEN,
            "created_at": THEN,
            "updated_at": THEN,
            "version": 3,
            "shown_at": THEN,
        }
    ],
    "project_words": [{"project_id": _NIGHTS, "word": "nights"}],
    "project_collaborators": [
        {**_PLACE, "user_id": ADA, "role": "owner", "permissions": _ALL, "joined_at": THEN},
        {**_PLACE, "user_id": BOB, "role": "viewer", "permissions": "{}"},
    ],
    "project_attachments": [
        {"project_id": _NIGHTS, "user_id": ADA, "server_id": JOB, "attached_at": THEN}
    ],
    "project_sessions": [
        {
            "project_id": _NIGHTS,
            "started_at": THEN,
            "playback": f'{{"is_playing": false, "offset_ms": 7, "changed_by": "{ADA}"}}',
        }
    ],
}


async def read_the_projects(storage: Storage) -> None:
    """Look at all of it."""
    phantom, project_id = Phantom(storage), ProjectId(Id(_NIGHTS))
    ada, bob = person(UserId(Id(ADA))), person(UserId(Id(BOB)))
    view = await phantom.ask(GetProject(project_id=project_id), actor=ada)
    session = await phantom.ask(GetSession(project_id=project_id), actor=ada)
    (invite,) = (await phantom.ask(ListProjectInvites(), actor=bob)).items
    found = await storage.read(
        Invocation(SYSTEM, 0),
        lambda work: work.projects.public(NameQuery.of("night"), PageRequest()).items,
    )

    assert (view.card.tempo, view.card.time_signature, view.card.version) == (93.5, (7, 8), 3)
    assert view.me is not None
    assert (view.me.role, view.me.permissions.can_export) == (CollaboratorRole.OWNER, True)
    assert (invite.role, invite.permissions.can_edit) == (CollaboratorRole.VIEWER, False)
    assert [each.person.username for each in session.participants] == ["ada"]
    assert session.playback.position_ms == 7
    assert [project.id for project in found] == [_NIGHTS]
