"""What stands on every answer, so that browsers do no more with it than is meant."""

import re
from typing import Final

import httpx

__all__ = ["expect_guarded", "unguarded"]

_EVERYBODYS: Final = "/schema/assets/"
_FILES: Final = "/blobs/"


def expect_guarded(response: httpx.Response) -> None:
    """Look at an answer of a server under test."""
    faults = unguarded(response)

    assert not faults, f"{response.request.method} {response.url.path}: {faults}"


def unguarded(response: httpx.Response) -> list[str]:
    """What an answer leaves open."""
    headers, path = response.headers, response.url.path
    wanted = {
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "x-frame-options": "DENY",
        "cross-origin-opener-policy": "same-origin",
    }
    faults = [name for name, value in wanted.items() if headers.get(name) != value]
    faults += [name for name, holds in _rules(headers, path) if not holds]
    if response.url.scheme == "https" and "strict-transport-security" not in headers:
        faults.append("strict-transport-security")
    return faults


def _rules(headers: httpx.Headers, path: str) -> list[tuple[str, bool]]:
    policy = headers.get("content-security-policy", "")
    resource, cached = headers.get("cross-origin-resource-policy"), headers.get("cache-control", "")
    rules = [
        ("frame-ancestors", "frame-ancestors 'none'" in policy),
        ("base-uri", "base-uri 'none'" in policy),
        ("object-src", "default-src 'none'" in policy or "object-src 'none'" in policy),
        ("scripts", re.search(r"(default|script)-src[^;]*(unsafe|\*|https?:)", policy) is None),
        (
            "cross-origin-resource-policy",
            resource == "same-site" or (resource == "cross-origin" and path.startswith(_FILES)),
        ),
        (
            "cache-control",
            cached.startswith(("no-store", "private")) or path.startswith(_EVERYBODYS),
        ),
    ]
    if headers.get("content-type", "").startswith("text/html"):
        rules.append(("permissions-policy", "camera=()" in headers.get("permissions-policy", "")))
    return rules
