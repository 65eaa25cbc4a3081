"""Segments from files of MIDI, and back."""

import pytest

from phantom_adapters.memory.blobs import MemoryBlobStore
from phantom_core.blobs import BlobTooLarge
from phantom_core.blobs.ledger_flows import sweep
from phantom_core.kernel import Invalid, Milliseconds, NotFound
from phantom_core.phantom import Phantom
from phantom_core.studio import (
    ChangeSegment,
    CollaboratorRole,
    EntityId,
    EntityView,
    GetSegment,
    Kind,
    ListChanges,
    MayNot,
    NoteOp,
    Op,
)
from phantom_core.studio.arrangement.writing import change_of
from phantom_core.studio.flows import (
    IncomingMidi,
    NotMidi,
    StudioEdge,
    fetch_midi,
    import_midi,
    import_midi_over,
)
from phantom_core.studio.midi import Content, Event, Events, Track, read, to_json, write
from tests.use_cases.studio.band import Band, Device, an_id, note
from tests.use_cases.studio.studio_edge import edge_of

HALF_A_SECOND = Event.of("tempo", 0, microsecondsPerQuarter=500_000)


def notes(*played: tuple[int, int, int]) -> list[Event]:
    """Notes by pitch, start and end."""
    return [
        Event.of(kind, tick, channel=0, pitch=pitch, velocity=64)
        for pitch, start, end in played
        for kind, tick in (("noteOn", start), ("noteOff", end))
    ]


def a_file(*events: Event, end: int = 960) -> bytes:
    """A file of one track at 480 ticks a quarter."""
    in_order = Events.of(sorted(events, key=lambda event: event.time))
    return write(Content(format=1, division=480, tracks=(Track(events=in_order, end=end),)))


RIFF = a_file(HALF_A_SECOND, *notes((40, 0, 240), (60, 480, 960)))


@pytest.fixture
def band() -> Band:
    return Band.open()


@pytest.fixture
def store() -> MemoryBlobStore:
    return MemoryBlobStore()


@pytest.fixture
def edge(band: Band, store: MemoryBlobStore) -> StudioEdge:
    return edge_of(band, store)


async def with_stem(device: Device) -> EntityId:
    stem = an_id()
    await device.push(device.stem(stem))
    return stem


async def kept_in(store: MemoryBlobStore) -> list[str]:
    return [entry.key async for entry in store.list("projects/")]


async def imported(edge: StudioEdge, device: Device, data: bytes = RIFF) -> EntityView:
    stem = await with_stem(device)
    incoming = IncomingMidi(data=data, file_name="My riff.mid", start_ms=Milliseconds(500))
    return await import_midi(edge, stem, incoming, actor=device.who)


async def test_a_file_becomes_a_segment_as_long_as_it_lasts(band: Band, edge: StudioEdge) -> None:
    (ada,) = await band.form("ada")

    made = await imported(edge, ada)

    assert made.fields["name"] == "My riff"
    assert (made.fields["startMs"], made.fields["endMs"]) == (500, 1500)
    assert [each.fields["pitch"] for each in made.notes] == [40, 60]


async def test_a_file_that_names_no_tempo_is_as_fast_as_the_project(
    band: Band, edge: StudioEdge
) -> None:
    (ada,) = await band.form("ada")
    await ada.push(ada.draft(Kind.PROJECT, EntityId(ada.project), fields={"tempo": 60}))

    made = await imported(edge, ada, a_file(*notes((40, 0, 240))))

    assert made.fields["endMs"] == 2500


@pytest.mark.parametrize(
    "data",
    [
        RIFF,
        RIFF + b"what else there is",
        b"before" + RIFF,
        RIFF.replace(b"\x00\x90", b"\x80\x00\x90"),
    ],
)
async def test_a_segment_that_nobody_edited_is_its_file_to_the_byte(
    band: Band, edge: StudioEdge, data: bytes
) -> None:
    (ada,) = await band.form("ada")
    made = await imported(edge, ada, data)

    fetched = await fetch_midi(edge, made.id, actor=ada.who)

    assert (fetched.name, fetched.data) == ("My riff", data)


async def test_an_edited_segment_is_a_file_that_has_the_edits(band: Band, edge: StudioEdge) -> None:
    (ada,) = await band.form("ada")
    made = await imported(edge, ada)
    low, high = made.notes
    await ada.push(
        ada.draft(
            Kind.SEGMENT,
            made.id,
            Op.NOTES,
            notes=(note(NoteOp.SET, low.id, pitch=41), note(NoteOp.DELETE, high.id)),
        )
    )

    fetched = await fetch_midi(edge, made.id, actor=ada.who)

    assert fetched.data == a_file(HALF_A_SECOND, *notes((41, 0, 240)))


async def test_the_file_itself_is_kept(
    band: Band, edge: StudioEdge, store: MemoryBlobStore
) -> None:
    (ada,) = await band.form("ada")
    made = await imported(edge, ada)

    assert await kept_in(store) == [f"projects/{ada.project}/midi/{made.id}.mid"]
    band.pass_time(days=2)
    await sweep(Phantom(band.storage), store)
    assert len(await kept_in(store)) == 1


async def test_of_a_file_that_was_refused_nothing_is_left(
    band: Band, edge: StudioEdge, store: MemoryBlobStore
) -> None:
    ada, eve = await band.form("ada", "eve")
    await band.set_place(ada.project, ada.who, eve.who, CollaboratorRole.VIEWER)
    stem = await with_stem(ada)
    late = IncomingMidi(data=RIFF, start_ms=Milliseconds(24 * 60 * 60 * 1000))

    with pytest.raises(Invalid):
        await import_midi(edge, stem, late, actor=ada.who)
    with pytest.raises(MayNot):
        await import_midi(edge, stem, IncomingMidi(data=RIFF), actor=eve.who)
    with pytest.raises(NotMidi):
        await import_midi(edge, stem, IncomingMidi(data=b"no MIDI"), actor=ada.who)
    with pytest.raises(BlobTooLarge):
        await import_midi(edge, stem, IncomingMidi(data=RIFF * 10_000), actor=ada.who)

    await sweep(band.phantom, store)
    assert await kept_in(store) == []


async def test_who_may_not_edit_is_told_so_before_their_file_is_read(
    band: Band, edge: StudioEdge
) -> None:
    ada, eve = await band.form("ada", "eve")
    await band.set_place(ada.project, ada.who, eve.who, CollaboratorRole.VIEWER)
    made = await imported(edge, ada)
    stem = await with_stem(ada)

    with pytest.raises(MayNot):
        await import_midi(edge, stem, IncomingMidi(data=b"no MIDI"), actor=eve.who)
    with pytest.raises(MayNot):
        await import_midi_over(edge, made.id, b"no MIDI", actor=eve.who)
    with pytest.raises(NotFound):
        await import_midi(edge, an_id(), IncomingMidi(data=b"no MIDI"), actor=ada.who)


async def test_too_many_notes_are_counted_before_anything_is_made_of_them(
    band: Band, edge: StudioEdge
) -> None:
    (ada,) = await band.form("ada")
    stem = await with_stem(ada)
    body = b"\x00\x90\x40\x40" + b"\x00\x40\x40" * 19_999
    header = write(Content(format=1, division=480, tracks=()))
    file = header[:10] + b"\x00\x01" + header[12:] + b"MTrk" + len(body).to_bytes(4, "big") + body

    with pytest.raises(Invalid, match="fewer than 20000 notes"):
        await import_midi(edge, stem, IncomingMidi(data=file), actor=ada.who)


async def test_importing_over_a_segment_changes_only_what_differs(
    band: Band, edge: StudioEdge
) -> None:
    (ada,) = await band.form("ada")
    made = await imported(edge, ada)
    low, high = made.notes
    newer = a_file(HALF_A_SECOND, *notes((40, 0, 240), (60, 500, 960), (70, 0, 1920)), end=1920)

    changed = await import_midi_over(edge, made.id, newer, actor=ada.who)

    assert [each.id for each in changed.notes if each.fields["pitch"] < 70] == [low.id, high.id]
    assert changed.fields["endMs"] == 2500
    assert (await fetch_midi(edge, made.id, actor=ada.who)).data == newer
    history = await band.ask(ListChanges(project_id=ada.project), ada.who)
    edited = {edit.record for edit in change_of(history.items[-1].text).edits}
    assert low.id not in edited
    assert high.id in edited


async def test_a_segment_that_was_cut_stays_cut_when_a_file_is_imported_over_it(
    band: Band, edge: StudioEdge
) -> None:
    (ada,) = await band.form("ada")
    made = await imported(edge, ada)
    await ada.set(Kind.SEGMENT, made.id, endMs=900)

    changed = await import_midi_over(edge, made.id, RIFF, actor=ada.who)

    assert changed.fields["endMs"] == 900


async def test_content_is_put_as_json_with_the_notes_it_names(band: Band, edge: StudioEdge) -> None:
    (ada,) = await band.form("ada")
    made = await imported(edge, ada)
    names = [each.id for each in made.notes]
    content = to_json(read(a_file(HALF_A_SECOND, *notes((72, 0, 240), (60, 480, 960)))))
    for event in content["tracks"][0]["events"]:
        if event.get("pitch") == 72:
            event["id"] = names[0]

    changed = await band.do(ChangeSegment(segment_id=made.id, fields={}, content=content), ada.who)

    assert {each.id: each.fields["pitch"] for each in changed.notes} == dict(
        zip(names, [72, 60], strict=True)
    )


async def test_content_that_is_wrong_is_refused_with_all_its_faults(
    band: Band, edge: StudioEdge
) -> None:
    (ada,) = await band.form("ada")
    made = await imported(edge, ada)
    content = {"format": 7, "division": 480, "tracks": [{"events": [{"type": "shout"}]}]}

    with pytest.raises(Invalid) as refusal:
        await band.do(ChangeSegment(segment_id=made.id, fields={}, content=content), ada.who)

    paths = {fault.path for fault in refusal.value.faults}
    assert "content.format" in paths
    assert any(path.startswith("content.tracks[0].events[0]") for path in paths)


async def test_a_segment_of_audio_is_no_file_of_midi(band: Band, edge: StudioEdge) -> None:
    (ada,) = await band.form("ada")
    stem, segment = await with_stem(ada), an_id()
    await ada.push(ada.segment(segment, stem, type="audio"))

    with pytest.raises(NotFound):
        await fetch_midi(edge, segment, actor=ada.who)
    with pytest.raises(Invalid):
        await import_midi_over(edge, segment, RIFF, actor=ada.who)
    command = ChangeSegment(segment_id=segment, fields={}, content=to_json(read(RIFF)))
    with pytest.raises(Invalid):
        await band.do(command, ada.who)
    assert (await band.ask(GetSegment(segment_id=segment), ada.who)).notes == ()
