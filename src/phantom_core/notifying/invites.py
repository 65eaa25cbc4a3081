"""Invites to rooms and projects: who is asked is told, and who has asked of the answer."""

from typing import Final

from phantom_core.kernel import UserId
from phantom_core.kernel.commands import Command
from phantom_core.kernel.performing import Reactions
from phantom_core.notifications import (
    NotificationKind,
    Notify,
    Payload,
    ReadKey,
    Subject,
    SubjectKind,
    WithdrawPart,
)
from phantom_core.rooms.events import (
    InviteAccepted,
    InviteDeclined,
    InviteEvent,
    InviteReceived,
    InviteRevoked,
)
from phantom_core.studio.events import (
    ProjectInviteAccepted,
    ProjectInviteDeclined,
    ProjectInviteEvent,
    ProjectInviteReceived,
    ProjectInviteRevoked,
)

__all__ = ["INVITES"]


def _room_key(event: InviteEvent, move: str) -> str:
    return f"room_invite:{event.invite.id}:{move}"


def _room_invite(event: InviteEvent, move: str, actor_id: UserId) -> Notify:
    room = event.invite.room
    return Notify(
        user_id=event.user_id,
        kind=NotificationKind.INVITE,
        key=_room_key(event, move),
        part=event.invite.id,
        actor_id=actor_id,
        payload=Payload(
            move=move, subject=Subject(kind=SubjectKind.ROOM, id=room.id, name=room.name)
        ),
    )


def _invited(event: InviteReceived) -> Notify:
    return _room_invite(event, "received", event.invite.invited_by.id)


def _not_invited(event: InviteRevoked) -> WithdrawPart:
    return WithdrawPart(
        user_id=event.user_id, key=_room_key(event, "received"), part=event.invite.id
    )


def _invite_accepted(event: InviteAccepted) -> Command[None]:
    return _invite_answered(event, "accepted")


def _invite_declined(event: InviteDeclined) -> Command[None]:
    return _invite_answered(event, "declined")


def _invite_answered(event: InviteEvent, move: str) -> Command[None]:
    """Who has answered need not read that they were asked; who has asked is told."""
    invited = event.invite.invited.id
    if event.user_id == invited:
        return ReadKey(user_id=invited, key=_room_key(event, "received"))
    return _room_invite(event, move, invited)


def _project_key(event: ProjectInviteEvent, move: str) -> str:
    invite = event.invite
    return f"project_invite:{invite.project.id}:{invite.invited.id}:{move}"


def _project_invite(event: ProjectInviteEvent, move: str, actor_id: UserId) -> Notify:
    project = event.invite.project
    return Notify(
        user_id=event.user_id,
        kind=NotificationKind.INVITE,
        key=_project_key(event, move),
        part=project.id,
        actor_id=actor_id,
        payload=Payload(
            move=move,
            subject=Subject(kind=SubjectKind.PROJECT, id=project.id, name=project.name),
        ),
    )


def _asked_in(event: ProjectInviteReceived) -> Notify:
    return _project_invite(event, "received", event.invite.invited_by.id)


def _not_asked_in(event: ProjectInviteRevoked) -> WithdrawPart:
    return WithdrawPart(
        user_id=event.user_id,
        key=_project_key(event, "received"),
        part=event.invite.project.id,
    )


def _came_in(event: ProjectInviteAccepted) -> Command[None]:
    return _answered_project(event, "accepted")


def _stayed_out(event: ProjectInviteDeclined) -> Command[None]:
    return _answered_project(event, "declined")


def _answered_project(event: ProjectInviteEvent, move: str) -> Command[None]:
    invited = event.invite.invited.id
    if event.user_id == invited:
        return ReadKey(user_id=invited, key=_project_key(event, "received"))
    return _project_invite(event, move, invited)


INVITES: Final[Reactions] = {
    InviteReceived: (_invited,),
    InviteRevoked: (_not_invited,),
    InviteAccepted: (_invite_accepted,),
    InviteDeclined: (_invite_declined,),
    ProjectInviteReceived: (_asked_in,),
    ProjectInviteRevoked: (_not_asked_in,),
    ProjectInviteAccepted: (_came_in,),
    ProjectInviteDeclined: (_stayed_out,),
}
"""Event -> who is notified."""
