"""Stems, segments, changes and conflicts over HTTP."""

from typing import Any

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
