"""Editing one project over the socket: answers, what others hear, and coming back."""

from typing import Any

import attrs

from tests.http.world import Someone
from tests.socket.arrangement_reducer import reduce_arrangement
from tests.socket.site import Site
from tests.socket.stage import Client
from tests.socket.test_events import check

STEM = "01J9AD7000STEM000000000001"
SEGMENT = "01J9AD7000SEGM000000000001"
NOTE = "01J9AD7000N0TE000000000001"


@attrs.define
class Tab:
    """Somebody's connection, with the replica that it edits by."""

    who: Someone
    client: Client
    project: str
    replica: str
    counter: int = 0
    wall: int = 1_700_000_000_000

    async def ask(self, kind: str, data: Any = None) -> dict[str, Any]:
        """Send a frame about the project, and wait for its answer."""
        frame = {"id": "f", "type": kind, "topic": f"project:{self.project}", "data": data or {}}
        check(f"{kind}.frame", frame)
        self.client.send(frame)
        while (told := await self.client.next()).get("reply") != "f":
            pass
        return told

    async def change(self, kind: str, entity: str, **more: Any) -> dict[str, Any]:
        """Make the next change."""
        self.counter += 1
        self.wall += 1000
        stamp = [self.wall, 0, self.replica]
        data = {"entityId": entity, "hlc": stamp, "counter": self.counter, **more}
        return await self.ask(kind, data)

    async def hear(self, kind: str) -> dict[str, Any]:
        """Wait for what is told of a kind."""
        while (told := await self.client.next()).get("type") != kind:
            pass
        return told

    async def fresh(self) -> dict[str, Any]:
        """What stands in the project, as who joins now is told."""
        answer = await self.ask("session.join")
        return dict(answer["data"]["state"]["arrangement"])


async def tabs(site: Site) -> tuple[Tab, Tab]:
    """Ada and Bob, in a project of Ada's."""
    ada, bob = await site.world.someone("ada"), await site.world.someone("bob")
    made = await ada.send("POST", "/api/projects", {"name": "Nights"})
    project = made.json()["id"]
    path = f"/api/projects/{project}/collaborators"
    await ada.send("POST", path, {"userId": bob.id, "role": "contributor"})
    await bob.send("POST", f"{path}/accept")
    pair = [
        Tab(who, await site.admitted(who), project, name)
        for who, name in ((ada, "ada-tab"), (bob, "bob-tab"))
    ]
    for each in pair:
        await each.ask("session.join")
    return pair[0], pair[1]


async def test_a_change_is_answered_with_what_stands_and_told_to_the_others(site: Site) -> None:
    ada, bob = await tabs(site)

    answer = await ada.change("stem.create", STEM, fields={"name": "Bass"})
    heard = await bob.hear("stem.create")

    data = answer["data"]
    assert (data["version"], data["change"]["fields"]["name"]) == (1, "Bass")
    assert heard["seq"] == data["seq"]
    assert heard["data"]["fields"] == data["change"]["fields"]


async def test_a_change_that_is_sent_again_is_answered_again(site: Site) -> None:
    ada, _ = await tabs(site)
    first = await ada.change("stem.create", STEM, fields={"name": "Bass"})

    ada.counter -= 1
    ada.wall -= 1000
    again = await ada.change("stem.create", STEM, fields={"name": "Bass"})

    assert again["data"] == first["data"]


async def test_a_refused_change_says_why_and_the_next_one_goes_on(site: Site) -> None:
    ada, _ = await tabs(site)
    await ada.change("stem.create", STEM, fields={"name": "Bass"})

    refused = await ada.change("stem.update", STEM, fields={"volume": 7})
    accepted = await ada.change("stem.update", STEM, fields={"volume": 0.7})

    assert refused["problem"]["errors"][0]["path"] == "fields.volume"
    assert accepted["data"]["version"] == 2


async def test_who_joined_and_heard_all_knows_what_who_joins_now_is_told(site: Site) -> None:
    ada, bob = await tabs(site)
    state = await bob.fresh()
    deeds = [
        ("stem.create", STEM, {"fields": {"name": "Bass"}}),
        ("segment.create", SEGMENT, {"fields": a_segment()}),
        ("segment.update", SEGMENT, {"noteOps": [a_note("add", pitch=60)]}),
        ("segment.update", SEGMENT, {"noteOps": [a_note("set", start=480)], "baseVersion": 2}),
        ("stem.update", STEM, {"fields": {"volume": 0.3}, "baseVersion": 1}),
        ("project.update", ada.project, {"fields": {"tempo": 90}}),
    ]
    for kind, entity, more in deeds:
        answer = await ada.change(kind, entity, **more)
        assert answer["ok"], answer
        reduce_arrangement(state, await bob.hear(kind))

    bob.counter = 0
    await bob.change("stem.update", STEM, fields={"volume": 0.9}, baseVersion=1)
    reduce_arrangement(state, await ada.hear("stem.update"))
    reduce_arrangement(state, await ada.hear("conflict.detected"))

    assert state == await bob.fresh()
    assert [each["field"] for each in state["conflicts"]] == ["volume"]
    assert state["stems"][0]["volume"] == 0.3


async def test_who_comes_back_with_a_vector_hears_what_they_do_not_know(site: Site) -> None:
    ada, bob = await tabs(site)
    known = (await bob.fresh())["vector"]
    await bob.ask("session.leave")
    await ada.change("stem.create", STEM, fields={"name": "Bass"})
    await ada.change("stem.update", STEM, fields={"volume": 0.3})

    answer = await bob.ask("session.join", {"vector": known})
    heard = [await bob.client.next(), await bob.client.next()]

    assert "state" not in answer["data"]
    told = [each for one in heard for each in (one if isinstance(one, list) else [one])]
    assert {each["type"] for each in told} >= {"stem.create"}
    nothing = await bob.ask("session.join", {"vector": {**known, "ada-tab": 2}})
    assert "state" not in nothing["data"]


async def test_two_who_were_apart_meet_again_and_one_settles_it(site: Site) -> None:
    ada, bob = await tabs(site)
    await ada.change("stem.create", STEM, fields={"name": "Bass"})
    await ada.change("segment.create", SEGMENT, fields=a_segment())
    batch = {
        "replicaId": "bob-laptop",
        "changes": [
            an_offline(1, "stem", STEM, fields={"name": "Deep", "pan": -0.5}),
            an_offline(2, "segment", SEGMENT, noteOps=[a_note("add", pitch=64)]),
        ],
    }
    await ada.change("stem.update", STEM, fields={"name": "Low", "volume": 0.5}, baseVersion=1)

    path = f"/api/projects/{ada.project}"
    pushed = (await bob.who.send("POST", f"{path}/sync", batch)).json()
    detected = await ada.hear("conflict.detected")
    conflict = detected["data"]["conflict"]
    settled = await ada.who.send(
        "POST", f"/api/conflicts/{conflict['id']}/resolve", {"choice": "value", "value": "Sub"}
    )
    resolved = await bob.hear("conflict.resolved")
    late = await bob.fresh()

    assert [each["id"] for each in pushed["conflicts"]] == [conflict["id"]]
    assert settled.status_code == 200, settled.text
    assert resolved["data"]["conflict"]["id"] == conflict["id"]
    (stem,) = late["stems"]
    assert (stem["name"], stem["pan"], stem["volume"]) == ("Sub", -0.5, 0.5)
    assert [each["pitch"] for each in late["segments"][0]["notes"]] == [64]


def a_segment() -> dict[str, Any]:
    """The fields of a segment of the stem."""
    return {"stemId": STEM, "type": "midi", "startMs": 0, "endMs": 4000}


def a_note(op: str, **fields: Any) -> dict[str, Any]:
    """What is done to the note."""
    whole = {"start": 0, "duration": 240} if op == "add" else {}
    return {"op": op, "noteId": NOTE, **whole, **fields}


def an_offline(counter: int, entity: str, entity_id: str, **more: Any) -> dict[str, Any]:
    """A change that was made long ago, to the first version."""
    return {
        "counter": counter,
        "hlc": [1_700_000_000_500 + counter, 0, "bob-laptop"],
        "entity": entity,
        "entityId": entity_id,
        "baseVersion": 1,
        "op": "notes" if "noteOps" in more else "set",
        **more,
    }
