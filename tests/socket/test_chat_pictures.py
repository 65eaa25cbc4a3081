"""A chat room's state and the events after it equal a fresh state, whatever happens in it."""

import json
import random
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import quote

import attrs
import msgspec
import pytest

from phantom_app.socket import encode_message
from phantom_app.socket.states import STATES, TOPICS_SERVED
from phantom_core.chat import (
    AdmitToLinkedChat,
    AnnounceInLinkedChat,
    ChatKind,
    HandOverLinkedChat,
    OpenLinkedChat,
    PartFromLinkedChat,
    RenameLinkedChat,
)
from phantom_core.kernel import SYSTEM, Id, Topic, UserId, person, topic
from phantom_core.live import JoinTopic, ReadAfter
from tests.http.world import Someone, World
from tests.socket.chat_reducers import CHAT_REDUCERS, chat_reduced

PLACES = ["memory", "sqlite"]
"""Events are kept as values, or as text."""

PROJECT = Id("01J9AD7000FRW8A3P3PMM92YTE")
LINK: Any = {"kind": ChatKind.PROJECT, "linked_id": PROJECT}


@attrs.define
class Life:
    """What befalls a project's chat, and what a client of Ada's, who is a guest, knows."""

    world: World
    chance: random.Random
    people: dict[str, Someone]
    chat_id: str = ""
    picture: dict[str, Any] = attrs.field(factory=dict)
    seqs: dict[Topic, int] = attrs.field(factory=dict)
    heard: set[str] = attrs.field(factory=set)
    said: list[str] = attrs.field(factory=list)

    def user_id(self, name: str) -> UserId:
        """Somebody's id."""
        return UserId(Id(self.people[name].id))

    @property
    def anybody(self) -> Someone:
        """One of them."""
        return self.chance.choice([*self.people.values()])

    async def begin(self) -> None:
        """Have the chat opened by Bob."""
        await self.world.do(OpenLinkedChat(**LINK, title="Nights", owner_id=self.user_id("bob")))
        for name in ("ada", "cyd", "eve"):
            await self.world.do(AdmitToLinkedChat(**LINK, user_id=self.user_id(name)))
        listed = (await self.people["ada"].send("GET", "/api/messages/rooms")).json()
        self.chat_id = listed["items"][0]["id"]
        own = topic("user", self.user_id("ada"))
        self.seqs[own] = (await self.joined(own)).head.seq
        self.seqs[self.chat_topic], self.picture = await self.fresh()

    @property
    def chat_topic(self) -> Topic:
        """Where the chat is told of."""
        return topic("chat", Id(self.chat_id))

    async def joined(self, where: Topic) -> Any:
        """Ask to listen to a topic, as Ada."""
        query = JoinTopic(topic=where, kind=TOPICS_SERVED[where.partition(":")[0]])
        return await self.world.services.phantom.ask(query, actor=person(self.user_id("ada")))

    async def fresh(self) -> tuple[int, dict[str, Any]]:
        """How the chat stands, and after which event."""
        joined = await self.joined(self.chat_topic)
        told = json.loads(msgspec.json.encode(STATES[type(joined.state)](joined.state)))
        return joined.head.seq, {**told, "me": self.people["ada"].id}

    async def catch_up(self) -> None:
        """Hear what has happened in the chat, and what is told to Ada alone of her marks."""
        for where in self.seqs:
            query = ReadAfter(topic=where, seq=self.seqs[where])
            for stored in await self.world.services.phantom.ask(query, actor=SYSTEM):
                event = json.loads(encode_message(stored))
                self.seqs[where] = event["seq"]
                if where == self.chat_topic or event["type"] == "chat.receipt":
                    self.heard.add(event["type"])
                    shared = where == self.chat_topic
                    event["data"] = {**event["data"], "shared": shared}
                    self.picture = chat_reduced(self.picture, event)

    async def check(self) -> None:
        """What is known is what there is."""
        await self.catch_up()
        _, state = await self.fresh()

        assert compared(self.picture) == compared(state)

    async def say(self, who: Someone, content: str, **fields: Any) -> None:
        """Somebody says something, if they may."""
        path = f"/api/messages/rooms/{self.chat_id}/messages"
        answer = await who.send("POST", path, {"content": content, **fields})
        if answer.status_code == 201:
            self.said.append(answer.json()["id"])

    async def set_place(self, name: str, change: dict[str, Any]) -> None:
        """Bob changes somebody's place."""
        path = f"/api/messages/rooms/{self.chat_id}/members/{self.people[name].id}"
        await self.people["bob"].send("PUT", path, change)


def compared(picture: dict[str, Any]) -> dict[str, Any]:
    """A picture without what has no order, and where the list of messages goes on."""
    items = [
        {**each, "seenBy": sorted(one["id"] for one in each["seenBy"])}
        for each in picture["messages"]["items"]
    ]
    return {**picture, "messages": items}


async def talk(life: Life) -> None:
    life.world.clock.advance(milliseconds=life.chance.choice([0, 0, 1, 1000]))
    reply = {"replyToId": life.said[-1]} if life.said and life.chance.random() < 0.2 else {}
    await life.say(life.anybody, f"@ada, @cyd: {life.chance.random()}", **reply)


async def edit(life: Life) -> None:
    await talk(life)
    path = f"/api/messages/{life.said[-1]}"
    for who in life.people.values():
        await who.send("PATCH", path, {"content": f"@bob: {life.chance.random()}"})


async def delete(life: Life) -> None:
    await talk(life)
    for who in (life.anybody, life.people["bob"]):
        await who.send("DELETE", f"/api/messages/{life.chance.choice(life.said)}")


async def react(life: Life) -> None:
    await talk(life)
    for method in ("PUT", "PUT", life.chance.choice(["PUT", "DELETE"])):
        emoji = quote(life.chance.choice(["👍", "🎸"]))
        message = life.chance.choice(life.said[-5:])
        await life.anybody.send(method, f"/api/messages/{message}/reactions/{emoji}")


async def see(life: Life) -> None:
    for who in life.people.values():
        seq = life.picture["chat"]["lastSeq"] - life.chance.randrange(3)
        path = f"/api/messages/rooms/{life.chat_id}/seen"
        await who.send("PUT", path, {"seq": max(seq, 0)})


async def be_private(life: Life) -> None:
    for private in (True, life.chance.random() < 0.5):
        body = {"preferences": {"privateReceipts": private}}
        await life.anybody.send("PATCH", "/api/users/me", body)
        await talk(life)
        await see(life)


async def come_and_go(life: Life) -> None:
    name = life.chance.choice(["cyd", "eve"])
    await life.world.do(PartFromLinkedChat(**LINK, user_id=life.user_id(name)))
    if life.chance.random() < 0.5:
        life.world.clock.advance(seconds=1)
        await talk(life)
    await life.world.do(AdmitToLinkedChat(**LINK, user_id=life.user_id(name)))


async def moderate(life: Life) -> None:
    name = life.chance.choice(["ada", "cyd", "eve"])
    until = life.chance.choice([None, "2999-01-01T00:00:00Z", "2998-01-01T00:00:00Z"])
    await life.set_place(name, {"role": life.chance.choice(["guest", "mod"])})
    await life.set_place(name, {"mutedUntil": until})


async def ban(life: Life) -> None:
    name = life.chance.choice(["cyd", "eve"])
    await life.set_place(name, {"bannedUntil": "2999-01-01T00:00:00Z"})
    await life.set_place(name, {"bannedUntil": None})
    await life.world.do(AdmitToLinkedChat(**LINK, user_id=life.user_id(name)))


async def rename(life: Life) -> None:
    await life.world.do(RenameLinkedChat(**LINK, title=f"Nights {life.chance.random()}"))


async def announce(life: Life) -> None:
    await life.world.do(AnnounceInLinkedChat(**LINK, text="Next: Dawn."))


async def hand_over(life: Life) -> None:
    for name in (life.chance.choice(["ada", "cyd"]), "bob"):
        await life.world.do(HandOverLinkedChat(**LINK, owner_id=life.user_id(name)))


Deed = Callable[[Life], Awaitable[None]]

DEEDS: list[Deed] = [
    *(talk, edit, delete, react, see, be_private, come_and_go, moderate, ban),
    *(rename, announce, hand_over),
]


@pytest.fixture
def environment() -> dict[str, str]:
    """Tokens that outlive all that may happen."""
    return {"PHANTOM_ACCESS_TTL": "1000000"}


@pytest.mark.parametrize("seed", range(3))
async def test_a_state_and_the_events_after_it_equal_a_fresh_state(world: World, seed: int) -> None:
    names = ("ada", "bob", "cyd", "eve")
    people = {name: await world.someone(name) for name in names}
    life = Life(world, random.Random(seed), people)
    await life.begin()
    for deed in [*life.chance.choices(DEEDS, k=60), *DEEDS]:
        await deed(life)
        await life.check()

    assert life.heard == set(CHAT_REDUCERS)
