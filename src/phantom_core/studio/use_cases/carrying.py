"""Carrying projects: all that is taken away, and what arrives.

What arrives is made in pieces, each a transaction. Until the last of them stands nobody sees the
project, not even who imports it; an import that breaks off leaves nothing that is ever seen.
"""

from collections.abc import Mapping

import attrs

from phantom_core.kernel import (
    Access,
    Bpm,
    Command,
    Conflict,
    Id,
    Milliseconds,
    NotFound,
    Query,
)
from phantom_core.studio import policy
from phantom_core.studio.arrangement.carrying import Carried, carried
from phantom_core.studio.arrangement.keeping import Recording
from phantom_core.studio.arrangement.packed_step import PackedStep
from phantom_core.studio.collaborator import CollaboratorRole, ProjectCollaborator, defaults_of
from phantom_core.studio.document_ports import ArrangementWork
from phantom_core.studio.events import CollaboratorUpdated, ProjectReason
from phantom_core.studio.project import Project, ProjectId, TimeSignature
from phantom_core.studio.use_cases._arranging import Arranging
from phantom_core.studio.use_cases._document import reading
from phantom_core.studio.use_cases._finding import Entry, seen
from phantom_core.studio.use_cases._judging import rest_replica
from phantom_core.studio.use_cases._places import shown_place
from phantom_core.studio.use_cases._telling import shown, tell
from phantom_core.studio.views import ProjectView
from phantom_core.sync import RecordId

__all__ = [
    "MOST_STEPS",
    "BeginImport",
    "FinishImport",
    "GetExport",
    "GoOnImporting",
    "ProjectExport",
]

MOST_STEPS = 250
"""How many stems and segments arrive in one transaction."""


@attrs.frozen(kw_only=True)
class ProjectExport:
    """All that is taken away of a project.

    Attributes:
        recordings: those that its segments play and that the actor may hear, by id.
    """

    arrangement: Carried = attrs.field(repr=False)
    recordings: Mapping[Id, Recording]


@attrs.frozen(kw_only=True)
class GetExport(Query[ProjectExport]):
    """Look at all that one may take away of a project. Raises: NotFound; ProjectOver; MayNot."""

    access = Access.PERSON
    project_id: ProjectId

    def run(self, work: ArrangementWork) -> ProjectExport:
        """Answer it."""
        entry = seen(work, self.project_id)
        policy.may_export(entry.project, entry.place).enforce()
        with reading(work, self.project_id) as document:
            arrangement = carried(document, RecordId(self.project_id))
        me = work.actor.person
        found = [work.recordings.find(each, seen_by=me) for each in arrangement.recordings]
        recordings = {each.id: each for each in found if each is not None}
        return ProjectExport(arrangement=arrangement, recordings=recordings)


@attrs.frozen(kw_only=True)
class BeginImport(Command[None]):
    """Begin to make a project of what has arrived, unseen by anybody.

    Attributes:
        project_id: the id that it gets.
        length_ms: where it will end.
        steps: the first of its changes; with them it has its length.

    Raises: Conflict, if the id is in use.
    """

    access = Access.PERSON
    project_id: ProjectId
    name: str
    description: str | None
    tempo: Bpm
    time_signature: TimeSignature
    length_ms: Milliseconds
    steps: tuple[PackedStep, ...] = attrs.field(repr=False)

    def run(self, work: ArrangementWork) -> None:
        """Make it, with its owner and its first changes."""
        me = work.actor.person
        project = Project(
            id=self.project_id,
            owner_id=me,
            origin=f"import:{self.project_id}",
            name=self.name,
            description=self.description,
            tempo=self.tempo,
            time_signature=self.time_signature,
            length_ms=self.length_ms,
            is_active=False,
            last_accessed_at=work.now,
            created_at=work.now,
            updated_at=work.now,
        )
        if not work.projects.add(project):
            raise Conflict("Another project has this id.")
        owner = ProjectCollaborator(
            project_id=project.id,
            user_id=me,
            role=CollaboratorRole.OWNER,
            permissions=defaults_of(CollaboratorRole.OWNER),
            invited_by=me,
            invited_at=work.now,
            joined_at=work.now,
        )
        work.project_collaborators.add(owner)
        _write(work, Entry(project=project, place=owner), self.steps)


@attrs.frozen(kw_only=True)
class GoOnImporting(Command[None]):
    """Make more of a project that is being imported. Raises: NotFound."""

    access = Access.PERSON
    project_id: ProjectId
    steps: tuple[PackedStep, ...] = attrs.field(repr=False)

    def run(self, work: ArrangementWork) -> None:
        """Make the next of its changes."""
        _write(work, _unseen(work, self.project_id), self.steps)


@attrs.frozen(kw_only=True)
class FinishImport(Command[ProjectView]):
    """Let a project be seen all of which has arrived.

    The same file again under one idempotency key is the same project.

    Attributes:
        sha256: of the file that it came in, 64 hexadecimal digits.

    Raises: NotFound.
    """

    access = Access.PERSON
    project_id: ProjectId = attrs.field(repr=False)
    sha256: str

    def run(self, work: ArrangementWork) -> ProjectView:
        """Answer the project."""
        entry = _unseen(work, self.project_id)
        project = attrs.evolve(entry.project, is_active=True)
        work.projects.put(project)
        tell(work, project, ProjectReason.CREATED)
        if entry.place is not None:
            place = shown_place(work, entry.place)
            work.record(CollaboratorUpdated(project_id=project.id, collaborator=place))
        return shown(work, Entry(project=project, place=entry.place))


def _unseen(work: ArrangementWork, project_id: ProjectId) -> Entry:
    """A project that the actor is importing: one that was deleted has another version."""
    project = work.projects.get(project_id)
    place = work.project_collaborators.find(project_id, work.actor.person)
    if project.is_active or project.version > 1 or place is None or not place.owns:
        raise NotFound("import", project_id)
    return Entry(project=project, place=place)


def _write(work: ArrangementWork, entry: Entry, steps: tuple[PackedStep, ...]) -> None:
    me = work.actor.person
    arranging = Arranging(work, entry)
    for step in (each.unpacked() for each in steps):
        arranging.write(step.target, step.edits, replica=rest_replica(me), author=me)
    arranging.finish()
