"""Messages: reading, finding and sending them, and what can be done with one."""

from typing import Annotated

from litestar import delete, get, patch, post, put
from litestar.params import JSONBody, PathParameter, QueryParameter

from phantom_app.http.callers import PhantomRequest
from phantom_app.http.chat.payloads import ContentText, MessagePayload, message_of
from phantom_app.http.chat.rooms import room_id_of
from phantom_app.http.gate import spend
from phantom_app.http.paging import CursorText, Items, Limit, items_of, page_at
from phantom_app.http.payloads import IdInPath, IdText, Payload
from phantom_app.http.problems import naming
from phantom_app.limiting import chatter
from phantom_core.chat import (
    Banned,
    ChatClosed,
    ChatKind,
    ChatRoomId,
    DeleteMessage,
    EditMessage,
    GetLinkedChat,
    ListMessages,
    LocateMessage,
    MessageId,
    MessageType,
    Muted,
    React,
    SearchMessages,
    SendMessage,
    Span,
    TooManyReactions,
    Unreact,
)
from phantom_core.kernel import Forbidden, Gone, Id, NotFound, RateLimited

__all__ = [
    "EmojiInPath",
    "MessageChange",
    "NewMessage",
    "change_message",
    "delete_message",
    "history",
    "react",
    "room_history",
    "search",
    "send",
    "send_in_room",
    "unreact",
]

EmojiInPath = Annotated[str, PathParameter(description="One emoji.")]
"""An emoji in a path."""

_SeqParameter = Annotated[
    int | None, QueryParameter(ge=0, le=2**53 - 1, description="The `seq` of a message, or 0.")
]
_WRITING = [NotFound, Banned, Muted, ChatClosed, RateLimited]


class NewMessage(Payload):
    """A message; of media it has the id, and who may not see them sees that they are not there."""

    type: MessageType = MessageType.TEXT
    content: ContentText
    reply_to_id: IdText | None = None
    client_id: str | None = None


class MessageChange(Payload):
    """Other words."""

    content: ContentText


@get("/rooms/{chat_room_id:str}/messages", refuses=[NotFound, Banned])
async def history(
    request: PhantomRequest,
    chat_room_id: IdInPath,
    before: _SeqParameter = None,
    after: _SeqParameter = None,
    limit: Limit = 50,
    cursor: CursorText = None,
) -> Items[MessagePayload]:
    """The messages of a chat room, the newest first; after one, and not before another, in order.

    What was said by those whom one has blocked is left out, so that a page may be short.
    """
    return await _history(request, room_id_of(chat_room_id), before, after, limit, cursor)


@post("/rooms/{chat_room_id:str}/messages", refuses=_WRITING)
async def send(
    request: PhantomRequest, chat_room_id: IdInPath, data: JSONBody[NewMessage]
) -> MessagePayload:
    """Say something. What is sent again under the same `clientId` is the same message."""
    return await _send(request, room_id_of(chat_room_id), data)


@get("/rooms/{chat_room_id:str}/search", refuses=[NotFound, Banned])
async def search(
    request: PhantomRequest,
    chat_room_id: IdInPath,
    q: Annotated[str, QueryParameter(description="The beginnings of words, all of which occur.")],
    limit: Limit = 50,
    cursor: CursorText = None,
) -> Items[MessagePayload]:
    """Messages in which every word of a query begins one, the newest first."""
    with naming(query="q"):
        query = SearchMessages(
            chat_room_id=room_id_of(chat_room_id), query=q, page=page_at(limit, cursor)
        )
    return items_of(await request.caller.ask(query), message_of)


@patch("/{message_id:str}", refuses=[*_WRITING, Forbidden, Gone])
async def change_message(
    request: PhantomRequest, message_id: IdInPath, data: JSONBody[MessageChange]
) -> MessagePayload:
    """Put one's own text into other words."""
    found = await _spend_on(request, message_id)
    command = EditMessage(message_id=found, content=data.content)
    return message_of(await request.caller.do(command))


@delete("/{message_id:str}", refuses=[NotFound, Banned, Forbidden])
async def delete_message(request: PhantomRequest, message_id: IdInPath) -> None:
    """Leave nothing of a message but its place: one's own, or a lower role's, as a moderator."""
    await request.caller.do(DeleteMessage(message_id=_message_id(message_id)))


@put(
    "/{message_id:str}/reactions/{emoji:str}",
    status_code=204,
    refuses=[*_WRITING, Gone, TooManyReactions],
)
async def react(request: PhantomRequest, message_id: IdInPath, emoji: EmojiInPath) -> None:
    """Put an emoji under a message."""
    command = React(message_id=_message_id(message_id), emoji=emoji)
    await _spend_on(request, message_id)
    await request.caller.do(command)


@delete("/{message_id:str}/reactions/{emoji:str}", refuses=[*_WRITING, Gone])
async def unreact(request: PhantomRequest, message_id: IdInPath, emoji: EmojiInPath) -> None:
    """Take one's emoji from under a message."""
    command = Unreact(message_id=_message_id(message_id), emoji=emoji)
    await _spend_on(request, message_id)
    await request.caller.do(command)


@get("/api/rooms/{room_id:str}/messages", refuses=[NotFound, Banned])
async def room_history(
    request: PhantomRequest,
    room_id: IdInPath,
    before: _SeqParameter = None,
    after: _SeqParameter = None,
    limit: Limit = 50,
    cursor: CursorText = None,
) -> Items[MessagePayload]:
    """The messages of a listening room's chat, as those of every other."""
    found = await _chat_of_room(request, room_id)
    return await _history(request, found, before, after, limit, cursor)


@post("/api/rooms/{room_id:str}/messages", refuses=_WRITING)
async def send_in_room(
    request: PhantomRequest, room_id: IdInPath, data: JSONBody[NewMessage]
) -> MessagePayload:
    """Say something in a listening room's chat."""
    return await _send(request, await _chat_of_room(request, room_id), data)


async def _history(
    request: PhantomRequest,
    chat_room_id: ChatRoomId,
    before: int | None,
    after: int | None,
    limit: int,
    cursor: str | None,
) -> Items[MessagePayload]:
    query = ListMessages(
        chat_room_id=chat_room_id,
        span=Span(after=after, before=before),
        page=page_at(limit, cursor),
    )
    return items_of(await request.caller.ask(query), message_of)


async def _send(
    request: PhantomRequest, chat_room_id: ChatRoomId, data: NewMessage
) -> MessagePayload:
    command = SendMessage(
        chat_room_id=chat_room_id,
        type=data.type,
        content=data.content,
        reply_to_id=None if data.reply_to_id is None else _message_id(data.reply_to_id),
        client_id=data.client_id,
    )
    await _spend(request, chat_room_id)
    return message_of(await request.caller.do(command))


async def _chat_of_room(request: PhantomRequest, room_id: str) -> ChatRoomId:
    query = GetLinkedChat(kind=ChatKind.ROOM, linked_id=Id(room_id))
    return await request.caller.ask(query)


async def _spend_on(request: PhantomRequest, message_id: str) -> MessageId:
    """Count a call against what the caller may write in the chat room of a message."""
    found = _message_id(message_id)
    await _spend(request, await request.caller.ask(LocateMessage(message_id=found)))
    return found


async def _spend(request: PhantomRequest, chat_room_id: ChatRoomId) -> None:
    caller = request.caller
    await spend(request, caller.services, *chatter(caller.actor.person, chat_room_id))


def _message_id(text: str) -> MessageId:
    return MessageId(Id(text))
