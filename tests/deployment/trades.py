"""What people do at the same time: talk, edit, hand in recordings, like each other."""

import hashlib
import io
import wave
from collections.abc import Sequence
from typing import Any, Final

import anyio
import attrs

from tests.deployment.callers import Caller, Deed

__all__ = ["Editor", "Lover", "Speaker", "Uploader"]

_BURST: Final = 3
_FRAMES: Final = range(2_000, 20_000)


@attrs.define
class Speaker:
    """Talks in a chat; what is not answered is said again under its name.

    Attributes:
        said: all of it, in order.
    """

    caller: Caller
    chat: str
    said: list[Deed] = attrs.field(factory=list)

    async def live(self) -> None:
        """Go on until all is over."""
        path = f"/api/messages/rooms/{self.chat}/messages"
        while not self.caller.over:
            deed = Deed(f"{self.caller.id} says {len(self.said)}")
            self.said.append(deed)
            body = {"clientId": deed.name, "type": "text", "content": deed.name}
            await self.caller.insist("talk", deed, "POST", path, json=body)
            await anyio.sleep(self.caller.chance.uniform(0.05, 0.4))


@attrs.define
class Editor:
    """Edits a stem of their own; a batch that is not answered is sent again as it was.

    Attributes:
        made: how many changes.
        acknowledged: the names of those of which an answer has come.
    """

    caller: Caller
    project: str
    replica: str
    stem: str
    made: int = 0
    acknowledged: set[str] = attrs.field(factory=set)

    async def live(self) -> None:
        """Go on until all is over."""
        while not self.caller.over:
            batch = [self._change() for _ in range(_BURST)]
            deed = Deed(batch[0]["changeId"])
            body = {"replicaId": self.replica, "changes": batch}
            path = f"/api/projects/{self.project}/sync"
            if await self.caller.insist("edit", deed, "POST", path, json=body):
                self.acknowledged |= {*deed.told["accepted"]}
                for each in deed.told["rejected"]:
                    self.caller.history.faults.append(f"a change was rejected: {each}")
            await anyio.sleep(self.caller.chance.uniform(0.05, 0.4))

    def _change(self) -> dict[str, Any]:
        self.made += 1
        fields: dict[str, Any] = {"volume": self.made % 100 / 100}
        if self.made == 1:
            fields["name"] = "Bass"
        return {
            "changeId": f"{self.replica}:{self.made}",
            "counter": self.made,
            "hlc": [1_700_000_000_000 + self.made, 0, self.replica],
            "entity": "stem",
            "entityId": self.stem,
            "op": "create" if self.made == 1 else "set",
            "fields": fields,
        }


@attrs.define
class Uploader:
    """Hands in recordings, each under a key, again until it is answered.

    Attributes:
        digests: of each recording that was ever sent, by its name.
        handed_in: what was asked for, in order.
    """

    caller: Caller
    digests: dict[str, str] = attrs.field(factory=dict)
    handed_in: list[Deed] = attrs.field(factory=list)

    async def live(self) -> None:
        """Go on until all is over."""
        while not self.caller.over:
            deed, data = Deed(f"take {len(self.handed_in)}"), self._sound()
            self.handed_in.append(deed)
            self.digests[deed.name] = hashlib.sha256(data).hexdigest()
            options = {
                "files": {"file": (f"{deed.name}.wav", data)},
                "headers": {"Idempotency-Key": deed.name},
            }
            await self.caller.insist("upload", deed, "POST", "/api/audio", **options)
            await anyio.sleep(self.caller.chance.uniform(0.2, 1.0))

    def _sound(self) -> bytes:
        """A WAV file unlike any other."""
        file = io.BytesIO()
        with wave.open(file, "wb") as writer:
            writer.setnchannels(1)
            writer.setsampwidth(2)
            writer.setframerate(8000)
            writer.writeframes(self.caller.chance.randbytes(2 * self.caller.chance.choice(_FRAMES)))
        return file.getvalue()


@attrs.define
class Lover:
    """Likes some, one after the other; each like is repeated until it is answered.

    Attributes:
        liked: by the id of who was liked.
    """

    caller: Caller
    others: Sequence[str]
    pause: float
    liked: dict[str, Deed] = attrs.field(factory=dict)

    async def live(self) -> None:
        """Like everybody once, in an order of one's own."""
        for other in self.caller.chance.sample(self.others, len(self.others)):
            await anyio.sleep(self.caller.chance.uniform(0, 2 * self.pause))
            if self.caller.over:
                return
            deed = self.liked[other] = Deed(other)
            await self.caller.insist("like", deed, "POST", f"/api/matches/{other}/like")
