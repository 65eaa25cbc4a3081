"""Reading a whole topic, to compare what was told."""

from collections.abc import Sequence

import attrs

from phantom_core.kernel import Access, Query, StoredEvent, Topic, Work

__all__ = ["ReadLog"]


@attrs.frozen(kw_only=True)
class ReadLog(Query[Sequence[StoredEvent]]):
    """All events of a topic."""

    access = Access.SYSTEM
    topic: Topic

    def run(self, work: Work) -> Sequence[StoredEvent]:
        """Answer them in order."""
        return work.log.after(self.topic, 0, 100_000)
