"""A hub on a club: who is barred must leave, and nobody hears those whom they have blocked."""

from typing import Final

import attrs

from phantom_adapters.transport import HubSettings, Reader
from phantom_core.kernel import SYSTEM, Actor, Event, topic
from phantom_core.live import TOPICS, TopicKind, Topics, said_in
from tests.unit.live.hub_stage import PROMPT, Stage
from tests.unit.live.rules import (
    BLOCKING,
    Admitted,
    Barred,
    Blocked,
    Record,
    Unblocked,
    may_enter,
    who_is_barred,
)
from tests.unit.live.stage import ADA, BOB, PaperWire, Said, Say

__all__ = ["CLUB", "OTHER_CLUB", "Club"]

CLUB: Final = topic("club", ADA.person)
OTHER_CLUB: Final = topic("club", BOB.person)
KINDS: Final[Topics] = {
    "club": TopicKind(may_join=may_enter, ends=who_is_barred, speakers=said_in(Said)),
    "user": attrs.evolve(TOPICS["user"], blocking=BLOCKING),
}


class Club(Stage):
    """A hub on a club, and people who come."""

    def __init__(self, settings: HubSettings = PROMPT) -> None:
        super().__init__(settings, KINDS)

    async def guest(self, actor: Actor, since: int | None = None) -> tuple[Reader, PaperWire]:
        """Somebody connects, listens to their own topic, and comes to the club."""
        reader, wire = self.connect(actor)
        await self.join(reader, topic("user", actor.person))
        wire.sent.clear()
        await self.join(reader, CLUB, since)
        return reader, wire

    async def bar(self, actor: Actor | None) -> None:
        """Somebody may not be in the club any more, or nobody may."""
        await self.happen(Barred(where=CLUB, who=actor.user_id if actor else None))

    async def admit(self, actor: Actor) -> None:
        """Somebody may enter again."""
        await self.happen(Admitted(where=CLUB, who=actor.person))

    async def block(self, one: Actor, other: Actor) -> None:
        """Somebody wants to hear nothing of another."""
        await self.happen(Blocked(user_id=one.person, other=other.person))

    async def unblock(self, one: Actor, other: Actor) -> None:
        """Somebody listens to another again."""
        await self.happen(Unblocked(user_id=one.person, other=other.person))

    async def happen(self, event: Event) -> None:
        """Something happens."""
        await self.phantom.do(Record(event=event), actor=SYSTEM)

    async def speak(self, actor: Actor, *texts: str) -> None:
        """Somebody says something in the club."""
        for text in texts:
            await self.phantom.do(Say(text=text, where=CLUB), actor=actor)
