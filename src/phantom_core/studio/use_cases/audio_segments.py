"""Segments that play a recording."""

import attrs

from phantom_core.kernel import Access, Command, Fault, Id, Invalid, Milliseconds, NotFound
from phantom_core.studio import policy
from phantom_core.studio.arrangement.fields import FARTHEST_MS, Kind
from phantom_core.studio.arrangement.keeping import Recording
from phantom_core.studio.arrangement.repair import SHORTEST_MS
from phantom_core.studio.arrangement.target import EntityId, Op
from phantom_core.studio.arrangement.views import EntityView
from phantom_core.studio.document_ports import ArrangementWork
from phantom_core.studio.use_cases._single import (
    Wanted,
    change_singly,
    entered,
    located,
    shown_entity,
)
from phantom_core.sync import Value

__all__ = ["AddAudioSegment"]

_LONGEST_NAME = 100


@attrs.frozen(kw_only=True)
class AddAudioSegment(Command[EntityView]):
    """Place a recording on a stem, from a time on: one's own, or another that one may hear.

    The segment keeps what the recording was: if that is deleted later, the project stays whole, and
    the segment still tells what was there, and is silent.

    Attributes:
        segment_id: the id that it gets, where a client chooses it.

    Raises: NotFound; ProjectOver; MayNot; Invalid; IdInUse.
    """

    access = Access.PERSON
    stem_id: EntityId
    audio_file_id: Id
    start_ms: Milliseconds
    segment_id: EntityId | None = None

    def run(self, work: ArrangementWork) -> EntityView:
        """Answer it."""
        entry = entered(work, Kind.STEM, self.stem_id)
        policy.may_edit(entry.project, entry.place).enforce()
        recording = work.recordings.find(self.audio_file_id, seen_by=work.actor.person)
        if recording is None:
            raise NotFound("audio file", self.audio_file_id)
        end_ms = self.start_ms + max(recording.duration_ms, SHORTEST_MS)
        if end_ms > FARTHEST_MS:
            raise Invalid(Fault("startMs", f"is too late: it would end after {FARTHEST_MS} ms"))
        fields: dict[str, Value] = {
            "stemId": self.stem_id,
            "type": "audio",
            "name": _name_of(recording),
            "startMs": self.start_ms,
            "endMs": end_ms,
            "audio": recording.as_field(),
        }
        segment_id = self.segment_id or EntityId(work.new_id())
        wanted = Wanted(kind=Kind.SEGMENT, id=segment_id, op=Op.CREATE, fields=fields)
        arranging = change_singly(work, entry, wanted)
        return shown_entity(arranging.document, located(work, Kind.SEGMENT, segment_id))


def _name_of(recording: Recording) -> str:
    name = recording.original_file_name
    return (name.rpartition(".")[0] or name)[:_LONGEST_NAME].strip()
