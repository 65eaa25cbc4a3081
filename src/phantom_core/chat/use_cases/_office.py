"""What moderators do, told and written down as they do it; and who follows an admin that leaves."""

import attrs

from phantom_core.chat.events import ChatMemberModerated
from phantom_core.chat.member import ChatMember, Role
from phantom_core.chat.notice import Notice, NoticeKind
from phantom_core.chat.ports import ChatWork
from phantom_core.chat.room import ChatRoom
from phantom_core.chat.use_cases._showing import shown_member
from phantom_core.chat.use_cases._telling import say


def audit(work: ChatWork, room: ChatRoom, action: str, detail: str) -> None:
    """Write down what the actor does in a chat room."""
    me = work.actor.person
    work.chat_audit.note(work.new_id(), at=work.now, by=me, action=action, room=room, detail=detail)


def hand_over(work: ChatWork, room: ChatRoom, leaver: ChatMember) -> None:
    """Have somebody else be admin where the last one has left."""
    heir = work.chat_members.foremost(room.id, but=leaver.user_id)
    if leaver.role is not Role.ADMIN or heir is None or heir.role is Role.ADMIN:
        return
    promoted = attrs.evolve(heir, role=Role.ADMIN)
    work.chat_members.put(promoted)
    tell_moderated(work, room, promoted, NoticeKind.HANDED_OVER)
    say(work, room, Notice(kind=NoticeKind.HANDED_OVER, user_id=heir.user_id))


def tell_moderated(work: ChatWork, room: ChatRoom, member: ChatMember, act: NoticeKind) -> None:
    """Tell how a member stands now."""
    told = shown_member(work, member)
    work.record(ChatMemberModerated(chat_room_id=room.id, act=act, member=told))
