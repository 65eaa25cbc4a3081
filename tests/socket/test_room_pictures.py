"""What a client knows of a room, and of its invites, is what there is, whatever happens.

As in `tests.socket.test_pictures`, for the topics of rooms and for what one's own tells of them.
"""

import json
import random
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import attrs
import msgspec
import pytest

from phantom_app.socket import encode_message
from phantom_app.socket.states import STATES, TOPICS_SERVED
from phantom_app.tending import attendance
from phantom_core.kernel import (
    SYSTEM,
    Id,
    PhantomError,
    Topic,
    UserId,
    person,
    split_topic,
    topic,
)
from phantom_core.live import JoinTopic, ReadAfter
from phantom_core.rooms import AdvanceRoom, ExpelMember, RoomId
from tests.http.listeners import Music, listener, music
from tests.http.world import Someone, World
from tests.socket.calls_reducers import CALL_REDUCERS, MUTE_REDUCERS
from tests.socket.reducers import reduced
from tests.socket.rooms_reducers import INVITE_REDUCERS, ROOM_REDUCERS, reduced_room

PLACES = ["memory", "sqlite"]
"""Events are kept as values, or as text."""

SETTLED = timedelta(milliseconds=300)


@attrs.define
class Known:
    """What a client knows of a topic, and up to which event."""

    picture: dict[str, Any]
    seq: int


@attrs.define
class RoomLife:
    """What befalls three people and their rooms, and what Ada's client knows of it."""

    world: World
    chance: random.Random
    people: list[Someone]
    heard: Music
    known: dict[Topic, Known] = attrs.field(factory=dict)
    told: set[str] = attrs.field(factory=set)
    rooms: list[str] = attrs.field(factory=list)

    @property
    def ada(self) -> Someone:
        """Whose client it is."""
        return self.people[0]

    def anybody(self) -> Someone:
        """One of the three."""
        return self.chance.choice(self.people)

    def any_room(self) -> str:
        """One of the latest rooms."""
        return self.chance.choice(self.rooms[-3:])

    async def send(self, method: str, path: str, body: Any = None, who: Any = None) -> Any:
        """Have somebody ask for something, which may be refused."""
        answer = await (who or self.anybody()).send(method, path, body)
        assert answer.status_code < 500, answer.text
        return answer.json() if answer.content else None

    async def fresh(self, where: Topic) -> Known:
        """How a topic stands, and after which event. Raises: PhantomError, if Ada may not know."""
        kind = TOPICS_SERVED[split_topic(where)[0]]  # type: ignore[index]
        query = JoinTopic(topic=where, kind=kind)
        me = person(UserId(Id(self.ada.id)))
        joined = await self.world.services.phantom.ask(query, actor=me)
        told = STATES[type(joined.state)](joined.state)
        return Known(json.loads(msgspec.json.encode(told)), joined.head.seq)

    async def check(self) -> None:
        """What is known is what there is, once all votes are told."""
        self.world.clock.advance(seconds=SETTLED.total_seconds())
        for room_id in self.rooms[-3:]:
            await self.world.do(AdvanceRoom(room_id=RoomId(Id(room_id))))
        rooms = [topic("room", Id(room_id)) for room_id in self.rooms[-3:]]
        for where in (topic("user", Id(self.ada.id)), *rooms):
            await self._check(where)

    async def _check(self, where: Topic) -> None:
        try:
            state = await self.fresh(where)
        except PhantomError:
            self.known.pop(where, None)
            return
        known = self.known.setdefault(where, state)
        await self._catch_up(where, known)

        assert timeless(known.picture) == timeless(state.picture)
        assert known.seq == state.seq

    async def _catch_up(self, where: Topic, known: Known) -> None:
        reduce = reduced_room if where.startswith("room:") else _reduced_oneself
        while events := await self.world.services.phantom.ask(
            ReadAfter(topic=where, seq=known.seq), actor=SYSTEM
        ):
            for stored in events:
                event = json.loads(encode_message(stored))
                known.seq = event["seq"]
                self.told.add(event["type"])
                known.picture = reduce(known.picture, event)


def _reduced_oneself(picture: dict[str, Any], event: dict[str, Any]) -> dict[str, Any]:
    apart = {**INVITE_REDUCERS, **MUTE_REDUCERS}
    if event["type"] in apart:
        return apart[event["type"]](picture, event["data"])
    return reduced(picture, event)


def timeless(picture: dict[str, Any]) -> dict[str, Any]:
    """A picture in which the music is told by when it began, or where it stands still."""
    if "playback" not in picture:
        return picture
    playback = dict(picture["playback"])
    at, position = datetime.fromisoformat(playback.pop("anchoredAt")), playback["positionMs"]
    playback.pop("serverTime")
    if playback["running"]:
        playback["positionMs"] = at - timedelta(milliseconds=position)
    return {**picture, "playback": playback}


async def open_public(life: RoomLife) -> None:
    body = {"name": "Open", "isPublic": True, "artistId": life.heard.artist_id}
    life.rooms.append((await life.send("POST", "/api/rooms", body))["id"])


async def open_private(life: RoomLife) -> None:
    host = life.anybody()
    invites = [each.id for each in life.people if each is not host]
    body = {
        "name": "Closed",
        "isPublic": False,
        "artistId": life.heard.artist_id,
        "invites": invites,
    }
    life.rooms.append((await life.send("POST", "/api/rooms", body, host))["id"])


async def answer(life: RoomLife) -> None:
    who = life.anybody()
    for each in (await life.send("GET", "/api/rooms/invites", who=who))["items"]:
        act = life.chance.choice(["accept", "accept", "decline", "wait"])
        if act != "wait":
            await life.send("POST", f"/api/rooms/invites/{each['id']}/{act}", who=who)


async def revoke(life: RoomLife) -> None:
    for each in (await life.send("GET", "/api/rooms/invites", who=life.ada))["items"][:1]:
        for who in life.people:
            await life.send("DELETE", f"/api/rooms/invites/{each['id']}", who=who)


async def invite(life: RoomLife) -> None:
    await life.send("POST", f"/api/rooms/{life.any_room()}/invite", {"userId": life.anybody().id})


async def join(life: RoomLife) -> None:
    await life.send("POST", f"/api/rooms/{life.any_room()}/join")


async def all_join(life: RoomLife) -> None:
    room = life.any_room()
    for who in life.people:
        await life.send("POST", f"/api/rooms/{room}/join", who=who)


async def leave(life: RoomLife) -> None:
    await life.send("POST", f"/api/rooms/{life.any_room()}/leave")


async def drop_out(life: RoomLife) -> None:
    rule = attendance(life.world.services.server_id)["room"]
    room, who = Id(life.any_room()), UserId(Id(life.anybody().id))
    await life.world.do(rule.attach(room, who))
    await life.world.do(rule.detach(room, who))
    life.world.clock.advance(seconds=life.chance.choice([1, 21]))
    if life.chance.random() < 0.5:
        await life.world.do(rule.attach(room, who))


async def kick(life: RoomLife) -> None:
    room, whom = life.any_room(), life.anybody()
    for who in life.people:
        await life.send("POST", f"/api/rooms/{room}/kick", {"userId": whom.id}, who)


async def be_banned(life: RoomLife) -> None:
    room_id, user_id = RoomId(Id(life.any_room())), UserId(Id(life.anybody().id))
    await life.world.do(ExpelMember(room_id=room_id, user_id=user_id))


async def vote(life: RoomLife) -> None:
    room = life.any_room()
    results = await life.send("GET", f"/api/rooms/{room}/vote-results", who=life.ada)
    if candidates := results.get("candidates"):
        body = {"songId": life.chance.choice(candidates)["song"]["id"]}
        await life.send("POST", f"/api/rooms/{room}/vote", body)


async def control(life: RoomLife) -> None:
    act = life.chance.choice(["play", "play", "play", "pause", "stop", "skip", "previous"])
    await life.send("POST", f"/api/rooms/{life.any_room()}/{act}")


async def seek(life: RoomLife) -> None:
    body = {"positionMs": life.chance.randrange(60_000)}
    await life.send("POST", f"/api/rooms/{life.any_room()}/seek", body)


async def set_modes(life: RoomLife) -> None:
    body = {
        "shuffle": life.chance.random() < 0.5,
        "repeat": life.chance.choice(["off", "one", "all"]),
    }
    await life.send("PUT", f"/api/rooms/{life.any_room()}/modes", body)


async def enqueue(life: RoomLife) -> None:
    body = {"songId": life.chance.choice(life.heard.song_ids)}
    await life.send("POST", f"/api/rooms/{life.any_room()}/queue", body)


async def waive(life: RoomLife) -> None:
    body = {"waived": life.chance.random() < 0.6}
    await life.send("PUT", f"/api/rooms/{life.any_room()}/waive", body)


async def rename(life: RoomLife) -> None:
    room = life.any_room()
    for who in life.people:
        body = {"name": f"{life.chance.random()}", "allowVoiceChat": life.chance.random() < 0.5}
        await life.send("PATCH", f"/api/rooms/{room}", body, who)


async def close(life: RoomLife) -> None:
    if life.chance.random() < 0.2:
        await life.send("POST", f"/api/rooms/{life.any_room()}/close")


async def let_time_pass(life: RoomLife) -> None:
    life.world.clock.advance(seconds=life.chance.choice([1, 5, 20, 50, 130]))


async def leave_it_and_vote(life: RoomLife) -> None:
    await open_private(life)
    room = life.rooms[-1]
    for who in life.people:
        await life.send("POST", f"/api/rooms/{room}/join", who=who)
        await life.send("PUT", f"/api/rooms/{room}/waive", {"waived": True}, who)
    await life.check()
    for who in life.people:
        await life.send("PUT", f"/api/rooms/{room}/waive", {"waived": False}, who)
        await life.send("POST", f"/api/rooms/{room}/play", who=who)
    life.rooms[:] = [room]
    await life.check()
    for _ in life.people:
        await vote(life)
    await rename(life)
    await life.check()
    await call_all(life, room)
    await life.send("POST", f"/api/rooms/{room}/leave", who=life.people[1])


async def call_all(life: RoomLife, room: str) -> None:
    for who in life.people:
        await life.send("POST", f"/api/rooms/{room}/video-call/start", who=who)
    await life.send("PUT", f"/api/rooms/{room}/mute", {"muted": True}, life.ada)
    for muted in (True, False):
        body = {"muted": muted, "userId": life.people[1].id}
        await life.send("PUT", f"/api/rooms/{room}/mute", body, life.ada)
    await life.check()
    for who in life.people:
        await life.send("POST", f"/api/rooms/{room}/video-call/leave", who=who)
    await life.check()
    await life.send("POST", f"/api/rooms/{room}/voice-call/start", who=life.people[1])


async def be_invited(life: RoomLife) -> None:
    bob = life.people[1]
    body = {"name": "Bob's", "isPublic": False, "artistId": life.heard.artist_id}
    for act in ("accept", "decline", "revoke"):
        room = await life.send("POST", "/api/rooms", {**body, "invites": [life.ada.id]}, bob)
        life.rooms.append(room["id"])
        await life.check()
        mine = (await life.send("GET", "/api/rooms/invites", who=life.ada))["items"][0]
        if act == "revoke":
            await life.send("DELETE", f"/api/rooms/invites/{mine['id']}", who=bob)
        else:
            await life.send("POST", f"/api/rooms/invites/{mine['id']}/{act}", who=life.ada)
        await life.check()


async def call(life: RoomLife) -> None:
    kind, act = life.chance.choice(["voice", "video"]), life.chance.choice(["start", "leave"])
    await life.send("POST", f"/api/rooms/{life.any_room()}/{kind}-call/{act}")


async def mute(life: RoomLife) -> None:
    body: dict[str, Any] = {"muted": life.chance.random() < 0.6}
    room = life.any_room()
    await life.send("PUT", f"/api/rooms/{room}/mute", body)
    body["userId"] = life.people[1].id
    await life.send("PUT", f"/api/rooms/{room}/mute", body, life.ada)
    await life.send("PUT", f"/api/rooms/{room}/deafen", {"deafened": body["muted"]})


Deed = Callable[[RoomLife], Awaitable[None]]

DEEDS: list[Deed] = [
    *(open_public, open_private, answer, answer, revoke, invite, join, all_join, all_join, leave),
    *(drop_out, kick, be_banned, vote, vote, vote, control, control, seek, set_modes, enqueue),
    *(waive, rename, close, let_time_pass, let_time_pass, call, call, call, mute),
]


@pytest.fixture
def environment() -> dict[str, str]:
    """Tokens that outlive all that may happen."""
    return {"PHANTOM_ACCESS_TTL": "1000000"}


@pytest.mark.parametrize("seed", range(3))
async def test_a_room_and_the_events_after_it_equal_a_fresh_room(world: World, seed: int) -> None:
    heard = await music(world, 20, 40, 100, 200)
    people = [await listener(world, name, heard) for name in ("ada", "bob", "eve")]
    life = RoomLife(world, random.Random(seed), people, heard)
    await open_public(life)
    await open_private(life)
    for deed in [*life.chance.choices(DEEDS, k=150), be_invited, leave_it_and_vote]:
        await deed(life)
        await life.check()

    assert life.told >= {*ROOM_REDUCERS, *INVITE_REDUCERS, *CALL_REDUCERS, *MUTE_REDUCERS}
