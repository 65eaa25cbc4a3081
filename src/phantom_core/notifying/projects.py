"""What happens in projects: whom it concerns is told."""

from typing import Final

from phantom_core.kernel import Id, UserId
from phantom_core.kernel.performing import Reactions
from phantom_core.notifications import (
    NotificationKind,
    Notify,
    Payload,
    Subject,
    SubjectKind,
    WithdrawPart,
)
from phantom_core.studio.arrangement_events import ConflictDetected, ConflictResolved
from phantom_core.studio.events import (
    CollaboratorRemoved,
    PartReason,
    ProjectReason,
    ProjectState,
)

__all__ = ["PROJECTS"]


def _removed(event: CollaboratorRemoved) -> Notify | None:
    if event.reason is not PartReason.REMOVED or not event.collaborated:
        return None
    return _project(event.person.id, "removed", event.project_id)


def _owner(event: ProjectState) -> Notify | None:
    if event.reason is not ProjectReason.OWNER:
        return None
    return _project(event.card.owner.id, "owner", event.project_id)


def _project(user_id: UserId, move: str, project_id: Id) -> Notify:
    return Notify(
        user_id=user_id,
        kind=NotificationKind.COLLABORATION,
        key=f"project:{project_id}:{move}",
        part=project_id,
        payload=Payload(move=move, subject=Subject(kind=SubjectKind.PROJECT, id=project_id)),
    )


def _conflict_key(project_id: Id) -> str:
    return f"conflict:{project_id}"


def _conflict(event: ConflictDetected) -> Notify | None:
    """Everybody who has a part is told, of the first of the others who has."""
    conflict, user_id = event.conflict, event.told_to
    if user_id is None:
        return None
    others = (side.user_id for side in conflict.sides if side.user_id != user_id)
    return Notify(
        user_id=user_id,
        kind=NotificationKind.CONFLICT,
        key=_conflict_key(conflict.project_id),
        part=conflict.id,
        actor_id=next(others, None),
        payload=Payload(subject=Subject(kind=SubjectKind.PROJECT, id=conflict.project_id)),
    )


def _no_conflict(event: ConflictResolved) -> WithdrawPart | None:
    conflict, user_id = event.conflict, event.told_to
    if user_id is None:
        return None
    return WithdrawPart(user_id=user_id, key=_conflict_key(conflict.project_id), part=conflict.id)


PROJECTS: Final[Reactions] = {
    CollaboratorRemoved: (_removed,),
    ProjectState: (_owner,),
    ConflictDetected: (_conflict,),
    ConflictResolved: (_no_conflict,),
}
"""Event -> who is notified."""
