"""Stems, segments, changes and conflicts over HTTP."""

from typing import Any

import pytest

from tests.http.world import Someone, World


async def a_project(owner: Someone) -> str:
    answer = await owner.send("POST", "/api/projects", {"name": "Nights"})
    return str(answer.json()["id"])


def a_change(counter: int, **fields: Any) -> dict[str, Any]:
    return {
        "changeId": f"c{counter}",
        "counter": counter,
        "hlc": [1_700_000_000_000 + counter, 0, "tab"],
        **fields,
    }


STEM = "01J9AD7000STEM000000000001"


@pytest.mark.flow
async def test_a_stem_is_added_shown_changed_and_deleted(world: World) -> None:
    ada = await world.someone("ada")
    project = await a_project(ada)

    made = await ada.send("POST", f"/api/projects/{project}/stems", {"name": "Bass"})
    stem = made.json()
    path = f"/api/stems/{stem['id']}"
    changed = await ada.send("PATCH", path, {"volume": 0.25, "version": 1})
    listed = await ada.send("GET", f"/api/projects/{project}/stems")
    stale = await ada.send("PATCH", path, {"pan": 0.5}, headers={"If-Match": '"1"'})
    gone = await ada.send("DELETE", path)

    assert made.status_code == 201, made.text
    assert (changed.status_code, changed.headers["etag"]) == (200, '"2"'), changed.text
    assert [each["volume"] for each in listed.json()["items"]] == [0.25]
    assert stale.status_code == 412
    assert gone.status_code == 204
    assert (await ada.send("GET", path)).status_code == 404


async def test_a_new_stem_goes_where_it_is_said_to(world: World) -> None:
    ada = await world.someone("ada")
    project = await a_project(ada)
    path = f"/api/projects/{project}/stems"
    bass = (await ada.send("POST", path, {"name": "Bass"})).json()
    await ada.send("POST", path, {"name": "Keys"})
    elsewhere = f"/api/projects/{await a_project(ada)}/stems"
    stranger = (await ada.send("POST", elsewhere, {"name": "Choir"})).json()

    between = await ada.send("POST", path, {"name": "Drums", "after": bass["id"]})
    first = await ada.send("POST", path, {"name": "Voice", "after": None})
    wrong = await ada.send("POST", path, {"name": "Flute", "after": stranger["id"]})
    listed = (await ada.send("GET", path)).json()["items"]

    assert (between.status_code, first.status_code) == (201, 201), between.text
    assert [each["name"] for each in listed] == ["Voice", "Bass", "Drums", "Keys"]
    assert [each["path"] for each in wrong.json()["errors"]] == ["after"]


async def test_segments_are_listed_by_when_they_sound(world: World) -> None:
    ada = await world.someone("ada")
    stem = await ada.send("POST", f"/api/projects/{await a_project(ada)}/stems", {"name": "Bass"})
    path = f"/api/stems/{stem.json()['id']}/segments"
    for start in (0, 1000, 2000):
        part = {"type": "midi", "name": f"from {start}", "startMs": start, "endMs": start + 1000}
        await ada.send("POST", path, part)

    async def sounding(window: str) -> list[str]:
        return [each["name"] for each in (await ada.send("GET", path + window)).json()["items"]]

    assert await sounding("") == ["from 0", "from 1000", "from 2000"]
    assert await sounding("?fromMs=1000&toMs=2000") == ["from 1000"]
    assert await sounding("?fromMs=1999") == ["from 1000", "from 2000"]
    assert await sounding("?toMs=1001") == ["from 0", "from 1000"]


async def test_conflicts_are_listed_until_they_are_resolved(world: World) -> None:
    ada, bob = await world.someone("ada"), await world.someone("bob")
    project = f"/api/projects/{await a_project(ada)}"
    await ada.send("POST", f"{project}/collaborators", {"userId": bob.id, "role": "admin"})
    await bob.send("POST", f"{project}/collaborators/accept")
    stem = (await ada.send("POST", f"{project}/stems", {"name": "Bass"})).json()["id"]
    for who, volume in ((ada, 0.25), (bob, 0.5)):
        await who.send("PATCH", f"/api/stems/{stem}", {"volume": volume, "version": 1})
    clash = (await ada.send("GET", f"{project}/conflicts")).json()["items"][0]
    settled = await ada.send("POST", f"/api/conflicts/{clash['id']}/resolve", {"choice": "mine"})
    left = (await ada.send("GET", f"{project}/conflicts")).json()["items"]
    past = (await ada.send("GET", f"{project}/conflicts?resolved=true")).json()["items"]

    assert settled.status_code == 200, settled.text
    assert (left, [each["id"] for each in past]) == ([], [clash["id"]])
    assert (await ada.send("GET", f"/api/stems/{stem}")).json()["volume"] == 0.25


async def test_a_batch_is_applied_as_far_as_it_can_be(world: World) -> None:
    ada = await world.someone("ada")
    path = f"/api/projects/{await a_project(ada)}/sync"
    stem = {"entity": "stem", "entityId": STEM}
    batch = {
        "replicaId": "tab",
        "changes": [
            a_change(1, op="create", fields={"name": "Bass"}, **stem),
            a_change(2, op="set", fields={"volume": 7}, **stem),
            a_change(3, op="explode", **stem),
            a_change(4, op="set", fields={"volume": 0.5}, baseVersion=1, **stem),
        ],
    }

    answer = (await ada.send("POST", path, batch)).json()
    again = (await ada.send("POST", path, batch)).json()
    known = await ada.send("GET", f"{path}?vector=tab:1")
    everything = await ada.send("GET", path)

    assert answer.get("accepted") == ["c1", "c4"], answer
    assert [each["changeId"] for each in answer["rejected"]] == ["c2", "c3"]
    assert answer["rejected"][0]["problem"]["errors"][0]["path"] == "fields.volume"
    assert answer["vector"]["tab"] == 4
    assert (again["accepted"], again["changes"]) == (answer["accepted"], answer["changes"])
    assert again["rejected"] == answer["rejected"]
    assert "snapshot" not in known.json()
    assert [each["counter"] for each in known.json()["changes"] if each["replicaId"] == "tab"] == [
        2,
        3,
        4,
    ]
    assert everything.json()["snapshot"]["stems"][0]["volume"] == 0.5


async def test_a_batch_is_answered_alike_under_its_key(world: World) -> None:
    ada, bob = await world.someone("ada"), await world.someone("bob")
    project = await a_project(ada)
    path, key = f"/api/projects/{project}/sync", {"Idempotency-Key": "once"}
    place = f"/api/projects/{project}/collaborators"
    await ada.send("POST", place, {"userId": bob.id, "role": "contributor"})
    await bob.send("POST", f"{place}/accept")
    stem = {"entity": "stem", "entityId": STEM}
    first = [
        a_change(1, op="create", fields={"name": "Bass"}, **stem),
        a_change(2, op="set", fields={"volume": 0.5}, baseVersion=1, **stem),
    ]
    await ada.send("POST", path, {"replicaId": "tab", "changes": first})
    late = [
        a_change(1, op="set", fields={"volume": 0.25}, baseVersion=1, **stem),
        a_change(2, op="set", fields={"volume": 7}, **stem),
    ]
    batch = {"replicaId": "other", "changes": late}

    answer = await bob.send("POST", path, batch, headers=key)
    last = a_change(3, op="set", fields={"pan": 1}, **stem)
    await ada.send("POST", path, {"replicaId": "tab", "changes": [last]})
    again = await bob.send("POST", path, batch, headers=key)

    assert [each["counter"] for each in answer.json()["changes"]] == [1, 2]
    assert len(answer.json()["conflicts"]) == 1
    assert again.json() == answer.json()


def nested(depth: int) -> Any:
    """A list in a list, and so on."""
    value: Any = 1
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"fields": {"volume": 7}}, "fields.volume"),
        ({"fields": {"volume": True}}, "fields.volume"),
        ({"fields": {"sparkle": 1}}, "fields.sparkle"),
        ({"fields": {"group": {"a": 1}}}, "fields.group"),
        ({"fields": {"group": STEM}}, "fields.group"),
        ({"fields": {"after": [1]}}, "fields.after"),
        ({"fields": {"order": "zz!"}}, "fields.order"),
        ({"fields": {"name": nested(500)}}, "fields.name"),
        ({"fields": {"kind": "note"}}, "fields"),
        ({"fields": {}}, "fields"),
        ({"noteOps": [{"op": "add", "noteId": STEM, "pitch": 1}]}, "entity"),
        ({"noteOps": [{"op": "sing", "noteId": STEM}]}, "noteOps[0]"),
        ({"op": "explode", "fields": {"volume": 0}}, "op"),
        ({"entity": "project", "op": "delete"}, "op"),
        ({"hlc": [1, 0]}, "hlc"),
        ({"hlc": [1, -1, "tab"]}, "hlc[1]"),
        ({"noteOps": [{"op": ["add"], "noteId": STEM}]}, "noteOps[0]"),
        ({"noteOps": [{}] * 20_001}, "noteOps"),
    ],
)
async def test_what_is_wrong_with_a_change_is_said_and_the_rest_stands(
    world: World, more: dict[str, Any], path: str
) -> None:
    ada = await world.someone("ada")
    project = await a_project(ada)
    stem: dict[str, Any] = {"entity": "stem", "entityId": STEM}
    bad = {"op": "notes" if "noteOps" in more else "set", **stem, **more}
    if bad["entity"] == "project":
        bad["entityId"] = project
    batch = {
        "replicaId": "tab",
        "changes": [
            a_change(1, op="create", fields={"name": "Bass"}, **stem),
            a_change(2, **bad),
            a_change(3, op="set", fields={"volume": 0.5}, **stem),
        ],
    }

    answer = (await ada.send("POST", f"/api/projects/{project}/sync", batch)).json()

    assert answer["accepted"] == ["c1", "c3"]
    (rejected,) = answer["rejected"]
    told = {each["path"] for each in rejected["problem"]["errors"]}
    assert path in told
    assert "hlc[2]" not in told


async def test_of_a_batch_that_is_too_long_no_change_is_looked_at(world: World) -> None:
    ada = await world.someone("ada")
    path = f"/api/projects/{await a_project(ada)}/sync"

    answer = await ada.send("POST", path, {"replicaId": "tab", "changes": [0] * 500_000})

    assert answer.status_code == 400
    assert [each["path"] for each in answer.json()["errors"]] == ["changes"]


async def test_who_may_not_know_of_a_project_is_told_nothing_of_their_changes(
    world: World,
) -> None:
    ada, eve = await world.someone("ada"), await world.someone("eve")
    path = f"/api/projects/{await a_project(ada)}/sync"

    answer = await eve.send("POST", path, {"replicaId": "tab", "changes": [0] * 1_000})

    assert answer.status_code == 404
    assert "rejected" not in answer.json()


async def test_putting_a_project_leaves_it_as_public_as_it_is(world: World) -> None:
    ada, bob = await world.someone("ada"), await world.someone("bob")
    body = {"name": "Nights", "isPublic": True, "tempo": 90}
    project = (await ada.send("POST", "/api/projects", body)).json()
    path = f"/api/projects/{project['id']}"
    await ada.send("POST", f"{path}/collaborators", {"userId": bob.id, "role": "contributor"})
    await bob.send("POST", f"{path}/collaborators/accept")

    put = [await who.send("PUT", path, {"name": "Days"}) for who in (ada, bob)]
    hidden = await ada.send("PUT", path, {"name": "Days", "isPublic": False})

    assert [answer.status_code for answer in put] == [200, 200]
    assert (put[1].json()["isPublic"], put[1].json()["tempo"]) == (True, 120)
    assert not hidden.json()["isPublic"]
