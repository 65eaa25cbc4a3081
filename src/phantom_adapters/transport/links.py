"""Who of the circles of people here is at home on other servers, and how they are seen there."""

from collections.abc import Collection, Sequence

from phantom_core.kernel import Topic
from phantom_core.live import Presence

__all__ = ["Links"]


class Links:
    """Links from people here (viewers) to people elsewhere, each named by their own topic."""

    def __init__(self) -> None:
        self._links: dict[Topic, dict[Topic, dict[str, Presence | None]]] = {}
        self._viewers: dict[Topic, set[Topic]] = {}

    def __len__(self) -> int:
        """How many people here have somebody elsewhere."""
        return len(self._links)

    def of(self, viewer: Topic) -> Collection[Topic]:
        """To whom somebody is linked."""
        return self._links.get(viewer, {}).keys()

    def seen(self, viewer: Topic, other: Topic) -> Presence | None:
        """How somebody elsewhere is to be seen; `None` if they are not, or that is not known."""
        told = self._links.get(viewer, {}).get(other, {})
        return next((each for each in reversed(told.values()) if each is not None), None)

    def has(self, viewer: Topic, other: Topic, server: str) -> bool:
        """Whether somebody is linked to another as that server has them."""
        return server in self._links.get(viewer, {}).get(other, {})

    def viewers(self, other: Topic) -> Sequence[Topic]:
        """Who is linked to somebody elsewhere."""
        return [*self._viewers.get(other, ())]

    def put(self, viewer: Topic, other: Topic, server: str, presence: Presence | None) -> None:
        """Note how a server shows somebody; `None` if it has not said so yet."""
        told = self._links.setdefault(viewer, {}).setdefault(other, {})
        told.pop(server, None)
        told[server] = presence
        self._viewers.setdefault(other, set()).add(viewer)

    def drop(self, viewer: Topic, other: Topic, server: str | None = None) -> None:
        """End a link as a server has it, or all of it."""
        told = self._links.get(viewer, {}).get(other, {})
        told.pop(server, None) if server is not None else told.clear()
        if told or viewer not in self._links:
            return
        self._links[viewer].pop(other, None)
        if not self._links[viewer]:
            del self._links[viewer]
        viewers = self._viewers.get(other, set())
        viewers.discard(viewer)
        if not viewers:
            self._viewers.pop(other, None)

    def by(self, server: str) -> Sequence[tuple[Topic, Topic]]:
        """All links that a server has told of: viewer and other."""
        return [
            (viewer, other)
            for viewer, others in self._links.items()
            for other, told in others.items()
            if server in told
        ]
