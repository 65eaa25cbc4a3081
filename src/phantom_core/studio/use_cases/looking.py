"""Looking at projects."""

import attrs

from phantom_core.kernel import (
    Access,
    Checked,
    NameQuery,
    Page,
    PageRequest,
    Query,
    UserId,
    line,
    ruled,
)
from phantom_core.studio.ports import StudioWork
from phantom_core.studio.project import Project, ProjectId
from phantom_core.studio.showing import project_of
from phantom_core.studio.use_cases._finding import known, may_be_invited
from phantom_core.studio.use_cases._telling import named, on_card, shown
from phantom_core.studio.views import ProjectView

__all__ = ["GetProject", "ListProjects", "ListProjectsOf", "ListPublicProjects"]

_QUERY = line(0, 100)


@attrs.frozen(kw_only=True)
class GetProject(Query[ProjectView]):
    """Look at a project's card: as a collaborator, as who is invited, or as anybody, if public.

    Raises: NotFound; ProjectOver.
    """

    access = Access.PERSON
    project_id: ProjectId

    def run(self, work: StudioWork) -> ProjectView:
        """Answer it, with one's own place."""
        return shown(work, known(work, self.project_id))


@attrs.frozen(kw_only=True)
class ListProjects(Checked, Query[Page[ProjectView]]):
    """List one's projects, own and shared: those first to which somebody came last.

    Attributes:
        query: each of its words begins a word of a project's name; case and accents are nothing.

    Raises: Invalid.
    """

    access = Access.PERSON
    query: str = ruled(_QUERY, default="")
    page: PageRequest = PageRequest()

    def run(self, work: StudioWork) -> Page[ProjectView]:
        """Answer a page of them."""
        found = work.projects.of_user(work.actor.person, NameQuery.of(self.query), self.page)
        people = named(work, {user for each in found.items for user in on_card(*each)})
        return found.map(lambda each: project_of(*each, people))


@attrs.frozen(kw_only=True)
class ListPublicProjects(Checked, Query[Page[ProjectView]]):
    """List projects at which everybody may look: those first to which somebody came last.

    Those are left out whose owner and the actor do not see each other.

    Attributes:
        query: as of `ListProjects`.

    Raises: Invalid.
    """

    access = Access.PERSON
    query: str = ruled(_QUERY, default="")
    page: PageRequest = PageRequest()

    def run(self, work: StudioWork) -> Page[ProjectView]:
        """Answer a page of them, with one's own place where one is in it."""
        return _seen(work, work.projects.public(NameQuery.of(self.query), self.page))


@attrs.frozen(kw_only=True)
class ListProjectsOf(Checked, Query[Page[ProjectView]]):
    """List the public projects that somebody has, or works on: as `ListProjects` orders them.

    Whom the actor does not see has none to show, and those are left out whose owner they do not.

    Attributes:
        query: as of `ListProjects`.

    Raises: Invalid.
    """

    access = Access.PERSON
    user_id: UserId
    query: str = ruled(_QUERY, default="")
    page: PageRequest = PageRequest()

    def run(self, work: StudioWork) -> Page[ProjectView]:
        """Answer a page of them, with one's own place where one is in it."""
        me = work.actor.person
        if self.user_id != me and not may_be_invited(work, self.user_id):
            return Page(())
        found = work.projects.of_user(
            self.user_id, NameQuery.of(self.query), self.page, public_only=True
        )
        return _seen(work, found.map(lambda each: each[0]))


def _seen(work: StudioWork, found: Page[Project]) -> Page[ProjectView]:
    """Public projects, without those whose owner and the actor do not see each other."""
    me = work.actor.person
    apart = {
        owner
        for owner in {project.owner_id for project in found.items}
        if work.blocks.between(me, owner)
    }
    visible = [project for project in found.items if project.owner_id not in apart]
    places = {each.id: work.project_collaborators.find(each.id, me) for each in visible}
    people = named(work, {user for each in visible for user in on_card(each, places[each.id])})
    return Page([project_of(each, places[each.id], people) for each in visible], found.next)
