"""Keeping documents: as they stand, so that they load quickly, and without what nobody needs."""

from datetime import timedelta
from typing import Final

import attrs

from phantom_core.kernel import EPOCH, MILLISECOND, NOBODY_WAITS, Access, Command
from phantom_core.studio.arrangement.keeping import Checkpoint, DocumentHead
from phantom_core.studio.arrangement.writing import chained, compaction_text
from phantom_core.studio.arrangement_events import DocumentCompacted
from phantom_core.studio.document_ports import ArrangementWork
from phantom_core.studio.project import ProjectId, project_topic
from phantom_core.studio.use_cases._document import reading, standing
from phantom_core.sync import hybrid_time, snapshot

__all__ = ["CHECKPOINT_EVERY", "COMPACT_EVERY", "CompactDocument", "KeepCheckpoint"]

CHECKPOINT_EVERY: Final = 500
"""After how many changes a document is kept as it stands."""

COMPACT_EVERY: Final = 20_000
"""After how many changes what nobody needs any more is forgotten."""

_REMEMBERED: Final = timedelta(days=30)


@attrs.frozen(kw_only=True)
class KeepCheckpoint(Command[None]):
    """Keep a project's document as it stands; what was kept before is no longer needed."""

    access = Access.SYSTEM
    patience = NOBODY_WAITS
    one_waits = True
    project_id: ProjectId

    def run(self, work: ArrangementWork) -> None:
        """Keep it, if it has changed since the last time."""
        work.projects.get(self.project_id)
        head, newest = work.documents.head(self.project_id), work.documents.newest(self.project_id)
        if head is None or (newest is not None and newest.chain == head.chain):
            return
        seq = work.log.head(project_topic(self.project_id)).seq
        with reading(work, self.project_id) as document:
            checkpoint = Checkpoint(
                project_id=self.project_id,
                seq=seq,
                vector=document.vector.counters,
                chain=head.chain,
                body=snapshot(document),
            )
        work.documents.keep(checkpoint)


@attrs.frozen(kw_only=True)
class CompactDocument(Command[None]):
    """Forget what was knowingly written over in a project, and what was removed a month ago.

    The log keeps all of it. Whoever knows less than the document now takes it as a whole.
    """

    access = Access.SYSTEM
    patience = NOBODY_WAITS
    one_waits = True
    project_id: ProjectId

    def run(self, work: ArrangementWork) -> None:
        """Have it forgotten, wherever the document is kept, and tell the horizon."""
        work.projects.get(self.project_id)
        found = standing(work, self.project_id)
        before = (work.now - _REMEMBERED - EPOCH) // MILLISECOND
        vector = found.document.vector
        text = compaction_text(hybrid_time(before), vector)
        head, chain = found.head, chained(found.head.chain, text)
        work.documents.put(
            DocumentHead(project_id=self.project_id, chain=chain, changes=head.changes)
        )
        work.record(
            DocumentCompacted(
                project_id=self.project_id,
                text=text,
                horizon={
                    str(each): counter for each, counter in found.document.vector.counters.items()
                },
            )
        )
        work.hot_documents.place(self.project_id).foresee(head.chain, chain, [text], found.seq)
