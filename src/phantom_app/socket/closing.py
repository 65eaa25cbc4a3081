"""Why a connection is closed: the codes that a client may see."""

from enum import IntEnum

__all__ = ["CloseCode"]


class CloseCode(IntEnum):
    """What a client should make of the end of its connection.

    Besides these, the server's own protocol closes with 1009 when a message is far too large,
    and with 1007 when it is not UTF-8.

    Attributes:
        BROKEN: the server made a mistake; connect again.
        RESTARTING: the server goes down or restarts, or what it told is no more what its database
            has; connect again soon.
        TRY_LATER: the server cannot look into its store, or this was once too often; connect
            again later.
        BAD_FRAMES: one bad frame after the other; do not connect again before mending that.
        NOT_AUTHENTICATED: no good token came in time; connect again with a fresh one.
        NOT_WELCOME: one may not listen where the path of the connection leads, and the refusal
            before this says why; do not connect there again.
        STALLED: nothing was read for too long; connect again, and join from the last `seq`.
    """

    BROKEN = 1011
    RESTARTING = 1012
    TRY_LATER = 1013
    BAD_FRAMES = 4400
    NOT_AUTHENTICATED = 4401
    NOT_WELCOME = 4403
    STALLED = 4408
