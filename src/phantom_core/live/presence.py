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


@attrs.frozen
class _Afar:
    """The connections that another server has of a person, as far as others see them."""

    server: str


class Roster:
    """Who is seen in one topic: those who are in it, and those near, who are seen from here.

    A person is in it as long as one of their connections is, to this server (they are here) or to
    another, and is seen as the connection that spoke last says. Each method that changes something
    answers whether others see a difference.
    """

    __slots__ = ("_here", "_near", "_people")

    def __init__(self) -> None:
        # Of each person, the connections, those that have spoken in the order of speaking.
        self._people: dict[UserId, dict[Hashable, Presence | None]] = {}
        self._here: dict[UserId, int] = {}
        self._near: dict[UserId, Presence] = {}

    def __len__(self) -> int:
        """How many people are seen."""
        return len(self._people) + len(self._near)

    def __iter__(self) -> Iterator[UserId]:
        """The people who are seen: those who are in it first, in the order in which they came."""
        return chain(self._people, self._near)

    @property
    def here(self) -> Collection[UserId]:
        """The people who have connections to this server, in the order in which they came."""
        return self._here.keys()

    @property
    def people(self) -> Collection[UserId]:
        """The people who are in the topic, by whichever server, in the order in which they came."""
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

    def said_here(self, user_id: UserId) -> Presence | None:
        """What somebody has said last through a connection to this server, if anything."""
        connections = self._people.get(user_id, {})
        spoken = (
            said
            for connection, said in reversed(connections.items())
            if said is not None and not isinstance(connection, _Afar)
        )
        return next(spoken, None)

    def arrive(self, user_id: UserId, connection: Hashable) -> bool:
        """Let a connection in."""
        first, connections = user_id not in self._people, self._people.setdefault(user_id, {})
        if connection not in connections:
            connections[connection] = None
            self._here[user_id] = self._here.get(user_id, 0) + 1
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
        if connection in self._people.get(user_id, {}):
            self._here[user_id] -= 1
            if not self._here[user_id]:
                del self._here[user_id]
        return self._drop(user_id, connection)

    def appear(self, user_id: UserId, server: str, said: Presence | None) -> bool:
        """Note that another server has somebody, and what they have said last through it."""
        before, connections = self.of(user_id), self._people.setdefault(user_id, {})
        afar = _Afar(server)
        if afar not in connections or connections[afar] != said:
            connections.pop(afar, None)
            connections[afar] = said
        return before != self.of(user_id)

    def vanish(self, user_id: UserId, server: str) -> bool:
        """Note that another server has somebody no longer."""
        return self._drop(user_id, _Afar(server))

    def afar(self, server: str) -> Collection[UserId]:
        """Whom another server has."""
        afar = _Afar(server)
        return [user_id for user_id, kept in self._people.items() if afar in kept]

    def _drop(self, user_id: UserId, connection: Hashable) -> bool:
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
