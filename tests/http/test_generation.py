"""Music that is made for people, over HTTP."""

import io
from pathlib import Path
from typing import Any

import pretty_midi
import pytest

from phantom_adapters.composing.openai_compatible import OpenAiCompatible, OpenAiSettings
from phantom_adapters.memory import ManualClock, MemoryStorage
from phantom_core.privacy import ApplyRetention
from phantom_core.studio.midi import from_json, read, write
from tests.contracts.composing_server import KEY, Scripted, composing_server, said
from tests.http.world import PASSWORD, Someone, World, build_with

MIDI = {"Accept": "audio/midi"}


async def made(who: Someone, prompt: str, **fields: Any) -> Any:
    answer = await who.send("POST", "/api/ai/generate-midi", {"prompt": prompt, **fields})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def after(world: World, who: Someone, hours: int = 0) -> Someone:
    """Somebody who signs in again some hours later."""
    world.clock.advance(hours=hours)
    body = {"login": who.signed_in["user"]["username"], "password": PASSWORD}
    return Someone(world.http, (await world.http.post("/api/auth/login", json=body)).json())


async def test_music_is_as_it_was_wished_for(world: World) -> None:
    ada = await world.someone("ada")

    told = await made(ada, "a sad jazz ballad in D minor at 70 bpm with saxophone, 8 bars, glorp")

    assert (told["key"], told["tempo"], told["bars"], told["style"]) == ("D minor", 70, 8, "jazz")
    assert told["understood"] == {
        "key": "D minor",
        "tempo": 70,
        "bars": 8,
        "mood": "sad",
        "style": "jazz",
        "instruments": ["saxophone"],
        "without": [],
    }
    assert told["notUnderstood"] == ["glorp"]
    assert told["aiMetadata"]["parameters"]["seed"] == told["seed"]
    assert told["parts"][0]["instrument"] == "saxophone"
    assert told["content"]["tracks"][told["parts"][0]["track"]]["name"] == "saxophone"


async def test_what_is_said_beside_the_prompt_counts_more(world: World) -> None:
    ada = await world.someone("ada")

    told = await made(ada, "piano in C at 90 bpm", key="Am", tempo=100, bars=2, seed=1)

    assert (told["key"], told["tempo"], told["bars"], told["seed"]) == ("A minor", 100, 2, 1)
    assert told["notes"] == [
        "The field `tempo` says 100, so the prompt's 90 is not used.",
        "The field `key` says A minor, so the prompt's C is not used.",
    ]


async def test_the_same_wish_is_the_same_music_for_a_day(world: World) -> None:
    ada, bob = await world.someone("ada"), await world.someone("bob")
    first = await made(ada, "calm piano, 2 bars")

    later = await after(world, ada, hours=23)
    assert await made(later, "calm piano, 2 bars") == first
    assert (await made(await after(world, bob), "calm piano, 2 bars"))["seed"] != first["seed"]
    tomorrow = await after(world, ada, hours=1)
    await world.do(ApplyRetention())
    assert (await made(tomorrow, "calm piano, 2 bars"))["seed"] != first["seed"]


async def test_a_seed_makes_the_same_music_for_everybody_to_the_byte(world: World) -> None:
    ada, bob = await world.someone("ada"), await world.someone("bob")
    body = {"prompt": "funk, 4 bars", "seed": 5}

    mine, yours, other = [
        (await who.send("POST", "/api/ai/generate-midi", wish, headers=MIDI)).content
        for who, wish in ((ada, body), (bob, body), (bob, {**body, "seed": 6}))
    ]

    assert mine == yours
    assert mine != other


async def test_who_accepts_midi_gets_a_file(world: World) -> None:
    ada = await world.someone("ada")
    body = {"prompt": "rock in F# minor at 100 bpm, 4 bars", "seed": 5}

    answer = await ada.send("POST", "/api/ai/generate-midi", body, headers=MIDI)
    told = (await ada.send("POST", "/api/ai/generate-midi", body)).json()

    assert answer.headers["content-type"] == "audio/midi"
    assert answer.headers["content-disposition"].endswith('"rock-in-f-sharp-minor.mid"')
    assert answer.content == write(from_json(told["content"]))
    heard = pretty_midi.PrettyMIDI(io.BytesIO(answer.content))
    assert heard.get_tempo_changes()[1][0] == pytest.approx(100, abs=0.01)


async def test_music_is_placed_in_a_project_with_where_it_comes_from(world: World) -> None:
    ada = await world.someone("ada")
    project = (await ada.send("POST", "/api/projects", {"name": "Nights", "tempo": 78})).json()
    path = f"/api/projects/{project['id']}/stems"
    stem = (await ada.send("POST", path, {"name": "Sketch"})).json()
    told = await made(ada, "lo-fi in A minor, 4 bars", seed=3)

    segment = {
        "type": "midi",
        "name": told["name"],
        "startMs": 1000,
        "endMs": 1000 + told["durationMs"],
        "content": told["content"],
        "aiMetadata": told["aiMetadata"],
    }
    answer = await ada.send("POST", f"/api/stems/{stem['id']}/segments", segment)
    file = await ada.send("GET", f"/api/segments/{answer.json()['id']}/midi")

    assert answer.status_code == 201, answer.text
    assert answer.json()["aiMetadata"] == told["aiMetadata"]
    assert read(file.content).tracks[0].name == told["name"]
    asked = {
        event["id"]
        for track in told["content"]["tracks"]
        for event in track["events"]
        if "id" in event
    }
    assert {note["id"] for note in answer.json()["notes"]} == asked


async def test_chords_are_told_as_symbols_numerals_and_notes(world: World) -> None:
    ada = await world.someone("ada")
    body = {"key": "A minor", "style": "jazz", "mood": "dark", "bars": 4, "seed": 1}

    told = (await ada.send("POST", "/api/ai/generate-chords", body)).json()

    first, last = told["chords"][0], told["chords"][-1]
    assert (first["bar"], first["beat"], first["numeral"][0], first["tones"][0]) == (1, 1, "i", "A")
    assert (last["numeral"][0], len(last["pitches"])) == ("i", 4)
    assert told["parts"] == [
        {
            "instrument": "piano",
            "roles": ["chords", "bass"],
            "program": 0,
            "channel": 0,
            "track": 1,
        }
    ]


@pytest.mark.parametrize(
    ("path", "body", "faults"),
    [
        ("midi", {"prompt": ""}, {"prompt"}),
        ("midi", {"prompt": "  \n "}, {"prompt"}),
        ("midi", {"prompt": "x" * 1001}, {"prompt"}),
        ("midi", {"prompt": "piano", "key": "H minor", "bars": 65, "tempo": 1}, {"bars", "tempo"}),
        ("midi", {"prompt": "piano", "key": "H minor"}, {"key"}),
        ("midi", {"prompt": "piano", "seed": -1, "speed": 1}, {"seed", "speed"}),
        ("chords", {}, {"key"}),
        ("chords", {"key": "Q"}, {"key"}),
        ("chords", {"key": "C", "mood": "purple"}, {"mood"}),
    ],
)
async def test_what_cannot_be_wished_for_is_named(
    world: World, path: str, body: dict[str, Any], faults: set[str]
) -> None:
    ada = await world.someone("ada")

    answer = await ada.send("POST", f"/api/ai/generate-{path}", body)

    assert answer.status_code == 400, answer.text
    assert {fault["path"] for fault in answer.json()["errors"]} == faults


async def test_an_idempotency_key_is_good_for_one_wish(world: World) -> None:
    ada = await world.someone("ada")
    key = {"Idempotency-Key": "one"}
    body = {"prompt": "piano, 1 bar", "seed": 1}

    first, again, other = [
        await ada.send("POST", "/api/ai/generate-midi", wish, headers=key)
        for wish in (body, body, {**body, "seed": 2})
    ]

    assert first.json() == again.json()
    assert (other.status_code, other.json()["type"]) == (409, "urn:phantom:idempotency-key-reused")


async def test_what_is_built_in_composes_where_a_service_cannot(tmp_path: Path) -> None:
    clock = ManualClock()
    with composing_server() as server:
        settings = OpenAiSettings(url=server.url, model="maestro", key=KEY)
        composer = OpenAiCompatible(settings)
        world, client = build_with(
            MemoryStorage(clock=clock), clock, tmp_path, {}, composer=composer
        )
        async with client:
            ada = await world.someone("ada")
            good = await made(ada, "piano in C, 1 bar")
            server.script.append(Scripted(body=said("la la la")))
            failed = await made(ada, "piano in D, 1 bar")
            clock.advance(minutes=10)
            better = await made(ada, "piano in D, 1 bar")
        await composer.close()

    assert good["aiMetadata"]["model"] == "maestro/chat-completions"
    assert "fallback" not in good["aiMetadata"]["parameters"]
    assert failed["aiMetadata"]["model"] == "phantom-theory/1"
    assert failed["aiMetadata"]["parameters"]["fallback"] == (
        "The composing service answers with no such piece: it is no JSON."
    )
    assert better["aiMetadata"]["model"] == "maestro/chat-completions"
