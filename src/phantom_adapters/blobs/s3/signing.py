"""URLs signed by AWS Signature Version 4 in the query string.

The rules are AWS's own: "Authenticating Requests: Using Query Parameters" in the reference of the
S3 API. botocore signs too, but only as of now, so that no URL is made twice, and takes sixteen
times as long.
"""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final
from urllib.parse import quote, urlsplit

import attrs

__all__ = ["LONGEST_LIFE", "Credentials", "SignedRequest", "signed_at", "signed_url"]

LONGEST_LIFE: Final = timedelta(days=7)
"""The longest that a signature holds."""

_ALGORITHM: Final = "AWS4-HMAC-SHA256"
_DAY: Final = timedelta(days=1)
_SECOND: Final = timedelta(seconds=1)


@attrs.frozen(kw_only=True)
class Credentials:
    """Who signs.

    Attributes:
        token: what goes with keys that were lent for a while.
    """

    access_key: str
    secret_key: str = attrs.field(repr=False)
    token: str | None = attrs.field(default=None, repr=False)


@attrs.frozen(kw_only=True)
class SignedRequest:
    """What a URL is to allow, and for how long.

    Attributes:
        method: the one method that it allows.
        url: where, escaped as it is sent, without a query.
        query: the parameters that belong to the request.
        headers: those besides `Host` that must be sent as they stand here, in lower case.
        region: the region of the bucket.
        at: from when on it is good.
        life: for how long, in whole seconds.
    """

    method: str
    url: str
    region: str
    at: datetime
    life: timedelta
    query: Sequence[tuple[str, str]] = ()
    headers: Mapping[str, str] = attrs.field(factory=dict)


def signed_at(expires_at: datetime, now: datetime) -> datetime:
    """From when on a URL is good that is good until `expires_at`: the same for all who ask.

    That lies a day before its end, or seven for a longer life: it is told by the end alone, so that
    the same is asked for with the same URL, and a server whose clock is behind takes it too.
    """
    return expires_at - (_DAY if expires_at - now <= _DAY else LONGEST_LIFE)


def signed_url(asked: SignedRequest, credentials: Credentials) -> str:
    """Sign a request."""
    parts = urlsplit(asked.url)
    headers = {"host": parts.netloc, **asked.headers}
    moment = f"{asked.at:%Y%m%dT%H%M%SZ}"
    scope = f"{moment[:8]}/{asked.region}/s3/aws4_request"
    parameters = [
        *asked.query,
        ("X-Amz-Algorithm", _ALGORITHM),
        ("X-Amz-Credential", f"{credentials.access_key}/{scope}"),
        ("X-Amz-Date", moment),
        ("X-Amz-Expires", str(asked.life // _SECOND)),
        ("X-Amz-SignedHeaders", ";".join(sorted(headers))),
    ]
    if credentials.token is not None:
        parameters.append(("X-Amz-Security-Token", credentials.token))
    query = _query(parameters)
    request = _canonical(asked.method, parts.path, query, headers)
    text = f"{_ALGORITHM}\n{moment}\n{scope}\n{hashlib.sha256(request).hexdigest()}"
    key = _signing_key(credentials.secret_key, moment[:8], asked.region)
    signature = hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
    return f"{asked.url}?{query}&X-Amz-Signature={signature}"


def _query(parameters: Sequence[tuple[str, str]]) -> str:
    escaped = sorted((quote(name, safe="~"), quote(value, safe="~")) for name, value in parameters)
    return "&".join(f"{name}={value}" for name, value in escaped)


def _canonical(method: str, path: str, query: str, headers: Mapping[str, str]) -> bytes:
    names = sorted(headers)
    lines = [f"{name}:{headers[name].strip()}" for name in names]
    return "\n".join(
        [method, path, query, *lines, "", ";".join(names), "UNSIGNED-PAYLOAD"]
    ).encode()


@lru_cache(maxsize=16)
def _signing_key(secret: str, day: str, region: str) -> bytes:
    key = f"AWS4{secret}".encode()
    for part in (day, region, "s3", "aws4_request"):
        key = hmac.digest(key, part.encode(), hashlib.sha256)
    return key
