"""Showing projects to people, and telling what has happened to them."""

from collections.abc import Iterable

from phantom_core.kernel import MAX_PAGE, PageRequest, UserId
from phantom_core.studio.collaborator import ProjectCollaborator
from phantom_core.studio.events import ProjectHidden, ProjectReason, ProjectState
from phantom_core.studio.ports import StudioWork
from phantom_core.studio.project import Project
from phantom_core.studio.showing import Named, card_of, project_of
from phantom_core.studio.use_cases._finding import Entry
from phantom_core.studio.views import ProjectView


def named(work: StudioWork, user_ids: Iterable[UserId]) -> Named:
    """The people behind some ids, each asked for once."""
    wanted = sorted(set(user_ids))
    return work.people.of(wanted) if wanted else {}


def on_card(project: Project, place: ProjectCollaborator | None) -> set[UserId]:
    """Who is named where a project is shown to whose place that is."""
    shown_there = set() if place is None else {place.user_id, place.invited_by}
    return {project.owner_id, *shown_there}


def shown(work: StudioWork, entry: Entry) -> ProjectView:
    """A project, as whose place it is sees it."""
    people = named(work, on_card(entry.project, entry.place))
    return project_of(entry.project, entry.place, people)


def tell(work: StudioWork, project: Project, reason: ProjectReason) -> None:
    """Tell how a project stands now."""
    card = card_of(project, named(work, [project.owner_id]))
    work.record(ProjectState(project_id=project.id, card=card, reason=reason))


def tell_change(work: StudioWork, before: Project, after: Project) -> None:
    """Tell how a project stands whose document was projected onto its row.

    Who sees only the card hears of it too, its chat is called as it is, and, where it is public no
    longer, all but its collaborators go.
    """
    tell(work, after, ProjectReason.CHANGED)
    if before.is_public and not after.is_public:
        there = work.project_collaborators.page(after.id, PageRequest(limit=MAX_PAGE)).items
        staying = tuple(place.user_id for place in there if place.accepted)
        work.record(ProjectHidden(project_id=after.id, collaborator_ids=staying))
