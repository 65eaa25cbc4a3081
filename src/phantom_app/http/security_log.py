"""What operators look for after an attack: who came in or tried to, and who was refused.

A line tells when, what was called, how it was answered, from where, and who called, as far as that
is known. It tells nothing that was sent, for a password may stand in any field of a form; of a page
that may not connect, its origin alone.
"""

import logging
from collections.abc import Mapping
from typing import Any, Final

from phantom_app.http.callers import Caller
from phantom_app.limiting import address_of
from phantom_core.kernel import UserId

__all__ = ["came_in", "note", "note_page"]

_LOG: Final = logging.getLogger("phantom.security")
_CAME_IN: Final = "phantom.came_in"
_DOORS: Final = ("/api/auth/", "/api/admin/", "/api/catalog/")
_REFUSALS: Final = frozenset({401, 403, 429})
_READS: Final = frozenset({"GET", "HEAD", "OPTIONS"})


def came_in(scope: Mapping[str, Any], user_id: UserId) -> None:
    """Say who has signed in by a request."""
    scope["state"][_CAME_IN] = user_id


def note(scope: Mapping[str, Any], status: int) -> None:
    """Write a request down, if it went to a door or was refused."""
    template, method = scope.get("path_template") or "unknown", scope["method"]
    acts = method not in _READS and template.startswith(_DOORS)
    if acts or status in _REFUSALS:
        _LOG.info(
            "%s %s: %d, from %s, by %s", method, template, status, address_of(scope), _who(scope)
        )


def note_page(scope: Mapping[str, Any]) -> None:
    """Write down that a page wanted to connect to the socket, and of which origin it is."""
    origin = dict(scope["headers"])[b"origin"].decode("latin-1")
    template, address = scope.get("path_template") or "unknown", address_of(scope)
    _LOG.info("GET %s: 403, from %s, by a page of %.100r", template, address, origin)


def _who(scope: Mapping[str, Any]) -> str:
    caller = scope.get("user")
    known = caller.actor.user_id if isinstance(caller, Caller) else None
    return str(scope["state"].get(_CAME_IN) or known or "nobody known")
