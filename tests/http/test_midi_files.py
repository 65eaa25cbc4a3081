"""MIDI files as segments, and segments as MIDI files."""

from pathlib import Path
from typing import Any

from tests.http.world import Someone, World

_LARGE = 10_000
"""Bytes."""


async def a_stem(ada: Someone) -> str:
    project = (await ada.send("POST", "/api/projects", {"name": "Nights"})).json()["id"]
    stem = await ada.send("POST", f"/api/projects/{project}/stems", {"name": "Keys"})
    return str(stem.json()["id"])


async def handed_in(ada: Someone, path: str, file: bytes, method: str = "POST") -> Any:
    return await ada.send(method, path, files={"file": ("song.mid", file, "audio/midi")})


async def test_a_file_comes_back_byte_for_byte(world: World, test_data: Path) -> None:
    ada = await world.someone("ada")
    stem = await a_stem(ada)
    files = sorted((test_data / "midi").glob("*.mid"))
    # All files are tried beneath HTTP; here some of each kind, as large ones take seconds.
    some = [file for file in files if file.stat().st_size < _LARGE][::12]
    assert len(some) > 5

    for file in some:
        path = f"/api/stems/{stem}/segments/midi?startMs=1000"
        made = await handed_in(ada, path, file.read_bytes())
        assert made.status_code == 201, made.text
        segment = made.json()
        back = await ada.send("GET", f"/api/segments/{segment['id']}/midi")

        assert back.content == file.read_bytes(), file.name
        assert (segment["name"], segment["startMs"]) == ("song", 1000)


async def test_notes_are_found_again_in_a_file_over_a_segment(
    world: World, test_data: Path
) -> None:
    ada = await world.someone("ada")
    stem = await a_stem(ada)
    file = next(
        each for each in sorted((test_data / "midi").glob("*.mid")) if each.stat().st_size > 2000
    ).read_bytes()
    made = (await handed_in(ada, f"/api/stems/{stem}/segments/midi", file)).json()
    path = f"/api/segments/{made['id']}"

    again = await handed_in(ada, f"{path}/midi", file, "PUT")

    assert again.status_code == 200, again.text
    assert again.json()["notes"] == made["notes"]
    assert len(made["notes"]) > 0
    assert (await ada.send("GET", f"{path}/midi")).content == file
