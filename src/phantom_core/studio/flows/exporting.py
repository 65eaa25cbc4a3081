"""Taking projects away: as a zip of all that is in them, or as one file of MIDI."""

import asyncio
from collections.abc import AsyncGenerator, Iterator, Mapping
from contextlib import aclosing

import attrs

from phantom_core.blobs import BlobNotFound
from phantom_core.blobs.zip_writing import ZipStream
from phantom_core.kernel import Actor, Bpm, Milliseconds
from phantom_core.studio.arrangement.carried_json import write_carried
from phantom_core.studio.arrangement.carrying import Carried, CarriedEntity
from phantom_core.studio.arrangement.content import content_of
from phantom_core.studio.arrangement.keeping import Recording
from phantom_core.studio.flows.edge import StudioEdge
from phantom_core.studio.flows.midi_files import MidiFile
from phantom_core.studio.midi import Content, MixedSegment, MixedStem, mix, write
from phantom_core.studio.project import ProjectId
from phantom_core.studio.use_cases.carrying import GetExport, ProjectExport

__all__ = ["ExportedProject", "export_mix", "export_project"]


@attrs.frozen(kw_only=True)
class ExportedProject:
    """A project as a zip.

    Attributes:
        name: the project's.
        chunks: the bytes; close it (`aclosing`) when you stop early.
    """

    name: str
    chunks: AsyncGenerator[bytes, None]


async def export_project(
    edge: StudioEdge, project_id: ProjectId, *, actor: Actor
) -> ExportedProject:
    """Take a project away as a zip, which is made while it is read.

    In it are `project.json` with all that stands, `midi/<segment>.mid`, `mix.mid`, and
    `audio/<recording>.<format>`: of recordings those that the actor may hear and that are there.

    Raises: NotFound; ProjectOver; MayNot.
    """
    export = await edge.phantom.ask(GetExport(project_id=project_id), actor=actor)
    return ExportedProject(name=export.arrangement.fields["name"], chunks=_zip(edge, export))


async def export_mix(edge: StudioEdge, project_id: ProjectId, *, actor: Actor) -> MidiFile:
    """Take a project away as one file of MIDI: what is heard of its stems, muted ones left out.

    Raises: NotFound; ProjectOver; MayNot.
    """
    export = await edge.phantom.ask(GetExport(project_id=project_id), actor=actor)
    data = await asyncio.to_thread(lambda: write(_mixed(export.arrangement)))
    return MidiFile(name=export.arrangement.fields["name"], data=data)


async def _zip(edge: StudioEdge, export: ProjectExport) -> AsyncGenerator[bytes, None]:
    arrangement, stream = export.arrangement, ZipStream()
    for segment in _of_midi(arrangement):
        data = await asyncio.to_thread(_file_of, segment)
        yield stream.add(f"midi/{segment.id}.mid", data)
    data = await asyncio.to_thread(lambda: write(_mixed(arrangement)))
    yield stream.add("mix.mid", data)
    files: dict[str, str | None] = dict.fromkeys(arrangement.recordings)
    for name, recording in export.recordings.items():
        file = f"audio/{name}.{recording.format}"
        async with aclosing(_recorded(edge, recording)) as pieces:
            first = await anext(pieces, None)
            if first is not None:
                files[name] = file
                async for chunk in stream.stream(file, _joined(first, pieces)):
                    yield chunk
    data = await asyncio.to_thread(write_carried, arrangement, files)
    yield stream.add("project.json", data)
    yield stream.end()


async def _recorded(edge: StudioEdge, recording: Recording) -> AsyncGenerator[bytes, None]:
    """The bytes of a recording; none, if it was deleted meanwhile."""
    begun = False
    try:
        async with aclosing(edge.store.read(recording.blob)) as pieces:
            async for piece in pieces:
                begun = True
                yield piece
    except BlobNotFound:
        if begun:
            raise


async def _joined(first: bytes, rest: AsyncGenerator[bytes, None]) -> AsyncGenerator[bytes, None]:
    yield first
    async for piece in rest:
        yield piece


def _of_midi(arrangement: Carried) -> Iterator[CarriedEntity]:
    return (each for each in arrangement.segments if each.fields["type"] == "midi")


def _content(segment: CarriedEntity) -> Content:
    return content_of(segment.fields["frame"], segment.notes)


def _file_of(segment: CarriedEntity) -> bytes:
    return write(_content(segment))


def _mixed(arrangement: Carried) -> Content:
    fields = arrangement.fields
    beats, note = fields["timeSignature"]
    soloed = any(stem.fields["isSoloed"] for stem in arrangement.stems)
    heard = [
        stem
        for stem in arrangement.stems
        if (stem.fields["isSoloed"] if soloed else not stem.fields["isMuted"])
    ]
    inside: dict[str | None, list[MixedSegment]] = {}
    for segment in _of_midi(arrangement):
        inside.setdefault(segment.owner, []).append(_mixed_segment(segment))
    stems = [_mixed_stem(stem, inside) for stem in heard]
    return mix(tempo=Bpm(float(fields["tempo"])), time_signature=(beats, note), stems=stems)


def _mixed_segment(segment: CarriedEntity) -> MixedSegment:
    return MixedSegment(
        start_ms=Milliseconds(segment.fields["startMs"]),
        end_ms=Milliseconds(segment.fields["endMs"]),
        content=_content(segment),
    )


def _mixed_stem(stem: CarriedEntity, inside: Mapping[str | None, list[MixedSegment]]) -> MixedStem:
    return MixedStem(
        name=stem.fields["name"],
        channel=stem.fields["midiChannel"],
        segments=inside.get(stem.id, ()),
    )
