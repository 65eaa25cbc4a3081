"""Opening chats: between two, and among several."""

import attrs

from phantom_core.chat.events import ChatEntered
from phantom_core.chat.member import Role
from phantom_core.chat.notice import Notice, NoticeKind
from phantom_core.chat.ports import ChatWork
from phantom_core.chat.room import TITLE, ChatKind, ChatRoom, ChatRoomId
from phantom_core.chat.use_cases._finding import require_visible
from phantom_core.chat.use_cases._showing import entries
from phantom_core.chat.use_cases._telling import say, take_place
from phantom_core.chat.views import ChatEntry, OpenedChat
from phantom_core.kernel import (
    Access,
    Checked,
    Command,
    Fault,
    Invalid,
    NotFound,
    UserId,
    ruled,
)

__all__ = ["MOST_AT_ONCE", "CreateGroupChat", "OpenDirectChat", "OpenMatchedChat"]

MOST_AT_ONCE = 50
"""So many people at the most are brought into a group as it is made."""


@attrs.frozen(kw_only=True)
class OpenDirectChat(Command[OpenedChat]):
    """Open the one chat that there is between the actor and somebody else, whoever opened it first.

    Raises: NotFound, also if one of the two has blocked the other; Invalid, for oneself.
    """

    access = Access.PERSON
    user_id: UserId

    def run(self, work: ChatWork) -> OpenedChat:
        """Answer it, and whether it is new."""
        me, other = work.actor.person, self.user_id
        if me == other:
            raise Invalid(Fault("member_ids", "must name somebody else"))
        require_visible(work, other)
        made = _begin_direct(work, me, other)
        if made is not None:
            return OpenedChat(entry=made, is_new=True)
        standing = work.chat_rooms.between(me, other)
        return OpenedChat(entry=_entry(work, standing), is_new=False)


@attrs.frozen(kw_only=True)
class OpenMatchedChat(Command[None]):
    """Open the one chat that there is between two who have found each other.

    It is for reactions: where the chat is there already, nothing happens.
    """

    access = Access.SYSTEM
    one: UserId
    other: UserId

    def run(self, work: ChatWork) -> None:
        """Open it, if it is not there."""
        _begin_direct(work, self.one, self.other)


@attrs.frozen(kw_only=True)
class CreateGroupChat(Checked, Command[OpenedChat]):
    """Make a group of the actor, who is its admin, and of others.

    Raises: Invalid; NotFound, also for who has blocked the actor, or is blocked by them.
    """

    access = Access.PERSON
    user_ids: tuple[UserId, ...] = ()
    title: str | None = ruled(TITLE, default=None)

    def run(self, work: ChatWork) -> OpenedChat:
        """Answer it; it is new."""
        me = work.actor.person
        others = [user_id for user_id in dict.fromkeys(self.user_ids) if user_id != me]
        if len(others) > MOST_AT_ONCE:
            raise Invalid(Fault("member_ids", f"must name at most {MOST_AT_ONCE} people"))
        for user_id in others:
            require_visible(work, user_id)
        room = ChatRoom(
            id=ChatRoomId(work.new_id()),
            kind=ChatKind.GROUP,
            title=self.title,
            created_at=work.now,
            last_at=work.now,
            member_count=1 + len(others),
        )
        work.chat_rooms.add(room)
        made = _begin(work, room, {me: Role.ADMIN, **dict.fromkeys(others, Role.GUEST)})
        return OpenedChat(entry=made, is_new=True)


def _begin_direct(work: ChatWork, me: UserId, other: UserId) -> ChatEntry | None:
    """The chat of two, as the first of them sees it; `None` if there is one already."""
    low, high = sorted((me, other))
    room = ChatRoom(
        id=ChatRoomId(work.new_id()),
        kind=ChatKind.DIRECT,
        low_id=low,
        high_id=high,
        created_at=work.now,
        last_at=work.now,
        member_count=2,
    )
    if work.chat_rooms.between(me, other) is None and work.chat_rooms.add(room):
        return _begin(work, room, {me: Role.GUEST, other: Role.GUEST})
    return None


def _begin(work: ChatWork, room: ChatRoom, roles: dict[UserId, Role]) -> ChatEntry:
    """Have a new room say the first word, and give everybody their place."""
    room = say(work, room, Notice(kind=NoticeKind.CREATED), by=next(iter(roles)))
    rows = [(room, take_place(work, room, user_id, role)) for user_id, role in roles.items()]
    made = entries(work, rows)
    for each in made:
        work.record(ChatEntered(user_id=each.me.user_id, room=room, peer=each.peer))
    return made[0]


def _entry(work: ChatWork, room: ChatRoom | None) -> ChatEntry:
    me = work.actor.person
    member = None if room is None else work.chat_members.find(room.id, me)
    if room is None or member is None:
        raise NotFound("chat", me)
    return entries(work, [(room, member)])[0]
