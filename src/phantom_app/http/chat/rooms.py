"""Chat rooms: one's own, opening them, what one has seen of them."""

from typing import Annotated, Literal

import msgspec
from litestar import Response, get, post, put
from litestar.openapi import ResponseSpec
from litestar.params import JSONBody

from phantom_app.http.callers import PhantomRequest
from phantom_app.http.chat.payloads import (
    ChatEntryPayload,
    ChatPayload,
    chat_entry_of,
    chat_of,
)
from phantom_app.http.paging import CursorText, Items, Limit, items_of, page_at
from phantom_app.http.payloads import IdInPath, IdText, Payload
from phantom_app.http.problems import Malformed, naming
from phantom_core.chat import (
    Banned,
    ChatRoomId,
    CreateGroupChat,
    GetChat,
    ListChats,
    MarkSeen,
    OpenDirectChat,
    OpenedChat,
)
from phantom_core.kernel import Command, Fault, Id, NotFound, UserId

__all__ = [
    "NewChat",
    "SeenMark",
    "list_chats",
    "mark_seen",
    "open_chat",
    "room_id_of",
    "show_chat",
]


class NewChat(Payload):
    """With whom a chat shall be: one other person, or a group. Others come to it of themselves."""

    kind: Literal["direct", "group"]
    member_ids: Annotated[
        tuple[IdText, ...],
        msgspec.Meta(description="The other one; of a group, up to fifty others."),
    ]
    title: Annotated[
        str | None,
        msgspec.Meta(
            description="What a group is called.",
            extra_json_schema={"minLength": 1, "maxLength": 100},
        ),
    ] = None


class SeenMark(Payload):
    """Up to which message one has seen all."""

    seq: int


def room_id_of(text: str) -> ChatRoomId:
    """A chat room's id in a path."""
    return ChatRoomId(Id(text))


@get("/rooms")
async def list_chats(
    request: PhantomRequest, limit: Limit = 50, cursor: CursorText = None
) -> Items[ChatEntryPayload]:
    """The chat rooms that one is in, those with the latest message first.

    A direct chat is left out while one of the two blocks the other, so that a page may be short.
    """
    found = await request.caller.ask(ListChats(page=page_at(limit, cursor)))
    return items_of(found, chat_entry_of)


@post(
    "/rooms",
    refuses=[NotFound],
    responses={
        200: ResponseSpec(
            ChatEntryPayload,
            generate_examples=False,
            description="The direct chat that there was.",
        )
    },
)
async def open_chat(request: PhantomRequest, data: JSONBody[NewChat]) -> Response[ChatEntryPayload]:
    """Make a group, or open the one chat that there is between oneself and somebody else."""
    with naming(user_ids="memberIds", member_ids="memberIds"):
        opened = await request.caller.do(_opening(data))
    return Response(chat_entry_of(opened.entry), status_code=201 if opened.is_new else 200)


def _opening(data: NewChat) -> Command[OpenedChat]:
    others = [UserId(Id(text)) for text in data.member_ids]
    if data.kind == "group":
        return CreateGroupChat(user_ids=tuple(others), title=data.title)
    if len(others) != 1:
        raise Malformed(Fault("memberIds", "must name one other person for a direct chat"))
    if data.title is not None:
        raise Malformed(Fault("title", "is for groups only"))
    return OpenDirectChat(user_id=others[0])


@get("/rooms/{chat_room_id:str}", refuses=[NotFound, Banned])
async def show_chat(request: PhantomRequest, chat_room_id: IdInPath) -> ChatPayload:
    """A chat room that one is in."""
    return chat_of(await request.caller.ask(GetChat(chat_room_id=room_id_of(chat_room_id))))


@put("/rooms/{chat_room_id:str}/seen", status_code=204, refuses=[NotFound, Banned])
async def mark_seen(
    request: PhantomRequest, chat_room_id: IdInPath, data: JSONBody[SeenMark]
) -> None:
    """Say that one has seen all messages up to one; a mark never goes back."""
    await request.caller.do(MarkSeen(chat_room_id=room_id_of(chat_room_id), seq=data.seq))
