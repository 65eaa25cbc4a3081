"""A demo world of a few people and one band, which is made in no time."""

import io
from pathlib import Path
from typing import Any

import attrs
from rich.console import Console

from phantom_adapters.memory import ManualClock, MemoryStorage
from phantom_app.demo import OpenRoom, fill
from phantom_app.demo.cast import CAST, PASSWORD, Player
from phantom_app.demo.parlours import Parlour
from phantom_app.demo.scene import Scene
from phantom_app.demo.songbook import SONGBOOK, Band
from phantom_core.identity.flows import log_in
from phantom_core.kernel import ANONYMOUS, Actor, Invocation, person
from tests.http.world import World, build

__all__ = ["SCENE", "events", "filled", "opened", "signed_in", "still_world"]

_NAMES = {"ada", "emre", "fay", "lantern", "guest"}


def _in_brief(player: Player) -> Player:
    """Somebody whose pieces have one bar each, and who likes what there is to like."""
    brief = [
        attrs.evolve(each, piece=attrs.evolve(each.piece, chords=(1,)))
        for each in player.recordings
    ]
    likes = (SONGBOOK[0].name,) if player.likes else ()
    return attrs.evolve(player, recordings=tuple(brief), likes=likes)


def _band(band: Band) -> Band:
    """A band whose songs last some twenty seconds."""
    return attrs.evolve(
        band, songs=tuple(attrs.evolve(song, chords=(1,) * 10) for song in band.songs[:3])
    )


SCENE = Scene(
    cast=tuple(_in_brief(player) for player in CAST if player.username in _NAMES),
    songbook=(_band(SONGBOOK[0]),),
    parlours=(Parlour(name="Den", band=SONGBOOK[0].name, regulars=("ada", "emre", "fay")),),
)
"""It has one room, and three who are to be found there."""


def still_world(data_dir: Path) -> World:
    """A server in which no time passes by itself."""
    clock = ManualClock()
    return build(MemoryStorage(clock=clock), clock, data_dir)[0]


async def filled(world: World) -> str:
    """Make the demo world, and answer what is said."""
    console = Console(file=io.StringIO(), width=200)
    await fill(world.services, console, SCENE)
    said: Any = console.file
    return str(said.getvalue())


async def opened(world: World) -> OpenRoom:
    """Make the demo world, and answer its room."""
    (room,) = await fill(world.services, Console(file=io.StringIO()), SCENE)
    return room


async def signed_in(world: World, player: Player) -> Actor:
    """Somebody of the demo world, who has logged in."""
    entry = await log_in(world.services.desk, login=player.username, password=PASSWORD)
    return person(entry.user.id)


async def events(world: World) -> int:
    """How much has been told in the world."""
    storage = world.services.phantom._storage

    def count(work: Any) -> int:
        return sum(len(told) for told in work.log._topics.values())

    return await storage.read(Invocation(ANONYMOUS, 1), count)
