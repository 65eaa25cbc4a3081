"""A state and the events after it equal a fresh state, whatever happens: clients need no more."""

import json
import random
from collections.abc import Awaitable, Callable
from typing import Any

import attrs
import msgspec
import pytest

from phantom_app.socket import encode_message
from phantom_app.socket.payloads import EVENT_PAYLOADS
from phantom_app.socket.states import STATES, TOPICS_SERVED
from phantom_core.audio import GiveUpAnalysis, ListAudioFiles
from phantom_core.chat import (
    AnnounceInLinkedChat,
    ChatKind,
    OpenLinkedChat,
    PartFromLinkedChat,
)
from phantom_core.identity import GrantAdmin, RevokeAdmin
from phantom_core.kernel import SYSTEM, Id, PageRequest, UserId, person, topic, uuid7
from phantom_core.live import JoinTopic, ReadAfter
from tests.http.world import PASSWORD, Someone, World
from tests.socket.arrangement_reducer import ARRANGEMENT_EVENTS
from tests.socket.booking_deeds import BOOKINGS
from tests.socket.calls_reducers import CALL_REDUCERS, MUTE_REDUCERS
from tests.socket.catalog_deeds import MUSIC
from tests.socket.chat_reducers import CHAT_REDUCERS
from tests.socket.export_deeds import EXPORTS
from tests.socket.image_deeds import PICTURES
from tests.socket.notification_deeds import NOTICES
from tests.socket.projects_reducers import PROJECT_INVITE_REDUCERS, PROJECT_REDUCERS
from tests.socket.reducers import REDUCERS, reduced
from tests.socket.rooms_reducers import INVITE_REDUCERS, ROOM_REDUCERS
from tests.use_cases.audio.studio import tone

PLACES = ["memory", "sqlite"]
"""Events are kept as values, or as text."""


@attrs.define
class Life:
    """What befalls Ada, and what a client of hers knows of it."""

    world: World
    chance: random.Random
    ada: Someone
    bob: Someone
    root: Someone
    picture: dict[str, Any] = attrs.field(factory=dict)
    seq: int = 0
    heard: set[str] = attrs.field(factory=set)

    async def fresh(self) -> tuple[int, Any]:
        """How things stand, and after which event."""
        me = UserId(Id(self.ada.id))
        query = JoinTopic(topic=topic("user", me), kind=TOPICS_SERVED["user"])
        joined = await self.world.services.phantom.ask(query, actor=person(me))
        told = STATES[type(joined.state)](joined.state)
        return joined.head.seq, json.loads(msgspec.json.encode(told))

    async def catch_up(self) -> None:
        """Hear what has happened, as the socket writes it."""
        me = topic("user", UserId(Id(self.ada.id)))
        while events := await self.world.services.phantom.ask(
            ReadAfter(topic=me, seq=self.seq), actor=SYSTEM
        ):
            for stored in events:
                event = json.loads(encode_message(stored))
                assert event["seq"] == self.seq + 1
                self.seq = event["seq"]
                self.heard.add(event["type"])
                self.picture = reduced(self.picture, event)

    async def check(self) -> None:
        """What is known is what there is."""
        await self.catch_up()
        seq, state = await self.fresh()

        assert unordered(self.picture) == unordered(state)
        assert self.seq == seq

    async def a_recording(self) -> str | None:
        """One of Ada's, if she has any."""
        items = (await self.ada.send("GET", "/api/audio")).json()["items"]
        return self.chance.choice(items)["id"] if items else None

    async def log_in(self) -> None:
        """Ada signs in on another device."""
        body = {"login": "ada", "password": PASSWORD}
        answer = await self.world.http.post("/api/auth/login", json=body)
        assert answer.status_code == 200, answer.text
        self.ada = Someone(self.world.http, {**self.ada.signed_in, **answer.json()})


def unordered(picture: dict[str, Any]) -> dict[str, Any]:
    """A picture without the order of what was allowed, or whom one blocked, in one instant."""
    blocked = picture["blocked"]
    return {
        **picture,
        "consents": sorted(picture["consents"], key=lambda consent: consent["purpose"]),
        "blocked": {**blocked, "items": sorted(blocked["items"])},
    }


async def rename(life: Life) -> None:
    name = f"Ada {life.chance.random()}"
    await life.ada.send("PATCH", "/api/users/me", {"displayName": name, "gender": None})


async def grow(life: Life) -> None:
    born = life.chance.choice(["1990-01-01", "2020-01-01", None])
    await life.ada.send("PATCH", "/api/users/me", {"birthDate": born})


async def tell_of_oneself(life: Life) -> None:
    sample = await life.a_recording()
    body = {"bio": f"{life.chance.random()}", "samples": [sample] if sample else []}
    await life.ada.send("PUT", "/api/users/me/profile", body)


async def follow(life: Life) -> None:
    one, other = life.chance.sample([life.ada, life.bob, life.root], 2)
    method = life.chance.choice(["PUT", "PUT", "DELETE"])
    await one.send(method, f"/api/users/{other.id}/follow")


async def block(life: Life) -> None:
    one, other = life.chance.sample([life.ada, life.bob, life.root], 2)
    await one.send(life.chance.choice(["PUT", "DELETE"]), f"/api/users/{other.id}/block")


async def make_friends(life: Life) -> None:
    for one, other in ((life.ada, life.bob), (life.bob, life.ada)):
        await one.send("DELETE", f"/api/users/{other.id}/block")
        await one.send("PUT", f"/api/users/{other.id}/follow")


async def fall_out(life: Life) -> None:
    await make_friends(life)
    one, other = life.chance.sample([life.ada, life.bob], 2)
    await one.send("PUT", f"/api/users/{other.id}/block")


async def make_up(life: Life) -> None:
    await life.ada.send("PUT", f"/api/users/{life.bob.id}/block")
    await life.ada.send("DELETE", f"/api/users/{life.bob.id}/block")


async def consent(life: Life) -> None:
    purpose = life.chance.choice(["matching", "audio_analysis"])
    body = {"purpose": purpose, "granted": life.chance.random() < 0.7}
    await life.ada.send("PUT", "/api/users/me/consents", body)


async def agree(life: Life) -> None:
    for granted in (True, False, True):
        body = {"purpose": "audio_analysis", "granted": granted}
        await life.ada.send("PUT", "/api/users/me/consents", body)


async def meet(life: Life) -> None:
    pair = (life.ada, life.bob)
    for who, whom in (pair, pair[::-1]):
        await who.send("DELETE", f"/api/users/{whom.id}/block")
        await who.send("PUT", "/api/users/me/profile", {})
        await who.send("PATCH", "/api/users/me", {"birthDate": None})
        consent = {"purpose": "matching", "granted": True}
        await who.send("PUT", "/api/users/me/consents", consent)
    for who, whom in (pair, pair[::-1]):
        await who.send("POST", f"/api/matches/{whom.id}/like")
    await life.bob.send("POST", f"/api/matches/{life.ada.id}/dismiss")


async def hand_in(life: Life) -> None:
    form = {"visibility": life.chance.choice(["public", "private"])}
    files = {"file": ("song.wav", tone(), "audio/wav")}
    await life.ada.send("POST", "/api/audio", files=files, data=form)


async def describe(life: Life) -> None:
    found = await life.a_recording()
    await life.ada.send("PATCH", f"/api/audio/{found}", {"title": f"{life.chance.random()}"})


async def annotate(life: Life) -> None:
    found = await life.a_recording()
    await life.ada.send("PUT", f"/api/audio/{found}/annotation", {"mood": "calm"})


async def analyse(life: Life) -> None:
    await life.ada.send("POST", f"/api/audio/{await life.a_recording()}/analyze")


async def work(life: Life) -> None:
    await life.world.work()


async def give_up(life: Life) -> None:
    await analyse(life)
    mine = ListAudioFiles(page=PageRequest(limit=200))
    me = person(UserId(Id(life.ada.id)))
    for file in (await life.world.services.phantom.ask(mine, actor=me)).items:
        if file.analysis_run is not None:
            await life.world.do(GiveUpAnalysis(audio_file_id=file.id, run_id=file.analysis_run))


async def delete(life: Life) -> None:
    who = life.chance.choice([life.ada, life.root])
    await who.send("DELETE", f"/api/audio/{await life.a_recording()}")


async def be_condemned(life: Life) -> None:
    await life.ada.send("DELETE", f"/api/users/{life.root.id}/block")
    await life.root.send("DELETE", f"/api/users/{life.ada.id}/block")
    found = await life.a_recording()
    await life.ada.send("PATCH", f"/api/audio/{found}", {"visibility": "public"})
    body = {"kind": "audio", "id": found, "reason": "It is stolen."}
    await act(life, await life.root.send("POST", "/api/reports", body), "delete")


async def report(life: Life) -> None:
    body = {"kind": "user", "id": life.bob.id, "reason": "Too loud."}
    await act(life, await life.ada.send("POST", "/api/reports", body), "dismiss")


async def act(life: Life, filed: Any, action: str) -> None:
    if filed.status_code == 201:
        path = f"/api/admin/reports/{filed.json()['id']}"
        await life.root.send("POST", path, {"action": action})


async def log_in_again(life: Life) -> None:
    life.world.clock.advance(seconds=life.chance.choice([0, 1, 3600]))
    await life.log_in()


async def refresh(life: Life) -> None:
    body = {"refreshToken": life.ada.signed_in["refreshToken"]}
    answer = await life.world.http.post("/api/auth/refresh", json=body)
    life.ada = Someone(life.world.http, {**life.ada.signed_in, **answer.json()})


async def end_session(life: Life) -> None:
    items = (await life.ada.send("GET", "/api/auth/sessions")).json()["items"]
    await life.ada.send("DELETE", f"/api/auth/sessions/{life.chance.choice(items)['id']}")
    await life.log_in()


async def change_password(life: Life) -> None:
    body = {"current": PASSWORD, "new": PASSWORD}
    answer = await life.ada.send("POST", "/api/auth/password", body)
    assert answer.status_code == 204, answer.text


async def be_suspended(life: Life) -> None:
    for status in ("suspended", "active"):
        path = f"/api/admin/users/{life.ada.id}/status"
        await life.root.send("PUT", path, {"status": status})
    await life.log_in()


async def verify(life: Life) -> None:
    email = f"ada{life.chance.randrange(10**6)}@example.org"
    body = {"email": email, "password": PASSWORD}
    await life.ada.send("POST", "/api/auth/email", body)
    await life.world.work()
    text = next(mail.text for mail in reversed(life.world.mailer.sent) if "token=" in mail.text)
    token = text.partition("token=")[2].split()[0]
    await life.world.http.post("/api/auth/verify", json={"token": token})


async def take_office(life: Life) -> None:
    await life.world.do(GrantAdmin(username="ada"))
    await life.world.do(RevokeAdmin(username="ada"))


async def chat(life: Life) -> None:
    me, room = UserId(Id(life.ada.id)), uuid7(life.world.clock.now, life.chance.getrandbits(60))
    link: Any = {"kind": ChatKind.ROOM, "linked_id": room}
    await life.ada.send("PATCH", "/api/users/me", {"preferences": {"privateReceipts": True}})
    await life.world.do(OpenLinkedChat(**link, title="Nights", owner_id=me))
    await life.world.do(AnnounceInLinkedChat(**link, text="Next: Dawn."))
    chats = (await life.ada.send("GET", "/api/messages/rooms")).json()["items"]
    found = next(each["id"] for each in chats if each.get("linkedId") == room)
    await life.ada.send("PUT", f"/api/messages/rooms/{found}/seen", {"seq": 2})
    await life.world.do(PartFromLinkedChat(**link, user_id=me))


async def clash(life: Life) -> None:
    """Two of one's own devices name a stem without knowing of each other; that is settled."""
    project = (await life.ada.send("POST", "/api/projects", {"name": "Nights"})).json()["id"]
    path = f"/api/projects/{project}"
    stem = (await life.ada.send("POST", f"{path}/stems", {"name": "Bass"})).json()["id"]
    for replica in ("desk", "phone"):
        change = {"counter": 1, "hlc": [1, 0, replica], "entity": "stem", "entityId": stem}
        change |= {"baseVersion": 1, "op": "set", "fields": {"name": replica}}
        await life.ada.send("POST", f"{path}/sync", {"replicaId": replica, "changes": [change]})
    conflict = (await life.ada.send("GET", f"{path}/conflicts")).json()["items"][0]["id"]
    await life.ada.send("POST", f"/api/conflicts/{conflict}/resolve", {"choice": "mine"})


async def let_time_pass(life: Life) -> None:
    life.world.clock.advance(seconds=life.chance.randrange(100))


Deed = Callable[[Life], Awaitable[None]]

# In this order they provoke every event.
DEEDS: list[Deed] = [
    *(rename, grow, hand_in, tell_of_oneself, follow, block, consent, make_friends, fall_out),
    *(make_up, make_friends, agree, hand_in, work, describe, annotate, analyse, work, give_up),
    *(hand_in, delete, hand_in, be_condemned, report, log_in_again, refresh, end_session),
    *(change_password, be_suspended, verify, take_office, chat, clash, let_time_pass),
    *(*MUSIC, hand_in, *PICTURES, meet, *BOOKINGS, *NOTICES, *EXPORTS),
]


@pytest.fixture
def environment() -> dict[str, str]:
    """Tokens that outlive all that may happen."""
    return {"PHANTOM_ACCESS_TTL": "1000000"}


def test_clients_know_every_event() -> None:
    known = {
        *REDUCERS,
        *ROOM_REDUCERS,
        *INVITE_REDUCERS,
        *CHAT_REDUCERS,
        *CALL_REDUCERS,
        *MUTE_REDUCERS,
        *PROJECT_REDUCERS,
        *PROJECT_INVITE_REDUCERS,
        *ARRANGEMENT_EVENTS,
    }

    assert known == {event.name for event in EVENT_PAYLOADS}


@pytest.mark.parametrize("seed", range(3))
async def test_a_state_and_the_events_after_it_equal_a_fresh_state(world: World, seed: int) -> None:
    ada, bob, root = await world.someone("ada"), await world.someone("bob"), await world.admin()
    life = Life(world, random.Random(seed), ada, bob, root)
    await life.check()
    for deed in [*life.chance.choices(DEEDS, k=60), *DEEDS]:
        await deed(life)
        await life.check()

    assert life.heard == set(REDUCERS)
