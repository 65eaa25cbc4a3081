"""Versions, going back, files and recordings of projects, over HTTP."""

import io
import json
from typing import Any
from zipfile import ZipFile

import pytest

from tests.http.test_audio import added
from tests.http.world import Someone, World
from tests.use_cases.studio.test_midi_files import RIFF


async def a_project(ada: Someone) -> tuple[str, str]:
    """A project with a stem."""
    project = (await ada.send("POST", "/api/projects", {"name": "Nights"})).json()["id"]
    stem = await ada.send("POST", f"/api/projects/{project}/stems", {"name": "Keys"})
    return project, str(stem.json()["id"])


async def stems_of(ada: Someone, project: str) -> list[Any]:
    """The names of the stems of a project."""
    answer = await ada.send("GET", f"/api/projects/{project}/stems")
    return [stem["name"] for stem in answer.json()["items"]]


@pytest.fixture
def environment() -> dict[str, str]:
    return {"PHANTOM_MIDI_LIMIT": "64KiB", "PHANTOM_IMPORT_LIMIT": "1MiB"}


async def test_a_format_that_there_is_not_is_named_as_the_caller_named_it(world: World) -> None:
    ada = await world.someone("ada")
    project, _ = await a_project(ada)

    answer = await ada.send("GET", f"/api/projects/{project}/export?format=wav")

    assert answer.status_code == 400
    assert [each["path"] for each in answer.json()["errors"]] == ["format"]


@pytest.mark.flow
async def test_a_project_goes_back_to_a_version_by_its_name(world: World) -> None:
    ada = await world.someone("ada")
    project, stem = await a_project(ada)
    path = f"/api/projects/{project}"
    named = await ada.send("POST", f"{path}/versions", {"name": "First take"})
    await ada.send("PATCH", f"/api/stems/{stem}", {"name": "Organ"})

    back = await ada.send("POST", f"{path}/rollback", {"toVersionName": "First take"})
    again = await ada.send("POST", f"{path}/rollback", {"toSeq": named.json()["seq"]})

    assert (named.status_code, back.status_code, again.status_code) == (201, 200, 200)
    assert await stems_of(ada, project) == ["Keys"]
    assert [change["entityId"] for change in back.json()["changes"]] == [stem]
    assert back.json()["done"] is True
    assert again.json()["changes"] == []


async def test_versions_are_listed_and_have_names_of_their_own(world: World) -> None:
    ada = await world.someone("ada")
    project, _ = await a_project(ada)
    path = f"/api/projects/{project}/versions"
    await ada.send("POST", path, {"name": "First take"})

    twice = await ada.send("POST", path, {"name": "First take"})
    listed = await ada.send("GET", path)

    assert (twice.status_code, twice.json()["type"].rpartition(":")[2]) == (
        409,
        "version-name-taken",
    )
    assert [each["name"] for each in listed.json()["items"]] == ["First take"]


@pytest.mark.parametrize("body", [{}, {"toSeq": 1, "toVersionName": "A"}, {"toSeq": 99_999}])
async def test_a_point_that_is_none_is_refused(world: World, body: dict[str, Any]) -> None:
    ada = await world.someone("ada")
    project, _ = await a_project(ada)

    answer = await ada.send("POST", f"/api/projects/{project}/rollback", body)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["path"] == "toSeq"


async def test_a_midi_file_comes_raw_or_in_a_form_and_goes_as_it_came(world: World) -> None:
    ada = await world.someone("ada")
    _, stem = await a_project(ada)
    path = f"/api/stems/{stem}/segments/midi"

    form = await ada.send("POST", path, files={"file": ("Riff.mid", RIFF, "audio/midi")})
    raw = await ada.send(
        "POST",
        f"{path}?startMs=500&name=Intro",
        content=RIFF,
        headers={"Content-Type": "audio/midi"},
    )

    assert (form.status_code, raw.status_code) == (201, 201), raw.text
    shown = await ada.send("GET", f"/api/segments/{form.json()['id']}")
    kinds = [event["type"] for event in shown.json()["content"]["tracks"][0]["events"]]
    assert kinds == ["tempo", "noteOn", "noteOff", "noteOn", "noteOff"]
    assert (form.json()["name"], raw.json()["name"]) == ("Riff", "Intro")
    assert (raw.json()["startMs"], raw.json()["endMs"]) == (500, 1500)
    for made in (form, raw):
        file = await ada.send("GET", f"/api/segments/{made.json()['id']}/midi")
        assert (file.content, file.headers["content-type"]) == (RIFF, "audio/midi")


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"no MIDI", "audio/midi", 415),
        (RIFF, "text/plain", 415),
        (b"", "audio/midi", 400),
        (RIFF + bytes(70_000), "audio/midi", 413),
    ],
)
async def test_what_is_no_midi_file_is_refused(
    world: World, content: bytes, kind: str, status: int
) -> None:
    ada = await world.someone("ada")
    _, stem = await a_project(ada)

    answer = await ada.send(
        "POST",
        f"/api/stems/{stem}/segments/midi",
        content=content,
        headers={"Content-Type": kind},
    )

    assert answer.status_code == status, answer.text


async def test_a_recording_is_placed_in_a_stem(world: World) -> None:
    ada = await world.someone("ada")
    _, stem = await a_project(ada)
    recording = await added(ada)

    placed = await ada.send(
        "POST",
        f"/api/stems/{stem}/segments/audio",
        {"audioFileId": recording["id"], "startMs": 250},
    )

    assert placed.status_code == 201, placed.text
    told = placed.json()
    assert (told["type"], told["startMs"]) == ("audio", 250)
    assert told["audio"]["audioFileId"] == recording["id"]
    assert told["endMs"] == 250 + told["audio"]["durationMs"]


@pytest.mark.flow
async def test_a_project_is_taken_away_as_a_zip_and_arrives_elsewhere(world: World) -> None:
    ada, eve = await world.someone("ada"), await world.someone("eve")
    project, stem = await a_project(ada)
    await ada.send(
        "POST", f"/api/stems/{stem}/segments/midi", files={"file": ("Riff.mid", RIFF, "audio/midi")}
    )

    taken = await ada.send("GET", f"/api/projects/{project}/export")
    arrived = await eve.send(
        "POST",
        "/api/projects/import",
        files={"file": ("nights.zip", taken.content, "application/zip")},
    )
    raw = await eve.send(
        "POST",
        "/api/projects/import",
        content=taken.content,
        headers={"Content-Type": "application/zip"},
    )

    assert taken.headers["content-type"] == "application/zip"
    assert json.loads(ZipFile(io.BytesIO(taken.content)).read("project.json"))["version"] == 1
    assert (arrived.status_code, raw.status_code) == (201, 201), arrived.text
    assert arrived.json()["name"] == "Nights"
    assert arrived.json()["ownerId"] == eve.id
    assert await stems_of(eve, arrived.json()["id"]) == ["Keys"]
    mine = await eve.send("GET", "/api/projects")
    assert len(mine.json()["items"]) == 2


@pytest.mark.flow
async def test_a_project_is_taken_away_as_one_midi_file(world: World) -> None:
    ada = await world.someone("ada")
    project, _ = await a_project(ada)

    mixed = await ada.send("GET", f"/api/projects/{project}/export?format=mid")
    odd = await ada.send("GET", f"/api/projects/{project}/export?format=wav")

    assert mixed.content.startswith(b"MThd")
    assert mixed.headers["content-type"] == "audio/midi"
    assert odd.status_code == 400


@pytest.mark.parametrize(
    ("content", "status"), [(b"no zip", 415), (b"", 400), (bytes(3 * 1024 * 1024), 413)]
)
async def test_what_is_no_project_is_refused(world: World, content: bytes, status: int) -> None:
    ada = await world.someone("ada")

    answer = await ada.send(
        "POST",
        "/api/projects/import",
        content=content,
        headers={"Content-Type": "application/zip"},
    )

    assert answer.status_code == status, answer.text
    assert (await ada.send("GET", "/api/projects")).json()["items"] == []


async def test_what_is_wrong_with_a_project_is_named(world: World) -> None:
    ada = await world.someone("ada")
    out = io.BytesIO()
    with ZipFile(out, "w") as made:
        made.writestr("project.json", b'{"format": "phantom-project", "version": 1}')

    answer = await ada.send(
        "POST", "/api/projects/import", files={"file": ("x.zip", out.getvalue(), "x/y")}
    )

    assert answer.status_code == 400
    paths = [error["path"] for error in answer.json()["errors"]]
    assert paths[:3] == ["project.json:stems", "project.json:segments", "project.json:project"]


async def test_a_file_that_comes_again_under_its_key_is_answered_as_it_was(world: World) -> None:
    ada = await world.someone("ada")
    project, stem = await a_project(ada)
    taken = (await ada.send("GET", f"/api/projects/{project}/export")).content
    paths = {
        f"/api/stems/{stem}/segments/midi": (RIFF, "audio/midi"),
        "/api/projects/import": (taken, "application/zip"),
    }

    for path, (content, kind) in paths.items():
        headers = {"Content-Type": kind, "Idempotency-Key": f"key-of-{path[-4:]}"}
        once, twice = [
            await ada.send("POST", path, content=content, headers=headers) for _ in range(2)
        ]

        assert (once.status_code, twice.status_code) == (201, 201), twice.text
        assert once.json()["id"] == twice.json()["id"]
    assert len((await ada.send("GET", "/api/projects")).json()["items"]) == 2
    segments = (await ada.send("GET", f"/api/stems/{stem}/segments")).json()["items"]
    assert len(segments) == 1
