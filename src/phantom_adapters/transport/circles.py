"""Who is seen beyond the topic that they are in: people who are close, each in their own topic."""

import asyncio
import secrets
from collections.abc import Callable, Collection
from typing import Final

import attrs

from phantom_adapters.transport.channel import Channel
from phantom_adapters.transport.links import Links
from phantom_adapters.transport.settings import Pace
from phantom_core.kernel import SYSTEM, Doer, Id, NotFound, PhantomError, StoredEvent, Topic, UserId
from phantom_core.kernel import topic as topic_of
from phantom_core.live import AtHome, Circle, Near, Presence, Word

__all__ = ["Circles"]

_RETRY_AFTER: Final = 0.2


@attrs.define(eq=False, kw_only=True)
class _Member:
    """Somebody whose own topic has people here.

    Attributes:
        circle: the topics of the people in their circle, as last known.
        stirs: how often the circle was said to be another one.
        asking: finds out what it is; while it does, nothing is shown either way.
        resting: ends the pause after they were last shown to others.
        unshown: whether they are seen otherwise since then.
    """

    person: UserId
    channel: Channel
    rule: Circle
    circle: frozenset[Topic] = frozenset()
    stirs: int = 0
    asking: asyncio.Task[None] | None = None
    resting: asyncio.TimerHandle | None = None
    unshown: bool = False


class Circles:
    """Shows people who are here to those of their circle who are here.

    Two people are shown to each other while each is in the other's circle. A circle is asked for
    when its topic gets its first reader, and when an event may have made it another one: never
    because somebody is seen otherwise. People who are at home on other servers are shown to those
    of their circle who are here, and the other way round.

    Attributes:
        server: what this server is called among others; another one after each start.
    """

    def __init__(
        self,
        phantom: Doer,
        tell: Callable[[UserId, Channel], None],
        pace: Pace,
        say: Callable[[Word], None],
    ) -> None:
        """Ask `phantom`; `tell` tells a channel's readers how it shows somebody now.

        `pace` says how long to rest between two times of showing somebody, by how many see it.
        Other servers are told with `say` who is at home here.
        """
        self._phantom = phantom
        self._tell = tell
        self._pace = pace
        self.server = secrets.token_hex(8)
        self._say = say
        self._members: dict[Topic, _Member] = {}
        self._links = Links()

    def __contains__(self, topic: Topic) -> bool:
        """Whether a topic's circle is known."""
        return topic in self._members

    def __len__(self) -> int:
        """How many circles are known."""
        return len(self._members)

    def enter(
        self, channel: Channel, person: UserId, rule: Circle, people: Collection[UserId]
    ) -> None:
        """Know a circle from now on; one that is known already is kept up to date by itself."""
        if channel.topic not in self._members:
            member = _Member(person=person, channel=channel, rule=rule)
            self._members[channel.topic] = member
            self._settle(member, people)

    def changed(self, topic: Topic) -> None:
        """Show somebody, who is seen otherwise, to their circle: soon, and at the last as it is."""
        member = self._members.get(topic)
        if member is None:
            return
        member.unshown = True
        if member.resting is None:
            self._show(member)

    def see(self, event: StoredEvent) -> None:
        """Find out about a circle anew, if an event may have made it another one."""
        member = self._members.get(event.topic)
        if member is not None and isinstance(event.event, member.rule.changes):
            member.stirs += 1
            if member.asking is None:
                member.asking = asyncio.create_task(self._ask(member))

    def forget(self, topic: Topic) -> None:
        """Nobody is left in a topic: its person is seen nowhere any more."""
        member = self._members.pop(topic, None)
        if member is None:
            return
        _stop(member)
        for other in self._others(member, member.circle):
            self._show_in(other, member.person, self._links.seen(other.channel.topic, topic))
        self._announce(member, None)
        for there in [*self._links.of(topic)]:
            self._links.drop(topic, there)

    def hear(self, word: AtHome | Near) -> None:
        """Learn who is at home on another server, and how they are seen."""
        if isinstance(word, AtHome):
            self._link(word)
        else:
            for topic in word.seen_in:
                member = self._members.get(topic)
                if member is not None and word.topic in member.circle:
                    self._see_afar(member, word)

    def lose(self, server: str) -> None:
        """Whoever was at home on a server is so no longer, or not by it."""
        for topic, other in self._links.by(server):
            self._unlink(topic, other, server)

    def tell_again(self) -> None:
        """Tell other servers of all who are at home here: what was told may have been lost."""
        for member in self._members.values():
            self._say_home(member)

    async def close(self) -> None:
        """Leave everything as it is."""
        tasks = [member.asking for member in self._members.values() if member.asking]
        for member in self._members.values():
            _stop(member)
        await asyncio.gather(*tasks, return_exceptions=True)
        self._members.clear()

    async def _ask(self, member: _Member) -> None:
        known = 0
        people: Collection[UserId] = ()
        try:
            while known != member.stirs:
                known = member.stirs
                people = await self._people(member)
        finally:
            member.asking = None
        self._settle(member, people)

    async def _people(self, member: _Member) -> Collection[UserId]:
        while True:
            try:
                return await self._phantom.ask(member.rule.of(member.person), actor=SYSTEM)
            except NotFound:
                return ()
            except PhantomError:
                await asyncio.sleep(_RETRY_AFTER)

    def _settle(self, member: _Member, people: Collection[UserId]) -> None:
        """Take a circle as it is now: some may see each other anew, others no longer."""
        kind, _, _ = member.channel.topic.partition(":")
        before, member.circle = member.circle, frozenset(topic_of(kind, each) for each in people)
        for other in self._others(member, before | member.circle):
            self._reflect(member, other)
            self._reflect(other, member)
        for there in frozenset(self._links.of(member.channel.topic)) - member.circle:
            self._links.drop(member.channel.topic, there)
        for there in before | member.circle:
            self._reveal(member, there)
        if before or member.circle:
            self._say_home(member)

    def _show(self, member: _Member) -> None:
        member.unshown = False
        others = self._others(member, member.circle)
        for other in others:
            self._reflect(other, member)
        self._announce(member, member.channel.roster.of(member.person))
        loop = asyncio.get_running_loop()
        member.resting = loop.call_later(self._pace.pause(len(others)), self._wake, member)

    def _wake(self, member: _Member) -> None:
        member.resting = None
        if member.unshown:
            self._show(member)

    def _others(self, member: _Member, circle: frozenset[Topic]) -> list[_Member]:
        others = circle & self._members.keys()
        return [self._members[topic] for topic in others if topic != member.channel.topic]

    def _reflect(self, viewer: _Member, other: _Member) -> None:
        """Let somebody's channel show another as they are; nothing, if that is not known now."""
        if viewer.asking is not None or other.asking is not None:
            return
        close = other.channel.topic in viewer.circle and viewer.channel.topic in other.circle
        self._show_in(
            viewer, other.person, other.channel.roster.of(other.person) if close else None
        )

    def _show_in(self, viewer: _Member, person: UserId, seen: Presence | None) -> None:
        if viewer.channel.roster.show(person, seen):
            self._tell(person, viewer.channel)

    def _say_home(self, member: _Member) -> None:
        word = AtHome(
            server=self.server,
            topic=member.channel.topic,
            circle=sorted(member.circle),
            presence=member.channel.roster.of(member.person),
        )
        self._say(word)

    def _announce(self, member: _Member, presence: Presence | None) -> None:
        """Tell other servers how somebody is seen, where they are seen."""
        topic = member.channel.topic
        if seen_in := sorted(self._links.of(topic)):
            self._say(Near(server=self.server, topic=topic, seen_in=seen_in, presence=presence))

    def _link(self, word: AtHome) -> None:
        """Link those here to somebody elsewhere who are close to them, and nobody else."""
        for topic in self._links.viewers(word.topic):
            if topic not in word.circle:
                self._unlink(topic, word.topic, word.server)
        for topic in word.circle:
            member = self._members.get(topic)
            if member is not None and word.topic in member.circle:
                self._links.put(topic, word.topic, word.server, word.presence)
                self._reveal(member, word.topic)
                self._show_to(member, word.topic)

    def _see_afar(self, member: _Member, near: Near) -> None:
        topic = member.channel.topic
        if near.presence is None:
            self._unlink(topic, near.topic, near.server)
            return
        is_new = not self._links.has(topic, near.topic, near.server)
        self._links.put(topic, near.topic, near.server, near.presence)
        self._reveal(member, near.topic)
        if is_new:
            self._show_to(member, near.topic)

    def _show_to(self, member: _Member, topic: Topic) -> None:
        """Show somebody here to one person elsewhere, who may not know of them yet."""
        seen = member.channel.roster.of(member.person)
        self._say(
            Near(server=self.server, topic=member.channel.topic, seen_in=[topic], presence=seen)
        )

    def _unlink(self, topic: Topic, other: Topic, server: str) -> None:
        self._links.drop(topic, other, server)
        if (member := self._members.get(topic)) is not None:
            self._reveal(member, other)

    def _reveal(self, viewer: _Member, topic: Topic) -> None:
        """Let somebody's channel show another as other servers do, unless they are here too."""
        if viewer.asking is None and topic not in self._members:
            person = UserId(Id(topic.partition(":")[2]))
            self._show_in(viewer, person, self._links.seen(viewer.channel.topic, topic))


def _stop(member: _Member) -> None:
    if member.asking is not None:
        member.asking.cancel()
    if member.resting is not None:
        member.resting.cancel()
