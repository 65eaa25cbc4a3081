"""Access tokens by client credentials (RFC 6749, section 4.4)."""

from collections.abc import Callable
from typing import Final

import anyio

from phantom_adapters.web.calls import WebCalls
from phantom_core.kernel import Unavailable

__all__ = ["ClientTokens"]

_GOOD: Final = 200
_EARLY: Final = 30.0
_UNTOLD: Final = 300.0
_REFUSED_FOR: Final = 60.0


class ClientTokens:
    """One token at a time, asked for when there is none, or it runs out within half a minute."""

    def __init__(
        self, calls: WebCalls, url: str, client: tuple[str, str], clock: Callable[[], float]
    ) -> None:
        """Make ready.

        Args:
            calls: makes the calls.
            url: where tokens are given out.
            client: the client's id and secret.
            clock: seconds that only grow.
        """
        self._calls = calls
        self._url = url
        self._client = client
        self._clock = clock
        self._token = ""
        self._until = 0.0
        self._turn = anyio.Lock()

    async def token(self, *, instead_of: str = "") -> str:
        """A token that is good as far as is known, and is not one that was refused.

        Raises: Unavailable, also if the service does not accept the client.
        """
        async with self._turn:
            if self._token in {"", instead_of} or self._clock() >= self._until:
                self._token, self._until = await self._new()
            return self._token

    async def _new(self) -> tuple[str, float]:
        answer = await self._calls.call(
            "POST", self._url, data={"grant_type": "client_credentials"}, auth=self._client
        )
        token, life = answer.body.get("access_token"), answer.body.get("expires_in")
        if answer.status != _GOOD or not isinstance(token, str) or not token.isascii():
            raise Unavailable(
                "The music service does not accept the client's id and secret.",
                retry_after=_REFUSED_FOR,
            )
        seconds = float(life) if isinstance(life, int) else _UNTOLD
        return token, self._clock() + seconds - _EARLY
