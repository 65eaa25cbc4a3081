"""Requests that go to the server they are sent to, and stay there.

The client follows redirects to wherever they lead, with the bytes that it sends. A bucket's region
is told otherwise, and found by the layer above; nothing else of S3 needs them.

And it believes a certificate whatever name it is for: it borrows a context in which the name is not
looked at, since the library that this is made for does that later, by itself. Through a proxy
(`HTTPS_PROXY`) it looks at no certificate at all. So do the clients that it makes for itself, to be
lent a role.
"""

from ssl import SSLContext
from typing import Any

from aiobotocore.config import AioConfig
from aiobotocore.httpsession import AIOHTTPSession
from aiobotocore.session import AioSession, get_session

__all__ = ["staying"]


def staying() -> AioSession:
    """What makes clients, all of which send their requests so."""
    session = get_session()
    session.set_default_client_config(_StayingConfig(http_session_cls=_StayingSession))
    return session


class _StayingConfig(AioConfig):  # type: ignore[misc]  # it carries no types
    def merge(self, other_config: AioConfig) -> AioConfig:
        merged = super().merge(other_config)
        # It would be forgotten here.
        merged.http_session_cls = self.http_session_cls
        return merged


class _StayingSession(AIOHTTPSession):  # type: ignore[misc]  # it carries no types
    """Sends requests to whoever has a certificate for the name, and takes redirects for answers."""

    def _get_ssl_context(self) -> SSLContext:
        context: SSLContext = super()._get_ssl_context()
        context.check_hostname = True
        return context

    def _create_connector(self, _proxy_url: str | None) -> Any:
        # Whom to believe is no matter of the way that leads there.
        return super()._create_connector(None)

    async def _get_session(self, proxy_url: str | None) -> "_Staying":
        return _Staying(await super()._get_session(proxy_url))


class _Staying:
    def __init__(self, session: Any) -> None:
        self._session = session

    async def request(self, method: str, **options: Any) -> Any:
        return await self._session.request(method, allow_redirects=False, **options)
