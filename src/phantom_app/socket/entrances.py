"""Ways in that lead to topics at once: `GET /ws/rooms/{id}/chat`."""

from collections.abc import Callable, Sequence

import attrs

from phantom_core.kernel import Id, NotFound, Query, Topic
from phantom_core.kernel.ids import is_id

__all__ = ["Entrance", "TopicsOf"]

TopicsOf = Callable[[Id], Query[Sequence[Topic]]]
"""Makes the query for the topics to which the path with an id leads."""


@attrs.frozen
class Entrance:
    """The way by which somebody has come in.

    Attributes:
        identifier: what stood for the id in the path.
    """

    topics: TopicsOf
    identifier: str

    def question(self) -> Query[Sequence[Topic]]:
        """Asks where it leads. Raises: NotFound, if nothing can have this id."""
        if not is_id(self.identifier):
            raise NotFound("room", self.identifier)
        return self.topics(Id(self.identifier))
