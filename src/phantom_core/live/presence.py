"""Who is here, and what they are doing: known while it lasts, and never stored."""

from collections.abc import Collection, Hashable, Iterator
from enum import Enum
from itertools import chain
from typing import Final

import attrs

from phantom_core.kernel.actor import UserId
from phantom_core.kernel.quantities import Milliseconds
from phantom_core.kernel.rules import Checked, line, ruled

__all__ = ["MOST_ACTIVITY", "Presence", "Roster", "Status"]

MOST_ACTIVITY: Final = 100
"""The longest activity, in characters."""


class Status(Enum):
    """How ready somebody is."""

    ONLINE = "online"
    AWAY = "away"
    BUSY = "busy"


@attrs.frozen(kw_only=True)
class Presence(Checked):
    """What others see of somebody who is here.

    Attributes:
        activity: what they say they are doing; one line, or nothing.
        cursor_ms: where they are in the music, if they point somewhere.
    """

    status: Status = Status.ONLINE
    activity: str = ruled(line(0, MOST_ACTIVITY), default="")
    cursor_ms: Milliseconds | None = None


_HERE: Final = Presence()


class Roster:
    """Who is seen in one topic: those who are here, and those near, who are seen from here.

    A person is here as long as one of their connections is, and is seen as the connection that
    spoke last says. Each method answers whether others see a difference.
    """

    __slots__ = ("_near", "_people")

    def __init__(self) -> None:
        # Of each person, the connections, those that have spoken in the order of speaking.
        self._people: dict[UserId, dict[Hashable, Presence | None]] = {}
        self._near: dict[UserId, Presence] = {}

    def __len__(self) -> int:
        """How many people are seen."""
        return len(self._people) + len(self._near)

    def __iter__(self) -> Iterator[UserId]:
        """The people who are seen: those who are here first, in the order in which they came."""
        return chain(self._people, self._near)

    @property
    def here(self) -> Collection[UserId]:
        """The people who are here, in the order in which they came."""
        return self._people.keys()

    @property
    def near(self) -> Collection[UserId]:
        """The people who are elsewhere and seen from here."""
        return self._near.keys()

    def of(self, user_id: UserId) -> Presence | None:
        """How somebody is seen; `None` if they are not."""
        connections = self._people.get(user_id)
        if connections is None:
            return self._near.get(user_id)
        spoken = (said for said in reversed(connections.values()) if said is not None)
        return next(spoken, _HERE)

    def arrive(self, user_id: UserId, connection: Hashable) -> bool:
        """Let a connection in; true if it is the person's first."""
        first = user_id not in self._people
        self._people.setdefault(user_id, {}).setdefault(connection, None)
        return first

    def tell(self, user_id: UserId, connection: Hashable, presence: Presence) -> bool:
        """Note what somebody says through a connection that is here; it points where it did."""
        said = self._people[user_id][connection] or _HERE
        return self._say(user_id, connection, attrs.evolve(presence, cursor_ms=said.cursor_ms))

    def point(self, user_id: UserId, connection: Hashable, cursor_ms: Milliseconds) -> bool:
        """Note where somebody points through a connection that is here."""
        said = self._people[user_id][connection] or _HERE
        return self._say(user_id, connection, attrs.evolve(said, cursor_ms=cursor_ms))

    def depart(self, user_id: UserId, connection: Hashable) -> bool:
        """Let a connection go, if it is here."""
        before, connections = self.of(user_id), self._people.get(user_id, {})
        connections.pop(connection, None)
        if not connections:
            self._people.pop(user_id, None)
        return before != self.of(user_id)

    def _say(self, user_id: UserId, connection: Hashable, presence: Presence) -> bool:
        before, connections = self.of(user_id), self._people[user_id]
        del connections[connection]
        connections[connection] = presence
        return before != presence

    def show(self, user_id: UserId, presence: Presence | None) -> bool:
        """Note how somebody who is not here is seen from here; `None` if no longer."""
        before = self._near.pop(user_id, None)
        if presence is not None:
            self._near[user_id] = presence
        return before != presence
