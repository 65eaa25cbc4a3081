"""Being in a project together: who is there, and where the music stands for all of them."""

import attrs

from phantom_core.kernel import (
    Access,
    Checked,
    Command,
    Fault,
    Invalid,
    Milliseconds,
    Query,
    between,
    ruled,
)
from phantom_core.studio import policy
from phantom_core.studio.events import PlaybackSynced, SyncAction
from phantom_core.studio.ports import StudioWork
from phantom_core.studio.project import ProjectId
from phantom_core.studio.session import FARTHEST, CollaborationSession, SharedPlayback
from phantom_core.studio.use_cases._finding import known, seen
from phantom_core.studio.use_cases._seeing import (
    all_collaborators,
    lasting_session,
    participants,
    playback,
    shown_playback,
)
from phantom_core.studio.use_cases._telling import named, shown
from phantom_core.studio.views import PlaybackView, ProjectInside, SessionView

__all__ = ["GetProjectInside", "GetSession", "SyncProjectPlayback"]


@attrs.frozen(kw_only=True)
class GetSession(Query[SessionView]):
    """Look at who is in a project now, and where its music stands.

    Raises: NotFound; ProjectOver.
    """

    access = Access.PERSON
    project_id: ProjectId

    def run(self, work: StudioWork) -> SessionView:
        """Answer it; without those whom one has blocked."""
        project = seen(work, self.project_id).project
        session = lasting_session(work, project)
        return SessionView(
            project_id=project.id,
            participants=participants(work, project),
            playback=playback(work, project),
            started_at=None if session is None else session.started_at,
            expires_at=None if session is None else session.expires_at,
        )


@attrs.frozen(kw_only=True)
class GetProjectInside(Query[ProjectInside]):
    """Look at all that a project's topic tells about, besides its document.

    Raises: NotFound; ProjectOver.
    """

    access = Access.PERSON
    project_id: ProjectId

    def run(self, work: StudioWork) -> ProjectInside:
        """Answer it; without those whom one has blocked."""
        entry = seen(work, self.project_id)
        return ProjectInside(
            view=shown(work, entry),
            collaborators=all_collaborators(work, entry.project),
            playback=playback(work, entry.project),
        )


@attrs.frozen(kw_only=True)
class SyncProjectPlayback(Checked, Command[PlaybackView]):
    """Play, pause or seek for all who are in a project. The last to do so is followed.

    It is no edit: nothing undoes it, and no version counts it.

    Attributes:
        position_ms: where the music stands then; if absent, where it is.

    Raises: NotFound; ProjectOver; MayNot; Invalid, for a seek to nowhere.
    """

    access = Access.PERSON
    project_id: ProjectId
    action: SyncAction
    position_ms: Milliseconds | None = ruled(between(0, FARTHEST), default=None)

    def run(self, work: StudioWork) -> PlaybackView:
        """Answer where it stands now."""
        entry = known(work, self.project_id)
        project = entry.project
        policy.may_drive(project, entry.place).enforce()
        session = lasting_session(work, project) or CollaborationSession(
            project_id=project.id, started_at=work.now, vacant_since=work.now
        )
        changed = self._changed(work, session.playback)
        work.collaboration_sessions.put(session.synced(changed))
        self._tell(work, changed)
        return shown_playback(work, project, changed)

    def _changed(self, work: StudioWork, before: SharedPlayback) -> SharedPlayback:
        if self.action is SyncAction.SEEK and self.position_ms is None:
            raise Invalid(Fault("position_ms", "is required"))
        position = before.position(work.now) if self.position_ms is None else self.position_ms
        seeks = self.action is SyncAction.SEEK
        return SharedPlayback(
            is_playing=before.is_playing if seeks else self.action is SyncAction.PLAY,
            offset_ms=position,
            changed_at=work.now,
            changed_by=work.actor.person,
        )

    def _tell(self, work: StudioWork, now: SharedPlayback) -> None:
        me = work.actor.person
        work.record(
            PlaybackSynced(
                project_id=self.project_id,
                action=self.action,
                is_playing=now.is_playing,
                position_ms=now.offset_ms,
                changed_at=work.now,
                changed_by=named(work, [me])[me],
            )
        )
