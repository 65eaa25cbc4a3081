"""Tracks come whole or not at all, by a stream or in parts, and are heard by who may."""

from typing import Any

import pytest

from phantom_adapters.blobs import SignedBlobLinks
from phantom_core.blobs import BlobKey, Condemned, KeyRing, PartsMismatch, SigningKey
from phantom_core.blobs.ledger_flows import sweep
from phantom_core.identity import SetUserStatus, UserStatus
from phantom_core.kernel import (
    SYSTEM,
    Actor,
    Command,
    Forbidden,
    KeyReused,
    NotFound,
    PhantomError,
    TooLarge,
    UnsupportedMedia,
    Visibility,
)
from phantom_core.media.sets import (
    BeginTrack,
    ChangeMusicSet,
    ChangeTrack,
    DeleteMusicSet,
    DeleteTrack,
    HearTrack,
    MusicTrack,
    OpenTrack,
    SetId,
    TrackDetails,
    TrackId,
    TrackNotReady,
    TrackStatus,
)
from phantom_core.media.sets.flows import complete_track, link_track
from phantom_core.uploads import (
    CancelUpload,
    DigestMismatch,
    GetStorageAccount,
    SweepUploads,
    TypeMismatch,
    UploadId,
)
from tests.use_cases.media.house import WAV, House, sound

MP3 = b"ID3\x04\x00\x00\x00\x00\x00\x00" + (b"\xff\xfb\x90\x64" + bytes(413)) * 20


async def only(house: House, set_id: SetId) -> MusicTrack:
    (placed,) = (await house.shown(set_id)).tracks
    return placed.track


async def test_a_track_that_streams_in_is_ready_at_once_and_the_last(house: House) -> None:
    made = await house.made()
    await house.take(made.id)

    placed = await house.take(made.id, name="night_song.wav", artist="Ada")

    track = placed.track
    assert (track.title, track.artist, placed.position) == ("night song", "Ada", 2)
    assert (track.status, track.duration_ms, track.content_type) == ("ready", 100, "audio/wav")
    assert track.blob == f"sets/{made.id}/{track.id}.wav"
    assert await house.studio.lines() == dict.fromkeys(await house.studio.keys(), "kept")
    assert (await house.shown(made.id, house.eve)).tracks[1] == placed


async def test_the_tags_of_the_file_say_what_nobody_has_said(house: House) -> None:
    made = await house.made()
    data = sound(INAM=b"Larks", IART=b"The Fields")

    told = (await house.take(made.id, data)).track
    said = (await house.take(made.id, data, title="Mine")).track

    assert (told.title, told.artist) == ("Larks", "The Fields")
    assert (said.title, said.artist) == ("Mine", "The Fields")


@pytest.mark.parametrize(
    ("data", "refusal"),
    [(b"<html>", UnsupportedMedia), (sound(60_000), TooLarge), (MP3, UnsupportedMedia)],
)
async def test_what_is_refused_leaves_nothing(
    house: House, data: bytes, refusal: type[Exception]
) -> None:
    made = await house.made()

    with pytest.raises(refusal):
        await house.take(made.id, data)

    assert await house.studio.is_empty()
    assert (await house.shown(made.id)).tracks == ()


async def test_the_same_under_a_key_is_the_same_track(house: House) -> None:
    made = await house.made()

    first = await house.take(made.id, key="k1")
    again = await house.take(made.id, key="k1")

    assert again == first
    assert await only(house, made.id) == first.track
    await house.studio.work()
    assert await house.studio.keys() == [first.track.blob]
    with pytest.raises(KeyReused):
        await house.take(made.id, sound(100), key="k1")
    await house.studio.work()
    assert await house.studio.keys() == [first.track.blob]


async def test_a_track_in_parts_is_on_its_way_and_then_ready(house: House) -> None:
    made, data = await house.made(), sound(4000, INAM=b"Long song")
    upload = await house.plan(made.id, data)
    coming = await only(house, made.id)
    hidden = await house.shown(made.id, house.eve)
    parts = await house.send(upload, data)

    placed = await complete_track(house.edge, TrackId(upload.id), parts, actor=house.root)
    again = await complete_track(house.edge, TrackId(upload.id), parts, actor=house.root)

    assert (coming.status, coming.title, coming.blob) == ("uploading", "big song", None)
    assert hidden.tracks == ()
    assert (placed.track.status, placed.track.title) == ("ready", "Long song")
    assert placed.track.size_bytes == len(data)
    assert again == placed
    assert (await house.shown(made.id, house.eve)).tracks == (placed,)
    account = await house.studio.phantom.ask(GetStorageAccount(), actor=house.root)
    assert (account.stored, account.pending, account.uploads) == (0, 0, 0)


async def test_a_name_given_meanwhile_stays(house: House) -> None:
    made, data = await house.made(), sound(INAM=b"Tagged", IART=b"Somebody")
    upload = await house.plan(made.id, data, details=TrackDetails(artist="Ada"))
    await house.do(ChangeTrack(track_id=TrackId(upload.id), title="Chosen"))
    parts = await house.send(upload, data)

    placed = await complete_track(house.edge, TrackId(upload.id), parts, actor=house.root)

    assert (placed.track.title, placed.track.artist) == ("Chosen", "Ada")


@pytest.mark.parametrize(
    ("data", "promised", "refusal"),
    [
        (MP3, {}, UnsupportedMedia),
        (sound(), {"sha256": "0" * 64}, DigestMismatch),
        (sound(frames=64), {"kind": None}, TypeMismatch),
    ],
)
async def test_what_is_not_as_promised_fails_and_tells_why(
    house: House, data: bytes, promised: dict[str, Any], refusal: type[PhantomError]
) -> None:
    made = await house.made()
    if "kind" in promised:
        promised["kind"] = house.edge.reader.promised("audio/flac")
    upload = await house.plan(made.id, data, **promised)
    parts = await house.send(upload, data)

    with pytest.raises(refusal) as refused:
        await complete_track(house.edge, TrackId(upload.id), parts, actor=house.root)

    track = await only(house, made.id)
    assert (track.status, track.reason) == (TrackStatus.FAILED, refused.value.detail)
    assert track.blob is None
    assert await house.studio.is_empty()


async def test_parts_that_are_missing_leave_the_upload_open(house: House) -> None:
    made, data = await house.made(), sound()
    upload = await house.plan(made.id, data)
    await house.send(upload, data)

    with pytest.raises(PartsMismatch):
        await complete_track(house.edge, TrackId(upload.id), [], actor=house.root)

    assert (await only(house, made.id)).status is TrackStatus.UPLOADING


async def test_an_upload_that_is_given_up_fails_its_track_without_a_word(house: House) -> None:
    made, data = await house.made(), sound()
    upload = await house.plan(made.id, data)

    await house.do(CancelUpload(upload_id=UploadId(upload.id)))

    track = await only(house, made.id)
    assert (track.status, track.reason) == (TrackStatus.FAILED, "The upload was given up.")
    with pytest.raises(NotFound):
        await complete_track(house.edge, track.id, [], actor=house.root)
    await house.do(DeleteTrack(track_id=track.id))
    house.studio.clock.advance(hours=2)
    assert await house.studio.is_empty()


async def test_a_set_that_goes_while_a_track_streams_in_takes_it_along(house: House) -> None:
    made = await house.made()
    data = sound()

    async def chunks() -> Any:
        yield data[:500]
        await house.do(DeleteMusicSet(set_id=made.id))
        yield data[500:]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tests.use_cases.media.house.pieces", lambda _: chunks())
        patch.setattr(house.edge.reader.__class__, "wants_more", lambda *_: False)
        with pytest.raises(NotFound):
            await house.take(made.id, data)

    assert await house.studio.is_empty()


async def test_a_track_that_goes_takes_its_bytes_along(house: House) -> None:
    made = await house.made()
    first, second = await house.take(made.id), await house.take(made.id)

    await house.do(DeleteTrack(track_id=first.track.id))
    await house.studio.work()

    left = await house.shown(made.id)
    assert [(placed.track.id, placed.position) for placed in left.tracks] == [(second.track.id, 1)]
    assert await house.studio.keys() == [second.track.blob]


async def test_only_those_in_office_tend_tracks(house: House) -> None:
    made = await house.made()
    track_id = (await house.take(made.id)).track.id
    commands: list[Command[Any]] = [
        ChangeTrack(track_id=track_id, title="Mine"),
        DeleteTrack(track_id=track_id),
    ]
    for command in commands:
        with pytest.raises(Forbidden):
            await house.do(command, house.eve)
    with pytest.raises(Forbidden):
        await house.take(made.id, actor=house.eve)
    with pytest.raises(Forbidden):
        await complete_track(house.edge, track_id, [], actor=house.eve)


async def hears(house: House, actor: Actor, blob: BlobKey) -> bool:
    try:
        query = HearTrack(blob=blob, reader=actor.person)
        await house.studio.phantom.ask(query, actor=SYSTEM)
    except NotFound:
        return False
    return True


async def test_a_track_is_heard_as_long_as_it_is_public(house: House) -> None:
    made = await house.made()
    track = (await house.take(made.id)).track
    assert track.blob is not None
    hidden = ChangeMusicSet(set_id=made.id, visibility=Visibility.PRIVATE)

    assert await house.studio.phantom.ask(OpenTrack(track_id=track.id), actor=house.eve) == track
    assert await hears(house, house.eve, track.blob)
    assert not await hears(house, house.eve, BlobKey(track.blob[:-3] + "mp3"))
    await house.do(hidden)
    assert not await hears(house, house.eve, track.blob)
    with pytest.raises(NotFound, match="There is no track"):
        await house.studio.phantom.ask(OpenTrack(track_id=track.id), actor=house.eve)
    await house.do(ChangeMusicSet(set_id=made.id, visibility=Visibility.PUBLIC))
    suspended = SetUserStatus(user_id=house.eve.person, status=UserStatus.SUSPENDED)
    await house.do(suspended)
    assert not await hears(house, house.eve, track.blob)


async def test_a_track_on_its_way_is_not_heard_by_anybody(house: House) -> None:
    made = await house.made()
    upload = await house.plan(made.id, sound())
    opened = OpenTrack(track_id=TrackId(upload.id))

    with pytest.raises(NotFound):
        await house.studio.phantom.ask(opened, actor=house.eve)
    with pytest.raises(TrackNotReady):
        await house.studio.phantom.ask(opened, actor=house.root)
    assert not await hears(house, house.eve, upload.blob)


async def test_a_link_is_for_its_reader_and_names_artist_and_title(house: House) -> None:
    made = await house.made()
    track = (await house.take(made.id, title="Sea/Sky", artist="Ada")).track
    links = SignedBlobLinks("/blobs", KeyRing((SigningKey(kid="k", secret=b"s" * 32),)))

    played, saved = [
        await link_track(
            house.studio.phantom,
            links,
            track.id,
            actor=house.eve,
            expires_at=house.studio.clock.now,
            save=save,
        )
        for save in (False, True)
    ]

    assert f"for={house.eve.person}" in played.url
    assert "inline=1" in played.url
    assert "inline=1" not in saved.url
    assert "name=Ada%20-%20Sea_Sky.wav" in saved.url.replace("+", "%20")


async def test_what_the_scanner_condemns_never_becomes_ready(house: House) -> None:
    made = await house.made()
    eicar = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
    data = sound() + eicar

    with pytest.raises(Condemned):
        await house.take(made.id, data)

    upload = await house.plan(made.id, data)
    parts = await house.send(upload, data)
    with pytest.raises(Condemned):
        await complete_track(house.edge, TrackId(upload.id), parts, actor=house.root)
    assert (await only(house, made.id)).status is TrackStatus.FAILED
    assert await house.studio.is_empty()


async def test_a_server_that_dies_amid_an_upload_leaves_nothing_for_ever(house: House) -> None:
    made = await house.made()
    await house.do(BeginTrack(set_id=made.id, file_name="a.wav", kind=WAV))

    assert not await house.studio.is_empty()
    house.studio.clock.advance(hours=30)
    await house.studio.phantom.do(SweepUploads(), actor=SYSTEM)
    house.studio.clock.advance(hours=2)
    await sweep(house.studio.phantom, house.studio.store)

    assert await house.studio.is_empty()
    assert (await house.shown(made.id)).tracks == ()
    account = await house.studio.phantom.ask(GetStorageAccount(), actor=house.root)
    assert (account.stored, account.pending, account.uploads) == (0, 0, 0)
