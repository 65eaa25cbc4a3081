"""Projects as files, and projects made of them."""

import io
import json
import zipfile
from typing import Any

from tests.http.world import Someone, World


async def a_song(ada: Someone) -> str:
    """A project with two stems, one within the other, and a segment with a note."""
    project = (await ada.send("POST", "/api/projects", {"name": "Nights", "tempo": 90})).json()
    path = f"/api/projects/{project['id']}/stems"
    band = (await ada.send("POST", path, {"name": "Band"})).json()["id"]
    bass = (await ada.send("POST", path, {"name": "Bass", "group": band, "pan": 0.5})).json()["id"]
    body = {"type": "midi", "startMs": 500, "endMs": 4000, "content": a_content()}
    made = await ada.send("POST", f"/api/stems/{bass}/segments", body)
    assert made.status_code == 201, made.text
    return str(project["id"])


def a_content() -> dict[str, Any]:
    """A bar with a note in it."""
    events = [
        {"time": 0, "type": "noteOn", "channel": 0, "pitch": 60, "velocity": 90},
        {"time": 480, "type": "noteOff", "channel": 0, "pitch": 60, "velocity": 64},
    ]
    return {"format": 1, "division": 480, "tracks": [{"events": events}]}


async def manifest_of(ada: Someone, project_id: str) -> dict[str, Any]:
    answer = await ada.send("GET", f"/api/projects/{project_id}/export")
    assert answer.status_code == 200, answer.text
    with zipfile.ZipFile(io.BytesIO(answer.content)) as files:
        assert {"project.json", "mix.mid"} < set(files.namelist())
        return dict(json.loads(files.read("project.json")))


def without_ids(manifest: dict[str, Any]) -> Any:
    """What was exported, with stems named by their names, and without what ids stand in."""
    names = {stem["id"]: stem["name"] for stem in manifest["stems"]}
    names[None] = ""
    stems = [
        {**stem, "id": "", "group": names[stem.get("group")], "order": ""}
        for stem in manifest["stems"]
    ]
    segments = [
        {**each, "id": "", "stemId": names[each["stemId"]], "content": notes(each)}
        for each in manifest["segments"]
    ]
    return manifest["project"], stems, segments


def notes(segment: dict[str, Any]) -> Any:
    return [
        {name: value for name, value in event.items() if name != "id"}
        for track in segment["content"]["tracks"]
        for event in track["events"]
    ]


async def test_a_project_that_was_taken_away_comes_back_equal(world: World) -> None:
    ada = await world.someone("ada")
    project = await a_song(ada)
    exported = await ada.send("GET", f"/api/projects/{project}/export")

    made = await ada.send(
        "POST",
        "/api/projects/import",
        content=exported.content,
        headers={"Content-Type": "application/zip"},
    )

    assert made.status_code == 201, made.text
    again = made.json()["id"]
    assert again != project
    assert without_ids(await manifest_of(ada, again)) == without_ids(
        await manifest_of(ada, project)
    )


async def test_the_music_of_a_project_is_one_file(world: World) -> None:
    ada = await world.someone("ada")
    project = await a_song(ada)

    answer = await ada.send("GET", f"/api/projects/{project}/export?format=mid")

    assert answer.headers["content-type"] == "audio/midi"
    assert answer.content.startswith(b"MThd")


async def test_what_is_no_project_makes_none(world: World) -> None:
    ada = await world.someone("ada")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as files:
        files.writestr("project.json", '{"format": 9, "stems": [3]}')
    for content in (b"no zip", packed.getvalue()):
        answer = await ada.send(
            "POST",
            "/api/projects/import",
            content=content,
            headers={"Content-Type": "application/zip"},
        )

        assert answer.status_code == 400, answer.text
    assert (await ada.send("GET", "/api/projects")).json()["items"] == []
