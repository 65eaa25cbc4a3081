"""The topic of a project: who may listen to it, and what a client loads on joining it."""

from collections.abc import Callable, Collection, Mapping
from typing import Annotated, Any, Final

import attrs
import msgspec

from phantom_app.http.payloads import Payload
from phantom_app.http.studio.arrangement_payloads import ArrangementPayload, arrangement_of
from phantom_app.http.studio.payloads import (
    CollaboratorPayload,
    ProjectCardPayload,
    collaborator_of,
    project_card_of,
)
from phantom_app.http.studio.session_payloads import (
    LISTENING,
    SharedPlaybackPayload,
    shared_playback_of,
)
from phantom_core.kernel import Access, Id, Query, StoredEvent, UserId
from phantom_core.live import EVERYBODY, AllBut, Ended, TopicKind
from phantom_core.studio import (
    ArrangementView,
    CollaboratorRemoved,
    CollaboratorUpdated,
    GetArrangement,
    GetProjectInside,
    ProjectHidden,
    ProjectId,
    ProjectInside,
    ProjectReason,
    ProjectState,
    may_listen,
)

__all__ = [
    "ACTIVITIES",
    "STATES",
    "TOPIC",
    "GetProjectWhole",
    "ProjectInsidePayload",
    "ProjectWhole",
]

ACTIVITIES: Final[Collection[str]] = ("editing", LISTENING, "idle")
"""What people say that they do in a project."""


@attrs.frozen(kw_only=True)
class ProjectWhole:
    """What a project's topic is about."""

    inside: ProjectInside
    arrangement: ArrangementView


@attrs.frozen(kw_only=True)
class GetProjectWhole(Query[ProjectWhole]):
    """Look at all that a project's topic tells about. Raises: NotFound, ProjectOver."""

    access = Access.PERSON
    project_id: ProjectId

    def run(self, work: Any) -> ProjectWhole:
        """Answer who is in it, and all that stands in it."""
        return ProjectWhole(
            inside=GetProjectInside(project_id=self.project_id).run(work),
            arrangement=GetArrangement(project_id=self.project_id).run(work),
        )


class ProjectInsidePayload(Payload):
    """The state of the topic `project:<id>`, which the topic's events carry on.

    Who is there now, what they do and where they point, the answer's `presence` has.
    """

    project: ProjectCardPayload
    collaborators: Annotated[
        list[CollaboratorPayload],
        msgspec.Meta(description="By `invitedAt`, then by id; without whom one has blocked."),
    ]
    playback: SharedPlaybackPayload
    arrangement: ArrangementPayload


def _ends(stored: StoredEvent) -> Ended:
    """Who is put out or goes hears no more; so do visitors of what is hidden, and all when it ends.

    Who leaves a public project may come back to look on.
    """
    event = stored.event
    if isinstance(event, CollaboratorRemoved):
        return (event.person.id,) if event.collaborated else ()
    if isinstance(event, ProjectHidden):
        return AllBut(event.collaborator_ids)
    gone = isinstance(event, ProjectState) and event.reason is ProjectReason.DELETED
    return EVERYBODY if gone else ()


def _speakers(stored: StoredEvent) -> tuple[UserId, ...]:
    """Who comes and goes is left out for those who have blocked them; the music is everybody's."""
    event = stored.event
    if isinstance(event, CollaboratorUpdated):
        return (event.collaborator.person.id,)
    return (event.person.id,) if isinstance(event, CollaboratorRemoved) else ()


def _whole(project_id: Id) -> GetProjectWhole:
    return GetProjectWhole(project_id=ProjectId(project_id))


def _whole_of(whole: ProjectWhole) -> ProjectInsidePayload:
    inside = whole.inside
    return ProjectInsidePayload(
        project=project_card_of(inside.view.card),
        collaborators=[collaborator_of(each) for each in inside.collaborators],
        playback=shared_playback_of(inside.playback),
        arrangement=arrangement_of(whole.arrangement),
    )


TOPIC: Final = TopicKind(
    may_join=may_listen, state=_whole, ends=_ends, speakers=_speakers, activities=ACTIVITIES
)
"""The kind `project`."""

STATES: Final[Mapping[type[Any], Callable[[Any], Payload]]] = {ProjectWhole: _whole_of}
"""How its state is told."""
