"""Calls of the REST interface, made again where that may help."""

import asyncio
import time
from http import HTTPStatus
from typing import Any, Final

import httpx

from phantom_adapters.client.coming_back import Backoff
from phantom_adapters.client.door import Token, fetched
from phantom_adapters.client.refusals import refusal_of
from phantom_core.kernel import PhantomError, RateLimited, Unavailable

__all__ = ["Calls", "Patience"]

_PROBLEM: Final = "application/problem+json"


class Patience:
    """How long one goes on while nothing works: some seconds from the first failure on."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._backoff = Backoff()
        self._since: float | None = None

    async def wait(self, why: PhantomError) -> None:
        """Wait before the next attempt. Raises: `why`, if there is no point in one, or too late."""
        now = time.monotonic()
        self._since = now if self._since is None else self._since
        left = self._since + self._seconds - now
        if not isinstance(why, RateLimited | Unavailable) or why.retry_after >= left:
            raise why
        await asyncio.sleep(self._backoff.pause(why.retry_after))

    def reset(self) -> None:
        """Something has worked."""
        self._since = None
        self._backoff.reset()


class Calls:
    """What one person asks a server for."""

    def __init__(self, http: httpx.AsyncClient, token: Token, patience: Patience) -> None:
        self._http = http
        self._token = token
        self._patience = patience

    async def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Answer what the server answers, sooner or later; what is asked may be asked twice.

        Raises: Refused; Unavailable, if patience is at its end.
        """
        while True:
            try:
                answer = await self._once(method, path, body, headers)
            except PhantomError as why:
                await self._patience.wait(why)
            else:
                self._patience.reset()
                return answer

    async def _once(self, method: str, path: str, body: Any, headers: dict[str, str]) -> Any:
        told = {"Authorization": f"Bearer {await fetched(self._token)}", **headers}
        try:
            answer = await self._http.request(method, path, json=body, headers=told)
        except httpx.TransportError as error:
            raise Unavailable("The server cannot be reached.", retry_after=0.0) from error
        if answer.is_success:
            return answer.json()
        raise _refusal(answer)

    async def put(self, url: str, body: Any, headers: httpx.Headers) -> None:
        """Send bytes to where a URL leads, as nobody, once.

        Raises: Refused, if these bytes are not wanted there; Unavailable, for everything else:
            the URL may be too old, or the line may have broken.
        """
        try:
            answer = await self._http.put(url, content=body, headers=headers)
        except httpx.TransportError as error:
            raise Unavailable("The store cannot be reached.", retry_after=0.0) from error
        if answer.status_code in {HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE}:
            raise _refusal(answer)
        if not answer.is_success:
            raise Unavailable(f"The store answers {answer.status_code}.", retry_after=0.0)


def _refusal(answer: httpx.Response) -> PhantomError:
    if answer.headers.get("Content-Type", "").startswith(_PROBLEM):
        return refusal_of(answer.json())
    said = f"The server answers {answer.status_code}."
    if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Unavailable(said)
    return refusal_of({"status": answer.status_code, "detail": said})
