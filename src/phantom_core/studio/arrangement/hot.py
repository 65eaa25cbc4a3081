"""Documents of projects that are worked on, kept in memory from one command to the next.

What is kept is never trusted: a chain over all changes says which past a document has, and the
stored chain says which one is right. Whatever a transaction left that was rolled back, or another
process has added, is seen by that, and made good from the log.
"""

from collections import OrderedDict
from collections.abc import Iterable
from threading import Lock, RLock
from typing import Final

import attrs

from phantom_core.kernel import Id
from phantom_core.studio.arrangement.writing import BEGINNING, chained, write_to
from phantom_core.studio.project import ProjectId
from phantom_core.sync import Document

__all__ = ["HotDocuments", "Kept", "Place"]

_MOST: Final = 128


@attrs.define
class Kept:
    """A document with its past.

    Attributes:
        chain: stands for the changes in it.
        seq: an event of the project up to which it has all changes.
        epoch: of which log that event is; `None` for a document of no log.
    """

    document: Document = attrs.field(factory=Document)
    chain: str = BEGINNING
    seq: int = 0
    epoch: Id | None = None

    def advance(self, texts: Iterable[str], seq: int) -> None:
        """Take in changes that stand in the log up to an event; those that are there stay once."""
        for text in texts:
            if write_to(self.document, text):
                self.chain = chained(self.chain, text)
        self.seq = max(self.seq, seq)


@attrs.define
class _Foreseen:
    """What a document becomes if a command's transaction is committed."""

    before: str
    after: str
    texts: list[str]
    seq: int


@attrs.define
class Place:
    """Where one project's document is kept. Whoever looks at it holds the lock meanwhile."""

    kept: Kept | None = None
    lock: RLock = attrs.field(factory=RLock)
    _foreseen: _Foreseen | None = None

    def foresee(self, before: str, after: str, texts: list[str], seq: int) -> None:
        """Note what a command makes of the document, so that nobody need read it from the log."""
        with self.lock:
            self._foreseen = _Foreseen(before, after, texts, seq)

    def reach(self, chain: str) -> Kept | None:
        """The document with that past, if what is known here leads there."""
        kept, foreseen = self.kept, self._foreseen
        if kept is None or kept.chain == chain:
            return kept
        if foreseen is not None and (foreseen.before, foreseen.after) == (kept.chain, chain):
            self._foreseen = None
            kept.advance(foreseen.texts, foreseen.seq)
            return kept
        return None


class HotDocuments:
    """The places of the projects that were last worked on."""

    def __init__(self, most: int = _MOST) -> None:
        """Keep at most so many documents."""
        self._most = most
        self._places: OrderedDict[ProjectId, Place] = OrderedDict()
        self._lock = Lock()

    def place(self, project_id: ProjectId) -> Place:
        """The place of a project's document."""
        with self._lock:
            place = self._places.pop(project_id, None) or Place()
            self._places[project_id] = place
            if len(self._places) > self._most:
                self._places.popitem(last=False)
            return place
