"""What is told of matches."""

from collections.abc import Mapping
from typing import Final

from phantom_app.http.payloads import IdText
from phantom_app.socket.event_payloads import EventPayload
from phantom_core.kernel import Event
from phantom_core.matching import MatchChanged, MatchMade, MatchStatus

__all__ = ["EVENTS", "MatchChangedData", "MatchMadeData"]


class MatchMadeData(EventPayload):
    """The user and somebody else like each other; `match.changed` tells the same of the match."""

    other_id: IdText


class MatchChangedData(EventPayload):
    """What the user's match with somebody is now; without `status`, it is not shown any more."""

    other_id: IdText
    status: MatchStatus | None = None


EVENTS: Final[Mapping[type[Event], type[EventPayload]]] = {
    MatchMade: MatchMadeData,
    MatchChanged: MatchChangedData,
}
"""What is told of each event."""
