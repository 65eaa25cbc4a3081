"""How two devices find a way to each other: the servers that help them (RFC 8445)."""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta

import attrs

from phantom_core.kernel.actor import UserId

__all__ = ["IceServer", "IceSettings", "ice_servers"]


@attrs.frozen(kw_only=True)
class IceServer:
    """One entry of a browser's `RTCConfiguration.iceServers`."""

    urls: Sequence[str]
    username: str | None = None
    credential: str | None = attrs.field(default=None, repr=False)


@attrs.frozen(kw_only=True)
class IceSettings:
    """Which servers operators offer.

    Attributes:
        stun_urls: they tell a device how it is seen from outside.
        turn_urls: they carry media where nothing else gets through.
        turn_secret: what the TURN servers share with Phantom; without it they are not offered.
        turn_life: how long credentials for them are good.
    """

    stun_urls: tuple[str, ...] = ()
    turn_urls: tuple[str, ...] = ()
    turn_secret: str | None = attrs.field(default=None, repr=False)
    turn_life: timedelta = timedelta(hours=1)


def ice_servers(settings: IceSettings, user_id: UserId, now: datetime) -> Sequence[IceServer]:
    """The servers for one person, with credentials of their own for TURN.

    Those follow the TURN REST API (draft-uberti-behave-turn-rest-00), which coturn knows as
    `use-auth-secret`: the user name says when they end, in seconds since 1970, and for whom they
    are; the password is the base64 of its HMAC-SHA1, keyed with the secret.
    """
    servers = [IceServer(urls=settings.stun_urls)] if settings.stun_urls else []
    if settings.turn_urls and settings.turn_secret:
        username = f"{int((now + settings.turn_life).timestamp())}:{user_id}"
        digest = hmac.new(settings.turn_secret.encode(), username.encode(), hashlib.sha1).digest()
        password = base64.b64encode(digest).decode()
        turn = IceServer(urls=settings.turn_urls, username=username, credential=password)
        servers.append(turn)
    return servers
