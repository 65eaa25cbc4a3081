"""Filling a data folder with the demo world, through the same doors that everybody uses.

What is there already is left alone, so filling again changes nothing; and it goes on where it
was interrupted. A person is done when their profile, which is written last, says something; who
is somebody else is never touched.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Final

from anyio import to_thread
from rich.console import Console
from rich.table import Table

from phantom_app.composition import worker_of
from phantom_app.demo.cast import CAST, PASSWORD, Player, Recording
from phantom_app.demo.progress import Bars
from phantom_app.demo.residents import OthersLiveHere, residents
from phantom_app.demo.synthesis import wave_file
from phantom_app.services import Services
from phantom_core.audio import Annotate, AudioFile, ListAudioFiles, UploadDetails, Visibility
from phantom_core.audio.flows import IncomingAudio, upload
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
from phantom_core.kernel import SYSTEM, Actor, PageRequest, person

__all__ = ["fill", "fill_alone"]

_PIECE_OF_A_FILE: Final = 256 * 1024
_UNTOUCHED: Final = 1


async def fill(
    services: Services, console: Console | None = None, cast: Sequence[Player] = CAST
) -> None:
    """Make the demo world, and say who lives in it.

    Args:
        services: where it is made.
        console: where progress and names are shown; standard error by default.
        cast: who lives in it; whom they follow besides is left out.

    Raises: PlaceTaken, before anything is changed; Unavailable.
    """
    console = console or Console(stderr=True)
    people = dict(await residents(services, cast))
    for player in cast:
        if player.username not in people:
            people[player.username] = await _registered(services, player)
    new = [player for player in cast if await _is_new(services, people[player.username])]
    if new:
        with Bars.shown(console, sum(len(player.recordings) for player in new)) as bars:
            services.phantom.observe(bars.notice)
            for player in new:
                await _settle(services, player, people, bars)
            await worker_of(services).drain()
    console.print(_names(cast))


async def fill_alone(
    services: Services, console: Console | None = None, cast: Sequence[Player] = CAST
) -> None:
    """As `fill`, but begin only where nobody lives yet. Raises: OthersLiveHere; as `fill`."""
    begun = await residents(services, cast)
    if not begun and await services.phantom.ask(UsersExist(), actor=SYSTEM):
        raise OthersLiveHere
    await fill(services, console, cast)


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
    consent = SetConsent(purpose=Purpose.AUDIO_ANALYSIS, granted=player.consents)
    await phantom.do(consent, actor=actor)
    for followed in people.keys() & {*player.follows}:
        await phantom.do(FollowUser(user_id=people[followed].person), actor=actor)
    files = [await _recorded(services, each, actor, bars) for each in player.recordings]
    profile = ReplaceProfile(
        bio=player.bio,
        roles=player.roles,
        instruments=player.instruments,
        region=player.region,
        tags=player.tags,
        samples=tuple(file.id for file in files if file.visibility is Visibility.PUBLIC),
    )
    await phantom.do(profile, actor=actor)


async def _recorded(
    services: Services, recording: Recording, actor: Actor, bars: Bars
) -> AudioFile:
    title = recording.piece.title
    bars.playing(title)
    page = await services.phantom.ask(ListAudioFiles(page=PageRequest(limit=200)), actor=actor)
    known = next((file for file in page.items if file.title == title), None)
    file = known or await _uploaded(services, recording, actor)
    if recording.words is not None:
        said = Annotate(audio_file_id=file.id, words=recording.words)
        await services.phantom.do(said, actor=actor)
    bars.played()
    return file


async def _uploaded(services: Services, recording: Recording, actor: Actor) -> AudioFile:
    data = await to_thread.run_sync(wave_file, recording.piece)
    details = UploadDetails(
        title=recording.piece.title,
        tags=recording.tags,
        visibility=Visibility.PUBLIC if recording.public else Visibility.PRIVATE,
    )
    incoming = IncomingAudio(
        file_name=f"{recording.piece.title}.wav", chunks=_pieces(data), details=lambda: details
    )
    return await upload(services.audio, incoming, actor=actor)


async def _pieces(data: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(data), _PIECE_OF_A_FILE):
        yield data[start : start + _PIECE_OF_A_FILE]


def _names(cast: Sequence[Player]) -> Table:
    table = Table(title=f"Log in as any of these; the password is [bold]{PASSWORD}[/bold]")
    for heading in ("user name", "who", "recordings"):
        table.add_column(heading)
    for player in cast:
        titles = ", ".join(each.piece.title for each in player.recordings)
        table.add_row(player.username, f"{player.display_name}: {player.bio}", titles)
    return table
