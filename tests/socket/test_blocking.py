"""Over the socket too one hears nothing of whom one has blocked, and is shown out where told to."""

from collections.abc import Collection
from typing import Any

import attrs

from phantom_app.socket.states import BLOCKS
from phantom_core.audio.events import AnalysisProgress
from phantom_core.identity import Block, UserBlocked
from phantom_core.kernel import ALLOWED, SYSTEM, Access, Command, StoredEvent, UserId, topic
from phantom_core.live import EVERYBODY, TOPICS, Everybody, TopicKind, said_in
from tests.socket.stage import ADA, BOB, NOW, of, progress, stage
from tests.socket.test_topics import join

ROOM = topic("room", BOB.person)
KINDS = {
    "user": attrs.evolve(TOPICS["user"], blocking=BLOCKS),
    "room": TopicKind(may_join=lambda _work, _id: ALLOWED, speakers=said_in()),
}


@attrs.frozen(kw_only=True)
class AdaBlocksBob(Command[None]):
    """Have Ada block Bob."""

    access = Access.SYSTEM

    def run(self, work: Any) -> None:
        """As identity does, who would have to know them."""
        work.blocks.add(Block(blocker_id=ADA.person, blocked_id=BOB.person, created_at=NOW))
        work.record(UserBlocked(user_id=ADA.person, blocked_id=BOB.person))


async def test_who_is_blocked_is_counted_and_not_named_nor_seen_to_come_or_go() -> None:
    async with stage(topics=KINDS) as world:
        await world.phantom.do(AdaBlocksBob(), actor=SYSTEM)
        ada, bob = await world.connect("ada"), await world.connect("bob")
        his = await bob.ask(join(ROOM))
        hers = await ada.ask(join(ROOM))
        herself = await ada.next()
        bob.leave()
        pong = await ada.ask({"type": "ping", "data": {"t0": 1}})

    me = {"userId": ADA.user_id, "status": "online", "activity": ""}
    assert his["data"]["presence"]["count"] == 1
    assert hers["data"]["presence"] == {"count": 2, "people": [me]}
    assert herself["by"] == ADA.user_id
    assert "t0" in pong["data"]


async def test_who_may_listen_no_longer_is_told_so_on_the_wire() -> None:
    def ends(stored: StoredEvent) -> Collection[UserId] | Everybody:
        return EVERYBODY if isinstance(stored.event, AnalysisProgress) else ()

    kinds = {"user": attrs.evolve(TOPICS["user"], ends=ends)}
    async with stage(topics=kinds) as world:
        client = await world.connect()
        await world.tell(progress(ADA), progress(ADA))
        told = [await client.next() for _ in range(2)]

    assert told[0]["seq"] == 1
    assert told[1] == {"type": "removed", "topic": of(ADA), "seq": 1}
