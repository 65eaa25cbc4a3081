"""Who is in a chat room, and what they may do there: bringing in, roles, mutes, bans, leaving."""

from collections.abc import Sequence
from datetime import datetime

import attrs

from phantom_core.chat import policy
from phantom_core.chat.errors import LastAdmin
from phantom_core.chat.events import ChatMemberBanned
from phantom_core.chat.member import ChatMember, Role
from phantom_core.chat.notice import Notice, NoticeKind
from phantom_core.chat.ports import ChatWork
from phantom_core.chat.room import ChatRoom, ChatRoomId
from phantom_core.chat.use_cases._finding import Seat, hold_linked, require_visible, seat_of
from phantom_core.chat.use_cases._office import audit, hand_over, tell_moderated
from phantom_core.chat.use_cases._telling import enter, part, say
from phantom_core.kernel import (
    UNCHANGED,
    Access,
    Command,
    Conflict,
    Fault,
    Invalid,
    NotFound,
    Unchanged,
    UserId,
)

__all__ = ["RemoveChatMember", "SetChatMember"]


@attrs.frozen(kw_only=True)
class SetChatMember(Command[None]):
    """Bring somebody into a group, or change what they are and may do in a chat room.

    Moderators bring in guests, mute and ban; admins give roles. One acts on lower roles only,
    whether those people are in or have left. Who is banned is put out at once. What is already so
    changes nothing. Every act leaves a message in the room, and is written down.

    Attributes:
        role: what they shall be; as they are, or a guest, if absent.
        muted_until: until when they only read; `None` lets them write again.
        banned_until: until when they may not enter; `None` lets them.

    Raises: NotFound; Invalid, for a time that is past; LastAdmin, for oneself; Conflict, for who is
    banned; Forbidden: to lower roles, and Banned, FollowsItsRoom.
    """

    access = Access.PERSON
    chat_room_id: ChatRoomId
    user_id: UserId
    role: Role | None = None
    muted_until: datetime | Unchanged | None = UNCHANGED
    banned_until: datetime | Unchanged | None = UNCHANGED

    def run(self, work: ChatWork) -> None:
        """Make it so."""
        self._check_times(work.now)
        if isinstance(self.banned_until, datetime):
            hold_linked(work, self.chat_room_id)
        seat = seat_of(work, self.chat_room_id)
        known = work.chat_members.find(seat.room.id, self.user_id)
        moderated = (self.muted_until, self.banned_until) != (UNCHANGED, UNCHANGED)
        if known is None or not (known.present or moderated):
            if moderated:
                raise NotFound("member", self.user_id)
            self._bring_in(work, seat, known)
        else:
            self._change(work, seat, known)

    def _check_times(self, now: datetime) -> None:
        given = {"muted_until": self.muted_until, "banned_until": self.banned_until}
        past = [
            name for name, until in given.items() if isinstance(until, datetime) and until <= now
        ]
        if past:
            raise Invalid(*(Fault(name, "must be later than now") for name in past))

    def _bring_in(self, work: ChatWork, seat: Seat, known: ChatMember | None) -> None:
        policy.may_admit(seat.room, seat.member).enforce()
        role = self.role or Role.GUEST
        if role is not Role.GUEST:
            policy.may_give(seat.room, seat.member, role).enforce()
        require_visible(work, self.user_id)
        if known is not None and known.banned(work.now):
            raise Conflict("They are banned here; lift the ban first.")
        enter(work, seat.room, self.user_id, role, by=seat.member.user_id)

    def _change(self, work: ChatWork, seat: Seat, member: ChatMember) -> None:
        room = seat.room
        if self.role is not None and self.role is not member.role:
            member, room = self._give(work, seat, member, self.role)
        if self.muted_until is not UNCHANGED and self.muted_until != member.muted_until:
            member, room = self._mute(work, attrs.evolve(seat, room=room), member)
        if self.banned_until is not UNCHANGED and self.banned_until != member.banned_until:
            self._ban(work, attrs.evolve(seat, room=room), member, self.banned_until)

    def _give(
        self, work: ChatWork, seat: Seat, member: ChatMember, role: Role
    ) -> tuple[ChatMember, ChatRoom]:
        policy.may_give(seat.room, seat.member, role).enforce()
        if not member.present:
            raise NotFound("member", member.user_id)
        if member.user_id == seat.member.user_id:
            policy.may_give(seat.room, seat.member, member.role).enforce()
            _require_another_admin(work, seat)
        else:
            policy.may_moderate(seat.member, member.role).enforce()
        changed = attrs.evolve(member, role=role)
        notice = Notice(kind=NoticeKind.ROLE, user_id=member.user_id, role=role)
        return changed, _moderate(work, seat.room, changed, notice)

    def _mute(self, work: ChatWork, seat: Seat, member: ChatMember) -> tuple[ChatMember, ChatRoom]:
        policy.may_moderate(seat.member, member.role).enforce()
        until = self.muted_until if isinstance(self.muted_until, datetime) else None
        changed = attrs.evolve(member, muted_until=until)
        kind = NoticeKind.UNMUTED if until is None else NoticeKind.MUTED
        notice = Notice(kind=kind, user_id=member.user_id, until=until)
        return changed, _moderate(work, seat.room, changed, notice)

    @staticmethod
    def _ban(
        work: ChatWork, seat: Seat, member: ChatMember, until: datetime | Unchanged | None
    ) -> None:
        policy.may_moderate(seat.member, member.role).enforce()
        if not isinstance(until, datetime):
            changed = attrs.evolve(member, banned_until=None)
            notice = Notice(kind=NoticeKind.UNBANNED, user_id=member.user_id)
            _moderate(work, seat.room, changed, notice)
            return
        changed = attrs.evolve(member, banned_until=until)
        notice = Notice(kind=NoticeKind.BANNED, user_id=member.user_id, until=until)
        room = _moderate(work, seat.room, changed, notice)
        if changed.present:
            part(work, room, changed)
        work.record(
            ChatMemberBanned(
                chat_room_id=room.id,
                kind=room.kind,
                linked_id=room.linked_id,
                user_id=member.user_id,
                until=until,
            )
        )


@attrs.frozen(kw_only=True)
class RemoveChatMember(Command[None]):
    """Leave a group, or put somebody of a lower role out. Where they are not, nothing happens.

    When the only admin leaves, the one who comes first of the others is admin: by role, then by
    how long they have been in.

    Raises: NotFound; Forbidden: to lower roles, and Banned, FollowsItsRoom.
    """

    access = Access.PERSON
    chat_room_id: ChatRoomId
    user_id: UserId

    def run(self, work: ChatWork) -> None:
        """Let them go."""
        seat = seat_of(work, self.chat_room_id)
        if self.user_id == seat.member.user_id:
            policy.may_leave(seat.room).enforce()
            hand_over(work, self._leave(work, seat), seat.member)
            return
        member = work.chat_members.find(seat.room.id, self.user_id)
        role = Role.GUEST if member is None else member.role
        policy.may_remove(seat.room, seat.member, role).enforce()
        if member is None or not member.present:
            return
        audit(work, seat.room, "chat.member-removed", f"user {self.user_id}")
        part(work, seat.room, member, Notice(kind=NoticeKind.REMOVED, user_id=self.user_id))

    def _leave(self, work: ChatWork, seat: Seat) -> ChatRoom:
        notice = Notice(kind=NoticeKind.LEFT, user_id=self.user_id)
        return part(work, seat.room, seat.member, notice)


def _moderate(work: ChatWork, room: ChatRoom, member: ChatMember, notice: Notice) -> ChatRoom:
    """Store what was done to somebody, tell it, write it down, and have the room say it."""
    work.chat_members.put(member)
    tell_moderated(work, room, member, notice.kind)
    audit(work, room, f"chat.member-{notice.kind.value}", _detail(notice))
    return say(work, room, notice)


def _detail(notice: Notice) -> str:
    told: Sequence[str] = (
        f"user {notice.user_id}",
        *([] if notice.role is None else [f"is {notice.role} now"]),
        *([] if notice.until is None else [f"until {notice.until.isoformat()}"]),
    )
    return ", ".join(told)


def _require_another_admin(work: ChatWork, seat: Seat) -> None:
    other = work.chat_members.foremost(seat.room.id, but=seat.member.user_id)
    if other is None or other.role is not Role.ADMIN:
        raise LastAdmin
