"""A stage: a band with somewhere to put files, and what is taken to it and from it."""

import io
import json
from collections.abc import Callable
from typing import Any
from zipfile import ZipFile

import attrs

from phantom_adapters.memory.blobs import MemoryBlobStore
from phantom_core.audio import AudioFile, UploadDetails, Visibility
from phantom_core.audio.flows import IncomingAudio, upload
from phantom_core.kernel import (
    Actor,
    Milliseconds,
)
from phantom_core.studio import (
    AddAudioSegment,
    ArrangementView,
    EntityId,
    GetArrangement,
    ProjectId,
)
from phantom_core.studio.arrangement.fields import Kind
from phantom_core.studio.flows import (
    IncomingMidi,
    StudioEdge,
    export_project,
    import_midi,
    import_project,
)
from tests.use_cases.audio.studio import stream, tone
from tests.use_cases.studio.band import Band, Device, an_id
from tests.use_cases.studio.studio_edge import audio_edge_of
from tests.use_cases.studio.test_midi_files import RIFF


@attrs.define
class Stage:
    """A band with somewhere to put files.

    Attributes:
        ada: the owner's device.
    """

    band: Band
    store: MemoryBlobStore
    edge: StudioEdge
    ada: Device

    async def recording(self, who: Actor, *, public: bool = False) -> AudioFile:
        """Somebody keeps a recording here."""
        seen_by = Visibility.PUBLIC if public else Visibility.PRIVATE
        incoming = IncomingAudio(
            file_name="Take 1.wav",
            chunks=stream(tone()),
            details=lambda: UploadDetails(visibility=seen_by),
        )
        return await upload(audio_edge_of(self.band, self.store), incoming, actor=who)

    async def compose(self) -> AudioFile:
        """Two stems, one in the other, with a riff, a recording, and a segment without a file."""
        ada, bass, keys = self.ada, an_id(), an_id()
        await ada.push(
            ada.draft(
                Kind.PROJECT, EntityId(ada.project), fields={"tempo": 90, "description": "Slow."}
            ),
            ada.stem(keys, "Keys", color="#123456", isMuted=False),
            ada.stem(bass, "Bass", group=keys, midiChannel=3, volume=0.5, pan=-0.25),
            ada.segment(an_id(), keys, name="Empty", startMs=100, endMs=250),
        )
        incoming = IncomingMidi(data=RIFF, file_name="Riff.mid", start_ms=Milliseconds(2000))
        await import_midi(self.edge, bass, incoming, actor=ada.who)
        recording = await self.recording(ada.who)
        await self.band.do(
            AddAudioSegment(stem_id=keys, audio_file_id=recording.id, start_ms=Milliseconds(50)),
            ada.who,
        )
        return recording

    async def exported(self, who: Actor | None = None, project: ProjectId | None = None) -> bytes:
        """The zip of a project."""
        export = await export_project(
            self.edge, project or self.ada.project, actor=who or self.ada.who
        )
        return b"".join([chunk async for chunk in export.chunks])

    async def imported(self, data: bytes, who: Actor | None = None) -> ProjectId:
        """The project that is made of a zip."""
        view = await import_project(self.edge, io.BytesIO(data), actor=who or self.ada.who)
        return view.card.id

    async def view(self, project: ProjectId, who: Actor | None = None) -> ArrangementView:
        """What stands in a project."""
        return await self.band.ask(GetArrangement(project_id=project), who or self.ada.who)


def likeness(view: ArrangementView) -> Any:
    """What stands in a project, whatever its ids are."""
    names = {stem.id: stem.fields["name"] for stem in view.stems}

    def plain(fields: Any) -> dict[str, Any]:
        told = {**fields, "group": names.get(fields.get("group"))}
        told.pop("isPublic", None)
        told.pop("frame", None)
        if told.get("audio"):
            told["audio"] = {**told["audio"], "audioFileId": None}
        return told

    return (
        plain(view.fields),
        [plain(stem.fields) for stem in view.stems],
        [
            (names[each.owner_id], plain(each.fields), [dict(note.fields) for note in each.notes])
            for each in view.segments
        ],
    )


def rewritten(data: bytes, change: Callable[[dict[str, Any]], object], **files: bytes) -> bytes:
    """The zip with another `project.json`, and further files."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(data)) as before, ZipFile(out, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            if name == "project.json":
                told = json.loads(content)
                change(told)
                content = json.dumps(told).encode()
            after.writestr(name, content)
        for name, content in files.items():
            after.writestr(name, content)
    return out.getvalue()
