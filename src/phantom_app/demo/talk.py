"""What the people of the demo world say in its rooms, and when.

Each line has a name of its own, so that it is said once, whoever says it again.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Final

from phantom_app.demo.regular import Deed, Regular
from phantom_app.demo.script import SCRIPT
from phantom_core.chat import SendMessage
from phantom_core.rooms import MemberView, RoomSong

__all__ = ["advocates", "greets", "remarks"]

_NEW: Final = timedelta(seconds=30)
_REMARKS: Final = 0.35
_ADVOCATES: Final = 0.4


def greets(one: Regular, guests: Sequence[MemberView], now: datetime) -> Iterator[Deed]:
    """They say hello to whoever has come just now."""
    for guest in guests:
        if now - guest.joined_at < _NEW:
            name = f"hello:{guest.person.id}:{guest.joined_at:%y%m%d%H%M%S}"
            fate = Random(name)  # noqa: S311 - it may be guessed
            line = fate.choice(SCRIPT[one.name].hello).format(guest=f"@{guest.person.username}")
            yield from _says(one, line, name, guest.joined_at, fate.uniform(1.5, 3.0))


def remarks(one: Regular, song: RoomSong, begun: datetime) -> Iterator[Deed]:
    """They may have something to say about the song."""
    fate = one.fate("remarks")
    if fate.random() < _REMARKS:
        line = fate.choice(SCRIPT[one.name].song).format(song=song.title, artist=song.artist_name)
        seconds = fate.uniform(3.0, song.duration_ms / 1000 * 0.7)
        yield from _says(one, line, f"{one.playing}:{one.name}:song", begun, seconds)


def advocates(one: Regular, song: RoomSong, opened: datetime, voted: float) -> Iterator[Deed]:
    """They may say what they have voted for, a moment later."""
    fate = one.fate("advocates")
    if fate.random() < _ADVOCATES:
        line = fate.choice(SCRIPT[one.name].vote).format(song=song.title)
        seconds = voted + fate.uniform(1.0, 3.0)
        yield from _says(one, line, f"{one.playing}:{one.name}:vote", opened, seconds)


def _says(one: Regular, line: str, name: str, since: datetime, seconds: float) -> Iterator[Deed]:
    if one.room.chat_room_id is not None:
        command = SendMessage(chat_room_id=one.room.chat_room_id, content=line, client_id=name)
        yield one.does(command, since, seconds)
