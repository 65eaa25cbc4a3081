"""The way into a server, the first time and again."""

import asyncio
import inspect
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from websockets.asyncio.client import connect

from phantom_adapters.client.coming_back import Backoff, translated
from phantom_adapters.client.link import Link, Message
from phantom_core.kernel import NotAuthenticated, PhantomError, RateLimited, Unavailable

__all__ = ["Door", "Token", "fetched"]

_LOG: Final = logging.getLogger(__name__)
_WELCOME_WITHIN: Final = 10.0

Token = str | Callable[[], str | Awaitable[str]]
"""An access token, or what fetches one that is good now, whenever one is needed."""


class Door:
    """Opens connections, one after the other.

    Attributes:
        user_id: as whom one was let in.
    """

    def __init__(
        self,
        url: str,
        token: Token,
        options: Mapping[str, Any],
        hear: Callable[[Message], None],
    ) -> None:
        """Lead to the server at `url`; `hear` is told what is said over each connection."""
        self.user_id = ""
        self._url = url
        self._given = token
        self._options = options
        self._hear = hear
        self._backoff = Backoff()

    async def open(self) -> Link:
        """Connect, and be let in. Raises: PhantomError."""
        token = await self.token()
        with translated():
            async with asyncio.timeout(_WELCOME_WITHIN):
                # What the server says is as long as it needs to be.
                socket = await connect(self._url, max_size=None, **self._options)
                link = Link(socket, self._hear)
                try:
                    welcome = await link.come_in(token)
                except BaseException:
                    await link.close()
                    raise
        self.user_id = welcome["userId"]
        return link

    async def open_again(self, why: PhantomError) -> Link:
        """Connect again, as often as it takes, after a connection has ended.

        A token that was refused is fetched once more. Raises: PhantomError, if there is no point
        in coming back.
        """
        chances = 1 if callable(self._given) else 0
        while True:
            chances -= isinstance(why, NotAuthenticated)
            if chances < 0 or not isinstance(why, NotAuthenticated | RateLimited | Unavailable):
                raise why
            pause = self._backoff.pause(getattr(why, "retry_after", 0.0))
            _LOG.info("Connecting again in %.1f seconds: %s", pause, why)
            await asyncio.sleep(pause)
            try:
                return await self.open()
            except PhantomError as error:
                why = error

    def has_served(self) -> None:
        """Have the next attempts begin quickly again, since a connection was of use."""
        self._backoff.reset()

    async def token(self) -> str:
        """A token that is good now. Raises: PhantomError."""
        return await fetched(self._given)


async def fetched(token: Token) -> str:
    """A token that is good now. Raises: PhantomError."""
    if isinstance(token, str):
        return token
    try:
        answer = token()
        return await answer if inspect.isawaitable(answer) else answer
    except PhantomError:
        raise
    except Exception as error:
        raise Unavailable("A token could not be fetched.") from error
