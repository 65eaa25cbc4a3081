"""What live delivery asks of the log."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final

import attrs

from phantom_core.kernel.access import Access
from phantom_core.kernel.actor import UserId
from phantom_core.kernel.commands import Query
from phantom_core.kernel.events import Head, StoredEvent, Topic, UnknownEvent, split_topic
from phantom_core.kernel.ids import Id
from phantom_core.kernel.work import Work
from phantom_core.live.topics import TopicKind

__all__ = [
    "REPLAY_PAGE",
    "BlockList",
    "GetBlockList",
    "HeadsOf",
    "HeadsSince",
    "JoinTopic",
    "Joined",
    "ReadAfter",
    "Sighting",
]

REPLAY_PAGE: Final = 200
"""How many events are read at a time."""


@attrs.frozen(kw_only=True)
class Joined:
    """Where a topic stood when somebody joined it.

    Attributes:
        epoch: the id of the log; where it is another one than before, numbers mean nothing.
        start: the number after which the joiner goes on: what they have, or the head.
        missed: the first events after `start`, in order; the rest is read with `ReadAfter`.
        state: what the topic is about, for who has no place to go on from; else `None`.
        circle: who may be seen there without being in it.
        hidden: who is not shown to the joiner, wherever they are.
    """

    head: Head
    epoch: Id
    start: int
    missed: Sequence[StoredEvent] = ()
    state: Any = None
    circle: Collection[UserId] = ()
    hidden: Collection[UserId] = ()


@attrs.frozen(kw_only=True)
class JoinTopic(Query[Joined]):
    """Ask to listen to a topic, from where one left it.

    What was missed is replayed if it is no more than `reach` events, still in the log, and can
    be read by this version. Otherwise, or without `since`, the answer has the state instead.

    Attributes:
        kind: the topic's kind.
        since: the last event that the actor has.

    Raises: what the kind's `may_join` refuses with.
    """

    access = Access.PERSON
    topic: Topic
    kind: TopicKind
    since: int | None = None
    reach: int = 10_000

    def run(self, work: Work) -> Joined:
        """Answer where to go on from."""
        identifier = _identifier(self.topic)
        self.kind.may_join(work, identifier).enforce()
        head, epoch = work.log.head(self.topic), work.log.epoch()
        circle = self._circle(work, identifier)
        if self.since is not None and head.seq - self.reach <= self.since <= head.seq:
            missed = work.log.after(self.topic, self.since, REPLAY_PAGE)
            if _unbroken(missed, self.since, head):
                return Joined(
                    head=head, epoch=epoch, start=self.since, missed=missed, circle=circle
                )
        state = None if self.kind.state is None else self.kind.state(identifier).run(work)
        return Joined(head=head, epoch=epoch, start=head.seq, state=state, circle=circle)

    def _circle(self, work: Work, identifier: Id) -> Collection[UserId]:
        rule = self.kind.circle
        return () if rule is None else rule.of(UserId(identifier)).run(work)


@attrs.frozen(kw_only=True)
class ReadAfter(Query[Sequence[StoredEvent]]):
    """Ask for the next events of a topic after a number, in order."""

    access = Access.SYSTEM
    topic: Topic
    seq: int

    def run(self, work: Work) -> Sequence[StoredEvent]:
        """Answer at most a page of them."""
        return work.log.after(self.topic, self.seq, REPLAY_PAGE)


@attrs.frozen(kw_only=True)
class Sighting:
    """Which topics were told something lately, and when and of which log that was asked."""

    at: datetime
    epoch: Id
    heads: Sequence[Head]


@attrs.frozen(kw_only=True)
class HeadsSince(Query[Sighting]):
    """Ask which topics were told something at or after a time; without one, only the time."""

    access = Access.SYSTEM
    since: datetime | None

    def run(self, work: Work) -> Sighting:
        """Answer their heads."""
        heads = () if self.since is None else work.log.heads_since(self.since)
        return Sighting(at=work.now, epoch=work.log.epoch(), heads=heads)


@attrs.frozen(kw_only=True)
class HeadsOf(Query[Sequence[Head]]):
    """Ask where some topics stand."""

    access = Access.SYSTEM
    topics: Sequence[Topic]

    def run(self, work: Work) -> Sequence[Head]:
        """Answer their heads, in the order given."""
        return [work.log.head(topic) for topic in self.topics]


@attrs.frozen(kw_only=True)
class BlockList:
    """Whom somebody has blocked, as their own topic had told it up to a number.

    Attributes:
        seq: the last event of that topic.
    """

    seq: int
    people: Collection[UserId]


@attrs.frozen(kw_only=True)
class GetBlockList(Query[BlockList]):
    """Ask whom somebody has blocked, and after which event of their own topic that is so.

    Attributes:
        topic: the person's own topic.
        people: asks for those people.
    """

    access = Access.SYSTEM
    topic: Topic
    people: Query[Collection[UserId]]

    def run(self, work: Work) -> BlockList:
        """Answer both, as of one state."""
        return BlockList(seq=work.log.head(self.topic).seq, people=self.people.run(work))


def _unbroken(missed: Sequence[StoredEvent], since: int, head: Head) -> bool:
    """Whether these are the events after a number, as many as are read at a time, all known."""
    wanted = range(since + 1, min(head.seq, since + REPLAY_PAGE) + 1)
    known = [each.seq for each in missed if not isinstance(each.event, UnknownEvent)]
    return known == [*wanted]


def _identifier(topic: Topic) -> Id:
    parts = split_topic(topic)
    if parts is None:
        message = f"{topic!r} is no topic's name"
        raise ValueError(message)
    return parts[1]
