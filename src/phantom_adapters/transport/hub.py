"""Live delivery in one process: what is committed reaches every reader, in order and once."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from types import TracebackType
from typing import Self

import attrs

from phantom_adapters.transport.admission import Admission
from phantom_adapters.transport.block_lists import BlockLists
from phantom_adapters.transport.channel import Channel
from phantom_adapters.transport.deliveries import Deliveries
from phantom_adapters.transport.frames import Frame
from phantom_adapters.transport.goodbyes import by_turns
from phantom_adapters.transport.mending import Mender
from phantom_adapters.transport.outbox import Outbox, Wire
from phantom_adapters.transport.presences import Presences
from phantom_adapters.transport.reader import Attention, End, Reader, Stay
from phantom_adapters.transport.replaying import catch_up, is_ended
from phantom_adapters.transport.settings import DEFAULTS, HubSettings
from phantom_adapters.transport.tail import Tail
from phantom_adapters.transport.writer import Encode, Writer
from phantom_core.kernel import (
    Actor,
    Doer,
    Fault,
    Head,
    Invalid,
    Milliseconds,
    NotFound,
    StoredEvent,
    Topic,
    UserId,
)
from phantom_core.live import (
    TOPICS,
    Joined,
    JoinTopic,
    Parcel,
    Presence,
    Removed,
    Roster,
    Signal,
    TopicKind,
    Topics,
    Transport,
    Word,
    kind_of,
)

__all__ = ["Hub"]


class Hub:
    """Knows the readers of this process and what each of them listens to.

    It hears of commits from the transport, and reads from the log what the transport has lost.
    A reader joins a topic by being subscribed first, then reading what it missed, then going
    on live: nothing falls between, and nothing comes twice. Where another log has taken the
    place of the one that was told, everybody who is here is let go, as at a restart.

    Attributes:
        phantom: the world whose events are delivered.
        deliveries: what was told so far, by kind of topic.
    """

    def __init__(
        self,
        phantom: Doer,
        transport: Transport,
        encode: Encode,
        *,
        clock: Callable[[], datetime],
        topics: Topics = TOPICS,
        settings: HubSettings = DEFAULTS,
    ) -> None:
        """Deliver what `transport` carries, written by `encode`; `clock` dates presence."""
        self.phantom = phantom
        self._transport = transport
        self._encode = encode
        self._topics = topics
        self._settings = settings
        self._mender = Mender(phantom)
        self._blocks = BlockLists(phantom, topics)
        self._channels: dict[Topic, Channel] = {}
        self._presences = Presences(
            phantom, transport, self._channels, clock=clock, settings=settings
        )
        self._circles = self._presences.circles
        self._watchers: list[Callable[[StoredEvent], None]] = [self._circles.see, self._blocks.see]
        self.deliveries: defaultdict[str, Deliveries] = defaultdict(Deliveries)
        self._readers: dict[Reader, None] = {}
        self.tail = Tail(phantom, lambda: [*self._channels], self._hear_of, self._begin_anew)
        self._admission = Admission(phantom, self._blocks, self.tail)
        self._tasks: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        """Begin to listen."""
        self._transport.subscribe(self._hear)
        run = self.tail.run(
            look_every=self._settings.look_every, check_every=self._settings.check_every
        )
        self._tasks = [asyncio.create_task(run), asyncio.create_task(self._presences.run())]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Hear nothing more, and let every reader go."""
        for task in self._tasks:
            task.cancel()
        await asyncio.wait(self._tasks)
        self._transport.unsubscribe(self._hear)
        await self._mender.close()
        await self._presences.close()
        for reader in [*self._readers]:
            reader.end(End.CLOSING)

    def __len__(self) -> int:
        """How many topics have somebody here."""
        return len(self._channels)

    @property
    def readers(self) -> Sequence[Reader]:
        """Everybody who is connected."""
        return [*self._readers]

    def watch(self, watcher: Callable[[StoredEvent], None]) -> None:
        """Show somebody each event of a topic that has people here, in order and once."""
        self._watchers.append(watcher)

    def watch_presence(self, kind: str, attention: Attention) -> None:
        """Show somebody who comes into topics of a kind, with their first reader here, and goes.

        Who has gone has no reader left in this process; each topic's people are shown in order.
        """
        self._presences.watch(kind, attention)

    def tell(self, signals: Sequence[Signal]) -> None:
        """Tell the readers of topics, wherever they are, what is not stored."""
        self._transport.publish(signals)

    def outbox(self, wire: Wire, end: Callable[[End], None]) -> Outbox:
        """Make an outbox for somebody who connects. `end` is called when they must go."""
        return Outbox(
            wire,
            limit=self._settings.outbox_bytes,
            patience=self._settings.patience,
            on_stall=lambda: end(End.STALLED),
        )

    def connect(self, outbox: Outbox, actor: Actor, end: Callable[[End], None]) -> Reader:
        """Know somebody who is signed in. `end` is called when they must go."""
        reader = Reader(actor=actor, outbox=outbox, end=end)
        self._readers[reader] = None
        return reader

    def disconnect(self, reader: Reader) -> None:
        """Forget a reader; it leaves every topic, and is sent nothing more."""
        reader.outbox.close()
        self._take_out(reader)
        self._readers.pop(reader, None)

    async def join(
        self,
        reader: Reader,
        topic: Topic,
        since: int | None,
        answer: Callable[[Joined, Roster], bytes],
        *,
        bare: bool = False,
    ) -> None:
        """Let a reader listen to a topic, from the event after `since` on.

        `answer` writes what is sent first: where the topic stands, and who is there. What was
        missed follows, then what happens, until an event ends the right to listen. Joining again
        begins anew. With `bare`, the topic's state is not asked for.

        Raises: NotFound, and whatever the topic's kind refuses with; Unavailable.
        """
        kind = kind_of(self._topics, topic)
        circle = None if topic in self._circles else kind.circle
        asked = attrs.evolve(kind, state=None if bare else kind.state, circle=circle)
        channel = self._channels.get(topic) or self._open(topic, kind)
        self._come(reader, channel)
        try:
            question = JoinTopic(topic=topic, kind=asked, since=since, reach=self._settings.reach)
            joined = await self._admission.ask(reader, question)
            channel.start(joined.head.seq)
            self._mender.mend(channel)
            if circle is not None:
                self._circles.enter(channel, reader.actor.person, circle, joined.circle)
            stay = self._arrive(reader, channel)
            reader.outbox.send(Frame(answer(joined, channel.roster)))
            last = await catch_up(self.phantom, reader, channel, joined, kind.ends)
            self._admission.insist(reader, joined.epoch)
            stay.admitted = joined.head.seq
            if last is not None:
                self._show_out(reader, channel, last)
        except BaseException:
            self.leave(reader, topic)
            raise
        finally:
            channel.settle()
            self._release(channel)

    def leave(self, reader: Reader, topic: Topic) -> None:
        """Tell a reader nothing more of a topic; nothing happens if it is not there."""
        stay = reader.topics.pop(topic, None)
        if stay is None:
            return
        channel, person = stay.channel, reader.actor.person
        channel.readers.pop(reader.outbox, None)
        differs = channel.roster.depart(person, reader)
        self._release(channel)
        self._presences.departed(channel, person, differs=differs)

    def present(self, reader: Reader, topic: Topic, presence: Presence) -> None:
        """Show a reader's person to the others of a topic.

        Raises: NotFound, if it is not there; Invalid, for what nobody does there.
        """
        channel = self._channel_of(reader, topic)
        allowed = kind_of(self._topics, topic).activities
        if allowed is not None and presence.activity not in {"", *allowed}:
            raise Invalid(Fault("activity", f"must be one of {', '.join(allowed)}, or nothing"))
        self._presences.present(reader, channel, presence)

    def point(self, reader: Reader, topic: Topic, cursor_ms: Milliseconds) -> None:
        """Show the others of a topic where a reader points. Raises: NotFound, as `present`."""
        self._presences.point(reader, self._channel_of(reader, topic), cursor_ms)

    def seen(self, topic: Topic, user_id: UserId) -> Presence | None:
        """How somebody is seen in a topic, by the readers of this process; `None` if not."""
        channel = self._channels.get(topic)
        return None if channel is None else channel.roster.of(user_id)

    @staticmethod
    def _channel_of(reader: Reader, topic: Topic) -> Channel:
        stay = reader.topics.get(topic)
        if stay is None:
            raise NotFound("joined topic", topic)
        return stay.channel

    def _open(self, topic: Topic, kind: TopicKind) -> Channel:
        def saw(event: StoredEvent) -> None:
            for watcher in self._watchers:
                watcher(event)
            if kind.ends(event):
                self._end_stays(channel, event, kind)

        channel = Channel(
            topic,
            Writer(self._encode, kind.speakers),
            self._settings.pace,
            on_event=saw,
            deaf_to=self._blocks.deaf_to,
            deliveries=self.deliveries[topic.partition(":")[0]],
        )
        self._channels[topic] = channel
        self._presences.open(channel)
        return channel

    def _end_stays(self, channel: Channel, event: StoredEvent, kind: TopicKind) -> None:
        """Show those out whose right to listen ends with an event, once they have been told it.

        Who is about to come in, and may have been let in before it, comes to it in the log.
        """
        channel.turn()
        for reader in self.readers:
            stay = reader.topics.get(channel.topic)
            if stay is None or stay.admitted is None or stay.admitted >= event.seq:
                continue
            if is_ended(reader, event, kind.ends):
                self._show_out(reader, channel, event.seq)

    def _show_out(self, reader: Reader, channel: Channel, seq: int) -> None:
        self.leave(reader, channel.topic)
        channel.notify(reader.outbox, Removed(topic=channel.topic, seq=seq))

    def _release(self, channel: Channel) -> None:
        if channel.idle and self._channels.get(channel.topic) is channel:
            del self._channels[channel.topic]
            self._circles.forget(channel.topic)
            channel.close()

    def _come(self, reader: Reader, channel: Channel) -> None:
        """Have somebody about to come in, again if they are there."""
        channel.readers.pop(reader.outbox, None)
        channel.joining += 1
        stay = reader.topics.get(channel.topic)
        if stay is not None:
            stay.admitted = None

    def _arrive(self, reader: Reader, channel: Channel) -> Stay:
        stay = reader.topics.setdefault(channel.topic, Stay(channel))
        self._presences.arrive(reader, channel)
        return stay

    def _hear(self, messages: Sequence[Parcel]) -> None:
        for message in messages:
            if isinstance(message, Word):
                self._presences.hear(message)
                continue
            channel = self._channels.get(message.topic)
            if channel is None:
                continue
            if isinstance(message, Signal):
                channel.signal(message)
            else:
                channel.take(message)
                self._mender.mend(channel)

    def _begin_anew(self) -> None:
        """Let everybody go, by turns: the log is another one, and nothing told has a place in it.

        They hear nothing more, and are nowhere, at once: who is back already is told the new log.
        """
        leaving = self.readers
        for channel in self._channels.values():
            channel.readers.clear()
        for reader in leaving:
            reader.let_go = True
            self._take_out(reader)
        for topic, channel in self._channels.items():
            self._circles.forget(topic)
            channel.close()
        self._channels.clear()
        goodbyes = [partial(reader.end, End.CLOSING) for reader in leaving]
        self._tasks.append(asyncio.create_task(by_turns(goodbyes, self._settings.spread)))

    def _take_out(self, reader: Reader) -> None:
        for topic in [*reader.topics]:
            self.leave(reader, topic)
        self._blocks.forget(reader.actor.person, reader.outbox)

    def _hear_of(self, head: Head) -> None:
        channel = self._channels.get(head.topic)
        if channel is not None:
            channel.hear(head.seq)
            self._mender.mend(channel)
