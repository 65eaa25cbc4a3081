"""How somebody calls one server or the other, and what an answer, or none, lets one expect."""

import random
from collections.abc import Sequence
from typing import Any, Final

import anyio
import attrs
import httpx

from tests.crash.history import History

__all__ = ["Caller", "Deed"]

_PATIENCE: Final = 15.0
_PAUSE: Final = 0.2
_FAULTS: Final = range(500, 600)
_UNAVAILABLE: Final = 503
_NOT_YET: Final = "urn:phantom:upload-running"
"""What was cut off may go on for a minute, for all that the server can tell: one asks again."""


@attrs.define
class Deed:
    """Something that somebody wants to have done, which may be asked for again.

    Attributes:
        name: what tells it from all others.
        verdict: `ok` once it was acknowledged; `unknown` before, since it may have been done.
        told: what the acknowledgement said.
    """

    name: str
    verdict: str = "unknown"
    told: Any = None


@attrs.define
class Caller:
    """Somebody signed in, who goes to any of several servers.

    Attributes:
        clients: one for each server.
        slowest: the longest that an answer took, in seconds.
    """

    clients: Sequence[httpx.AsyncClient]
    history: History
    token: str
    id: str
    chance: random.Random
    over: bool = False
    slowest: float = 0.0

    async def ask(self, kind: str, method: str, path: str, **options: Any) -> httpx.Response | None:
        """Ask once; none if nobody knows what has become of it.

        An answer that says that a server is at fault is noted as a fault, unless it is a 503.
        """
        headers = {"Authorization": f"Bearer {self.token}", **options.pop("headers", {})}
        client, begun = self.chance.choice(self.clients), anyio.current_time()
        try:
            answer = await client.request(
                method, path, headers=headers, timeout=_PATIENCE, **options
            )
        except httpx.TransportError:
            self.history.note(kind, "unknown")
            return None
        if answer.status_code in _FAULTS:
            self.slowest = max(self.slowest, anyio.current_time() - begun)
            self.history.note(kind, "unknown")
            if answer.status_code != _UNAVAILABLE or "Retry-After" not in answer.headers:
                self._complain(kind, answer)
            return None
        if answer.is_success:
            self.history.note(kind, "ok")
            return answer
        is_open = answer.json()["type"] == _NOT_YET
        self.history.note(kind, "unknown" if is_open else "refused")
        if not is_open:
            self._complain(kind, answer)
        return None

    async def insist(self, kind: str, deed: Deed, method: str, path: str, **options: Any) -> bool:
        """Ask for the same, at any server, until it is acknowledged or all is over."""
        while not self.over:
            answer = await self.ask(kind, method, path, **options)
            if answer is not None:
                deed.verdict, deed.told = "ok", answer.json()
                return True
            await anyio.sleep(self.chance.uniform(0, _PAUSE))
        return False

    def _complain(self, kind: str, answer: httpx.Response) -> None:
        """Nobody asks for what may not be, so that no refusal is right."""
        self.history.faults.append(f"{kind}: {answer.status_code} {answer.text[:300]}")
