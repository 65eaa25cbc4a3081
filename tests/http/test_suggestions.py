"""Suggestions rest on what stands in a project, and are gone once they are followed."""

import pytest

from tests.http.band_room import BandRoom, a_room
from tests.http.world import World

C_MAJOR = [0, 4, 7, 5, 9, 7, 2, 11, 0, 4, 7, 0]


def tune(
    start: int = 60, *, bars: int = 4, first: int = 0, lasts: float = 1
) -> list[tuple[float, int, float]]:
    """A tune in C major, or a transposition of it."""
    return [
        (4 * first + beat, start + C_MAJOR[beat % len(C_MAJOR)], lasts) for beat in range(4 * bars)
    ]


@pytest.fixture
async def room(world: World) -> BandRoom:
    return await a_room(await world.someone("ada"))


async def test_a_stem_in_another_key_is_found_and_transposed(room: BandRoom) -> None:
    await room.stem("Keys", tune(60), volume=0.9)
    await room.stem("Bass", tune(36, lasts=0.9))
    lead = await room.stem("Lead", tune(73, lasts=0.5))

    (clash,) = await room.suggestions("key-clash")
    await room.follow(clash)

    assert (clash["stemIds"], clash["severity"], clash["bar"]) == ([lead], "problem", 1)
    assert clash["figures"]["shift"] == -1
    assert "Transposed by -1 semitone it would be 100%." in clash["reason"]
    assert await room.suggestions("key-clash") == []


async def test_stems_in_one_key_do_not_clash(room: BandRoom) -> None:
    await room.stem("Keys", tune(60))
    await room.stem("Lead", tune(72))
    await room.stem("Drums", [(beat, 37 + beat % 3, 0.5) for beat in range(16)], midiChannel=9)

    assert await room.suggestions("key-clash") == []


async def test_stems_in_one_register_are_set_apart(room: BandRoom) -> None:
    keys = await room.stem("Keys", tune(60))
    lead = await room.stem("Lead", tune(62, lasts=0.5))

    (hidden,) = await room.suggestions("masking")
    await room.follow(hidden)

    assert (set(hidden["stemIds"]), hidden["figures"]) == (
        {keys, lead},
        {"bars": 4, "barsTogether": 4},
    )
    assert [change["fields"]["pan"] for change in hidden["changes"]] == [-0.35, 0.35]
    assert await room.suggestions("masking") == []


async def test_low_stems_in_one_register_go_an_octave_apart(room: BandRoom) -> None:
    await room.stem("Bass", tune(31))
    await room.stem("Cello", tune(33, lasts=0.5))

    (hidden,) = await room.suggestions("masking")
    await room.follow(hidden)

    assert hidden["severity"] == "warning"
    assert {change["op"] for change in hidden["changes"]} == {"notes"}
    assert await room.suggestions("masking") == []


async def test_bars_in_which_nothing_is_heard_are_closed(room: BandRoom) -> None:
    stem = await room.stem("Keys", tune(60, bars=2))
    await room.segment(stem, tune(60, bars=2), start_ms=8000)

    (gap,) = await room.suggestions("empty-bars")
    await room.follow(gap)

    assert (gap["bar"], gap["figures"]) == (3, {"bars": 2})
    assert [change["fields"] for change in gap["changes"]] == [{"startMs": 4000, "endMs": 8000}]
    assert await room.suggestions("empty-bars") == []


async def test_a_project_that_goes_on_without_music_ends_with_it(room: BandRoom) -> None:
    await room.stem("Keys", tune(60, bars=2))
    body = {"lengthMs": 9000}
    await room.owner.send("PATCH", f"/api/projects/{room.project_id}", body)

    (tail,) = await room.suggestions("empty-bars")
    await room.follow(tail)

    assert (tail["bar"], tail["figures"]) == (3, {"bars": 2})
    assert await room.suggestions("empty-bars") == []


async def test_a_stem_that_is_too_loud_is_turned_down(room: BandRoom) -> None:
    await room.stem("Keys", tune(60), velocity=60)
    await room.stem("Pad", tune(48), velocity=60)
    loud = await room.stem("Lead", tune(84), velocity=120)

    (level,) = await room.suggestions("level")
    await room.follow(level)

    assert (level["stemIds"], level["severity"]) == ([loud], "warning")
    assert level["figures"]["differenceDb"] == pytest.approx(12.0, abs=0.1)
    assert await room.suggestions("level") == []


async def test_what_a_band_lacks_is_offered(room: BandRoom) -> None:
    await room.stem("Keys", tune(60))
    await room.stem("Lead", tune(84))

    drums, bass = await room.suggestions("missing-role")
    await room.follow(bass)

    assert [each["music"]["prompt"] for each in (drums, bass)] == ["only drums", "only bass"]
    answer = await room.owner.send("POST", "/api/ai/generate-midi", bass["music"])
    assert answer.json()["key"] == "C major"
    assert [part["instrument"] for part in answer.json()["parts"]] == ["bass"]
    (left,) = await room.suggestions("missing-role")
    assert left["music"]["prompt"] == "only drums"


async def test_midi_with_a_tempo_of_its_own_is_brought_to_the_project(room: BandRoom) -> None:
    body = {"prompt": "piano at 90 bpm in C, 4 bars", "seed": 1}
    told = (await room.owner.send("POST", "/api/ai/generate-midi", body)).json()
    stem = await room.stem("Keys")
    segment = {
        "type": "midi",
        "startMs": 0,
        "endMs": told["durationMs"],
        "content": told["content"],
    }
    await room.owner.send("POST", f"/api/stems/{stem}/segments", segment)

    (tempo,) = await room.suggestions("tempo")
    await room.follow(tempo)

    assert tempo["figures"] == {"own": 90.0, "project": 120.0}
    assert tempo["changes"][0]["fields"]["endMs"] == 8000
    assert await room.suggestions("tempo") == []


async def test_who_only_looks_is_told_nothing(world: World, room: BandRoom) -> None:
    eve = await world.someone("eve")
    body = {"projectId": room.project_id}
    hidden = await eve.send("POST", "/api/ai/analyze-project", body)
    await room.owner.send("PATCH", f"/api/projects/{room.project_id}", {"isPublic": True})
    shown = await eve.send("POST", "/api/ai/analyze-project", body)

    assert (hidden.status_code, shown.status_code) == (404, 403)


async def test_an_empty_project_wants_nothing(room: BandRoom) -> None:
    assert await room.suggestions("key-clash", "tempo", "empty-bars", "missing-role") == []
