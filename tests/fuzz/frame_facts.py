"""What is true where frames are sent, by the fields in which it is asked for."""

import itertools
import time
from typing import Any, Final

from tests.fuzz.callers import Callers, Surroundings

__all__ = ["FrameFacts"]

_ABOUT: Final = {
    "chat": "chat",
    "playback": "room",
    "project": "project",
    "room": "room",
    "segment": "project",
    "stem": "project",
    "user.cursor": "project",
}
"""What a frame is about, by its type, or by how that begins; the others are about anything."""


class FrameFacts:
    """Has frames speak of what is there: of Ada's, mostly, which is Bob's too.

    Attributes:
        topics: of a chat, a project and a room, by those words.
    """

    def __init__(
        self, callers: Callers, surroundings: Surroundings, people: dict[str, str]
    ) -> None:
        self._callers = callers
        self._people = people
        self._replicas = itertools.count(1)
        ids = surroundings.ids
        self._ids = {kind: found[0] for kind, found in ids.items() if found}
        self._room = ids["roomId"][1]
        self.topics = {
            "chat": f"chat:{self._ids['chatRoomId']}",
            "project": f"project:{self._ids['projectId']}",
            "room": f"room:{self._room}",
        }
        self._call = self._called("ada", "start")
        self._called("bob", "join")
        results = callers.ask("ada", f"/api/rooms/{self._room}/vote-results")
        self._songs = [each["song"]["id"] for each in results["candidates"]]

    def put_into(self, frame: Any, name: str, kind: str, place: int) -> None:
        """Have what somebody sends speak of what is there, in its topic and in its data."""
        facts = {"topic": self._topic(name, kind, place), "token": self._token(name)}
        frame |= {field: facts[field] for field in frame if field in facts}
        if isinstance(data := frame.get("data"), dict):
            facts = self._facts(name, kind, place)
            # Few things can be made without fields, and chance seldom gives any.
            data |= {field: facts[field] for field in {*data, "fields"} & facts.keys()}

    def _topic(self, name: str, kind: str, place: int) -> str:
        about = _ABOUT.get(kind) or _ABOUT.get(kind.partition(".")[0])
        topics = [f"user:{self._people[name]}", *self.topics.values()]
        return topics[place % len(topics)] if about is None else self.topics[about]

    def _token(self, name: str) -> str:
        return self._callers.headers(name)["Authorization"].removeprefix("Bearer ")

    def _facts(self, name: str, kind: str, place: int) -> dict[str, Any]:
        entity = kind.partition(".")[0]
        told: dict[str, Any] = {
            "callId": self._call,
            "to": self._people["bob" if name == "ada" else "ada"],
            "party": None,
            "songId": self._songs[place % len(self._songs)],
            "entryId": None,
            "type": "text",
            "content": "Hello.",
            "replyToId": self._ids["messageId"],
            "seq": place,
            "since": place,
            "vector": {},
        }
        return told | (
            self._change(kind, entity) if entity in {"stem", "segment", "project"} else {}
        )

    def _change(self, kind: str, entity: str) -> dict[str, Any]:
        """What is true of the first change of a new replica."""
        segment = {"stemId": self._ids["stemId"], "type": "midi", "startMs": 0, "endMs": 1000}
        fields = {"stem": {"name": "Bass"}, "project": {"tempo": 90}, "segment": {"endMs": 900}}
        making = kind == "segment.create"
        told = {
            "counter": 1,
            "hlc": [int(time.time() * 1000), 0, f"replica-{next(self._replicas)}"],
            "baseVersion": 1,
            "fields": segment if making else fields[entity],
            **dict.fromkeys(
                ("changeId", "content", "entity", "noteOps", "op", "replicaId", "seen")
            ),
        }
        return told if kind.endswith(".create") else told | {"entityId": self._ids[f"{entity}Id"]}

    def _called(self, name: str, deed: str) -> str:
        """The voice call in the private room, once somebody is in it."""
        path = f"/api/rooms/{self._room}/voice-call/{deed}"
        return str(self._callers.send(name, "POST", path).json()["call"]["id"])
