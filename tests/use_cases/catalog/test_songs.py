"""Admins tend songs; playlists, searches and players follow."""

from typing import Any

import pytest

from phantom_adapters.contracts.catalog_examples import artist_id, song_id
from phantom_core.audio import DeleteAudioFile
from phantom_core.catalog import (
    AddSong,
    ChangeSong,
    CreatePlaylist,
    DeleteSong,
    FindSongs,
    GetSong,
    GetSongAudio,
    NoAudio,
    SpotifyIdTaken,
)
from phantom_core.kernel import EPOCH, Command, Id, Invalid, Milliseconds, NotFound, Outdated, uuid7
from tests.use_cases.catalog.shop import ADA, EVE, ROOT, Shop


async def found(shop: Shop, query: str) -> list[str]:
    return [track.song.title for track in (await shop.ask(FindSongs(query=query))).items]


async def test_a_new_song_is_put_at_the_end_of_its_artists_playlist(shop: Shop) -> None:
    drake = await shop.artist()
    for title in ("One Dance", "Hotline Bling"):
        await shop.song(drake, title)

    assert await shop.titles(drake.default_playlist_id) == ["One Dance", "Hotline Bling"]


async def test_a_song_is_shown_with_its_artist(shop: Shop) -> None:
    drake = await shop.artist()
    song = await shop.song(drake, album_name="Views")
    track = await shop.ask(GetSong(song_id=song.id))

    assert (track.song, track.artist) == (song, drake)
    assert (song.album_name, song.playable) == ("Views", False)


async def test_songs_are_found_by_title_and_artist(shop: Shop) -> None:
    drake = await shop.artist("Drake")
    await shop.song(drake, "One Dance")
    await shop.song(await shop.artist("Rihanna"), "Dance for Drake")

    assert await found(shop, "drake one dance") == ["One Dance"]
    assert await found(shop, "drake") == ["Dance for Drake", "One Dance"]
    assert await found(shop, "nobody") == []


async def test_songs_are_said_to_be_otherwise_field_by_field(shop: Shop) -> None:
    song = await shop.song(await shop.artist(), album_name="Views", spotify_track_id="x")
    change = ChangeSong(song_id=song.id, title="Two Dances", album_name=None, version=1)
    track = await shop.do(change)

    assert (track.song.title, track.song.album_name) == ("Two Dances", None)
    assert (track.song.spotify_track_id, track.song.version) == ("x", 2)
    with pytest.raises(Outdated):
        await shop.do(change)


async def test_a_song_that_is_by_somebody_else_moves_to_their_playlist(shop: Shop) -> None:
    drake, rihanna = await shop.artist("Drake"), await shop.artist("Rihanna")
    song = await shop.song(drake)
    track = await shop.do(ChangeSong(song_id=song.id, artist_id=rihanna.id))

    assert track.artist == rihanna
    assert await shop.titles(drake.default_playlist_id) == []
    assert await shop.titles(rihanna.default_playlist_id) == ["One Dance"]
    with pytest.raises(Invalid, match="artist_id: must be an artist"):
        await shop.do(ChangeSong(song_id=song.id, artist_id=artist_id(1)))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", " "),
        ("duration_ms", 0),
        ("duration_ms", 86_400_001),
        ("album_name", "x" * 201),
        ("album_cover_url", "/cover"),
        ("preview_url", "https://example.org/a b"),
        ("spotify_track_id", ""),
    ],
)
async def test_what_is_no_songs_is_refused_with_its_place(
    shop: Shop, field: str, value: Any
) -> None:
    drake = await shop.artist()
    song = await shop.song(drake)
    given = {"title": "X", "artist_id": drake.id, "duration_ms": Milliseconds(1), field: value}

    with pytest.raises(Invalid, match=field):
        await shop.do(AddSong(**given))
    with pytest.raises(Invalid, match=field):
        await shop.do(ChangeSong(song_id=song.id, **{field: value}))


async def test_a_spotify_id_is_one_songs(shop: Shop) -> None:
    drake = await shop.artist()
    await shop.song(drake, spotify_track_id="x")

    with pytest.raises(SpotifyIdTaken):
        await shop.song(drake, "Other", spotify_track_id="x")


async def test_a_deleted_song_is_played_and_found_no_more_and_still_named(shop: Shop) -> None:
    drake = await shop.artist()
    song, other = await shop.song(drake), await shop.song(drake, "Other")
    create = CreatePlaylist(name="Mine", song_ids=(song.id, other.id))
    mine = (await shop.do(create, ADA)).playlist
    await shop.do(DeleteSong(song_id=song.id, version=1))

    assert await shop.titles(drake.default_playlist_id) == ["Other"]
    assert await shop.titles(mine.id) == ["Other"]
    assert await found(shop, "one dance") == []
    assert (await shop.ask(GetSong(song_id=song.id))).song.title == "One Dance"
    again: list[Command[Any]] = [
        DeleteSong(song_id=song.id),
        ChangeSong(song_id=song.id, title="Back"),
    ]
    for command in again:
        with pytest.raises(NotFound):
            await shop.do(command)


async def test_a_deletion_of_another_version_is_refused(shop: Shop) -> None:
    song = await shop.song(await shop.artist())

    with pytest.raises(Outdated):
        await shop.do(DeleteSong(song_id=song.id, version=2))


async def test_there_is_no_song_by_nobody(shop: Shop) -> None:
    command = AddSong(title="X", artist_id=artist_id(1), duration_ms=Milliseconds(1))

    with pytest.raises(Invalid, match="artist_id: must be an artist"):
        await shop.do(command)
    with pytest.raises(NotFound):
        await shop.ask(GetSong(song_id=song_id(1)))


async def test_a_song_is_played_from_a_public_recording_or_ones_own(shop: Shop) -> None:
    drake = await shop.artist()
    song = await shop.song(drake)
    public = await shop.recording(ADA, public=True)
    heard = await shop.do(ChangeSong(song_id=song.id, audio_file_id=public.id))

    assert heard.song.playable
    assert await shop.ask(GetSongAudio(song_id=song.id), EVE) == public.id
    silent = await shop.do(ChangeSong(song_id=song.id, audio_file_id=None))
    assert not silent.song.playable
    with pytest.raises(NoAudio):
        await shop.ask(GetSongAudio(song_id=song.id))


async def test_a_private_recording_of_ones_own_will_do(shop: Shop) -> None:
    own = await shop.recording(ROOT, public=False)
    song = await shop.song(await shop.artist(), audio_file_id=own.id)

    assert await shop.ask(GetSongAudio(song_id=song.id), ROOT) == own.id


@pytest.mark.parametrize("kept", [True, False])
async def test_a_recording_that_is_not_ones_to_hear_will_not_do(shop: Shop, kept: bool) -> None:  # noqa: FBT001
    hidden: Id = (await shop.recording(ADA, public=False)).id if kept else uuid7(EPOCH, 9)
    drake = await shop.artist()
    song = await shop.song(drake)

    with pytest.raises(Invalid, match="audio_file_id: must be a recording that is public"):
        await shop.song(drake, "Other", audio_file_id=hidden)
    with pytest.raises(Invalid, match="audio_file_id"):
        await shop.do(ChangeSong(song_id=song.id, audio_file_id=hidden))


async def test_a_song_outlives_its_recording(shop: Shop) -> None:
    own = await shop.recording(ROOT, public=True)
    drake = await shop.artist()
    songs = [await shop.song(drake, f"Part {part}", audio_file_id=own.id) for part in range(2)]
    await shop.do(DeleteAudioFile(audio_file_id=own.id))
    after = [await shop.ask(GetSong(song_id=song.id)) for song in songs]

    assert [(track.song.audio_file_id, track.song.version) for track in after] == [(None, 2)] * 2


async def test_of_many_songs_a_recording_is_taken_a_few_at_a_time(shop: Shop) -> None:
    own = await shop.recording(ROOT, public=True)
    drake = await shop.artist()
    songs = [await shop.song(drake, f"Part {part}", audio_file_id=own.id) for part in range(21)]
    await shop.do(DeleteAudioFile(audio_file_id=own.id))
    left = [song for song in songs if (await shop.ask(GetSong(song_id=song.id))).song.playable]
    await shop.work()

    assert len(left) == 1
    assert not (await shop.ask(GetSong(song_id=left[0].id))).song.playable
