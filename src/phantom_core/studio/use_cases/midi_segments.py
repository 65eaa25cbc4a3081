"""Segments out of MIDI files, and MIDI files out of segments."""

from collections.abc import Mapping
from datetime import timedelta
from math import ceil
from typing import Final

import attrs

from phantom_core.blobs import BlobKey, blob_key
from phantom_core.blobs.ledger_use_cases import doom_blobs, expect_blobs, keep_blobs
from phantom_core.kernel import Access, Command, Milliseconds, Query
from phantom_core.studio import policy
from phantom_core.studio.arrangement.content import content_in
from phantom_core.studio.arrangement.fields import Kind
from phantom_core.studio.arrangement.said import Said, said
from phantom_core.studio.arrangement.target import EntityId, Op
from phantom_core.studio.arrangement.views import EntityView
from phantom_core.studio.document_ports import ArrangementWork
from phantom_core.studio.midi import Content, length, write
from phantom_core.studio.project import ProjectId
from phantom_core.studio.use_cases._document import reading
from phantom_core.studio.use_cases._single import (
    Wanted,
    change_singly,
    entered,
    located,
    shown_entity,
)
from phantom_core.sync import RecordId, Value

__all__ = [
    "AbandonMidi",
    "AddMidiSegment",
    "BeginMidi",
    "BegunMidi",
    "GetSegmentMidi",
    "ReplaceMidi",
    "duration_of",
]

_PATIENCE: Final = timedelta(hours=1)


@attrs.frozen(kw_only=True)
class BegunMidi:
    """A MIDI file that is to come.

    Attributes:
        segment_id: what becomes of it.
        blob: where the file is kept as it came.
    """

    segment_id: EntityId
    blob: BlobKey


@attrs.frozen(kw_only=True)
class BeginMidi(Command[BegunMidi]):
    """Await a MIDI file: for a new segment of a stem, or for one that is there.

    Raises: NotFound; ProjectOver; MayNot.
    """

    access = Access.PERSON
    stem_id: EntityId | None = None
    segment_id: EntityId | None = None

    def run(self, work: ArrangementWork) -> BegunMidi:
        """Note where it will be kept."""
        if self.segment_id is not None:
            entry = entered(work, Kind.SEGMENT, self.segment_id)
            segment_id, again = self.segment_id, f"-{work.new_id()}"
        else:
            entry = entered(work, Kind.STEM, self.stem_id or EntityId(work.new_id()))
            segment_id, again = EntityId(work.new_id()), ""
        policy.may_edit(entry.project, entry.place).enforce()
        blob = _key(entry.project.id, segment_id, again)
        expect_blobs(work, blob, until=work.now + _PATIENCE)
        return BegunMidi(segment_id=segment_id, blob=blob)


@attrs.frozen(kw_only=True)
class AddMidiSegment(Command[EntityView]):
    """Make a segment of a MIDI file that has come.

    Attributes:
        content: what the file holds, as JSON.
        duration_ms: how long it is.

    Raises: NotFound; ProjectOver; MayNot; EntityGone; Invalid; BlobNotExpected.
    """

    access = Access.PERSON
    stem_id: EntityId
    begun: BegunMidi
    name: str
    content: Said = attrs.field(converter=said)
    start_ms: Milliseconds
    duration_ms: Milliseconds

    def run(self, work: ArrangementWork) -> EntityView:
        """Answer it."""
        entry = entered(work, Kind.STEM, self.stem_id)
        keep_blobs(work, self.begun.blob)
        fields: Mapping[str, Value] = {
            "stemId": self.stem_id,
            "type": "midi",
            "name": self.name,
            "startMs": self.start_ms,
            "endMs": self.start_ms + self.duration_ms,
        }
        wanted = Wanted(
            kind=Kind.SEGMENT,
            id=self.begun.segment_id,
            op=Op.CREATE,
            fields=fields,
            content=self.content,
        )
        arranging = change_singly(work, entry, wanted)
        return shown_entity(arranging.document, located(work, Kind.SEGMENT, wanted.id))


@attrs.frozen(kw_only=True)
class ReplaceMidi(Command[EntityView]):
    """Have a segment hold what a MIDI file holds that has come.

    Its notes are found again in the file: those that are the same stay, those that are near are
    changed. Raises: as `AddMidiSegment`; Outdated.
    """

    access = Access.PERSON
    begun: BegunMidi
    content: Said = attrs.field(converter=said)
    expected: int | None = None

    def run(self, work: ArrangementWork) -> EntityView:
        """Answer it."""
        segment_id = self.begun.segment_id
        entry = entered(work, Kind.SEGMENT, segment_id)
        keep_blobs(work, self.begun.blob)
        wanted = Wanted(
            kind=Kind.SEGMENT,
            id=segment_id,
            op=Op.SET,
            content=self.content,
            expected=self.expected,
        )
        arranging = change_singly(work, entry, wanted)
        return shown_entity(arranging.document, located(work, Kind.SEGMENT, segment_id))


@attrs.frozen(kw_only=True)
class AbandonMidi(Command[None]):
    """Wait for a MIDI file no longer."""

    access = Access.SYSTEM
    begun: BegunMidi

    def run(self, work: ArrangementWork) -> None:
        """Let go of what has come of it."""
        doom_blobs(work, self.begun.blob)


@attrs.frozen(kw_only=True)
class GetSegmentMidi(Query[bytes]):
    """A segment as a MIDI file: byte for byte the one it was made of, as far as it is unchanged.

    Raises: NotFound; ProjectOver.
    """

    access = Access.PERSON
    segment_id: EntityId

    def run(self, work: ArrangementWork) -> bytes:
        """Answer the file."""
        entered(work, Kind.SEGMENT, self.segment_id)
        entity = located(work, Kind.SEGMENT, self.segment_id)
        with reading(work, entity.project_id) as document:
            shown_entity(document, entity)
            return write(content_in(document, RecordId(self.segment_id)))


def duration_of(content: Content) -> Milliseconds:
    """How long a file is, at least a millisecond."""
    return Milliseconds(max(1, ceil(length(content) * 1000)))


def _key(project_id: ProjectId, segment_id: EntityId, again: str) -> BlobKey:
    return blob_key(f"projects/{project_id}/midi/{segment_id}{again}.mid")
