"""A small world for the studio's use cases: people, and projects that they make together."""

from typing import Any

import attrs

from phantom_adapters.contracts.kernel_examples import write
from phantom_core.chat import ChatKind, GetLinkedChat
from phantom_core.kernel import Access, Actor, Command, Event, Id, UserId
from phantom_core.studio import (
    NOTHING,
    AcceptProjectInvite,
    AttachToProject,
    CollaboratorRole,
    CreateProject,
    DetachFromProject,
    GetSession,
    InviteCollaborator,
    LeaveProject,
    ListCollaborators,
    ListProjectInvites,
    PermissionChanges,
    Permissions,
    ProjectCollaborator,
    ProjectId,
    RemoveCollaborator,
    SessionView,
    SetCollaborator,
    StudioWork,
    project_topic,
)
from phantom_core.studio.use_cases._telling import tell_change
from tests.use_cases.chat.parlour import Parlour

__all__ = ["SERVER", "Reproject", "Workshop"]

SERVER = Id("01J9AD7000SERVERSERVER0000")
"""A server process."""


@attrs.frozen(kw_only=True)
class Reproject(Command[None]):
    """Have a project called otherwise, or shown to others, as its document does."""

    access = Access.SYSTEM
    project_id: ProjectId
    name: str = "Nights"
    is_public: bool = False

    def run(self, work: StudioWork) -> None:
        """Change it."""
        before = work.projects.get(self.project_id)
        if (before.name, before.is_public) == (self.name, self.is_public):
            return
        after = before.changed(work.now, name=self.name, is_public=self.is_public)
        work.projects.put(after)
        tell_change(work, before, after)


@attrs.define
class Workshop(Parlour):
    """The world, and what is done in it again and again."""

    async def project(
        self,
        owner: Actor,
        *collaborators: Actor,
        role: CollaboratorRole = CollaboratorRole.CONTRIBUTOR,
        **fields: Any,
    ) -> ProjectId:
        """Somebody makes a project, and others are in it."""
        made = await self.do(CreateProject(**{"name": "Nights", **fields}), owner)
        for each in collaborators:
            await self.enter(made.card.id, owner, each, role)
        return made.card.id

    async def invite(
        self,
        project: ProjectId,
        by: Actor,
        whom: Actor,
        role: CollaboratorRole = CollaboratorRole.VIEWER,
        **changes: bool,
    ) -> list[Event]:
        """Somebody invites another; answer what happened."""
        command = InviteCollaborator(
            project_id=project,
            user_id=whom.person,
            role=role,
            changes=PermissionChanges(**changes),
        )
        return await self.told(command, by)

    async def accept(self, project: ProjectId, who: Actor) -> list[Event]:
        """Somebody accepts; answer what happened."""
        return await self.told(AcceptProjectInvite(project_id=project), who)

    async def enter(
        self, project: ProjectId, by: Actor, whom: Actor, role: CollaboratorRole
    ) -> None:
        """Somebody invites another, who accepts."""
        await self.invite(project, by, whom, role)
        await self.accept(project, whom)

    async def set_place(
        self,
        project: ProjectId,
        by: Actor,
        whom: Actor,
        role: CollaboratorRole | None = None,
        **changes: bool,
    ) -> list[Event]:
        """Somebody changes what another is and may do; answer what happened."""
        command = SetCollaborator(
            project_id=project,
            user_id=whom.person,
            role=role,
            changes=PermissionChanges(**changes),
        )
        return await self.told(command, by)

    async def put_out(self, project: ProjectId, by: Actor, whom: Actor) -> list[Event]:
        """Somebody puts another out; answer what happened."""
        return await self.told(RemoveCollaborator(project_id=project, user_id=whom.person), by)

    async def depart(self, project: ProjectId, who: Actor) -> list[Event]:
        """Somebody leaves; answer what happened."""
        return await self.told(LeaveProject(project_id=project), who)

    async def hand_over(self, project: ProjectId, by: Actor, to: Actor) -> list[Event]:
        """The owner makes another the owner; answer what happened."""
        return await self.set_place(project, by, to, CollaboratorRole.OWNER)

    async def roles(self, project: ProjectId, seen_by: Actor) -> dict[str, CollaboratorRole]:
        """What those are to a project who are in it, and whom somebody sees."""
        page = await self.ask(ListCollaborators(project_id=project), seen_by)
        return {row.view.person.username: row.view.role for row in page.items}

    async def permissions(self, project: ProjectId, whom: Actor) -> Permissions:
        """What somebody may do in a project."""
        page = await self.ask(ListCollaborators(project_id=project), whom)
        return next(row.view.permissions for row in page.items if row.view.person.id == whom.person)

    async def invited_to(self, who: Actor) -> list[ProjectId]:
        """The projects to which somebody is invited."""
        page = await self.ask(ListProjectInvites(), who)
        return [invite.project.id for invite in page.items]

    async def attach(self, project: ProjectId, who: Actor, server: Id = SERVER) -> None:
        """Somebody begins to listen to a project."""
        await self.do(AttachToProject(project_id=project, user_id=who.person, server_id=server))

    async def detach(self, project: ProjectId, who: Actor, server: Id = SERVER) -> None:
        """Somebody listens to a project no longer."""
        await self.do(DetachFromProject(project_id=project, user_id=who.person, server_id=server))

    async def session(self, project: ProjectId, seen_by: Actor) -> SessionView:
        """The session of a project."""
        return await self.ask(GetSession(project_id=project), seen_by)

    async def here(self, project: ProjectId, seen_by: Actor) -> set[str]:
        """Who is in a project now."""
        session = await self.session(project, seen_by)
        return {each.person.username for each in session.participants}

    async def chatting(self, project: ProjectId, seen_by: Actor) -> set[str]:
        """Who is in a project's chat, for somebody who is in it."""
        chat = await self.ask(GetLinkedChat(kind=ChatKind.PROJECT, linked_id=project), seen_by)
        return {*await self.names(chat, seen_by)}

    async def heard_in_project(self, project: ProjectId) -> list[str]:
        """The names of what was told in a project."""
        return [event.name for event in await self.heard(project_topic(project))]

    async def names_heard_by(self, who: Actor) -> list[str]:
        """The names of what somebody was told of projects."""
        return [
            event.name for event in await self.heard_by(who) if event.name.startswith("project.")
        ]

    async def crowd(self, project: ProjectId, owner: Actor, count: int) -> None:
        """So many more are in a project, whoever they are."""

        def fill(work: Any) -> None:
            for _ in range(count):
                work.project_collaborators.add(
                    ProjectCollaborator(
                        project_id=project,
                        user_id=UserId(work.new_id()),
                        role=CollaboratorRole.VIEWER,
                        permissions=NOTHING,
                        invited_by=owner.person,
                        invited_at=work.now,
                        joined_at=work.now,
                    )
                )

        await write(self.storage, fill)

    def pass_time(self, **duration: float) -> None:
        """Time goes by."""
        self.clock.advance(**duration)
