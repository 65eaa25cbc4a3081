"""Taking a project away as files, and making an equal one of them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

import attrs

from phantom_core.kernel import (
    Access,
    Bpm,
    Command,
    Fault,
    Id,
    Invalid,
    Milliseconds,
    Query,
    UserId,
)
from phantom_core.studio import policy
from phantom_core.studio.arrangement.content import content_in
from phantom_core.studio.arrangement.fields import FIELDS, Kind
from phantom_core.studio.arrangement.said import Said, said
from phantom_core.studio.arrangement.target import EntityId, Op
from phantom_core.studio.arrangement.views import EntityView
from phantom_core.studio.document_ports import ArrangementWork
from phantom_core.studio.midi import MixedSegment, MixedStem, mix, to_json, write
from phantom_core.studio.project import ProjectId
from phantom_core.studio.use_cases._document import reading
from phantom_core.studio.use_cases._finding import Entry, seen
from phantom_core.studio.use_cases._single import Wanted, change_singly
from phantom_core.studio.use_cases.making import CreateProject
from phantom_core.studio.use_cases.opening import OpenDocument
from phantom_core.studio.use_cases.syncing import arrangement
from phantom_core.studio.views import ProjectView
from phantom_core.sync import Document, RecordId

__all__ = ["EXPORT_FORMAT", "ExportProject", "ExportedProject", "GetMixedMidi", "ImportProject"]

EXPORT_FORMAT: Final = 1
"""The version of what is exported."""

_MOST: Final = 5_000


@attrs.frozen(kw_only=True)
class ExportedProject:
    """A project as files.

    Attributes:
        manifest: all that stands in it, as JSON.
        midi: its segments of MIDI as files, by the ids of the segments.
        mixed: all of its MIDI as one file.
        recordings: the recordings that it plays and that may be taken away, by their ids, with the
            names of their files.
    """

    manifest: Said
    midi: Sequence[tuple[EntityId, bytes]] = attrs.field(repr=False)
    mixed: bytes = attrs.field(repr=False)
    recordings: Sequence[tuple[Id, str]] = ()


@attrs.frozen(kw_only=True)
class ExportProject(Query[ExportedProject]):
    """Take a project away. Raises: NotFound; ProjectOver; MayNot."""

    access = Access.PERSON
    project_id: ProjectId

    def run(self, work: ArrangementWork) -> ExportedProject:
        """Answer its files."""
        entry = seen(work, self.project_id)
        policy.may_export(entry.project, entry.place).enforce()
        with reading(work, self.project_id) as document:
            view = arrangement(work, self.project_id, document)
            midi = [(each.id, _file(document, each)) for each in _of_midi(view.segments)]
            return ExportedProject(
                manifest=said(
                    {
                        "format": EXPORT_FORMAT,
                        "project": dict(view.fields),
                        "stems": [_plain(each) for each in view.stems],
                        "segments": [
                            {**_plain(each), **_content(document, each)} for each in view.segments
                        ],
                    }
                ),
                midi=midi,
                mixed=_mixed(document, view.fields, view.stems, view.segments),
                recordings=_recordings(work, view.segments),
            )


@attrs.frozen(kw_only=True)
class GetMixedMidi(Query[bytes]):
    """Take all MIDI of a project away as one file. Raises: NotFound; ProjectOver; MayNot."""

    access = Access.PERSON
    project_id: ProjectId

    def run(self, work: ArrangementWork) -> bytes:
        """Answer the file."""
        entry = seen(work, self.project_id)
        policy.may_export(entry.project, entry.place).enforce()
        with reading(work, self.project_id) as document:
            view = arrangement(work, self.project_id, document)
            return _mixed(document, view.fields, view.stems, view.segments)


@attrs.frozen(kw_only=True)
class ImportProject(Command[ProjectView]):
    """Make a project of what one was exported as: equal to it, with ids of its own.

    It is the actor's own, and nobody else may look at it. A segment whose recording the actor may
    not hear is left out.

    Raises: Invalid, with what is wrong and where.
    """

    access = Access.PERSON
    manifest: Said = attrs.field(converter=said)

    def run(self, work: ArrangementWork) -> ProjectView:
        """Answer the project."""
        whole = self.manifest.value
        _expect(whole)
        fields = whole["project"]
        beats = fields.get("timeSignature") or [4, 4]
        made = CreateProject(
            project_id=ProjectId(work.new_id()),
            name=fields.get("name", ""),
            description=fields.get("description"),
            tempo=Bpm(fields.get("tempo", 120)),
            time_signature=(beats[0], beats[-1]),
        ).run(work)
        place = work.project_collaborators.find(made.card.id, work.actor.person)
        _begin(work, made.card.id)
        entry = Entry(project=work.projects.get(made.card.id), place=place)
        arranging = change_singly(work, entry, *_wanted(work, whole))
        return attrs.evolve(made, last_sync_at=arranging.project.last_sync_at)


def _begin(work: ArrangementWork, project_id: ProjectId) -> None:
    """Begin the document here: what follows from an event comes after the command."""
    OpenDocument(project_id=project_id).run(work)


def _expect(whole: Mapping[str, Any]) -> None:
    faults = [
        Fault(name, "must be a list of objects")
        for name in ("stems", "segments")
        if not _is_listing(whole.get(name))
    ]
    if whole.get("format") != EXPORT_FORMAT:
        faults.append(Fault("format", f"must be {EXPORT_FORMAT}"))
    if not isinstance(whole.get("project"), Mapping):
        faults.append(Fault("project", "must be an object"))
    if faults:
        raise Invalid(*faults)


def _is_listing(value: Any) -> bool:
    return isinstance(value, list) and len(value) <= _MOST and all(map(_is_object, value))


def _is_object(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("id"), str)


def _wanted(work: ArrangementWork, whole: Mapping[str, Any]) -> Iterator[Wanted]:
    """The stems in their order, then their groups, then the segments."""
    names = {stem["id"]: EntityId(work.new_id()) for stem in whole["stems"]}
    for stem in whole["stems"]:
        fields = {name: stem[name] for name in FIELDS[Kind.STEM] if name in stem}
        fields = {name: value for name, value in fields.items() if name != "group"}
        yield Wanted(kind=Kind.STEM, id=names[stem["id"]], op=Op.CREATE, fields=fields)
    for stem in whole["stems"]:
        if stem.get("group") in names:
            group = {"group": names[stem["group"]]}
            yield Wanted(kind=Kind.STEM, id=names[stem["id"]], op=Op.SET, fields=group)
    for segment in whole["segments"]:
        if _is_heard(work, segment.get("audio"), work.actor.person):
            yield _segment(work, segment, names)


def _segment(
    work: ArrangementWork, segment: Mapping[str, Any], names: Mapping[str, EntityId]
) -> Wanted:
    fields = {name: segment[name] for name in FIELDS[Kind.SEGMENT] if name in segment}
    fields.pop("frame", None)
    fields["stemId"] = names.get(str(segment.get("stemId")), segment.get("stemId"))
    content = segment.get("content")
    return Wanted(
        kind=Kind.SEGMENT,
        id=EntityId(work.new_id()),
        op=Op.CREATE,
        fields=fields,
        content=said(content) if isinstance(content, Mapping) else None,
    )


def _is_heard(work: ArrangementWork, audio: Any, user_id: UserId) -> bool:
    if not isinstance(audio, Mapping):
        return True
    recording_id = Id(str(audio.get("audioFileId")))
    return work.recordings.find(recording_id, seen_by=user_id) is not None


def _plain(view: EntityView) -> dict[str, Any]:
    owner = {"stemId": view.owner_id} if view.kind is Kind.SEGMENT else {}
    fields = {name: value for name, value in view.fields.items() if name != "frame"}
    return {"id": view.id, **owner, **fields}


def _of_midi(segments: Sequence[EntityView]) -> list[EntityView]:
    return [each for each in segments if each.fields["type"] == "midi"]


def _content(document: Document, view: EntityView) -> dict[str, Any]:
    if view.fields["type"] != "midi":
        return {}
    return {"content": to_json(content_in(document, RecordId(view.id)))}


def _file(document: Document, view: EntityView) -> bytes:
    return write(content_in(document, RecordId(view.id)))


def _mixed(
    document: Document,
    fields: Mapping[str, Any],
    stems: Sequence[EntityView],
    segments: Sequence[EntityView],
) -> bytes:
    mixed = [
        MixedStem(
            name=stem.fields["name"],
            channel=stem.fields["midiChannel"],
            segments=[
                MixedSegment(
                    start_ms=Milliseconds(each.fields["startMs"]),
                    end_ms=Milliseconds(each.fields["endMs"]),
                    content=content_in(document, RecordId(each.id)),
                )
                for each in _of_midi(segments)
                if each.owner_id == stem.id
            ],
        )
        for stem in stems
    ]
    beats, note = fields["timeSignature"]
    return write(mix(tempo=Bpm(fields["tempo"]), time_signature=(beats, note), stems=mixed))


def _recordings(work: ArrangementWork, segments: Sequence[EntityView]) -> list[tuple[Id, str]]:
    found: dict[Id, str] = {}
    for each in segments:
        audio = each.fields["audio"]
        if isinstance(audio, Mapping) and _is_heard(work, audio, work.actor.person):
            recording_id = Id(str(audio["audioFileId"]))
            found[recording_id] = f"{recording_id}.{audio.get('format', 'audio')}"
    return sorted(found.items())
