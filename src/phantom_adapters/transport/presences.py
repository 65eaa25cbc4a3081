"""How people are seen in the topics of a hub: by those who are there, and by their circles."""

from collections.abc import Callable, Mapping
from datetime import datetime

from phantom_adapters.transport.channel import Channel
from phantom_adapters.transport.circles import Circles
from phantom_adapters.transport.presence_signals import difference_signal, presence_signal
from phantom_adapters.transport.reader import Attention, Reader
from phantom_adapters.transport.settings import HubSettings
from phantom_adapters.transport.sightings import Sightings
from phantom_core.kernel import Doer, Milliseconds, Topic, UserId
from phantom_core.live import Presence, Transport, Word

__all__ = ["Presences"]


class Presences:
    """Keeps the rosters of channels, and tells who sees somebody how they are seen now.

    Attributes:
        circles: shows people beyond the topics that they are in.
        sightings: knows who is there by other servers, and tells them who is by this one.
    """

    def __init__(
        self,
        phantom: Doer,
        transport: Transport,
        channels: Mapping[Topic, Channel],
        *,
        clock: Callable[[], datetime],
        settings: HubSettings,
    ) -> None:
        """Show the people of `channels`; other servers are told by `transport`."""
        self._clock = clock
        self._crowd = settings.crowd
        self._attentive: list[tuple[str, Attention]] = []
        self.circles = Circles(
            phantom, self._tell, settings.pace, lambda word: transport.publish([word])
        )
        self.sightings = Sightings(
            transport, channels, self.circles, self._tell_difference, beat_every=settings.beat_every
        )

    async def run(self) -> None:
        """Tell other servers that this one lives, and miss those that do not, for ever."""
        await self.sightings.run()

    async def close(self) -> None:
        """Tell other servers that this one goes, and show nobody any more."""
        self.sightings.close()
        await self.circles.close()

    def watch(self, kind: str, attention: Attention) -> None:
        """Show somebody who comes into topics of a kind here, with their first reader, and goes."""
        self._attentive.append((f"{kind}:", attention))

    def open(self, channel: Channel) -> None:
        """Ask soon whom others have in a topic that has its first reader here."""
        self.sightings.open(channel)

    def hear(self, word: Word) -> None:
        """Take a word of another server."""
        self.sightings.hear(word)

    def arrive(self, reader: Reader, channel: Channel) -> None:
        """Somebody has come into a topic."""
        person = reader.actor.person
        if person not in channel.roster.here:
            self._attend(channel.topic, person, here=True)
        if channel.roster.arrive(person, reader):
            self._show(person, channel)
        self.sightings.share(channel, person)

    def departed(self, channel: Channel, person: UserId, *, differs: bool) -> None:
        """A connection has gone from a roster; `differs`, if its person is seen otherwise now."""
        if differs:
            self._show(person, channel)
        self.sightings.share(channel, person)
        if person not in channel.roster.here:
            self._attend(channel.topic, person, here=False)

    def present(self, reader: Reader, channel: Channel, presence: Presence) -> None:
        """Show somebody as they say."""
        person = reader.actor.person
        if channel.roster.tell(person, reader, presence):
            self._show(person, channel)
        self.sightings.share(channel, person)

    def point(self, reader: Reader, channel: Channel, cursor_ms: Milliseconds) -> None:
        """Show where somebody points."""
        person = reader.actor.person
        before = channel.roster.of(person)
        if channel.roster.point(person, reader, cursor_ms):
            self._tell_difference(person, channel, before)
            self.sightings.share(channel, person)

    def _attend(self, topic: Topic, person: UserId, *, here: bool) -> None:
        for prefix, attention in self._attentive:
            if topic.startswith(prefix):
                attention(topic, person, here=here)

    def _show(self, person: UserId, channel: Channel) -> None:
        """Tell how somebody is seen now, to all who see them."""
        self._tell(person, channel)
        self.circles.changed(channel.topic)

    def _tell(self, person: UserId, channel: Channel) -> None:
        channel.signal(presence_signal(channel, person, self._clock(), self._crowd))

    def _tell_difference(self, person: UserId, channel: Channel, before: Presence | None) -> None:
        """Tell how somebody is seen otherwise than before, here and by their circle."""
        channel.signal(difference_signal(channel, person, before, self._clock(), self._crowd))
        self.circles.changed(channel.topic)
