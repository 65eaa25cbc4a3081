"""Importing catalogues over HTTP."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import anyio
import pytest

from phantom_adapters.contracts.music_examples import MIXTAPE, TRACKS
from phantom_adapters.memory import ManualClock, MemoryStorage
from phantom_adapters.memory.music_service import MemoryMusicService
from tests.http.world import Someone, World, build_with

_PATH = "/api/catalog/import"
_TABLE = "title,artist,genre,duration,playlist\nOlé,Ann,Soul,3:00,Mine\nNoise,,,,\n"


async def _imported(someone: Someone, content: str | bytes, name: str = "songs.csv") -> Any:
    answer = await someone.send("POST", _PATH, files={"file": (name, content)})
    assert answer.status_code == 200, answer.text
    return answer.json()


def _tally(added: int = 0, updated: int = 0, unchanged: int = 0) -> dict[str, int]:
    return {"added": added, "updated": updated, "unchanged": unchanged}


async def test_a_list_is_imported_and_reported(world: World) -> None:
    root = await world.admin()

    assert await _imported(root, _TABLE) == {
        "genres": _tally(added=1),
        "artists": _tally(added=1),
        "songs": _tally(added=1),
        "playlists": _tally(added=1),
        "refused": 1,
        "refusals": [{"place": "songs.csv:3", "reason": "artist is missing"}],
    }


async def test_importing_twice_changes_nothing(world: World) -> None:
    root = await world.admin()
    await _imported(root, _TABLE)
    report = await _imported(root, _TABLE)

    assert report["songs"] == report["playlists"] == _tally(unchanged=1)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("songs.json", '{"songs": [{"title": "Olé", "artist": "Ann", "durationMs": 1000}]}'),
        ("list", '[{"title": "Olé", "artist": "Ann", "durationMs": 1000}]'),
        ("list.m3u8", "#EXTM3U\n#EXTINF:3,Ann - Olé\nx.mp3\n"),
        ("songs.csv", "title;artist;duration\nOlé;Ann;3\n".encode("utf-16")),
    ],
)
async def test_all_formats_are_read(world: World, name: str, content: str | bytes) -> None:
    report = await _imported(await world.admin(), content, name)

    assert (report["songs"], report["refused"]) == (_tally(added=1), 0)


async def test_many_rows_are_one_request(world: World) -> None:
    rows = [
        {"title": f"Song {n}", "artist": f"Artist {n % 40}", "durationMs": 1} for n in range(400)
    ]
    report = await _imported(await world.admin(), json.dumps(rows), "songs.json")

    assert (report["artists"], report["songs"]) == (_tally(added=40), _tally(added=400))


async def test_a_playlist_file_looks_at_no_file_of_the_server(world: World, tmp_path: Path) -> None:
    (tmp_path / "Ann - Olé.wav").write_bytes(b"RIFF")
    report = await _imported(await world.admin(), f"{tmp_path}/Ann - Olé.wav", "x.m3u")

    assert report["refusals"][0]["reason"] == "duration is missing, and the song is new here"


async def test_what_is_no_list_is_reported_and_not_a_failure(world: World) -> None:
    report = await _imported(await world.admin(), b"\0" * 5000)

    assert report["refused"] == 1


@pytest.mark.parametrize(
    ("options", "status", "path"),
    [
        ({"files": {"song": ("x.csv", "x")}}, 400, "song"),
        ({"files": [("file", ("x.csv", "x")), ("file", ("y.csv", "y"))]}, 400, "file"),
        ({"files": {"file": ("x.csv", "")}}, 400, "file"),
        ({"files": {"file": ("x.csv", "x" * 10_000_000)}}, 413, None),
        ({"content": "title,artist", "headers": {"Content-Type": "text/csv"}}, 415, None),
        ({"json": {"source": "spotify"}}, 400, ""),
        ({"json": {"source": "spotify", "query": "x", "artistId": "x"}}, 400, ""),
        ({"json": {"source": "elsewhere", "query": "x"}}, 400, "source"),
        ({"json": {"source": "spotify", "playlistId": "../x"}}, 400, "playlistId"),
        ({"json": {"source": "spotify", "query": ""}}, 400, "query"),
        ({"json": {"source": "spotify", "query": "x" * 2_000_000}}, 413, None),
    ],
)
async def test_what_is_no_import_is_refused(
    world: World, options: dict[str, Any], status: int, path: str | None
) -> None:
    answer = await (await world.admin()).send("POST", _PATH, **options)

    assert answer.status_code == status, answer.text
    if path is not None:
        assert {error["path"] for error in answer.json()["errors"]} == {path}


async def test_of_two_under_one_key_one_runs(world: World) -> None:
    root, answers = await world.admin(), []

    async def ask() -> None:
        answer = await root.send(
            "POST",
            _PATH,
            files={"file": ("songs.csv", _TABLE)},
            headers={"Idempotency-Key": "one"},
        )
        answers.append(answer.status_code)

    async with anyio.create_task_group() as group:
        for _ in range(3):
            group.start_soon(ask)

    assert 200 in answers
    assert set(answers) <= {200, 409}


async def test_without_a_music_service_that_is_said(world: World) -> None:
    body = {"source": "spotify", "query": "nina"}
    answer = await (await world.admin()).send("POST", _PATH, body)

    assert answer.status_code == 409
    assert answer.json()["type"] == "urn:phantom:music-service-unconfigured"


class TestMusicService:
    """Importing from a music service."""

    @pytest.fixture
    async def world(self, tmp_path: Path) -> AsyncIterator[World]:
        clock = ManualClock()
        music = MemoryMusicService(TRACKS, {MIXTAPE.id: (MIXTAPE.name, (*MIXTAPE.tracks, None))})
        built, client = build_with(MemoryStorage(clock=clock), clock, tmp_path, {}, music=music)
        async with client:
            yield built

    async def _import(self, world: World, **body: Any) -> Any:
        answer = await (await world.admin()).send("POST", _PATH, {"source": "spotify", **body})
        return answer.json()

    async def test_songs_that_are_found_for_words_are_imported(self, world: World) -> None:
        report = await self._import(world, query="nina")

        assert (report["artists"], report["songs"]) == (_tally(added=1), _tally(added=2))

    async def test_a_playlist_comes_with_its_songs(self, world: World) -> None:
        report = await self._import(world, playlistId=MIXTAPE.id)

        assert report["playlists"] == _tally(added=1)
        assert report["songs"] == _tally(added=len(MIXTAPE.tracks))
        assert report["refused"] == 1

    async def test_what_the_service_does_not_have_is_not_found(self, world: World) -> None:
        problem = await self._import(world, artistId="nobody")

        assert (problem["status"], problem["type"]) == (404, "urn:phantom:not-found")
