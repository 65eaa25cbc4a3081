"""How the socket treats those who connect."""

from collections.abc import Iterable
from typing import Final

import attrs

from phantom_core.kernel import ByteCount

__all__ = ["DEFAULTS", "SocketSettings"]


def _lower(origins: Iterable[str]) -> frozenset[str]:
    return frozenset(origin.lower() for origin in origins)


@attrs.frozen(kw_only=True)
class SocketSettings:
    """How the socket treats those who connect. Times are in seconds.

    Attributes:
        allowed_origins: origins whose pages may connect, beside the server's own.
            Programs that are no browsers send no origin, and may always connect.
        per_person: how many connections one person may hold.
        auth_within: how soon the first token must come; how long the server takes for what has
            come does not count.
        come_in_at_once: how many the server lets in at a time; the others wait.
        line_patience: after how long whoever waits to come in is told to come later.
        renew_within: how soon a fresh token must come, once the old one has run out.
        farewell: how long a connection that ends may take to read its last words.
        linger: after how long a peer that does not take those is cut off.
        largest_frame: the largest frame that is read.
        most_bad_frames: after so many bad frames in a row the connection is closed.
        bad_frame_cost: how many good ones a bad frame counts for.
    """

    allowed_origins: frozenset[str] = attrs.field(default=frozenset(), converter=_lower)
    per_person: int = 20
    auth_within: float = 5
    come_in_at_once: int = 32
    line_patience: float = 20
    renew_within: float = 30
    farewell: float = 1
    linger: float = 10
    largest_frame: ByteCount = ByteCount(1024 * 1024)
    most_bad_frames: int = 10
    bad_frame_cost: int = 5


DEFAULTS: Final = SocketSettings()
"""What suits most."""
