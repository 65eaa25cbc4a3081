"""Filling a data folder with the demo world, through the same doors that everybody uses.

What is there already is left alone, so filling again changes nothing; and it goes on where it
was interrupted. A person is done when their profile, which is written last, says something; who
is somebody else is never touched.
"""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

import attrs
from rich.console import Console
from rich.table import Table

from phantom_app.demo.cast import LABEL, PASSWORD, Player, Recording
from phantom_app.demo.compiling import compile_set
from phantom_app.demo.furnishing import OpenRoom, furnish
from phantom_app.demo.progress import Bars
from phantom_app.demo.recording import Take, recorded
from phantom_app.demo.residents import OthersLiveHere, residents
from phantom_app.demo.scene import SCENE, Scene
from phantom_app.demo.sketches import sketch
from phantom_app.demo.stocking import missing, stock
from phantom_app.demo.synthesis import wave_file
from phantom_app.services import Services
from phantom_app.workers import worker_of
from phantom_core.audio import AnalyseAudio, Annotate, AudioFile, UploadDetails, Visibility
from phantom_core.identity import (
    FollowUser,
    GetMe,
    Purpose,
    Registration,
    ReplaceProfile,
    SetConsent,
    UsersExist,
)
from phantom_core.identity.flows import register
from phantom_core.kernel import SYSTEM, Actor, person

__all__ = ["fill", "fill_alone"]

_UNTOUCHED: Final = 1


async def fill(
    services: Services, console: Console | None = None, scene: Scene = SCENE
) -> Sequence[OpenRoom]:
    """Make the demo world, say who lives in it, and answer its rooms.

    Args:
        services: where it is made.
        console: where progress and names are shown; standard error by default.
        scene: what is made; whom and what people like besides is left out.

    Raises: PlaceTaken, before anything is changed; Unavailable.
    """
    console = console or Console(stderr=True)
    people = dict(await residents(services, scene.cast))
    for player in scene.cast:
        if player.username not in people:
            people[player.username] = await _registered(services, player)
    await _make_music(services, console, scene, people)
    rooms = await furnish(services.phantom, scene, people)
    for wanted in scene.sketches:
        await sketch(services.phantom, wanted, people)
    console.print(_names(scene.cast))
    return rooms


async def fill_alone(
    services: Services, console: Console | None = None, scene: Scene = SCENE
) -> Sequence[OpenRoom]:
    """As `fill`, but begin only where nobody lives yet. Raises: OthersLiveHere; as `fill`."""
    begun = await residents(services, scene.cast)
    if not begun and await services.phantom.ask(UsersExist(), actor=SYSTEM):
        raise OthersLiveHere
    return await fill(services, console, scene)


async def _make_music(
    services: Services, console: Console, scene: Scene, people: Mapping[str, Actor]
) -> None:
    """Have everybody show what they play, and the catalogue what its artists have recorded."""
    new = [player for player in scene.cast if await _is_new(services, people[player.username])]
    label = attrs.evolve(people[LABEL], is_admin=True)
    songs = await missing(services.phantom, scene.songbook, label)
    if new or songs:
        pieces = songs + sum(len(player.recordings) for player in new)
        with Bars.shown(console, pieces) as bars:
            services.phantom.observe(bars.notice)
            for player in new:
                await _settle(services, player, people, bars)
            await stock(services, scene.songbook, label, bars)
            # Whoever serves the world goes on with renditions and matches, and need not wait.
            await worker_of(services, {AnalyseAudio.name}).drain()
    await compile_set(services, scene.songbook, label)


async def _registered(services: Services, player: Player) -> Actor:
    form = Registration(
        email=player.email,
        username=player.username,
        password=PASSWORD,
        display_name=player.display_name,
    )
    return person((await register(services.desk, form, device="demo")).user.id)


async def _is_new(services: Services, actor: Actor) -> bool:
    account = await services.phantom.ask(GetMe(), actor=actor)
    return account.profile.version == _UNTOUCHED


async def _settle(
    services: Services, player: Player, people: Mapping[str, Actor], bars: Bars
) -> None:
    """Do everything that somebody does before their profile says who they are."""
    actor, phantom = people[player.username], services.phantom
    for purpose, granted in (
        (Purpose.AUDIO_ANALYSIS, player.consents),
        (Purpose.MATCHING, player.meets),
    ):
        await phantom.do(SetConsent(purpose=purpose, granted=granted), actor=actor)
    for followed in people.keys() & {*player.follows}:
        await phantom.do(FollowUser(user_id=people[followed].person), actor=actor)
    files = [await _shown(services, each, actor, bars) for each in player.recordings]
    profile = ReplaceProfile(
        bio=player.bio,
        roles=player.roles,
        instruments=player.instruments,
        region=player.region,
        tags=player.tags,
        samples=tuple(file.id for file in files if file.visibility is Visibility.PUBLIC),
    )
    await phantom.do(profile, actor=actor)


async def _shown(services: Services, recording: Recording, actor: Actor, bars: Bars) -> AudioFile:
    """Somebody's own recording, with what they say about it."""
    title = recording.piece.title
    bars.playing(title)
    details = UploadDetails(
        title=title,
        tags=recording.tags,
        visibility=Visibility.PUBLIC if recording.public else Visibility.PRIVATE,
    )
    play = partial(wave_file, recording.piece)
    file = await recorded(
        services, Take(file_name=f"{title}.wav", play=play, details=details), actor
    )
    if recording.words is not None:
        said = Annotate(audio_file_id=file.id, words=recording.words)
        await services.phantom.do(said, actor=actor)
    bars.played()
    return file


def _names(cast: Sequence[Player]) -> Table:
    table = Table(title=f"Log in as any of these; the password is [bold]{PASSWORD}[/bold]")
    for heading in ("user name", "who", "recordings"):
        table.add_column(heading)
    for player in cast:
        titles = ", ".join(each.piece.title for each in player.recordings)
        table.add_row(player.username, f"{player.display_name}: {player.bio}", titles)
    return table
