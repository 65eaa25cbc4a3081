"""The demo world: it is made once, goes on where it was interrupted, and is nobody else's."""

import io
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from rich.console import Console

from phantom_app.demo import OthersLiveHere, PlaceTaken, fill_alone
from phantom_app.demo.cast import CAST, LABEL, PASSWORD
from phantom_app.demo.compiling import SET_TITLE
from phantom_app.demo.parlours import PARLOURS
from phantom_app.demo.score import Piece
from phantom_app.demo.script import SCRIPT
from phantom_app.demo.songbook import SONGBOOK
from phantom_core.audio import AnalysisStatus, AudioFile, GetAnnotation, ListAudioFiles, Visibility
from phantom_core.catalog import DeleteSong, FindSongs, GetTaste
from phantom_core.identity import GetMe, ListFollowing
from phantom_core.kernel import Actor
from phantom_core.media.sets import GetMusicSet, ListMusicSets
from phantom_core.rooms import CloseRoom, ListRooms
from tests.demo.scenes import SCENE, events, filled, opened, signed_in, still_world
from tests.http.world import World

FEW = SCENE.cast
SONGS = {piece.title for band in SCENE.songbook for piece in band.songs}


@pytest.fixture
def world(tmp_path: Path) -> World:
    return still_world(tmp_path)


async def filled_alone(world: World) -> None:
    await fill_alone(world.services, Console(file=io.StringIO()), SCENE)


async def interrupt(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fill, and be stopped at the first recording."""

    def fail(_piece: Piece) -> bytes:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("phantom_app.demo.filling.wave_file", fail)
        with pytest.raises(KeyboardInterrupt):
            await filled(world)


async def recordings(world: World, actor: Actor) -> dict[str, AudioFile]:
    page = await world.services.phantom.ask(ListAudioFiles(), actor=actor)
    return {file.title: file for file in page.items}


async def test_everybody_can_log_in_and_has_their_recordings(world: World) -> None:
    said = await filled(world)

    assert PASSWORD in said
    for player in FEW:
        assert player.username in said
        actor = await signed_in(world, player)
        found = await recordings(world, actor)
        own = {each.piece.title for each in player.recordings}
        assert found.keys() == (SONGS if player.username == LABEL else own)
        for each in player.recordings:
            file = found[each.piece.title]
            assert file.tags == each.tags
            assert (file.visibility is Visibility.PUBLIC) == each.public
        profile = (await world.services.phantom.ask(GetMe(), actor=actor)).profile
        assert (profile.bio, profile.roles) == (player.bio, player.roles)
        shown = [found[title] for title in own]
        assert {*profile.samples} == {
            file.id for file in shown if file.visibility is Visibility.PUBLIC
        }


async def test_a_set_of_music_is_there_for_everybody_once(world: World) -> None:
    await filled(world)
    await filled(world)
    ada = await signed_in(world, FEW[0])

    (listed,) = (await world.services.phantom.ask(ListMusicSets(), actor=ada)).items
    shown = await world.services.phantom.ask(GetMusicSet(set_id=listed.music_set.id), actor=ada)

    assert listed.music_set.title == SET_TITLE
    bands = [(band.name, band.songs[0].title) for band in SCENE.songbook[:2]]
    assert [(placed.track.artist, placed.track.title) for placed in shown.tracks] == bands


async def test_only_who_consents_is_listened_to(world: World) -> None:
    await filled(world)

    for player in FEW:
        heard = AnalysisStatus.DONE if player.consents else AnalysisStatus.NONE
        found = await recordings(world, await signed_in(world, player))
        assert {file.analysis_status for file in found.values()} <= {heard}


async def test_people_speak_about_their_recordings_and_follow_each_other(world: World) -> None:
    await filled(world)
    ada = await signed_in(world, FEW[0])

    title = FEW[0].recordings[0].piece.title
    file = (await recordings(world, ada))[title]
    said = await world.services.phantom.ask(GetAnnotation(audio_file_id=file.id), actor=ada)
    following = await world.services.phantom.ask(ListFollowing(user_id=ada.person), actor=ada)

    assert said.words == FEW[0].recordings[0].words
    assert [other.username for other in following.items] == []
    emre = await signed_in(world, FEW[1])
    following = await world.services.phantom.ask(ListFollowing(user_id=emre.person), actor=emre)
    assert [other.username for other in following.items] == ["ada"]


async def test_filling_again_changes_nothing(world: World) -> None:
    first = await filled(world)
    before = await events(world)

    again = await filled(world)

    assert await events(world) == before
    assert again.splitlines() == first.splitlines()[-len(again.splitlines()) :]


async def test_an_interrupted_filling_goes_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await interrupt(world, monkeypatch)
    await filled_alone(world)

    found = await recordings(world, await signed_in(world, FEW[0]))
    assert len(found) == len(FEW[0].recordings)


@pytest.mark.parametrize(
    ("name", "address"),
    [("ada", "ada@example.org"), ("Emre", "me@example.org"), ("zoe", "fay@phantom.example")],
)
@pytest.mark.parametrize("fill_in_some_way", [filled, filled_alone])
async def test_nothing_is_made_where_somebody_else_has_a_name_or_an_address(
    world: World,
    fill_in_some_way: Callable[[World], Awaitable[object]],
    name: str,
    address: str,
) -> None:
    await world.someone(name, email=address)
    before = await events(world)

    with pytest.raises(PlaceTaken, match=r"No demo world is made: .* is somebody else's\."):
        await fill_in_some_way(world)
    assert await events(world) == before


async def test_where_others_live_it_is_added_but_not_begun_unasked(world: World) -> None:
    await world.someone("zoe")
    before = await events(world)

    with pytest.raises(OthersLiveHere, match="`phantom demo` adds it"):
        await filled_alone(world)
    assert await events(world) == before
    await filled(world)
    assert await recordings(world, await signed_in(world, FEW[0]))


async def test_once_begun_it_goes_on_beside_who_has_come_since(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await interrupt(world, monkeypatch)
    await world.someone("zoe")
    await filled_alone(world)

    assert await recordings(world, await signed_in(world, FEW[0]))


async def test_the_catalogue_has_songs_that_can_be_played(world: World) -> None:
    await filled(world)
    guest = await signed_in(world, FEW[-1])

    page = await world.services.phantom.ask(FindSongs(), actor=guest)

    assert {track.song.title for track in page.items} == SONGS
    assert all(track.song.playable for track in page.items)
    assert all(20_000 < track.song.duration_ms < 22_000 for track in page.items)
    assert {track.artist.name for track in page.items} == {SCENE.songbook[0].name}


async def test_people_like_what_there_is_and_find_the_rooms_of_it(world: World) -> None:
    await filled(world)
    guest = await signed_in(world, FEW[-1])

    liked = await world.services.phantom.ask(GetTaste(), actor=guest)
    rooms = await world.services.phantom.ask(ListRooms(), actor=guest)

    assert [artist.name for artist in liked.artists] == [SCENE.songbook[0].name]
    assert [genre.name for genre in liked.genres] == [SCENE.songbook[0].genre]
    assert [(row.card.name, row.card.host.username) for row in rooms.items] == [("Den", "ada")]


async def test_a_room_that_has_ended_is_opened_again(world: World) -> None:
    room = await opened(world)
    await world.do(CloseRoom(room_id=room.room_id))

    again = await opened(world)

    assert again.room_id != room.room_id


async def test_an_unfinished_catalogue_is_completed(world: World) -> None:
    await filled(world)
    guest = await signed_in(world, FEW[-1])
    gone = (await world.services.phantom.ask(FindSongs(), actor=guest)).items[0].song
    await world.do(DeleteSong(song_id=gone.id))

    await filled(world)

    page = await world.services.phantom.ask(FindSongs(), actor=guest)
    assert {track.song.title for track in page.items} == SONGS


def test_nobody_follows_a_stranger_and_titles_are_unlike() -> None:
    names = {player.username for player in CAST}

    assert all({*player.follows} <= names - {player.username} for player in CAST)
    titles = [each.piece.title for player in CAST for each in player.recordings]
    titles += [piece.title for band in SONGBOOK for piece in band.songs]
    assert len({*titles}) == len(titles)


def test_regulars_have_something_to_say_and_like_whom_their_room_plays() -> None:
    likes = {player.username: player.likes for player in CAST}

    for parlour in PARLOURS:
        assert all(likes[name] for name in parlour.regulars)
        assert {*parlour.regulars} <= SCRIPT.keys()
        assert parlour.band in likes[parlour.host]
    assert {name for liked in likes.values() for name in liked} <= {band.name for band in SONGBOOK}
