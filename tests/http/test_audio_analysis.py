"""Analyses over HTTP: asked for, reported, drawn; and what owners say themselves."""

import struct
from typing import Any

import pytest

from tests.http.test_audio import added, consent
from tests.http.world import Someone, World
from tests.use_cases.audio.studio import tone


async def analysed(world: World, ada: Someone) -> str:
    await consent(ada)
    file = await added(ada, sound=tone(frames=16_000, level=16_384))
    await world.work()
    return f"/api/audio/{file['id']}"


@pytest.mark.flow
async def test_a_recording_is_analysed_at_once_where_its_owner_consents(world: World) -> None:
    ada = await world.someone("ada")
    path = await analysed(world, ada)

    assert (await ada.send("GET", path)).json()["analysisStatus"] == "done"
    report = (await ada.send("GET", f"{path}/report")).json()
    assert (report["durationMs"], report["sampleRate"], report["channels"]) == (2000, 8000, 1)
    assert report["tempo"]["bpm"] is None
    assert report["tempo"]["reason"]
    assert report["key"]["tonic"] is None
    assert set(report["loudness"]) >= {"integratedLufs", "rangeLu", "truePeakDbtp", "peak"}
    assert {"scheme", "vector"} <= set(report["embedding"])
    reports = (await ada.send("GET", f"{path}/reports")).json()
    assert reports == {"items": [report], "next": None}


async def test_without_consent_it_is_refused_by_name(world: World) -> None:
    ada = await world.someone("ada")
    file = await added(ada)

    answer = await ada.send("POST", f"/api/audio/{file['id']}/analyze")

    assert (answer.status_code, answer.json()["type"]) == (403, "urn:phantom:no-consent")


async def test_it_may_be_asked_for_later_and_again(world: World) -> None:
    ada = await world.someone("ada")
    file = await added(ada)
    path = f"/api/audio/{file['id']}"
    await consent(ada)
    assert (await ada.send("GET", f"{path}/report")).status_code == 404

    for number in (1, 2):
        asked = await ada.send("POST", f"{path}/analyze")
        again = await ada.send("POST", f"{path}/analyze")

        assert (asked.status_code, asked.json()["analysisStatus"]) == (202, "queued")
        assert (again.status_code, again.json()) == (202, asked.json())
        await world.work()
        assert len((await ada.send("GET", f"{path}/reports")).json()["items"]) == number


async def test_revoking_consent_deletes_the_reports(world: World) -> None:
    ada = await world.someone("ada")
    path = await analysed(world, ada)

    body = {"purpose": "audio_analysis", "granted": False}
    await ada.send("PUT", "/api/users/me/consents", body)
    await world.work()

    assert (await ada.send("GET", path)).json()["analysisStatus"] == "none"
    assert (await ada.send("GET", f"{path}/report")).status_code == 404
    assert (await ada.send("GET", f"{path}/waveform.png")).status_code == 404
    assert len([entry async for entry in world.services.audio.store.list()]) == 1


async def test_a_waveform_has_the_points_asked_for(world: World) -> None:
    ada = await world.someone("ada")
    path = await analysed(world, ada)

    for points in (1, 20, 1000):
        outline = (await ada.send("GET", f"{path}/waveform?points={points}")).json()

        assert (outline["points"], len(outline["min"]), len(outline["max"])) == (points,) * 3
        assert min(outline["min"]) == -64
        assert max(outline["max"]) == 64


@pytest.mark.parametrize("points", ["0", "10001", "x", "-1", "1.5", "9" * 30])
async def test_other_numbers_of_points_are_refused(world: World, points: str) -> None:
    ada = await world.someone("ada")
    path = await analysed(world, ada)

    answer = await ada.send("GET", f"{path}/waveform?points={points}")

    assert (answer.status_code, answer.json()["errors"][0]["path"]) == (400, "points")


async def test_each_zoom_level_is_a_data_file_of_audiowaveform(world: World) -> None:
    ada = await world.someone("ada")
    path = await analysed(world, ada)

    levels = [await ada.send("GET", f"{path}/waveform.dat?level={level}") for level in range(8)]
    headers = [struct.unpack("<iIiiIi", each.content[:24]) for each in levels]

    assert [header[3] for header in headers] == [256 * 4**level for level in range(8)]
    assert all(
        len(each.content) == 24 + 2 * header[4]
        for each, header in zip(levels, headers, strict=True)
    )
    assert len({each.headers["etag"] for each in levels}) == 8


@pytest.mark.parametrize("level", ["8", "-1", "x"])
async def test_other_zoom_levels_are_refused(world: World, level: str) -> None:
    ada = await world.someone("ada")
    path = await analysed(world, ada)

    answer = await ada.send("GET", f"{path}/waveform.dat?level={level}")

    assert (answer.status_code, answer.json()["errors"][0]["path"]) == (400, "level")


async def test_a_waveform_is_drawn_as_png(world: World) -> None:
    ada = await world.someone("ada")
    path = await analysed(world, ada)

    answer = await ada.send("GET", f"{path}/waveform.png")

    assert answer.headers["content-type"] == "image/png"
    assert answer.content.startswith(b"\x89PNG\r\n\x1a\n")
    assert answer.headers["etag"] == f'"{(await ada.send("GET", f"{path}/report")).json()["id"]}"'


async def test_an_owners_words_replace_those_before(world: World) -> None:
    ada = await world.someone("ada")
    file = await added(ada)
    path = f"/api/audio/{file['id']}/annotation"
    assert (await ada.send("GET", path)).status_code == 404

    await ada.send("PUT", path, {"mood": "calm"})
    said = await ada.send("PUT", path, {"description": "At dawn.", "instruments": ["oud"]})

    assert said.status_code == 200
    annotation = (await ada.send("GET", path)).json()
    assert annotation == said.json()
    assert (annotation["description"], annotation["instruments"], annotation["tags"]) == (
        "At dawn.",
        ["oud"],
        [],
    )
    assert "mood" not in annotation


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"mood": ""}, "mood"),
        ({"description": "x" * 4001}, "description"),
        ({"instruments": ["a", ""]}, "instruments[1]"),
        ({"tags": "sea"}, "tags"),
        ({"key": "C"}, "key"),
    ],
)
async def test_words_that_break_a_rule_are_named(
    world: World, body: dict[str, Any], path: str
) -> None:
    ada = await world.someone("ada")
    file = await added(ada)

    answer = await ada.send("PUT", f"/api/audio/{file['id']}/annotation", body)

    assert answer.status_code == 400
    assert path in [fault["path"] for fault in answer.json()["errors"]]
