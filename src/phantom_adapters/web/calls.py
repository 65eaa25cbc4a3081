"""Calls to a JSON API that may be slow, busy, broken or hostile."""

import json
import random
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any, Final

import anyio
import attrs
import httpx

from phantom_adapters.web.circuit import Circuit
from phantom_adapters.web.origins import Origins
from phantom_core.kernel import Unavailable

__all__ = ["Answer", "Patience", "WebCalls"]

_BUSY: Final = 429
_BROKEN: Final = 500
_ELSEWHERE: Final = 60
_SHOWN_AS: Final = {"Accept": "application/json", "User-Agent": "phantom"}


@attrs.frozen(kw_only=True)
class Patience:
    """How much is borne with.

    Attributes:
        attempts: how often a call is tried.
        timeout: seconds for one attempt, from its first byte to its last.
        first_pause: seconds before the second attempt, at most; each further pause is twice as
            long, and a random part of it is waited, so that many callers do not come at once.
        longest_pause: the most seconds that a service may ask to be left alone; asked for more,
            the caller is told so at once.
        largest: the most bytes of an answer.
    """

    attempts: int = 4
    timeout: float = 15.0
    first_pause: float = 0.5
    longest_pause: float = 30.0
    largest: int = 4 * 1024 * 1024


@attrs.frozen(kw_only=True)
class Answer:
    """What came back: an object, with any status but 429 and 5xx."""

    status: int
    body: Mapping[str, Any]


class _Failure(Exception):
    """An attempt has failed; another may be made after some seconds, where they are named."""

    def __init__(self, reason: str, pause: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.pause = pause


class WebCalls:
    """Makes calls, each several times if need be, through one circuit breaker.

    Attributes:
        circuit: the breaker.
    """

    def __init__(
        self,
        name: str,
        *,
        within: Iterable[str],
        patience: Patience = Patience(),
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = anyio.sleep,
    ) -> None:
        """Make ready.

        Args:
            name: the service, for people.
            within: addresses that operators have named; calls go to their origins alone.
            patience: how much is borne with.
            clock: seconds that only grow.
            sleep: waits so many of them.
        """
        self._name = name
        self._patience = patience
        self._sleep = sleep
        self.circuit = Circuit(name, clock)
        self._origins = Origins.of(within)
        self._client: httpx.AsyncClient | None = None

    async def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    async def call(self, method: str, url: str, **request: Any) -> Answer:
        """Make a call, with what `httpx` takes; redirects are answers and not followed.

        Raises: Unavailable, also for an address elsewhere: whoever answers does not say where our
            secrets go, or what else we call.
        """
        if not self._origins.have(url):
            raise Unavailable(f"{self._name} sends us to another host.", retry_after=_ELSEWHERE)
        attempt = 1
        while True:
            try:
                return await self._attempt(method, url, request)
            except _Failure as failure:
                pause = self._pause(attempt) if failure.pause is None else failure.pause
                if attempt >= self._patience.attempts or pause > self._patience.longest_pause:
                    detail = f"{self._name} {failure.reason}."
                    raise Unavailable(detail, retry_after=max(pause, 1.0)) from failure
            await self._sleep(pause)
            attempt += 1

    def _pause(self, attempt: int) -> float:
        longest = self._patience.first_pause * 2 ** (attempt - 1)
        return random.uniform(longest / 2, longest)  # noqa: S311 - spreads callers, hides nothing

    async def _attempt(self, method: str, url: str, request: Mapping[str, Any]) -> Answer:
        self.circuit.enter()
        try:
            answer = await self._answer(method, url, request)
        except _Failure as failure:
            # Whoever says when to come back is alive.
            if failure.pause is None:
                self.circuit.fail()
            else:
                self.circuit.succeed()
            raise
        except BaseException:
            self.circuit.leave()
            raise
        self.circuit.succeed()
        return answer

    async def _answer(self, method: str, url: str, request: Mapping[str, Any]) -> Answer:
        client = self._connected()
        try:
            with anyio.fail_after(self._patience.timeout):
                async with client.stream(method, url, **request) as response:
                    _expect_service(response)
                    raw = await self._body(response)
        except TimeoutError:
            raise _Failure("does not answer in time") from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise _Failure("cannot be reached") from error
        return Answer(status=response.status_code, body=_object(raw, response))

    def _connected(self) -> httpx.AsyncClient:
        """What holds the connections; the time of a whole attempt is counted elsewhere."""
        if self._client is None:
            self._client = httpx.AsyncClient(headers=_SHOWN_AS, timeout=None)  # noqa: S113 - as told
        return self._client

    async def _body(self, response: httpx.Response) -> bytes:
        body = bytearray()
        async for piece in response.aiter_bytes():
            body += piece
            if len(body) > self._patience.largest:
                raise _Failure(f"answers with more than {self._patience.largest} bytes")
        return bytes(body)


def _expect_service(response: httpx.Response) -> None:
    if response.status_code == _BUSY:
        raise _Failure("is asked too much", pause=_retry_after(response))
    if response.status_code >= _BROKEN:
        raise _Failure(f"is out of order ({response.status_code})")


def _retry_after(response: httpx.Response) -> float:
    """The seconds that a busy service asks for."""
    asked = response.headers.get("retry-after", "").strip()
    return float(asked) if asked.isdecimal() and len(asked) < 10 else 1.0  # noqa: PLR2004 - any bound


def _object(raw: bytes, response: httpx.Response) -> Mapping[str, Any]:
    """What the body says; of a refusal, that may be nothing."""
    try:
        value = json.loads(raw)
    except (ValueError, RecursionError):
        value = None
    if isinstance(value, dict):
        return value
    if response.is_success:
        raise _Failure("answers with something that is no JSON object")
    return {}
