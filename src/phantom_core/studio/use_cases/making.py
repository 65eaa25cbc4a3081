"""Making projects, and deleting them."""

import attrs

from phantom_core.kernel import (
    Access,
    Bpm,
    Checked,
    Command,
    Conflict,
    Id,
    expect_version,
    fingerprint,
    ruled,
)
from phantom_core.studio import policy
from phantom_core.studio.collaborator import CollaboratorRole, ProjectCollaborator, defaults_of
from phantom_core.studio.errors import ProjectOver
from phantom_core.studio.events import CollaboratorUpdated, ProjectReason
from phantom_core.studio.ports import StudioWork
from phantom_core.studio.project import (
    DESCRIPTION,
    NAME,
    TEMPO,
    TIME_SIGNATURE,
    Project,
    ProjectId,
    TimeSignature,
)
from phantom_core.studio.use_cases._finding import Entry, known
from phantom_core.studio.use_cases._places import revoke_all, shown_place
from phantom_core.studio.use_cases._telling import shown, tell
from phantom_core.studio.views import ProjectView

__all__ = ["CreateProject", "DeleteProject"]


@attrs.frozen(kw_only=True)
class CreateProject(Checked, Command[ProjectView]):
    """Make a project, which is one's own.

    Done again with the same id and content, it is the same creation, whatever has become of the
    project meanwhile.

    Attributes:
        project_id: the id that it gets, where a client chooses it.
        tempo: in beats a minute; if absent, what one prefers.

    Raises: Invalid; Conflict, if the id is in use; ProjectOver, if it was deleted since.
    """

    access = Access.PERSON
    project_id: ProjectId | None = None
    name: str = ruled(NAME)
    description: str | None = ruled(DESCRIPTION, default=None)
    tempo: Bpm | None = ruled(TEMPO, default=None)
    time_signature: TimeSignature = ruled(TIME_SIGNATURE, default=(4, 4))
    is_public: bool = False

    def run(self, work: StudioWork) -> ProjectView:
        """Answer the project."""
        project = self._project(work)
        if not work.projects.add(project):
            return _same(work, project)
        owner = _owner(work, project)
        work.project_collaborators.add(owner)
        tell(work, project, ProjectReason.CREATED)
        place = shown_place(work, owner)
        work.record(CollaboratorUpdated(project_id=project.id, collaborator=place))
        return shown(work, Entry(project=project, place=owner))

    def _project(self, work: StudioWork) -> Project:
        me = work.actor.person
        return Project(
            id=self.project_id or ProjectId(Id(work.new_id())),
            owner_id=me,
            origin=fingerprint((me, self)),
            name=self.name,
            description=self.description,
            tempo=work.default_tempos.of(me) if self.tempo is None else self.tempo,
            time_signature=self.time_signature,
            is_public=self.is_public,
            last_accessed_at=work.now,
            created_at=work.now,
            updated_at=work.now,
        )


@attrs.frozen(kw_only=True)
class DeleteProject(Command[None]):
    """Delete a project for everybody, as its owner. It does not come back.

    Attributes:
        version: the one that is meant; any, if absent.

    Raises: NotFound; ProjectOver; MayNot; Outdated.
    """

    access = Access.PERSON
    project_id: ProjectId
    version: int | None = None

    def run(self, work: StudioWork) -> None:
        """Delete it; what it was stays where others' data point to it."""
        entry = known(work, self.project_id)
        policy.may_delete(entry.project, entry.place).enforce()
        expect_version("project", current=entry.project.version, expected=self.version)
        gone = entry.project.changed(work.now, is_active=False)
        work.projects.put(gone)
        revoke_all(work, gone)
        tell(work, gone, ProjectReason.DELETED)


def _same(work: StudioWork, wanted: Project) -> ProjectView:
    """The project that is there already, if it was made just so by the actor."""
    found = work.projects.get(wanted.id)
    place = work.project_collaborators.find(found.id, work.actor.person)
    if found.origin != wanted.origin or place is None:
        raise Conflict("Another project has this id.")
    if not found.is_active:
        raise ProjectOver
    return shown(work, Entry(project=found, place=place))


def _owner(work: StudioWork, project: Project) -> ProjectCollaborator:
    return ProjectCollaborator(
        project_id=project.id,
        user_id=project.owner_id,
        role=CollaboratorRole.OWNER,
        permissions=defaults_of(CollaboratorRole.OWNER),
        invited_by=project.owner_id,
        invited_at=work.now,
        joined_at=work.now,
    )
