"""The music of rooms: hearing it, controlling it, voting on it."""

import hashlib
from typing import Any

import pytest

from tests.http.listeners import Music, a_room, listener, music
from tests.http.world import Someone, World

CONTROLS = ("play", "pause", "stop", "skip", "previous")


async def _get(somebody: Someone, room: dict[str, Any], what: str) -> dict[str, Any]:
    answer = await somebody.send("GET", f"/api/rooms/{room['id']}/{what}")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def _do(
    somebody: Someone, room: dict[str, Any], what: str, body: Any = None
) -> dict[str, Any]:
    method = "PUT" if what in {"modes", "waive"} else "POST"
    answer = await somebody.send(method, f"/api/rooms/{room['id']}/{what}", body)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


async def _pair(world: World, heard: Music) -> tuple[Someone, Someone, dict[str, Any]]:
    """Ada and Bob, in a private room of hers."""
    ada, bob = await listener(world, "ada", heard), await listener(world, "bob", heard)
    room = await a_room(ada, heard, bob)
    invites = (await bob.send("GET", "/api/rooms/invites")).json()["items"]
    world.clock.advance(seconds=1)
    accepted = await bob.send("POST", f"/api/rooms/invites/{invites[0]['id']}/accept")
    assert accepted.status_code == 200, accepted.text
    return ada, bob, room


class TestHearing:
    async def test_the_position_follows_from_the_time(self, world: World) -> None:
        heard = await music(world, 200, 200)
        ada = await listener(world, "ada", heard)
        room = await a_room(ada, heard)
        world.clock.advance(seconds=7)
        playback = await _get(ada, room, "playback")

        assert playback["status"] == "playing"
        assert playback["running"]
        assert playback["positionMs"] == 7000
        assert playback["anchoredAt"] == playback["serverTime"]
        assert playback["song"]["durationMs"] == 200_000
        assert playback["queue"] == []
        assert (playback["shuffle"], playback["repeat"]) == (False, "off")

    async def test_what_was_played_is_its_history(self, world: World) -> None:
        heard = await music(world, 40, 40, 40, 40)
        ada = await listener(world, "ada", heard)
        room = await a_room(ada, heard)
        world.clock.advance(seconds=41)
        await _do(ada, room, "join")
        history = await _get(ada, room, "history")

        assert [each["song"]["id"] for each in history["items"]] == heard.song_ids[:1]
        assert history["items"][0]["reason"] == "started"
        assert history["items"][0]["entryId"] == room["playback"]["entryId"]
        assert history["next"] is None

    async def test_an_empty_room_stands_still(self, world: World) -> None:
        heard = await music(world, 200)
        ada, bob = await listener(world, "ada", heard), await listener(world, "bob", heard)
        room = await a_room(ada, heard)
        world.clock.advance(seconds=5)
        await _do(ada, room, "leave")
        world.clock.advance(minutes=10)
        empty = await _get(bob, room, "playback")
        await _do(bob, room, "join")
        world.clock.advance(seconds=2)
        playback = await _get(bob, room, "playback")

        assert (empty["status"], empty["running"], empty["positionMs"]) == ("playing", False, 5000)
        assert (playback["running"], playback["positionMs"]) == (True, 7000)

    async def test_nobody_controls_a_public_room(self, world: World) -> None:
        heard = await music(world, 200)
        ada = await listener(world, "ada", heard)
        path = f"/api/rooms/{(await a_room(ada, heard))['id']}"
        answers = [await ada.send("POST", f"{path}/{control}") for control in CONTROLS]
        answers += [
            await ada.send("POST", f"{path}/seek", {"positionMs": 1}),
            await ada.send("PUT", f"{path}/modes", {"shuffle": True}),
            await ada.send("POST", f"{path}/queue", {"songId": heard.song_ids[0]}),
            await ada.send("PUT", f"{path}/waive", {"waived": True}),
        ]

        assert {answer.status_code for answer in answers} == {403}
        assert {answer.json()["type"] for answer in answers} == {"urn:phantom:public-room-control"}


class TestControllingAPrivateRoom:
    async def test_it_stands_at_the_beginning_until_somebody_plays(self, world: World) -> None:
        heard = await music(world, 200, 200)
        ada, bob, room = await _pair(world, heard)
        standing = await _get(bob, room, "playback")
        playing = await _do(bob, room, "play")
        world.clock.advance(seconds=3)
        paused = await _do(ada, room, "pause")
        world.clock.advance(seconds=3)
        still = await _get(ada, room, "playback")

        assert (standing["status"], standing["positionMs"]) == ("paused", 0)
        assert playing["status"] == "playing"
        assert (paused["status"], paused["positionMs"]) == ("paused", 3000)
        assert still["positionMs"] == 3000

    @pytest.mark.flow
    async def test_every_control_does_what_it_says(self, world: World) -> None:
        heard = await music(world, 200, 200, 200)
        ada, _, room = await _pair(world, heard)
        first, second, _ = heard.song_ids
        await _do(ada, room, "play")
        sought = await _do(ada, room, "seek", {"positionMs": 60_000})
        skipped = await _do(ada, room, "skip")
        back = await _do(ada, room, "previous")
        modes = await _do(ada, room, "modes", {"shuffle": True, "repeat": "all"})
        kept = await _do(ada, room, "modes", {"repeat": "one"})
        stopped = await _do(ada, room, "stop")

        assert sought["positionMs"] == 60_000
        assert skipped["song"]["id"] == second
        assert back["song"]["id"] == first
        assert (modes["shuffle"], modes["repeat"]) == (True, "all")
        assert (kept["shuffle"], kept["repeat"]) == (True, "one")
        assert (stopped["status"], stopped["positionMs"]) == ("stopped", 0)

    async def test_what_is_queued_comes_next_and_says_who_wants_it(self, world: World) -> None:
        heard = await music(world, 200, 200, 200)
        ada, bob, room = await _pair(world, heard)
        queued = await _do(bob, room, "queue", {"songId": heard.song_ids[2]})
        skipped = await _do(ada, room, "skip")

        assert queued["queue"][0]["song"]["id"] == heard.song_ids[2]
        assert queued["queue"][0]["addedBy"]["username"] == "bob"
        assert skipped["song"]["id"] == heard.song_ids[2]
        assert skipped["reason"] == "queue"
        assert skipped["queue"] == []

    async def test_who_skips_what_is_over_skips_nothing(self, world: World) -> None:
        heard = await music(world, 200, 200, 200)
        ada, bob, room = await _pair(world, heard)
        entry = {"entryId": (await _get(ada, room, "playback"))["entryId"]}
        first = await ada.send("POST", f"/api/rooms/{room['id']}/skip", entry)
        second = await bob.send("POST", f"/api/rooms/{room['id']}/skip", entry)

        assert first.json()["song"]["id"] == heard.song_ids[1]
        assert second.status_code == 409
        assert second.json()["type"] == "urn:phantom:already-advanced"

    async def test_when_the_others_waive_the_host_alone_controls_it(self, world: World) -> None:
        heard = await music(world, 200, 200)
        ada, bob, room = await _pair(world, heard)
        waived = await _do(bob, room, "waive", {"waived": True})
        refused = await bob.send("POST", f"/api/rooms/{room['id']}/play")
        played = await ada.send("POST", f"/api/rooms/{room['id']}/play")
        again = await _do(bob, room, "waive", {"waived": False})
        paused = await bob.send("POST", f"/api/rooms/{room['id']}/pause")

        assert waived["votingWaived"]
        assert refused.json()["type"] == "urn:phantom:hosts-only"
        assert played.status_code == 200
        assert not again["votingWaived"]
        assert paused.status_code == 200

    @pytest.mark.parametrize(
        "body", [{"positionMs": -1}, {"positionMs": 10**40}, {"positionMs": 1.5}, {}]
    )
    async def test_what_is_no_position_is_refused(self, world: World, body: Any) -> None:
        heard = await music(world, 200)
        ada, _, room = await _pair(world, heard)
        answer = await ada.send("POST", f"/api/rooms/{room['id']}/seek", body)

        assert answer.status_code == 400
        assert answer.json()["errors"][0]["path"] == "positionMs"


class TestVoting:
    async def test_the_winner_is_played_next(self, world: World) -> None:
        heard = await music(world, 12, 12, 12, 12)
        ada, bob = await listener(world, "ada", heard), await listener(world, "bob", heard)
        room = await a_room(ada, heard)
        await _do(bob, room, "join")
        before = await _get(ada, room, "vote-results")
        wanted = before["candidates"][2]["song"]["id"]
        await _do(ada, room, "vote", {"songId": before["candidates"][0]["song"]["id"]})
        await _do(ada, room, "vote", {"songId": wanted})
        voted = await _do(bob, room, "vote", {"songId": wanted})
        world.clock.advance(seconds=13)
        playback = await _get(ada, room, "playback")

        assert len(before["candidates"]) == 3
        assert "myVote" not in before
        assert before["voteSession"]["songId"] == heard.song_ids[0]
        assert before["closesAt"] == before["voteSession"]["closesAt"]
        assert voted["myVote"] == wanted
        assert {each["song"]["id"]: each["votes"] for each in voted["candidates"]}[wanted] == 2
        assert sum(each["votes"] for each in voted["candidates"]) == 2
        assert playback["song"]["id"] == wanted
        assert playback["reason"] == "vote"

    async def test_a_closed_vote_tells_its_seed_and_its_winner(self, world: World) -> None:
        heard = await music(world, 200, 200, 200)
        ada = await listener(world, "ada", heard)
        room = await a_room(ada, heard)
        world.clock.advance(seconds=165)
        open_vote = (await _get(ada, room, "vote-results"))["voteSession"]
        await _do(ada, room, "vote", {"songId": heard.song_ids[2]})
        world.clock.advance(seconds=30)
        results = await _get(ada, room, "vote-results")
        late = await ada.send(
            "POST", f"/api/rooms/{room['id']}/vote", {"songId": heard.song_ids[1]}
        )
        vote = results["voteSession"]

        assert vote["id"] == open_vote["id"]
        assert hashlib.sha256(vote["seed"].encode()).hexdigest() == open_vote["seedHash"]
        assert results["winner"]["id"] == heard.song_ids[2]
        assert results["myVote"] == heard.song_ids[2]
        assert late.status_code == 409
        assert late.json()["type"] == "urn:phantom:vote-closed"

    async def test_there_may_be_no_vote_yet(self, world: World) -> None:
        heard = await music(world, 200, 200, 200)
        ada = await listener(world, "ada", heard)
        room = await a_room(ada, heard)
        results = await _get(ada, room, "vote-results")
        refused = await ada.send(
            "POST", f"/api/rooms/{room['id']}/vote", {"songId": heard.song_ids[1]}
        )

        assert results == {"voteSession": None, "candidates": []}
        assert refused.json()["type"] == "urn:phantom:vote-closed"

    async def test_only_candidates_and_only_those_present_count(self, world: World) -> None:
        heard = await music(world, 12, 12, 12, 12)
        ada, bob = await listener(world, "ada", heard), await listener(world, "bob", heard)
        room = await a_room(ada, heard)
        path = f"/api/rooms/{room['id']}/vote"
        current = await ada.send("POST", path, {"songId": heard.song_ids[0]})
        outside = await bob.send("POST", path, {"songId": heard.song_ids[1]})

        assert current.status_code == 400
        assert current.json()["type"] == "urn:phantom:not-a-candidate"
        assert current.json()["errors"][0]["path"] == "songId"
        assert outside.status_code == 403
        assert outside.json()["type"] == "urn:phantom:not-present"
