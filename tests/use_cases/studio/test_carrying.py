"""Projects are taken away as files, and arrive elsewhere as they were."""

import io
import json
from zipfile import ZipFile

import pytest

from phantom_core.audio import AudioFile, DeleteAudioFile, ListAudioFiles
from phantom_core.blobs.ledger_flows import sweep
from phantom_core.kernel import (
    Bpm,
    Id,
    Milliseconds,
    NotFound,
)
from phantom_core.studio import (
    AddAudioSegment,
    CollaboratorRole,
    DeleteProject,
    GetSegment,
    ListProjects,
    MayNot,
    Op,
    ProjectId,
    ProjectOver,
)
from phantom_core.studio.arrangement.carrying import steps_of
from phantom_core.studio.arrangement.fields import Kind
from phantom_core.studio.arrangement.packed_step import packed_steps
from phantom_core.studio.flows import (
    export_mix,
    fetch_midi,
)
from phantom_core.studio.midi import read
from phantom_core.studio.use_cases.carrying import MOST_STEPS, BeginImport, FinishImport, GetExport
from tests.use_cases.audio.studio import tone
from tests.use_cases.studio.band import an_id
from tests.use_cases.studio.stage import Stage, likeness, rewritten
from tests.use_cases.studio.test_midi_files import RIFF


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
        steps=tuple(packed_steps(steps_of(export.arrangement, project, {})))[:2],
    )

    await stage.band.do(begin, stage.ada.who)

    found = await stage.band.ask(ListProjects(), stage.ada.who)
    assert [each.card.id for each in found.items] == [stage.ada.project]
    with pytest.raises(ProjectOver):
        await stage.view(project)


async def test_what_was_deleted_is_no_import(stage: Stage) -> None:
    await stage.band.do(DeleteProject(project_id=stage.ada.project), stage.ada.who)

    with pytest.raises(NotFound):
        await stage.band.do(FinishImport(project_id=stage.ada.project, sha256=""), stage.ada.who)


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
