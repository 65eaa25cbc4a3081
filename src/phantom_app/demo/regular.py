"""Somebody who is to be found in a room of the demo world, while one song plays."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

import attrs

from phantom_app.demo.furnishing import OpenRoom
from phantom_core.kernel import Actor, Command
from phantom_core.rooms import EntryId, SongId

__all__ = ["Deed", "Regular"]


@attrs.frozen(kw_only=True)
class Deed:
    """Something that somebody does.

    Attributes:
        playing: during which playing of a song.
        at: when; it tells no two deeds apart, as it moves when the music stood still meanwhile.
    """

    playing: EntryId
    actor: Actor
    command: Command[Any]
    at: datetime = attrs.field(eq=False)


@attrs.frozen(kw_only=True)
class Regular:
    """One of the regulars, and what plays.

    Attributes:
        name: their user name.
    """

    room: OpenRoom
    playing: EntryId
    name: str
    actor: Actor

    def fate(self, what: str) -> Random:
        """Their chance in something: it is the same however often it is asked."""
        return Random(f"{self.playing}:{self.name}:{what}")  # noqa: S311 - it may be guessed

    def likes(self, song_id: SongId) -> float:
        """How much they like a song, 0 to 1; they always like it as much."""
        return Random(f"{self.name}:{song_id}").random()  # noqa: S311 - as above

    def does(self, command: Command[Any], since: datetime, seconds: float) -> Deed:
        """A deed of theirs, some seconds after something."""
        at = since + timedelta(seconds=seconds)
        return Deed(playing=self.playing, actor=self.actor, command=command, at=at)
