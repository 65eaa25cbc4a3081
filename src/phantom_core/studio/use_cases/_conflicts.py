"""Keeping account of conflicts: which there are, which are settled, who is told."""

import json
from collections.abc import Iterable, Iterator

from phantom_core.kernel import Id, UserId, is_id
from phantom_core.studio.arrangement.conflict import (
    ConflictId,
    ConflictSide,
    ProjectConflict,
    clashing,
    wanted_of,
)
from phantom_core.studio.arrangement_events import ConflictDetected, ConflictResolved
from phantom_core.studio.document_ports import ArrangementWork
from phantom_core.studio.project import ProjectId
from phantom_core.sync import Conflict, ConflictKey, Document


def settle(
    work: ArrangementWork, document: Document, project_id: ProjectId, keys: Iterable[ConflictKey]
) -> None:
    """Bring the conflicts of a project in step with its document, where changes touched them."""
    for key in sorted(keys, key=lambda key: (key[0], key[1] or "")):
        found, known = document.conflict(key), work.project_conflicts.open_at(project_id, key)
        if found is not None and known is None:
            _open(work, document, project_id, found)
        elif found is not None and known is not None:
            _retell(work, known, found)
        elif known is not None:
            _close(work, known)


def _open(
    work: ArrangementWork, document: Document, project_id: ProjectId, found: Conflict
) -> None:
    kind, entity, entity_id = clashing(document, found)
    winner, *losers = _sides(work, project_id, found)
    conflict = ProjectConflict(
        id=ConflictId(work.new_id()),
        project_id=project_id,
        kind=kind,
        entity=entity,
        entity_id=entity_id,
        record=found.record,
        field=found.field,
        winner=winner,
        losers=tuple(losers),
        opened_at=work.now,
    )
    work.project_conflicts.add(conflict)
    _tell(work, conflict, ConflictDetected)


def _retell(work: ArrangementWork, known: ProjectConflict, found: Conflict) -> None:
    winner, *losers = _sides(work, known.project_id, found)
    conflict = known.changed(winner=winner, losers=tuple(losers))
    if conflict != known:
        work.project_conflicts.put(conflict)
        _tell(work, conflict, ConflictDetected)


def _close(work: ArrangementWork, known: ProjectConflict) -> None:
    conflict = known.changed(resolved_at=work.now, resolved_by=work.actor.user_id)
    work.project_conflicts.put(conflict)
    _tell(work, conflict, ConflictResolved)


def _sides(work: ArrangementWork, project_id: ProjectId, found: Conflict) -> Iterator[ConflictSide]:
    for side, deletes in wanted_of(found):
        kept = work.kept_changes.find(project_id, side.replica, side.counter)
        yield ConflictSide(
            user_id=UserId(Id(side.author)),
            replica=side.replica,
            counter=side.counter,
            change_id=f"{side.replica}:{side.counter}" if kept is None else kept.change_id,
            written=json.dumps(side.value),
            deletes=deletes,
        )


def _tell(
    work: ArrangementWork,
    conflict: ProjectConflict,
    event: type[ConflictDetected] | type[ConflictResolved],
) -> None:
    work.record(event(conflict=conflict))
    for user_id in sorted(work.people.of(sorted(people_in(conflict)))):
        work.record(event(conflict=conflict, told_to=user_id))


def people_in(conflict: ProjectConflict) -> set[UserId]:
    """Who has a part in a conflict; what the server mended is nobody's."""
    return {side.user_id for side in conflict.sides if is_id(side.user_id)}
