"""The demo world: it is music, the same every time, and is made once."""

import io
import wave
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import attrs
import numpy as np
import pytest
from rich.console import Console

from phantom_adapters.memory import ManualClock, MemoryStorage
from phantom_app.demo import OthersLiveHere, PlaceTaken, fill, fill_alone
from phantom_app.demo.cast import CAST, PASSWORD, Player
from phantom_app.demo.instruments import RATE
from phantom_app.demo.score import Groove, Piece
from phantom_app.demo.synthesis import play, wave_file
from phantom_core.audio import AnalysisStatus, AudioFile, GetAnnotation, ListAudioFiles, Visibility
from phantom_core.identity import GetMe, ListFollowing
from phantom_core.identity.flows import log_in
from phantom_core.kernel import Actor, Invocation, person
from phantom_core.kernel.actor import ANONYMOUS
from tests.http.world import World, build

PIECES = [recording.piece for player in CAST for recording in player.recordings]


def in_brief(player: Player) -> Player:
    """Somebody whose pieces have one bar each."""
    brief = [
        attrs.evolve(each, piece=attrs.evolve(each.piece, chords=(1,)))
        for each in player.recordings
    ]
    return attrs.evolve(player, recordings=tuple(brief))


FEW = [in_brief(player) for player in CAST if player.username in {"ada", "emre", "fay"}]


@pytest.fixture
def world(tmp_path: Path) -> World:
    clock = ManualClock()
    return build(MemoryStorage(clock=clock), clock, tmp_path)[0]


async def filled(world: World) -> str:
    console = Console(file=io.StringIO(), width=200)
    await fill(world.services, console, FEW)
    said: Any = console.file
    return str(said.getvalue())


async def filled_alone(world: World) -> None:
    await fill_alone(world.services, Console(file=io.StringIO()), FEW)


async def interrupt(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fill, and be stopped at the first recording."""

    def fail(_piece: Piece) -> bytes:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("phantom_app.demo.filling.wave_file", fail)
        with pytest.raises(KeyboardInterrupt):
            await filled(world)


async def signed_in(world: World, player: Player) -> Actor:
    entry = await log_in(world.services.desk, login=player.username, password=PASSWORD)
    return person(entry.user.id)


async def recordings(world: World, actor: Actor) -> dict[str, AudioFile]:
    page = await world.services.phantom.ask(ListAudioFiles(), actor=actor)
    return {file.title: file for file in page.items}


async def events(world: World) -> int:
    storage = world.services.phantom._storage

    def count(work: Any) -> int:
        return sum(len(told) for told in work.log._topics.values())

    return await storage.read(Invocation(ANONYMOUS, 1), count)


async def test_everybody_can_log_in_and_has_their_recordings(world: World) -> None:
    said = await filled(world)

    assert PASSWORD in said
    for player in FEW:
        assert player.username in said
        actor = await signed_in(world, player)
        found = await recordings(world, actor)
        assert found.keys() == {each.piece.title for each in player.recordings}
        for each in player.recordings:
            file = found[each.piece.title]
            assert file.tags == each.tags
            assert (file.visibility is Visibility.PUBLIC) == each.public
        profile = (await world.services.phantom.ask(GetMe(), actor=actor)).profile
        assert (profile.bio, profile.roles) == (player.bio, player.roles)
        assert {*profile.samples} == {
            file.id for file in found.values() if file.visibility is Visibility.PUBLIC
        }


async def test_only_who_consents_is_listened_to(world: World) -> None:
    await filled(world)

    for player in FEW:
        heard = AnalysisStatus.DONE if player.consents else AnalysisStatus.NONE
        found = await recordings(world, await signed_in(world, player))
        assert {file.analysis_status for file in found.values()} == {heard}


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


@pytest.mark.parametrize("piece", PIECES, ids=lambda piece: piece.title)
def test_a_piece_lasts_as_long_as_a_visitor_listens(piece: Piece) -> None:
    assert 15 <= piece.bar * len(piece.chords) + 1 <= 25


def test_a_piece_sounds_the_same_every_time_and_is_never_too_loud() -> None:
    sound = play(PIECES[0])

    assert np.array_equal(sound, play(PIECES[0]))
    assert 0.5 < np.abs(sound).max() < 0.9
    with wave.open(io.BytesIO(wave_file(PIECES[0]))) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (RATE, 2, 2)
        assert file.getnframes() == len(sound)


def test_a_chord_is_a_triad_of_the_scale() -> None:
    piece = Piece(title="C", tonic=60, mode="major", bpm=120, chords=(1,), groove=Groove())

    assert piece.chord(1) == (60, 64, 67)
    assert piece.chord(6) == (69, 72, 76)
    assert piece.bar == 2.0


def test_a_bar_has_sixteen_steps() -> None:
    with pytest.raises(ValueError, match="sixteen"):
        Groove(kick="x")


def test_nobody_follows_a_stranger_and_titles_are_unlike() -> None:
    names = {player.username for player in CAST}

    assert all({*player.follows} <= names - {player.username} for player in CAST)
    assert len({piece.title for piece in PIECES}) == len(PIECES)
