"""Chats to be called about, for the table of authorization."""

from typing import Any

from tests.http.world import Someone

__all__ = ["chat_thing"]


async def chat_thing(name: str, owner: Someone, caller: Someone, *, shown: bool) -> str:
    """What a parameter names: a chat room, a message, or a file."""
    chat_room_id = await _chat_room_with(owner, caller, shown=shown)
    if name == "chat_file_id":
        return await _file_in(owner, chat_room_id)
    return chat_room_id if name == "chat_room_id" else await _message_in(owner, chat_room_id)


async def _chat_room_with(owner: Someone, caller: Someone, *, shown: bool) -> str:
    """A chat of the two, if the caller may know of it; else a group of the owner's."""
    body: Any = {"kind": "group", "memberIds": []}
    if shown and caller is not owner:
        body = {"kind": "direct", "memberIds": [caller.id]}
    return str((await owner.send("POST", "/api/messages/rooms", body)).json()["id"])


async def _message_in(owner: Someone, chat_room_id: str) -> str:
    """What the owner has said there."""
    path = f"/api/messages/rooms/{chat_room_id}/messages"
    return str((await owner.send("POST", path, {"content": "Hello!"})).json()["id"])


async def _file_in(owner: Someone, chat_room_id: str) -> str:
    """What the owner has handed in there."""
    path = f"/api/messages/rooms/{chat_room_id}/files"
    sent = {"file": ("lyrics.txt", b"La la la.")}
    return str((await owner.send("POST", path, files=sent)).json()["id"])
