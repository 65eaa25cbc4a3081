"""Requests that stay with the server they are sent to.

The client follows redirects to wherever they lead, with the bytes that it sends. A bucket's region
is told otherwise, and found by the layer above; nothing else of S3 needs them.
"""

from typing import Any

from aiobotocore.httpsession import AIOHTTPSession

__all__ = ["StayingSession"]


class StayingSession(AIOHTTPSession):  # type: ignore[misc]  # it carries no types
    """Sends requests, and takes a redirect for an answer."""

    async def _get_session(self, proxy_url: str | None) -> "_Staying":
        return _Staying(await super()._get_session(proxy_url))


class _Staying:
    def __init__(self, session: Any) -> None:
        self._session = session

    async def request(self, method: str, **options: Any) -> Any:
        return await self._session.request(method, allow_redirects=False, **options)
