"""What people may do with chats, drawn by chance."""

from datetime import timedelta
from typing import Any, Final

from hypothesis import strategies as st

from phantom_core import chat as c
from phantom_core.kernel import UNCHANGED, Command, Cursor, PageRequest, Query
from tests.agreement.identity_operations import NOBODY, Known, one_of

__all__ = ["commands", "learn", "queries"]

_TEXTS: Final = st.sampled_from(
    ["Hello!", "Beyoncé @ada at dawn", "@bob and @cyd.", "100% dawn_day", "🎸🎸"]
)
_NEW_TEXTS: Final = _TEXTS | st.sampled_from(["", "no\0thing"])
_EMOJI: Final = st.sampled_from(["👍", "🎸", "❤️"])
_ROLES: Final = st.sampled_from([None, *c.Role])
_LINK: Final[dict[str, Any]] = {
    "kind": st.sampled_from([c.ChatKind.ROOM, c.ChatKind.ROOM, c.ChatKind.PROJECT]),
    "linked_id": st.just(NOBODY),
}


def _times(known: Known) -> st.SearchStrategy[Any]:
    moments = [known.now + timedelta(seconds=seconds) for seconds in (-1, 30, 120, 90_000)]
    return st.sampled_from([UNCHANGED, UNCHANGED, UNCHANGED, None, *moments])


def commands(known: Known) -> st.SearchStrategy[Command[Any]]:
    """Any command about chats."""
    users, rooms, messages = one_of(known.users), one_of(known.chats), one_of(known.messages)
    text, emoji, audio, image, file = (
        st.builds(
            c.SendMessage,
            chat_room_id=rooms,
            content=content,
            type=st.just(kind),
            reply_to_id=st.sampled_from([None, None, None]) | messages,
            client_id=st.sampled_from([None, None, "a", "b"]),
        )
        for kind, content in (
            (c.MessageType.TEXT, _TEXTS),
            (c.MessageType.EMOJI, st.just("🎸🎸")),
            (c.MessageType.AUDIO, one_of(known.recordings)),
            (c.MessageType.IMAGE, one_of(known.recordings)),
            (c.MessageType.FILE, one_of(known.recordings)),
        )
    )
    return st.one_of(
        st.builds(c.OpenDirectChat, user_id=users),
        st.builds(
            c.CreateGroupChat,
            user_ids=st.lists(users, max_size=3).map(tuple),
            title=st.sampled_from([None, "Band"]),
        ),
        *(text, text, emoji, audio, image, file),
        st.builds(c.BeginFile, chat_room_id=rooms),
        st.builds(c.EditMessage, message_id=messages, content=_NEW_TEXTS),
        st.builds(c.DeleteMessage, message_id=messages),
        st.builds(c.React, message_id=messages, emoji=_EMOJI),
        st.builds(c.Unreact, message_id=messages, emoji=_EMOJI),
        *[
            st.builds(kind, chat_room_id=rooms, seq=st.integers(0, 30))
            for kind in (c.MarkSeen, c.MarkDelivered)
        ],
        _moderation(known),
        _following(known),
    )


def _moderation(known: Known) -> st.SearchStrategy[Command[Any]]:
    users, rooms, times = one_of(known.users), one_of(known.chats), _times(known)
    return st.one_of(
        st.builds(
            c.SetChatMember,
            chat_room_id=rooms,
            user_id=users,
            role=_ROLES,
            muted_until=times,
            banned_until=times,
        ),
        st.builds(c.RemoveChatMember, chat_room_id=rooms, user_id=users),
        st.builds(c.DiscardMessage, message_id=one_of(known.messages)),
    )


def _following(known: Known) -> st.SearchStrategy[Command[Any]]:
    """What listening rooms and projects have done to their chats; their people are there."""
    people = st.sampled_from(known.users)
    return st.one_of(
        st.builds(c.OpenLinkedChat, **_LINK, title=st.just("Nights"), owner_id=people),
        st.builds(c.AdmitToLinkedChat, **_LINK, user_id=people, role=st.sampled_from(c.Role)),
        st.builds(c.PartFromLinkedChat, **_LINK, user_id=people),
        st.builds(c.HandOverLinkedChat, **_LINK, owner_id=people),
        st.builds(c.AnnounceInLinkedChat, **_LINK, text=st.just("Next: Dawn.")),
        st.builds(c.RenameLinkedChat, **_LINK, title=st.sampled_from(["Nights", "Days"])),
        st.builds(c.CloseLinkedChat, kind=st.just(c.ChatKind.PROJECT), linked_id=st.just(NOBODY)),
    )


def queries(known: Known) -> st.SearchStrategy[Query[Any]]:
    """Any query about chats, a page at a time."""
    rooms, messages = one_of(known.chats), one_of(known.messages)
    cursors = st.none() | st.sampled_from([*known.cursors, Cursor("bm8")])
    pages = st.builds(PageRequest, limit=st.integers(1, 3), cursor=cursors)
    numbers = st.none() | st.integers(0, 9)
    return st.one_of(
        st.builds(c.GetChat, chat_room_id=rooms),
        st.builds(c.GetChatState, chat_room_id=rooms),
        st.builds(c.GetLinkedChat, **_LINK),
        st.builds(c.ListChats, page=pages),
        st.builds(
            c.ListMessages,
            chat_room_id=rooms,
            span=st.builds(c.Span, after=numbers, before=numbers),
            page=pages,
        ),
        st.builds(
            c.SearchMessages,
            chat_room_id=rooms,
            query=st.sampled_from(["hel", "dawn beyonce", "day 1", "", "%"]),
            page=pages,
        ),
        st.builds(c.GetChatMember, chat_room_id=rooms, user_id=one_of(known.users)),
        st.builds(c.LocateMessage, message_id=messages),
    )


def learn(known: Known, answer: Any) -> None:
    """Take what later operations need out of an answer."""
    if isinstance(answer, c.OpenedChat):
        _learn_room(known, answer.entry.room)
    if isinstance(answer, c.ShownMessage):
        _learn_message(known, answer.message)
    for each in getattr(answer, "items", ()):
        if isinstance(each, c.ChatEntry):
            _learn_room(known, each.room)
        if isinstance(each, c.ShownMessage):
            _learn_message(known, each.message)


def _learn_room(known: Known, room: c.ChatRoom) -> None:
    if room.id not in known.chats:
        known.chats.append(room.id)


def _learn_message(known: Known, message: c.ChatMessage) -> None:
    known.now = max(known.now, message.sent_at)
    if message.id not in known.messages:
        known.messages.append(message.id)
