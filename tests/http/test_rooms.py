"""Rooms: making, finding, changing and ending them, coming in and leaving."""

from typing import Any

from tests.http.listeners import a_room, listener, music
from tests.http.world import Someone, World


async def _joined(somebody: Someone, room: dict[str, Any]) -> dict[str, Any]:
    answer = await somebody.send("POST", f"/api/rooms/{room['id']}/join")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


class TestAPublicRoom:
    async def test_it_plays_from_its_creation(self, world: World) -> None:
        heard = await music(world, 200, 200, 200)
        ada = await listener(world, "ada", heard)
        answer = await ada.send(
            "POST", "/api/rooms", {"name": "Den", "isPublic": True, "artistId": heard.artist_id}
        )
        room = answer.json()

        assert answer.status_code == 201
        assert answer.headers["etag"].startswith(f'"{room["version"]}-')
        assert room["name"] == "Den"
        assert room["isPublic"]
        assert room["isActive"]
        assert room["hostUserId"] == room["host"]["id"] == room["createdBy"]["id"] == ada.id
        assert room["artistId"] == heard.artist_id
        assert room["genreId"] == heard.genre_id
        assert room["peoplePresent"] == 1
        assert room["currentSongId"] == room["playback"]["song"]["id"] == heard.song_ids[0]
        assert room["playback"]["status"] == "playing"
        assert [each["user"]["username"] for each in room["members"]] == ["ada"]
        assert room["members"][0]["isHost"]

    async def test_it_needs_an_artist_with_songs_and_a_name(self, world: World) -> None:
        heard, silent = await music(world, 200), await music(world, name="Nobody")
        ada = await listener(world, "ada", heard)
        bodies = [
            {"name": "Den", "isPublic": True},
            {"name": "Den", "isPublic": True, "artistId": silent.artist_id},
            {"name": "Den", "isPublic": True, "artistId": ada.id},
            {"name": " ", "isPublic": True, "artistId": heard.artist_id},
        ]
        answers = [await ada.send("POST", "/api/rooms", body) for body in bodies]

        assert [answer.status_code for answer in answers] == [400] * 4
        assert [answer.json()["errors"][0]["path"] for answer in answers] == [
            "artistId",
            "artistId",
            "artistId",
            "name",
        ]

    async def test_who_has_not_said_what_they_like_comes_into_no_room(self, world: World) -> None:
        heard = await music(world, 200)
        ada, bob = await listener(world, "ada", heard), await world.someone("bob")
        room = await a_room(ada, heard)
        body = {"name": "Den", "isPublic": True, "artistId": heard.artist_id}
        answers = [
            await bob.send("POST", "/api/rooms", body),
            await bob.send("POST", f"/api/rooms/{room['id']}/join"),
        ]

        assert [answer.status_code for answer in answers] == [403, 403]
        assert {answer.json()["type"] for answer in answers} == {"urn:phantom:entry-rule"}

    async def test_people_come_and_go(self, world: World) -> None:
        heard = await music(world, 200)
        ada, bob = await listener(world, "ada", heard), await listener(world, "bob", heard)
        room = await a_room(ada, heard)
        world.clock.advance(seconds=1)
        joined = await _joined(bob, room)
        members = (await bob.send("GET", f"/api/rooms/{room['id']}/members")).json()["items"]
        left = await ada.send("POST", f"/api/rooms/{room['id']}/leave")

        assert joined["peoplePresent"] == 2
        assert [each["user"]["username"] for each in members] == ["ada", "bob"]
        assert left.status_code == 200
        assert left.json()["hostUserId"] == bob.id
        assert left.json()["peoplePresent"] == 1

    async def test_coming_in_twice_changes_nothing(self, world: World) -> None:
        heard = await music(world, 200)
        ada = await listener(world, "ada", heard)
        room = await a_room(ada, heard)
        again = await _joined(ada, room)

        assert again["version"] == room["version"]
        assert again["peoplePresent"] == 1

    async def test_anyone_may_look_at_it(self, world: World) -> None:
        heard = await music(world, 200)
        ada, bob = await listener(world, "ada", heard), await world.someone("bob")
        room = await a_room(ada, heard)
        seen = await bob.send("GET", f"/api/rooms/{room['id']}")
        cached = await bob.send(
            "GET", f"/api/rooms/{room['id']}", headers={"If-None-Match": seen.headers["etag"]}
        )

        assert seen.json()["members"] == room["members"]
        assert cached.status_code == 304

    async def test_the_host_puts_people_out(self, world: World) -> None:
        heard = await music(world, 200)
        ada, bob = await listener(world, "ada", heard), await listener(world, "bob", heard)
        room = await a_room(ada, heard)
        await _joined(bob, room)
        path = f"/api/rooms/{room['id']}/kick"
        by_guest = await bob.send("POST", path, {"userId": ada.id})
        by_host = await ada.send("POST", path, {"userId": bob.id})
        again = await ada.send("POST", path, {"userId": bob.id})

        assert by_guest.json()["type"] == "urn:phantom:hosts-only"
        assert by_host.status_code == 200
        assert [each["user"]["id"] for each in by_host.json()["members"]] == [ada.id]
        assert again.status_code == 404

    async def test_admins_alone_end_it(self, world: World) -> None:
        heard = await music(world, 200)
        ada, root = await listener(world, "ada", heard), await world.admin()
        room = await a_room(ada, heard)
        path = f"/api/rooms/{room['id']}/close"
        by_host, by_admin = await ada.send("POST", path), await root.send("POST", path)
        after = await ada.send("POST", f"/api/rooms/{room['id']}/join")

        assert by_host.status_code == 403
        assert by_admin.status_code == 200
        assert not by_admin.json()["isActive"]
        assert after.status_code == 410
        assert after.json()["type"] == "urn:phantom:room-over"


class TestChangingARoom:
    async def test_the_host_names_it_otherwise(self, world: World) -> None:
        heard = await music(world, 200)
        ada, bob = await listener(world, "ada", heard), await listener(world, "bob", heard)
        room = await a_room(ada, heard)
        await _joined(bob, room)
        path = f"/api/rooms/{room['id']}"
        changed = await ada.send("PATCH", path, {"name": "Lair", "allowVoiceChat": True})
        refused = await bob.send("PATCH", path, {"name": "Bob's"})

        assert changed.json()["name"] == "Lair"
        assert changed.json()["allowVoiceChat"]
        assert refused.json()["type"] == "urn:phantom:hosts-only"

    async def test_a_stale_version_is_told_as_it_was_named(self, world: World) -> None:
        heard = await music(world, 200)
        ada = await listener(world, "ada", heard)
        path = f"/api/rooms/{(await a_room(ada, heard))['id']}"
        first = await ada.send("GET", path)
        await ada.send("PATCH", path, {"name": "Lair"})
        stale = {"If-Match": first.headers["etag"]}
        by_header = await ada.send("PATCH", path, {"name": "Nest"}, headers=stale)
        by_body = await ada.send(
            "PATCH", path, {"name": "Nest", "version": first.json()["version"]}
        )

        assert by_header.status_code == 412
        assert by_body.status_code == 409


class TestFindingRooms:
    async def test_those_come_first_that_suit_ones_taste(self, world: World) -> None:
        ella, nina = await music(world, 200), await music(world, 200, name="Nina")
        ada, bob = await listener(world, "ada", ella), await listener(world, "bob", nina)
        of_ella = await a_room(ada, ella, name="Ella's place")
        of_nina = await a_room(ada, nina, name="Nina's place")
        found = (await bob.send("GET", "/api/rooms")).json()["items"]

        assert [each["id"] for each in found] == [of_nina["id"], of_ella["id"]]
        assert found[0]["currentSong"]["id"] == nina.song_ids[0]
        assert found[0]["currentSong"]["artist"] == {"id": nina.artist_id, "name": "Nina"}
        assert found[0]["peoplePresent"] == 1

    async def test_they_are_found_by_artist_genre_and_name(self, world: World) -> None:
        ella, nina = await music(world, 200), await music(world, 200, name="Nina")
        ada = await listener(world, "ada", ella)
        of_ella = await a_room(ada, ella, name="Sparrow's Café")
        of_nina = await a_room(ada, nina, name="Nina's place")
        asked = [
            f"artistId={ella.artist_id}",
            f"genreId={nina.genre_id}",
            "q=cafe",
            "q=nothing",
            "isPublic=false",
            "isPublic=true&limit=1",
        ]
        answers = [(await ada.send("GET", f"/api/rooms?{each}")).json() for each in asked]
        found = [[each["id"] for each in answer["items"]] for answer in answers]

        assert found[:5] == [[of_ella["id"]], [of_nina["id"]], [of_ella["id"]], [], []]
        assert len(found[5]) == 1
        assert answers[5]["next"] is not None

    async def test_what_is_no_id_is_refused(self, world: World) -> None:
        ada = await world.someone("ada")
        answer = await ada.send("GET", "/api/rooms?artistId=ella&isPublic=maybe")

        assert answer.status_code == 400
        assert answer.json()["errors"][0]["path"] in {"artistId", "isPublic"}

    async def test_ones_own_are_listed_private_ones_too(self, world: World) -> None:
        heard = await music(world, 200)
        ada, bob = await listener(world, "ada", heard), await listener(world, "bob", heard)
        public = await a_room(ada, heard)
        world.clock.advance(seconds=1)
        private = await a_room(ada, heard, bob)
        mine = (await ada.send("GET", "/api/rooms/mine")).json()["items"]
        others = (await bob.send("GET", "/api/rooms/mine")).json()["items"]

        assert [each["id"] for each in mine] == [private["id"], public["id"]]
        assert others == []


async def test_a_room_can_be_reported_by_who_may_know_of_it(world: World) -> None:
    heard = await music(world, 200)
    ada, bob, eve = [await listener(world, name, heard) for name in ("ada", "bob", "eve")]
    public, private = await a_room(ada, heard), await a_room(ada, heard, bob)
    await _joined(bob, private)

    async def report(who: Someone, room: dict[str, Any]) -> int:
        body = {"kind": "room", "id": room["id"], "reason": "Its name."}
        return (await who.send("POST", "/api/reports", body)).status_code

    assert [await report(who, public) for who in (bob, eve)] == [201, 201]
    assert [await report(who, private) for who in (bob, eve)] == [201, 404]
