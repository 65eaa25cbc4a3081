"""The document of a project, as it stands in this transaction."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import attrs

from phantom_core.kernel import StoredEvent
from phantom_core.studio.arrangement.hot import Kept
from phantom_core.studio.arrangement.keeping import DocumentHead
from phantom_core.studio.arrangement.writing import BEGINNING
from phantom_core.studio.arrangement_events import line_in
from phantom_core.studio.document_ports import ArrangementWork
from phantom_core.studio.project import ProjectId, project_topic
from phantom_core.sync import Document
from phantom_core.sync.snapshot import load_snapshot

_PAGE: Final = 500


@attrs.frozen(kw_only=True)
class Standing:
    """A document to go on from.

    Attributes:
        document: a branch of one's own.
        head: where it stood.
        seq: an event of the project that all that comes now stands after.
    """

    document: Document
    head: DocumentHead
    seq: int


def standing(work: ArrangementWork, project_id: ProjectId) -> Standing:
    """The document of a project that is held, to be changed."""
    head = _head(work, project_id)
    place = work.hot_documents.place(project_id)
    with place.lock:
        kept = place.reach(head.chain) or _followed(work, head, place.kept)
        if kept is None:
            kept = place.kept = _rebuilt(work, head)
        document = kept.document.branch()
    return Standing(document=document, head=head, seq=work.log.head(project_topic(project_id)).seq)


@contextmanager
def reading(work: ArrangementWork, project_id: ProjectId) -> Iterator[Document]:
    """The document of a project, to be looked at; commands wait until that is done."""
    head = _head(work, project_id)
    place = work.hot_documents.place(project_id)
    with place.lock:
        before = place.kept and place.kept.chain
        kept = place.reach(head.chain) or _followed(work, head, place.kept)
        if kept is None:
            kept = _rebuilt(work, head)
            if place.kept is None or (place.kept.chain, place.kept.epoch) != (before, kept.epoch):
                place.kept = kept
            # Else what is kept is further in this log than the query sees, and stays.
        yield kept.document


def history(work: ArrangementWork, project_id: ProjectId, seq: int) -> Iterator[StoredEvent]:
    """All that happened in a project after an event, in order."""
    topic = project_topic(project_id)
    while page := work.log.after(topic, seq, _PAGE):
        yield from page
        seq = page[-1].seq


def _head(work: ArrangementWork, project_id: ProjectId) -> DocumentHead:
    found = work.documents.head(project_id)
    return found or DocumentHead(project_id=project_id, chain=BEGINNING, changes=0)


def _followed(work: ArrangementWork, head: DocumentHead, kept: Kept | None) -> Kept | None:
    """What was kept, with what has come since; `None` if that is not how it went."""
    if kept is None:
        return None
    _advance(work, head.project_id, kept)
    return kept if kept.chain == head.chain else None


def _rebuilt(work: ArrangementWork, head: DocumentHead) -> Kept:
    checkpoint = work.documents.newest(head.project_id)
    if checkpoint is None:
        kept = Kept(epoch=work.log.epoch())
    else:
        document = load_snapshot(checkpoint.body)
        kept = Kept(document, checkpoint.chain, checkpoint.seq, work.log.epoch())
    _advance(work, head.project_id, kept)
    if kept.chain != head.chain:
        message = f"the log of project {head.project_id} is not that of its document"
        raise AssertionError(message)
    return kept


def _advance(work: ArrangementWork, project_id: ProjectId, kept: Kept) -> None:
    for stored in history(work, project_id, kept.seq):
        line = line_in(stored)
        kept.advance([] if line is None else [line], stored.seq)
