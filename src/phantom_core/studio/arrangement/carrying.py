"""Arrangements on their way: all that stands in a project, as a file carries it elsewhere.

Ids name what belongs together within the file. Where it arrives, everything gets an id of its own,
made from the new project's id and the old one, so that a file may arrive any number of times.
"""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import Any, Final

import attrs

from phantom_core.kernel import Id
from phantom_core.kernel.ids import id_from_bytes
from phantom_core.studio.arrangement.fields import KIND, Kind, note_fields
from phantom_core.studio.arrangement.going_back import Step
from phantom_core.studio.arrangement.target import EntityId, Op, Target
from phantom_core.studio.arrangement.views import fields_of, stems_of
from phantom_core.studio.midi import frame_from_json, frame_to_json, renamed
from phantom_core.studio.project import ProjectId
from phantom_core.sync import OWNER, Document, Put, RecordId, Value

__all__ = ["Carried", "CarriedEntity", "carried", "length_of", "steps_of"]

_ID_BYTES: Final = 16

_Fields = Mapping[str, Any]


@attrs.frozen(kw_only=True)
class CarriedEntity:
    """A stem or segment.

    Attributes:
        owner: the stem in which a segment stands.
        notes: those of a segment of MIDI, by their ids.
    """

    id: str
    owner: str | None = None
    fields: _Fields
    notes: Mapping[str, _Fields] = attrs.field(factory=dict)


@attrs.frozen(kw_only=True)
class Carried:
    """All that stands in a project.

    Attributes:
        fields: the project's own.
        stems: in their order.
        segments: by stem, then by start.
    """

    fields: _Fields
    stems: Sequence[CarriedEntity]
    segments: Sequence[CarriedEntity]

    @property
    def recordings(self) -> list[Id]:
        """The recordings that its segments play, each once, in the order of their ids."""
        audio = (segment.fields["audio"] for segment in self.segments)
        return sorted({Id(each["audioFileId"]) for each in audio if each and "audioFileId" in each})


def carried(document: Document, project: RecordId) -> Carried:
    """All that stands in a project's document."""
    stems = stems_of(document, project)
    return Carried(
        fields=fields_of(document, Kind.PROJECT, project),
        stems=[
            CarriedEntity(id=stem, fields=fields_of(document, Kind.STEM, stem)) for stem in stems
        ],
        segments=[_segment(document, stem, each) for stem in stems for each in _in(document, stem)],
    )


def _in(document: Document, stem: RecordId) -> list[RecordId]:
    def place(segment: RecordId) -> tuple[Any, RecordId]:
        return document.value(segment, "startMs"), segment

    return sorted(document.children(stem), key=place)


def _segment(document: Document, stem: RecordId, segment: RecordId) -> CarriedEntity:
    notes = {
        str(note): note_fields(fields_of(document, Kind.NOTE, note))
        for note in document.children(segment)
    }
    fields = fields_of(document, Kind.SEGMENT, segment)
    return CarriedEntity(id=segment, owner=stem, fields=fields, notes=notes)


def length_of(arrived: Carried) -> int:
    """Where its last segment ends, or it ends itself, in ms."""
    ends = [int(each.fields["endMs"]) for each in arrived.segments]
    return max([int(arrived.fields["lengthMs"]), *ends])


def steps_of(
    arrived: Carried, project_id: ProjectId, recordings: Mapping[str, Id]
) -> Iterator[Step]:
    """The changes that make an equal project, in an order in which each rests on those before.

    The segment that ends last comes as early as it can: from then on the project has its length.
    Nobody but its owner may look at it at first, whatever the file says.

    Args:
        arrived: what came.
        project_id: the new project.
        recordings: which recordings of here its segments play, by the ids that they had.
    """
    settling = _Settling(project_id, recordings)
    fields = {**arrived.fields, "isPublic": False}
    yield _made(Kind.PROJECT, RecordId(project_id), fields)
    stems = {each.id: each for each in arrived.stems}
    last = max(arrived.segments, key=lambda each: each.fields["endMs"], default=None)
    first = [] if last is None else _with_group(stems, last.owner or "")
    groups = [each for each in arrived.stems if each.fields["group"] is None]
    for stem in dict.fromkeys(each.id for each in (*first, *groups, *arrived.stems)):
        yield settling.stem(stems[stem])
        if last is not None and stem == last.owner:
            yield settling.segment(last)
    yield from (settling.segment(each) for each in arrived.segments if each is not last)


def _with_group(stems: Mapping[str, CarriedEntity], stem: str) -> list[CarriedEntity]:
    group = stems[stem].fields["group"]
    return [stems[group], stems[stem]] if group is not None else [stems[stem]]


@attrs.frozen
class _Settling:
    """Gives what arrives the ids that it has here."""

    project_id: ProjectId
    recordings: Mapping[str, Id]

    def stem(self, stem: CarriedEntity) -> Step:
        """Make a stem."""
        group = stem.fields["group"]
        fields = {**stem.fields, "group": None if group is None else self._id(group)}
        return _made(Kind.STEM, self._id(stem.id), {**fields, OWNER: self.project_id})

    def segment(self, segment: CarriedEntity) -> Step:
        """Make a segment with its notes."""
        record = self._id(segment.id)
        names = {note: self._id(f"{segment.id}/{note}") for note in segment.notes}
        fields = {
            **segment.fields,
            "frame": _renamed(segment.fields["frame"], names),
            "audio": self._audio(segment.fields["audio"]),
            OWNER: self._id(segment.owner or ""),
        }
        notes = [
            Put(names[note], {KIND: Kind.NOTE.value, OWNER: record, **given})
            for note, given in segment.notes.items()
        ]
        return _made(Kind.SEGMENT, record, fields, *notes)

    def _audio(self, audio: _Fields | None) -> Value:
        if audio is None:
            return None
        was = audio.get("audioFileId")
        return {**audio, "audioFileId": self.recordings.get(was, was)} if was else dict(audio)

    def _id(self, old: str) -> RecordId:
        digest = blake2b(f"{self.project_id}/{old}".encode(), digest_size=_ID_BYTES)
        return RecordId(id_from_bytes(digest.digest()))


def _renamed(frame: Any, names: Mapping[str, str]) -> Value:
    return None if frame is None else frame_to_json(renamed(frame_from_json(frame), names))


def _made(kind: Kind, record: RecordId, fields: _Fields, *notes: Put) -> Step:
    target = Target(kind=kind, id=EntityId(Id(record)), op=Op.CREATE)
    return Step(target=target, edits=(Put(record, {KIND: kind.value, **fields}), *notes))
