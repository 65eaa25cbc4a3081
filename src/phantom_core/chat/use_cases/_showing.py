"""Members and messages with the people whom they name, as far as the actor sees them."""

from collections.abc import Collection, Mapping, Sequence
from itertools import chain

from phantom_core.chat.member import ChatMember
from phantom_core.chat.message import ChatMessage
from phantom_core.chat.ports import ChatWork
from phantom_core.chat.room import ChatRoom
from phantom_core.chat.views import ChatEntry, ShownMember, ShownMessage
from phantom_core.kernel import NotFound, Person, UserId


def person(work: ChatWork, user_id: UserId) -> Person:
    """Who somebody is. Raises: NotFound."""
    found = work.people.of([user_id]).get(user_id)
    if found is None:
        raise NotFound("user", user_id)
    return found


def shown(work: ChatWork, message: ChatMessage) -> ShownMessage:
    """A message that nobody has seen yet."""
    named = message.people
    return _shown(message, named, (), work.people.of(named))


def shown_messages(
    work: ChatWork, room: ChatRoom, messages: Sequence[ChatMessage]
) -> Sequence[ShownMessage]:
    """Messages as the actor sees them: what is of those whom they have blocked is left out."""
    me = work.actor.person
    hidden = work.blocks.all_by(me)
    visible = _besides(messages, hidden) if hidden else messages
    if not visible:
        return ()
    seen = work.chat_members.having_seen(room.id, min(each.seq for each in visible))
    watchers = [each for each in seen if each.user_id != me and each.user_id not in hidden]
    named = [each.people for each in visible]
    people = work.people.of({*chain(*named), *(each.user_id for each in watchers)})
    return [_shown(*each, watchers, people) for each in zip(visible, named, strict=True)]


def _besides(messages: Sequence[ChatMessage], hidden: Collection[UserId]) -> Sequence[ChatMessage]:
    """Messages without what is of some people."""
    return [_without(each, hidden) for each in messages if not each.concerns(hidden)]


def _without(message: ChatMessage, hidden: Collection[UserId]) -> ChatMessage:
    """A message without the reactions of some people."""
    for reaction in message.reactions:
        for user_id in reaction.user_ids:
            if user_id in hidden:
                message = message.unreacted(reaction.emoji, user_id)
    return message


def _shown(
    message: ChatMessage,
    named: Sequence[UserId],
    watchers: Sequence[ChatMember],
    people: Mapping[UserId, Person],
) -> ShownMessage:
    seen_by = [
        people[each.user_id]
        for each in watchers
        if each.user_id != message.sender_id
        and each.user_id in people
        and each.has_seen(message.seq, message.sent_at)
    ]
    return ShownMessage(
        message=message,
        people=tuple([people[user_id] for user_id in named if user_id in people]),
        seen_by=tuple(seen_by),
    )


def shown_member(work: ChatWork, member: ChatMember) -> ShownMember:
    """A member, and who that is. Raises: NotFound."""
    return ShownMember(member=member, person=person(work, member.user_id))


def shown_members(work: ChatWork, members: Sequence[ChatMember]) -> tuple[ShownMember, ...]:
    """Members as the actor sees them: those whom they have blocked are left out."""
    hidden = work.blocks.all_by(work.actor.person)
    ids = [member.user_id for member in members if member.user_id not in hidden]
    people = work.people.of(ids)
    return tuple(
        ShownMember(member=member, person=people[member.user_id])
        for member in members
        if member.user_id in people
    )


def entries(work: ChatWork, rows: Sequence[tuple[ChatRoom, ChatMember]]) -> Sequence[ChatEntry]:
    """Chat rooms in the lists of who is in them, the others of direct chats named."""
    peers = [room.peer_of(me.user_id) for room, me in rows]
    people = work.people.of({peer for peer in peers if peer is not None})
    return [
        ChatEntry(room=room, me=me, peer=None if peer is None else people.get(peer))
        for (room, me), peer in zip(rows, peers, strict=True)
    ]
