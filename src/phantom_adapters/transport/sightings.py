"""Who is with other servers: heard from them, and forgotten with them."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Final

import attrs

from phantom_adapters.transport.channel import Channel
from phantom_adapters.transport.circles import Circles
from phantom_core.kernel import Topic, UserId
from phantom_core.live import (
    Asking,
    Beat,
    Presence,
    Resumed,
    Rolls,
    Seen,
    Transport,
    Word,
)

__all__ = ["Sightings"]

_LIFE: Final = 3.5
_SOON: Final = 0.02

_Tell = Callable[[UserId, Channel, Presence | None], None]
"""Tells a channel's readers how somebody is seen, who was seen otherwise before, if that counts."""


@attrs.define(eq=False)
class _Server:
    """Another server.

    Attributes:
        number: how many words of whom it has were heard, or said.
        heard_at: when it was last heard, by the loop's clock.
        asked: the topics that it was asked about, or is to be with its next beat, because words
            of it were missed; `None` when all is known.
    """

    number: int = -1
    heard_at: float = 0.0
    asked: frozenset[Topic] | None = frozenset()


class Sightings:
    """Keeps the channels' rosters as other servers tell, and tells them whom this one has.

    Words may be lost. Each server numbers its own, and says with every beat how many there were:
    who has missed one asks for all again. A server that has not been heard for some beats is
    taken for gone, with whomever it has; one that is heard anew is asked for everybody.

    Attributes:
        server: what this server is called among them; another one after each start.
    """

    def __init__(
        self,
        transport: Transport,
        channels: Mapping[Topic, Channel],
        circles: Circles,
        tell: _Tell,
        *,
        beat_every: float,
    ) -> None:
        """Speak by `transport`; `tell` tells a channel's readers of a difference.

        What concerns people beyond the topics that they are in is left to `circles`.
        """
        self.server = circles.server
        self._transport = transport
        self._circles = circles
        self._channels = channels
        self._tell = tell
        self._beat_every = beat_every
        self._number = 0
        self._shared: dict[Topic, dict[UserId, Presence | None]] = {}
        self._others: dict[str, _Server] = {}
        self._new: set[Topic] = set()
        self._asking: asyncio.Handle | None = None

    async def run(self) -> None:
        """Say that this server lives, and miss those that do not, for ever."""
        loop = asyncio.get_running_loop()
        while True:
            self._say(Beat(server=self.server, number=self._number))
            began = loop.time()
            await asyncio.sleep(self._beat_every)
            if loop.time() - began < 2 * self._beat_every:
                self._miss()
            else:
                self._forgive()

    def close(self) -> None:
        """Say that this server goes."""
        if self._asking is not None:
            self._asking.cancel()
        self._say(Beat(server=self.server, number=self._number, last=True))

    def open(self, channel: Channel) -> None:
        """Ask soon whom others have in a topic that has its first reader here."""
        self._new.add(channel.topic)
        if self._asking is None:
            self._asking = asyncio.get_running_loop().call_later(_SOON, self._ask)

    def share(self, channel: Channel, user_id: UserId) -> None:
        """Tell the others how somebody is here now, if that is not what they were told last."""
        shared, here = self._shared.setdefault(channel.topic, {}), user_id in channel.roster.here
        said = channel.roster.said_here(user_id)
        if here is (user_id in shared) and said == shared.get(user_id):
            return
        if here:
            shared[user_id] = said
        else:
            del shared[user_id]
        if not shared:
            del self._shared[channel.topic]
        self._number += 1
        word = Seen(
            server=self.server,
            number=self._number,
            topic=channel.topic,
            user_id=user_id,
            here=here,
            said=said if here else None,
        )
        self._say(word)

    def hear(self, word: Word) -> None:
        """Take a word of another server, or of this one, which says nothing new."""
        if isinstance(word, Resumed):
            self._resume()
        elif word.server == self.server:
            return
        elif isinstance(word, Asking):
            self._answer(word)
        elif isinstance(word, Rolls):
            self._read(word)
        elif isinstance(word, Seen):
            self._hear_seen(word)
        elif isinstance(word, Beat):
            self._hear_beat(word)
        else:
            self._living(word.server)
            self._circles.hear(word)

    def _resume(self) -> None:
        """Ask everybody for all with their next beats: what they said may have been lost."""
        for other in self._others.values():
            other.asked = frozenset()
        self._circles.tell_again()

    def _say(self, word: Word) -> None:
        self._transport.publish([word])

    def _ask(self) -> None:
        self._asking = None
        topics, self._new = sorted(self._new), set()
        self._say(Asking(server=self.server, topics=topics))

    def _answer(self, asking: Asking) -> None:
        if asking.to not in {None, self.server}:
            return
        found = {
            topic: self._shared.get(topic, {})
            for topic in asking.topics
            if asking.to is not None or topic in self._shared
        }
        if found:
            self._say(Rolls(server=self.server, to=asking.server, people=found))

    def _hear_seen(self, word: Seen) -> None:
        other = self._living(word.server)
        if word.number <= other.number:
            return
        missed, other.number = word.number > other.number + 1, word.number
        self._see(word)
        if missed:
            self._ask_anew(word.server, other)

    def _hear_beat(self, word: Beat) -> None:
        if word.last:
            self._lose(word.server)
            return
        if word.number > 0 and word.server not in self._others:
            self._circles.tell_again()
        other = self._living(word.server)
        missed, other.number = word.number > other.number, max(word.number, other.number)
        if missed or other.asked is not None:
            self._ask_anew(word.server, other)

    def _living(self, server: str) -> _Server:
        other = self._others.setdefault(server, _Server())
        other.heard_at = asyncio.get_running_loop().time()
        return other

    def _ask_anew(self, server: str, other: _Server) -> None:
        """Ask one server for all: some of its words were missed."""
        other.asked = frozenset(self._channels)
        if self._channels:
            self._say(Asking(server=self.server, topics=sorted(self._channels), to=server))
        else:
            other.asked = None

    def _read(self, rolls: Rolls) -> None:
        if rolls.to != self.server:
            return
        for topic, people in rolls.people.items():
            channel = self._channels.get(topic)
            if channel is None:
                continue
            for user_id in channel.roster.afar(rolls.server):
                if user_id not in people:
                    self._vanish(rolls.server, channel, user_id)
            for user_id, said in people.items():
                self._appear(rolls.server, channel, user_id, said)
        other = self._others.get(rolls.server)
        if other is not None and other.asked and other.asked <= rolls.people.keys():
            other.asked = None

    def _see(self, seen: Seen) -> None:
        channel = self._channels.get(seen.topic)
        if channel is None:
            return
        if seen.here:
            self._appear(seen.server, channel, seen.user_id, seen.said)
        else:
            self._vanish(seen.server, channel, seen.user_id)

    def _appear(
        self, server: str, channel: Channel, user_id: UserId, said: Presence | None
    ) -> None:
        before = channel.roster.of(user_id)
        if channel.roster.appear(user_id, server, said):
            self._tell(user_id, channel, before)

    def _vanish(self, server: str, channel: Channel, user_id: UserId) -> None:
        # As of a connection that goes from here, all is told of how they are seen now.
        if channel.roster.vanish(user_id, server):
            self._tell(user_id, channel, None)

    def _miss(self) -> None:
        latest = asyncio.get_running_loop().time() - _LIFE * self._beat_every
        for server in [name for name, each in self._others.items() if each.heard_at < latest]:
            self._lose(server)

    def _forgive(self) -> None:
        """This server has been as if asleep, and cannot know who has been silent meanwhile."""
        for other in self._others.values():
            other.heard_at = asyncio.get_running_loop().time()

    def _lose(self, server: str) -> None:
        self._others.pop(server, None)
        self._circles.lose(server)
        for channel in [*self._channels.values()]:
            for user_id in channel.roster.afar(server):
                self._vanish(server, channel, user_id)
