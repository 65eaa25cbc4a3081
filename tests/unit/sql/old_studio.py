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
    EntityId,
    GetProject,
    GetSession,
    ListProjectInvites,
    ProjectId,
)
from phantom_core.sync import ReplicaId
from tests.unit.sql.old_rows import ADA, BOB, JOB, THEN

__all__ = [
    "NIGHTS",
    "OLD_ARRANGEMENTS",
    "OLD_PROJECTS",
    "read_the_arrangements",
    "read_the_projects",
]

NIGHTS: Final = "01J9AD7000PR0JECT000000000"
"""The id of the old project."""
_FLAGS: Final = "can_edit", "can_add_stems", "can_delete_stems", "can_invite_others", "can_export"
_ALL: Final = "{" + ", ".join(f'"{flag}": true' for flag in _FLAGS) + "}"
_PLACE: Final = {"project_id": NIGHTS, "invited_by": ADA, "invited_at": THEN}

OLD_PROJECTS: Final[Mapping[str, Sequence[Mapping[str, Any]]]] = {
    "projects": [
        {
            "id": NIGHTS,
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
    "project_words": [{"project_id": NIGHTS, "word": "nights"}],
    "project_collaborators": [
        {**_PLACE, "user_id": ADA, "role": "owner", "permissions": _ALL, "joined_at": THEN},
        {**_PLACE, "user_id": BOB, "role": "viewer", "permissions": "{}"},
    ],
    "project_attachments": [
        {"project_id": NIGHTS, "user_id": ADA, "server_id": JOB, "attached_at": THEN}
    ],
    "project_sessions": [
        {
            "project_id": NIGHTS,
            "started_at": THEN,
            "playback": f'{{"is_playing": false, "offset_ms": 7, "changed_by": "{ADA}"}}',
        }
    ],
}

_STEM: Final = "01J9AD7000STEM000000000000"
_SIDE: Final = (
    f'{{"user_id": "{ADA}", "replica": "tab", "counter": 2, "change_id": "c2", "written": "1"}}'
)

OLD_ARRANGEMENTS: Final[Mapping[str, Sequence[Mapping[str, Any]]]] = {
    "project_documents": [{"project_id": NIGHTS, "chain": "c", "changes": 2}],
    "project_checkpoints": [
        {"project_id": NIGHTS, "seq": 3, "vector": '{"tab": 2}', "chain": "c", "body": b""}
    ],
    "arranged_entities": [
        {
            "id": _STEM,
            "project_id": NIGHTS,
            "kind": "stem",
            "version": 2,
            "vector": '{"tab": 2}',
            "created_at": THEN,
            "updated_at": THEN,
            "last_modified_by": ADA,
        }
    ],
    "kept_changes": [
        {
            "project_id": NIGHTS,
            "replica": "tab",
            "counter": 2,
            "change_id": "c2",
            "entity_id": _STEM,
            "version": 2,
            "after_seq": 1,
        }
    ],
    "project_conflicts": [
        {
            "id": JOB,
            "project_id": NIGHTS,
            "kind": "write/write",
            "entity": "stem",
            "entity_id": _STEM,
            "record": _STEM,
            "field": "volume",
            "winner": _SIDE,
            "losers": f"[{_SIDE}]",
            "opened_at": THEN,
        }
    ],
    "named_versions": [
        {
            "id": JOB,
            "project_id": NIGHTS,
            "name": "Demo",
            "seq": 3,
            "created_by": ADA,
            "created_at": THEN,
        }
    ],
}


async def read_the_arrangements(storage: Storage) -> None:
    """Look at all that is kept beside the log."""
    project_id, stem_id = ProjectId(Id(NIGHTS)), EntityId(Id(_STEM))
    tab = ReplicaId("tab")

    def body(work: Any) -> Any:
        return (
            work.documents.head(project_id),
            work.documents.marks(project_id, 9),
            work.arranged_entities.find(stem_id),
            work.kept_changes.find(project_id, tab, 2),
            work.project_conflicts.open_at(project_id, (stem_id, "volume")),
            work.named_versions.find(project_id, "Demo"),
        )

    head, marks, entity, change, conflict, version = await storage.read(Invocation(SYSTEM, 0), body)
    assert (head.changes, marks[0].vector, entity.vector) == (2, {tab: 2}, {tab: 2})
    assert (change.version, conflict.winner.value, version.seq) == (2, 1, 3)


async def read_the_projects(storage: Storage) -> None:
    """Look at all of it."""
    phantom, project_id = Phantom(storage), ProjectId(Id(NIGHTS))
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
    assert [project.id for project in found] == [NIGHTS]
