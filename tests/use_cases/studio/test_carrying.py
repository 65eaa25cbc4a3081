"""Projects are taken away as files, and arrive elsewhere as they were."""

import io
import json
from collections.abc import Callable
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import attrs
import pytest

from phantom_adapters.memory.blobs import MemoryBlobStore
from phantom_core.audio import AudioFile, DeleteAudioFile, ListAudioFiles, UploadDetails, Visibility
from phantom_core.audio.flows import IncomingAudio, upload
from phantom_core.blobs.ledger_flows import sweep
from phantom_core.kernel import (
    Actor,
    Bpm,
    ByteCount,
    Id,
    Invalid,
    Milliseconds,
    NotFound,
    TooLarge,
    UnsupportedMedia,
)
from phantom_core.studio import (
    AddAudioSegment,
    ArrangementView,
    CollaboratorRole,
    DeleteProject,
    GetArrangement,
    GetSegment,
    ListProjects,
    MayNot,
    Op,
    ProjectId,
    ProjectOver,
)
from phantom_core.studio.arrangement.carrying import steps_of
from phantom_core.studio.arrangement.fields import Kind
from phantom_core.studio.flows import (
    IncomingMidi,
    NotAnExport,
    StudioEdge,
    export_mix,
    export_project,
    fetch_midi,
    import_midi,
    import_project,
)
from phantom_core.studio.midi import read
from phantom_core.studio.use_cases.carrying import MOST_STEPS, BeginImport, FinishImport, GetExport
from tests.use_cases.audio.studio import stream, tone
from tests.use_cases.studio.band import Band, Device, an_id
from tests.use_cases.studio.studio_edge import audio_edge_of, edge_of
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
            ada.draft(Kind.PROJECT, ada.project, fields={"tempo": 90, "description": "Slow."}),
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


@pytest.fixture
async def stage() -> Stage:
    band, store = Band.open(), MemoryBlobStore()
    (ada,) = await band.form("ada")
    return Stage(band, store, edge_of(band, store), ada)


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


async def test_a_zip_has_everything_of_the_project_in_it(stage: Stage) -> None:
    recording = await stage.compose()

    with ZipFile(io.BytesIO(await stage.exported())) as found:
        names = {*found.namelist()}
        told = json.loads(found.read("project.json"))
        sound = found.read(f"audio/{recording.id}.wav")
        riff = next(each for each in told["segments"] if each["name"] == "Riff")
        midi = found.read(f"midi/{riff['id']}.mid")

    assert (sound, midi) == (tone(), RIFF)
    assert {name.partition("/")[0] for name in names} == {
        "audio",
        "midi",
        "mix.mid",
        "project.json",
    }
    assert told["audio"] == [{"audioFileId": recording.id, "file": f"audio/{recording.id}.wav"}]
    assert [stem["name"] for stem in told["stems"]] == ["Keys", "Bass"]


async def test_what_was_exported_arrives_as_an_equal_project(stage: Stage) -> None:
    recording = await stage.compose()
    eve = await stage.band.somebody("eve")

    project = await stage.imported(await stage.exported(), eve)

    before, after = await stage.view(stage.ada.project), await stage.view(project, eve)
    assert likeness(after) == likeness(before)
    riff = next(each for each in after.segments if each.fields["name"] == "Riff")
    assert (await fetch_midi(stage.edge, riff.id, actor=eve)).data == RIFF
    played = next(each.fields["audio"] for each in after.segments if each.fields["audio"])
    theirs = await stage.band.ask(ListAudioFiles(), eve)
    assert [each.id for each in theirs.items] == [played["audioFileId"]]
    assert played["audioFileId"] != recording.id


async def test_an_import_can_be_exported_and_arrives_again(stage: Stage) -> None:
    await stage.compose()
    once = await stage.imported(await stage.exported())

    twice = await stage.imported(await stage.exported(project=once))

    assert likeness(await stage.view(twice)) == likeness(await stage.view(stage.ada.project))


async def test_a_zip_may_arrive_any_number_of_times(stage: Stage) -> None:
    await stage.compose()
    data = await stage.exported()

    projects = {await stage.imported(data) for _ in range(3)}

    assert len({*projects, stage.ada.project}) == 4
    views = [await stage.view(project) for project in projects]
    assert len({each.id for view in views for each in (*view.stems, *view.segments)}) == 15


async def test_a_project_of_many_segments_arrives_in_pieces_and_is_seen_when_whole(
    stage: Stage,
) -> None:
    stem = an_id()
    ada = stage.ada
    await ada.push(ada.stem(stem))
    places = range(MOST_STEPS + 30)
    await ada.push(*(ada.segment(an_id(), stem, startMs=at, endMs=1000 + at) for at in places))

    project = await stage.imported(await stage.exported())

    assert likeness(await stage.view(project)) == likeness(await stage.view(ada.project))
    heard = await stage.band.heard_in_project(project)
    assert heard.count("segment.create") == len(places)
    assert heard.count("project.state") == 1
    assert "segment.create" not in heard[heard.index("project.state") :]


async def test_an_import_that_breaks_off_leaves_nothing_that_is_seen(stage: Stage) -> None:
    await stage.compose()
    export = await stage.band.ask(GetExport(project_id=stage.ada.project), stage.ada.who)
    project = ProjectId(an_id())
    begin = BeginImport(
        project_id=project,
        name="Half",
        description=None,
        tempo=Bpm(90.0),
        time_signature=(4, 4),
        length_ms=Milliseconds(0),
        steps=tuple(steps_of(export.arrangement, project, {}))[:2],
    )

    await stage.band.do(begin, stage.ada.who)

    found = await stage.band.ask(ListProjects(), stage.ada.who)
    assert [each.card.id for each in found.items] == [stage.ada.project]
    with pytest.raises(ProjectOver):
        await stage.view(project)


async def test_what_was_deleted_is_no_import(stage: Stage) -> None:
    await stage.band.do(DeleteProject(project_id=stage.ada.project), stage.ada.who)

    with pytest.raises(NotFound):
        await stage.band.do(FinishImport(project_id=stage.ada.project), stage.ada.who)


async def test_what_arrives_is_private(stage: Stage) -> None:
    data = await stage.exported()

    project = await stage.imported(
        rewritten(data, lambda told: told["project"].update(isPublic=True))
    )

    assert (await stage.view(project)).fields["isPublic"] is False


async def test_only_who_may_export_takes_a_project_away(stage: Stage) -> None:
    eve, bob = await stage.band.people("eve", "bob")
    await stage.band.enter(stage.ada.project, stage.ada.who, eve, CollaboratorRole.VIEWER)
    await stage.band.set_place(stage.ada.project, stage.ada.who, eve, can_export=False)

    with pytest.raises(MayNot):
        await stage.exported(eve)
    with pytest.raises(MayNot):
        await export_mix(stage.edge, stage.ada.project, actor=eve)
    with pytest.raises(NotFound):
        await stage.exported(bob)


async def test_recordings_that_one_may_not_hear_stay_here(stage: Stage) -> None:
    recording = await stage.compose()
    eve = await stage.band.somebody("eve")
    await stage.band.enter(stage.ada.project, stage.ada.who, eve, CollaboratorRole.ADMIN)

    data = await stage.exported(eve)

    with ZipFile(io.BytesIO(data)) as found:
        assert not [name for name in found.namelist() if name.startswith("audio/")]
        assert json.loads(found.read("project.json"))["audio"] == [
            {"audioFileId": recording.id, "file": None}
        ]


async def test_a_recording_that_is_deleted_leaves_its_segment_as_it_was(stage: Stage) -> None:
    recording = await stage.compose()
    before = await stage.view(stage.ada.project)
    await stage.band.do(DeleteAudioFile(audio_file_id=recording.id), stage.ada.who)
    await sweep(stage.band.phantom, stage.store)

    project = await stage.imported(await stage.exported())

    assert likeness(await stage.view(stage.ada.project)) == likeness(before)
    assert likeness(await stage.view(project)) == likeness(before)


async def test_a_segment_tells_what_its_recording_is(stage: Stage) -> None:
    recording = await stage.compose()
    view = await stage.view(stage.ada.project)
    segment = next(each for each in view.segments if each.fields["audio"])

    shown = await stage.band.ask(GetSegment(segment_id=segment.id), stage.ada.who)

    assert shown.fields["audio"] == {
        "audioFileId": recording.id,
        "originalFileName": "Take 1.wav",
        "durationMs": 100,
        "sampleRate": 8000,
        "channels": 1,
        "format": "wav",
    }
    assert (shown.fields["name"], shown.fields["endMs"]) == ("Take 1", 150)


async def test_a_recording_is_placed_by_who_may_hear_it(stage: Stage) -> None:
    eve = await stage.band.somebody("eve")
    await stage.band.enter(stage.ada.project, stage.ada.who, eve, CollaboratorRole.ADMIN)
    stem = an_id()
    await stage.ada.push(stage.ada.stem(stem))
    private, public = [await stage.recording(stage.ada.who, public=each) for each in (False, True)]

    def placing(recording: AudioFile | Id) -> AddAudioSegment:
        name = recording.id if isinstance(recording, AudioFile) else recording
        return AddAudioSegment(stem_id=stem, audio_file_id=name, start_ms=Milliseconds(0))

    await stage.band.do(placing(public), eve)
    for nothing in (private, Id(an_id())):
        with pytest.raises(NotFound):
            await stage.band.do(placing(nothing), eve)


async def test_the_mix_is_what_is_heard(stage: Stage) -> None:
    await stage.compose()
    mixed = await export_mix(stage.edge, stage.ada.project, actor=stage.ada.who)
    stems = (await stage.view(stage.ada.project)).stems
    bass = next(each for each in stems if each.fields["name"] == "Bass")
    await stage.ada.push(stage.ada.draft(Kind.STEM, bass.id, Op.SET, fields={"isMuted": True}))

    muted = await export_mix(stage.edge, stage.ada.project, actor=stage.ada.who)

    assert [track.name for track in read(mixed.data).tracks] == [None, "Keys", "Bass"]
    assert [track.name for track in read(muted.data).tracks] == [None, "Keys"]


# --- what arrives may be anything


async def nothing_came(stage: Stage) -> bool:
    """Whether there is nothing but what was there before."""
    projects = await stage.band.ask(ListProjects(), stage.ada.who)
    recordings = await stage.band.ask(ListAudioFiles(), stage.ada.who)
    return (len(projects.items), len(recordings.items)) == (1, 1)


@pytest.mark.parametrize("data", [b"", b"PK", b"no zip at all", b"PK\x05\x06" + bytes(18)])
async def test_what_is_no_zip_of_a_project_is_refused(stage: Stage, data: bytes) -> None:
    with pytest.raises(NotAnExport):
        await stage.imported(data)


@pytest.mark.parametrize(
    "name", ["../project.json", "/etc/passwd", "audio/../../x.wav", "inside.zip", "audio\\x.wav"]
)
async def test_a_file_that_belongs_to_no_project_is_named(stage: Stage, name: str) -> None:
    await stage.compose()
    data = rewritten(await stage.exported(), lambda _: None, **{name: b"1"})

    with pytest.raises(Invalid) as refusal:
        await stage.imported(data)

    assert [fault.path for fault in refusal.value.faults] == [name]
    assert await nothing_came(stage)


async def test_every_fault_is_named_at_once(stage: Stage) -> None:
    await stage.compose()

    def spoil(told: dict[str, Any]) -> None:
        told["project"]["tempo"] = 7
        told["stems"][0]["volume"] = 7
        told["stems"][1]["group"] = told["stems"][1]["id"]
        told["segments"][0]["stemId"] = an_id()
        riff = next(each for each in told["segments"] if each["notes"])
        riff["notes"][0]["pitch"] = 200
        riff["frame"]["tracks"][0]["events"].append({"type": "shout", "time": 0})
        told["audio"].append({"audioFileId": "mine", "file": 7})

    with pytest.raises(Invalid) as refusal:
        await stage.imported(rewritten(await stage.exported(), spoil))

    paths = " ".join(fault.path for fault in refusal.value.faults)
    for each in ("project.tempo", "stems[0].volume", "stems[1].group", ".stemId", ".pitch"):
        assert each in paths
    assert ".frame." in paths
    assert "audio[1].audioFileId" in paths
    assert await nothing_came(stage)


async def test_a_bomb_is_not_unpacked(stage: Stage) -> None:
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as bomb:
        bomb.writestr("project.json", b" " * 30_000_000)

    with pytest.raises(Invalid):
        await stage.imported(out.getvalue())


async def test_a_project_that_is_too_large_unpacked_is_refused(stage: Stage) -> None:
    small = attrs.evolve(stage.edge, largest_import=ByteCount(100))
    data = await stage.exported()

    with pytest.raises(TooLarge):
        await import_project(small, io.BytesIO(data), actor=stage.ada.who)


@pytest.mark.parametrize("document", [b"[" * 100_000, b"\xff", b"NaN", b'"\\ud800"', b"7", b"{}"])
async def test_a_document_that_is_none_is_refused(stage: Stage, document: bytes) -> None:
    out = io.BytesIO()
    with ZipFile(out, "w") as made:
        made.writestr("project.json", document)

    with pytest.raises(Invalid):
        await stage.imported(out.getvalue())


async def test_where_one_recording_is_bad_nothing_arrives(stage: Stage) -> None:
    await stage.compose()
    bad = an_id()

    def name_another(told: dict[str, Any]) -> None:
        other = {**next(each for each in told["segments"] if each["audio"]), "id": an_id()}
        other["audio"] = {**other["audio"], "audioFileId": bad}
        told["segments"].append(other)
        told["audio"].append({"audioFileId": bad, "file": f"audio/{bad}.wav"})

    data = rewritten(
        await stage.exported(), name_another, **{f"audio/{bad}.wav": b"RIFF, and no more"}
    )

    with pytest.raises(UnsupportedMedia):
        await stage.imported(data)
    assert await nothing_came(stage)
