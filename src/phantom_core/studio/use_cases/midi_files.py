"""Segments from files of MIDI, and back: noted before the first byte, part of it after the last."""

from collections.abc import Mapping
from datetime import timedelta
from math import ceil
from typing import Any, Final

import attrs

from phantom_core.blobs import BlobKey
from phantom_core.blobs.ledger import BlobState
from phantom_core.blobs.ledger_use_cases import doom_blobs, expect_blobs, keep_blobs
from phantom_core.kernel import (
    Access,
    Command,
    Fault,
    Id,
    Invalid,
    Milliseconds,
    NotFound,
    Query,
    Seconds,
)
from phantom_core.studio import policy
from phantom_core.studio.arrangement.content import content_in
from phantom_core.studio.arrangement.fields import FARTHEST_MS, Kind
from phantom_core.studio.arrangement.repair import SHORTEST_MS
from phantom_core.studio.arrangement.said import Said, said
from phantom_core.studio.arrangement.target import EntityId, Op
from phantom_core.studio.arrangement.views import EntityView
from phantom_core.studio.document_ports import ArrangementWork
from phantom_core.studio.midi import Content, to_json
from phantom_core.studio.midi.timing import has_tempo, length
from phantom_core.studio.midi_keys import midi_key
from phantom_core.studio.project import Project
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
    "BeginMidi",
    "BeginMidiOver",
    "ComingMidi",
    "FinishMidi",
    "FinishMidiOver",
    "GetMidi",
    "GivenMidi",
    "MidiParts",
    "given_of",
]

_GRACE: Final = timedelta(hours=1)
_USUAL_TEMPO: Final = 120
_MIDI: Final = "midi"


@attrs.frozen(kw_only=True)
class ComingMidi:
    """A file of MIDI that is coming.

    Attributes:
        segment_id: the segment that is made of it, or that it is imported over.
        blob: where it will be.
    """

    segment_id: EntityId
    blob: BlobKey


@attrs.frozen(kw_only=True)
class GivenMidi:
    """What a file of MIDI holds.

    Attributes:
        sha256: of the file, 64 hexadecimal digits; by it the same file is known again.
        content: its content, as JSON.
        seconds: how long it lasts; at 120 beats a minute, if it does not say how fast it is.
        keeps_time: whether it says that.
    """

    sha256: str
    content: Said = attrs.field(repr=False)
    seconds: Seconds
    keeps_time: bool


@attrs.frozen(kw_only=True)
class BeginMidi(Command[ComingMidi]):
    """Note that a file is coming of which a segment shall be made.

    Raises: NotFound; ProjectOver; MayNot.
    """

    access = Access.PERSON
    stem_id: EntityId

    def run(self, work: ArrangementWork) -> ComingMidi:
        """Answer where it will be."""
        entry = entered(work, Kind.STEM, self.stem_id)
        policy.may_edit(entry.project, entry.place).enforce()
        segment_id = EntityId(work.new_id())
        blob = midi_key(entry.project.id, segment_id)
        expect_blobs(work, blob, until=work.now + _GRACE)
        return ComingMidi(segment_id=segment_id, blob=blob)


@attrs.frozen(kw_only=True)
class BeginMidiOver(Command[ComingMidi]):
    """Note that a file is coming that shall be imported over a segment.

    Raises: NotFound; ProjectOver; MayNot.
    """

    access = Access.PERSON
    segment_id: EntityId

    def run(self, work: ArrangementWork) -> ComingMidi:
        """Answer where it will be."""
        entry = entered(work, Kind.SEGMENT, self.segment_id)
        policy.may_edit(entry.project, entry.place).enforce()
        blob = midi_key(entry.project.id, self.segment_id, Id(work.new_id()))
        expect_blobs(work, blob, until=work.now + _GRACE)
        return ComingMidi(segment_id=self.segment_id, blob=blob)


@attrs.frozen(kw_only=True)
class FinishMidi(Command[EntityView]):
    """Make a segment of a file that has come; it ends when the file does.

    A file that says how fast it is lasts as long as it says, any other as long as its quarters do
    in the project. The same file again under one idempotency key is the same segment.

    Raises: NotFound; ProjectOver; MayNot; Invalid; BlobNotExpected.
    """

    access = Access.PERSON
    stem_id: EntityId
    coming: ComingMidi = attrs.field(repr=False)
    given: GivenMidi
    start_ms: Milliseconds = Milliseconds(0)
    name: str = ""

    def run(self, work: ArrangementWork) -> EntityView:
        """Answer it."""
        entry = entered(work, Kind.STEM, self.stem_id)
        fields: dict[str, Value] = {
            "stemId": self.stem_id,
            "type": _MIDI,
            "name": self.name,
            "startMs": self.start_ms,
            "endMs": _end(self.start_ms, self.given, entry.project),
        }
        wanted = Wanted(
            kind=Kind.SEGMENT,
            id=self.coming.segment_id,
            op=Op.CREATE,
            fields=fields,
            content=self.given.content,
        )
        keep_blobs(work, self.coming.blob)
        arranging = change_singly(work, entry, wanted)
        made = located(work, Kind.SEGMENT, wanted.id)
        return shown_entity(arranging.document, made)


@attrs.frozen(kw_only=True)
class FinishMidiOver(Command[EntityView]):
    """Import a file that has come over a segment: what is the same in both stays untouched.

    The segment ends when the file does if it ended when its content did.

    Attributes:
        version: the version that it was made to: with what came after, it is merged.
        expected: the version that must stand.

    Raises: NotFound; ProjectOver; MayNot; Invalid; Outdated; BlobNotExpected.
    """

    access = Access.PERSON
    coming: ComingMidi
    given: GivenMidi = attrs.field(repr=False)
    version: int | None = None
    expected: int | None = None

    def run(self, work: ArrangementWork) -> EntityView:
        """Answer it as it is now."""
        entry = entered(work, Kind.SEGMENT, self.coming.segment_id)
        wanted = Wanted(
            kind=Kind.SEGMENT,
            id=self.coming.segment_id,
            op=Op.SET,
            fields=self._moved_end(work, entry.project),
            content=self.given.content,
            version=self.version,
            expected=self.expected,
        )
        keep_blobs(work, self.coming.blob)
        arranging = change_singly(work, entry, wanted)
        return shown_entity(arranging.document, located(work, Kind.SEGMENT, wanted.id))

    def _moved_end(self, work: ArrangementWork, project: Project) -> Mapping[str, Value]:
        record = RecordId(self.coming.segment_id)
        with reading(work, project.id) as document:
            shown_entity(document, located(work, Kind.SEGMENT, self.coming.segment_id))
            if document.value(record, "type") != _MIDI:
                raise Invalid(Fault("file", "can only be imported over a segment of MIDI"))
            start: Any = document.value(record, "startMs")
            whole = document.value(record, "endMs") == _end(
                start, given_of(content_in(document, record)), project
            )
        return {"endMs": _end(start, self.given, project)} if whole else {}


@attrs.frozen(kw_only=True)
class AbandonMidi(Command[None]):
    """Give a file up of which nothing was made: what came of it goes."""

    access = Access.SYSTEM
    blob: BlobKey

    def run(self, work: ArrangementWork) -> None:
        """Doom it, unless it was kept."""
        line = work.blob_ledger.find(self.blob)
        if line is None or line.state is not BlobState.KEPT:
            doom_blobs(work, self.blob)


@attrs.frozen(kw_only=True)
class MidiParts:
    """What the file of a segment is put together of.

    Attributes:
        name: the segment's.
        notes: by id.
    """

    name: str
    frame: Mapping[str, Any] | None = attrs.field(repr=False)
    notes: Mapping[str, Mapping[str, Any]] = attrs.field(repr=False)


@attrs.frozen(kw_only=True)
class GetMidi(Query[MidiParts]):
    """Look at the content of a segment of MIDI. Raises: NotFound; ProjectOver."""

    access = Access.PERSON
    segment_id: EntityId

    def run(self, work: ArrangementWork) -> MidiParts:
        """Answer its parts."""
        entered(work, Kind.SEGMENT, self.segment_id)
        entity = located(work, Kind.SEGMENT, self.segment_id)
        with reading(work, entity.project_id) as document:
            view = shown_entity(document, entity)
        if view.fields["type"] != _MIDI:
            raise NotFound("MIDI content of segment", self.segment_id)
        return MidiParts(
            name=view.fields["name"],
            frame=view.fields["frame"],
            notes={note.id: note.fields for note in view.notes},
        )


def given_of(content: Content, sha256: str = "") -> GivenMidi:
    """What is told of a file; it takes as long as the file is large."""
    return GivenMidi(
        sha256=sha256,
        content=said(to_json(content)),
        seconds=length(content),
        keeps_time=has_tempo(content),
    )


def _end(start_ms: int, given: GivenMidi, project: Project) -> int:
    """Where a segment ends whose content lasts as it says, or as the project is fast."""
    tempo = _USUAL_TEMPO if given.keeps_time else project.tempo
    lasts = ceil(1000 * given.seconds * _USUAL_TEMPO / tempo)
    end = start_ms + max(lasts, SHORTEST_MS)
    if end > FARTHEST_MS:
        raise Invalid(Fault("file", f"would end after {FARTHEST_MS} ms"))
    return end
