"""Access tokens as JSON Web Tokens (RFC 9068), signed with HMAC-SHA-256."""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final

import attrs

from phantom_core.identity import AccessClaims, AccessTokens, SessionId
from phantom_core.kernel import Id, NotAuthenticated, UserId, is_id

__all__ = ["JwtAccessTokens", "SigningKeys"]

_ALGORITHM: Final = "HS256"
_TYPE: Final = "at+jwt"
_LONGEST: Final = 4096
_SHORTEST_KEY: Final = 32
_REMEMBERED: Final = 10_000
_CLAIMS: Final = ["iss", "sub", "sid", "iat", "exp"]


@attrs.frozen(kw_only=True)
class SigningKeys:
    """The keys that tokens are signed with.

    To rotate, add one, make it the current one, and take the old one away once its last token
    has expired.

    Attributes:
        current: the name of the key that signs.
        keys: all keys that are believed, by name; each has at least 32 bytes.
    """

    current: str
    keys: Mapping[str, bytes] = attrs.field(repr=False)

    def __attrs_post_init__(self) -> None:
        """Refuse keys that are too short, and a current one that is not there."""
        if self.current not in self.keys:
            message = f"there is no signing key named {self.current!r}"
            raise ValueError(message)
        for name, key in self.keys.items():
            if len(key) < _SHORTEST_KEY:
                message = f"the signing key {name!r} must have at least {_SHORTEST_KEY} bytes"
                raise ValueError(message)


class JwtAccessTokens(AccessTokens):
    """Signs with the current key, and believes all keys it has; one algorithm, one type.

    Args:
        keys: what tokens are signed with.
        issuer: who signs; a token of another issuer is refused though its key be known.
    """

    def __init__(self, keys: SigningKeys, *, issuer: str = "phantom") -> None:
        self._keys = keys
        self._issuer = issuer
        # What is signed stays signed; only the time must be asked anew at each request.
        self._signed = lru_cache(_REMEMBERED)(self._claims)

    def issue(self, claims: AccessClaims) -> str:
        """Sign claims."""
        import jwt

        payload = {
            "iss": self._issuer,
            "sub": claims.user_id,
            "sid": claims.session_id,
            "iat": int(claims.issued_at.timestamp()),
            "exp": int(claims.expires_at.timestamp()),
        }
        headers = {"typ": _TYPE, "kid": self._keys.current}
        key = self._keys.keys[self._keys.current]
        return jwt.encode(payload, key, algorithm=_ALGORITHM, headers=headers)

    def read(self, token: str, now: datetime) -> AccessClaims:
        """Believe a token, or refuse it."""
        claims = self._signed(token)
        if now >= claims.expires_at:
            raise _refused()
        return claims

    def _claims(self, token: str) -> AccessClaims:
        claims = _claims_in(self._payload(token))
        if claims is None:
            raise _refused()
        return claims

    def _payload(self, token: str) -> Mapping[str, Any]:
        import jwt

        try:
            key = self._key(jwt.get_unverified_header(_plausible(token)))
            return jwt.decode(
                token,
                key,
                algorithms=[_ALGORITHM],
                issuer=self._issuer,
                # The time is an argument here; PyJWT would ask the wall clock.
                options={"require": _CLAIMS, "verify_exp": False, "verify_iat": False},
            )
        except (jwt.PyJWTError, ValueError, RecursionError) as error:
            raise _refused() from error

    def _key(self, header: Mapping[str, Any]) -> bytes:
        key = self._keys.keys.get(str(header.get("kid")))
        if key is None or header.get("typ") != _TYPE:
            raise _refused()
        return key


def _plausible(token: str) -> str:
    if len(token) > _LONGEST or not token.isascii():
        raise _refused()
    return token


def _claims_in(payload: Mapping[str, Any]) -> AccessClaims | None:
    sub, sid, iat, exp = (payload[name] for name in _CLAIMS[1:])
    if not all(isinstance(text, str) and is_id(text) for text in (sub, sid)):
        return None
    try:
        return AccessClaims(
            user_id=UserId(Id(sub)),
            session_id=SessionId(Id(sid)),
            issued_at=datetime.fromtimestamp(iat, UTC),
            expires_at=datetime.fromtimestamp(exp, UTC),
        )
    except (TypeError, ValueError, OverflowError, OSError):
        return None


def _refused() -> NotAuthenticated:
    return NotAuthenticated("The access token is invalid, or has expired.")
