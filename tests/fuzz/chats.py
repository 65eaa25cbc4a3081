"""A group that talks, for people who call a server again and again."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.fuzz.callers import Callers

__all__ = ["Chats"]


class Chats:
    """A group of root's in which Ada and Bob are too, with something that each has said."""

    def __init__(self, callers: "Callers", people: dict[str, str]) -> None:
        self._callers = callers
        self._people = people
        self._messages: list[str] = []

    def restore(self) -> dict[str, list[str]]:
        """See to it that it is there, and answer ids by the names they have in paths."""
        others = [self._people["ada"], self._people["bob"]]
        body = {"kind": "group", "memberIds": others, "title": "Band"}
        group = self._callers.send("root", "POST", "/api/messages/rooms", json=body).json()["id"]
        path = f"/api/messages/rooms/{group}/messages"
        self._messages = [
            self._callers.send(name, "POST", path, json={"content": "Hello."}).json()["id"]
            for name in ("root", "ada")
        ]
        sent = {"file": ("lyrics.txt", b"La la la.")}
        files = [
            self._callers.send(name, "POST", f"/api/messages/rooms/{group}/files", files=sent)
            for name in ("root", "ada")
        ]
        return {
            "chatRoomId": [group],
            "chatFileId": [answer.json()["id"] for answer in files],
            "messageId": self._messages,
            "emoji": ["👍"],
        }

    def facts(self, case: Any, place: int) -> dict[str, Any]:
        """What is true of chats, by the fields in which it is asked for."""
        if "messages" not in case.path:
            return {}
        return {
            "type": "text",
            "content": "Hello again.",
            "replyToId": None if "/rooms/{roomId}" in case.path else self._messages[0],
            "seq": 1 + place % 2,
            "kind": "group",
            "memberIds": [self._people["bob"]],
            "role": "guest",
            "mutedUntil": "2999-01-01T00:00:00Z" if place % 2 else None,
            "bannedUntil": None,
        }
