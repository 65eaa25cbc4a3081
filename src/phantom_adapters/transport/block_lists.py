"""Whom the people who are connected here want to hear nothing of."""

from collections.abc import Collection
from typing import Final

import attrs

from phantom_adapters.transport.outbox import Outbox
from phantom_core.kernel import SYSTEM, Doer, Id, StoredEvent, UserId
from phantom_core.kernel import topic as topic_of
from phantom_core.live import Blocking, BlockList, GetBlockList, Topics

__all__ = ["BlockLists"]

_NOBODY: Final[Collection[UserId]] = frozenset()


@attrs.define(eq=False)
class _Person:
    """Somebody who is connected here, and their list.

    Attributes:
        outboxes: their connections, as far as their list matters there.
        blocked: whom they have blocked; `None` while that is not known.
        seq: the event of their own topic up to which it is known.
        changes: what their own topic has told while it was not known.
    """

    outboxes: set[Outbox] = attrs.field(factory=set)
    blocked: set[UserId] | None = None
    seq: int = 0
    changes: list[StoredEvent] = attrs.field(factory=list)


class BlockLists:
    """Knows whose words are to be withheld from which outbox.

    A list is asked for when it first matters, and kept up by what its person's own topic tells.
    So whoever has one listens to their own topic first, and for as long as they are here.
    """

    def __init__(self, phantom: Doer, topics: Topics) -> None:
        """Ask `phantom`; one kind of `topics`, or none, tells of blocks."""
        self._phantom = phantom
        kinds = (kind for kind, rule in topics.items() if rule.blocking is not None)
        self._kind = next(kinds, "")
        self._rule = topics[self._kind].blocking if self._kind else None
        self._people: dict[UserId, _Person] = {}
        self._blockers: dict[UserId, set[UserId]] = {}

    def __len__(self) -> int:
        """How many people's lists are kept."""
        return len(self._people)

    async def learn(self, user_id: UserId, outbox: Outbox) -> None:
        """Have somebody's list matter to a connection of theirs. Raises: Unavailable."""
        if self._rule is None:
            return
        person = self._people.setdefault(user_id, _Person())
        person.outboxes.add(outbox)
        if person.blocked is None:
            question = GetBlockList(
                topic=topic_of(self._kind, user_id), people=self._rule.of(user_id)
            )
            found = await self._phantom.ask(question, actor=SYSTEM)
            if self._people.get(user_id) is person and person.blocked is None:
                self._begin(user_id, person, found, self._rule)

    def forget(self, user_id: UserId, outbox: Outbox) -> None:
        """A connection has ended."""
        person = self._people.get(user_id)
        if person is None:
            return
        person.outboxes.discard(outbox)
        if not person.outboxes:
            for other in person.blocked or ():
                self._unblock(user_id, other)
            del self._people[user_id]

    def see(self, event: StoredEvent) -> None:
        """Keep a list up, if the event is one of its person's own topic."""
        kind, _, identifier = event.topic.partition(":")
        owner = UserId(Id(identifier))
        person = self._people.get(owner) if kind == self._kind else None
        if person is None or self._rule is None:
            return
        if person.blocked is None:
            person.changes.append(event)
        else:
            self._follow(owner, person, event, self._rule)

    def of(self, user_id: UserId) -> Collection[UserId]:
        """Whom somebody has blocked, as far as that is known here."""
        person = self._people.get(user_id)
        return person.blocked or _NOBODY if person else _NOBODY

    def deaf_to(self, speaker: UserId) -> Collection[Outbox]:
        """The connections of those who want to hear nothing of somebody."""
        blockers = self._blockers.get(speaker)
        if not blockers:
            return ()
        return {outbox for blocker in blockers for outbox in self._people[blocker].outboxes}

    def _begin(self, user_id: UserId, person: _Person, found: BlockList, rule: Blocking) -> None:
        person.blocked, person.seq = set(), found.seq
        for other in found.people:
            self._block(user_id, person.blocked, other)
        for event in person.changes:
            self._follow(user_id, person, event, rule)
        person.changes.clear()

    def _follow(self, user_id: UserId, person: _Person, event: StoredEvent, rule: Blocking) -> None:
        if event.seq <= person.seq or person.blocked is None:
            return
        person.seq = event.seq
        begun, ended = rule.begun(event.event), rule.ended(event.event)
        if begun is not None:
            self._block(user_id, person.blocked, begun)
        if ended is not None and ended in person.blocked:
            person.blocked.discard(ended)
            self._unblock(user_id, ended)

    def _block(self, user_id: UserId, blocked: set[UserId], other: UserId) -> None:
        blocked.add(other)
        self._blockers.setdefault(other, set()).add(user_id)

    def _unblock(self, user_id: UserId, other: UserId) -> None:
        self._blockers[other].discard(user_id)
        if not self._blockers[other]:
            del self._blockers[other]
