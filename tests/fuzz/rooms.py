"""Music, rooms that play it, and invites to them, for people who call a server again and again."""

from itertools import permutations
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from tests.fuzz.callers import Callers

__all__ = ["Rooms"]

_LENGTHS: Final = (20_000, 21_000, 22_000, 23_000)


class Rooms:
    """Rooms of Ada's in which Bob is too, an open vote in each; made anew where they are gone.

    In the private one they are in a call each; Root is invited there, and Ada to one of Bob's.
    """

    def __init__(self, callers: "Callers", people: dict[str, str]) -> None:
        self._callers = callers
        self._people = people
        self._made = 0
        self._artist: dict[str, Any] = {}
        self._songs: list[str] = []
        self._rooms: dict[str, str] = {}

    def restore(self) -> dict[str, list[str]]:
        """See to it that all are there, and answer their ids, by the names they have in paths."""
        self._see_to_music()
        self._see_to_people()
        rooms = [self._room("ada"), self._room("ada", "bob", "root"), self._room("bob", "ada")]
        body = {"userId": self._people["bob"]}
        self._callers.send("ada", "POST", f"/api/rooms/{rooms[1]}/invite", json=body)
        for room in rooms[:2]:
            for name in ("ada", "bob"):
                self._callers.send(name, "POST", f"/api/rooms/{room}/join")
        self._callers.send("ada", "POST", f"/api/rooms/{rooms[1]}/play")
        for name, kind in (("ada", "voice"), ("bob", "video")):
            self._callers.send(name, "POST", f"/api/rooms/{rooms[1]}/{kind}-call/start")
        return {
            "roomId": rooms[:2],
            "inviteId": [
                self._invite(rooms[1], "ada", "root"),
                self._invite(rooms[2], "bob", "ada"),
            ],
            "artistId": [self._artist["id"]],
            "genreId": [self._artist["genreId"]],
            "playlistId": [self._artist["defaultPlaylistId"]],
            "songId": self._songs,
        }

    def facts(self, case: Any, place: int) -> dict[str, Any]:
        """What is true of rooms, by the fields in which it is asked for.

        Root can be invited, and Bob put out; a vote is for what stands.
        """
        inviting, voting = case.path.endswith("/invite"), case.path.endswith("/vote")
        songs = self._standing(case.path_parameters["roomId"]) if voting else self._songs
        return {
            "artistId": self._artist["id"],
            "playlistId": self._artist["defaultPlaylistId"],
            "songId": songs[place % len(songs)],
            "entryId": None,
            "userId": self._people["root" if inviting else "bob"],
            "invites": [] if case.body.get("isPublic") else [self._people["bob"]],
        }

    def _standing(self, room: str) -> list[str]:
        """What can be voted for, or all songs."""
        results = self._callers.ask("ada", f"/api/rooms/{room}/vote-results")
        return [each["song"]["id"] for each in results.get("candidates", ())] or self._songs

    def _see_to_music(self) -> None:
        """See to it that there is an artist with songs that are short enough for votes."""
        if self._artist and [song["durationMs"] for song in self._playlist()] == [*_LENGTHS]:
            return
        self._made += 1
        genre = self._add("/api/genres", name=f"Genre {self._made}")
        self._artist = self._add("/api/artists", name="Ella", genreId=genre["id"])
        for number, length in enumerate(_LENGTHS):
            song = {"title": f"Song {number}", "artistId": self._artist["id"]}
            self._add("/api/songs", **song, durationMs=length)
        self._songs, self._rooms = [song["id"] for song in self._playlist()], {}

    def _see_to_people(self) -> None:
        """See to it that everybody likes the artist, and has blocked nobody."""
        liked = {"genres": self._artist["genreId"], "artists": self._artist["id"]}
        for name in self._people:
            for kind, identifier in liked.items():
                body = {"ids": [identifier]}
                self._callers.send(name, "PUT", f"/api/users/me/{kind}", json=body)
        for one, other in permutations(self._people, 2):
            self._callers.send(one, "DELETE", f"/api/users/{self._people[other]}/block")

    def _playlist(self) -> list[Any]:
        path = f"/api/playlists/{self._artist['defaultPlaylistId']}"
        songs: list[Any] = self._callers.ask("root", path).get("songs", [])
        return songs

    def _add(self, path: str, **body: Any) -> Any:
        return self._callers.send("root", "POST", path, json=body).json()

    def _room(self, host: str, *invited: str) -> str:
        """A room that somebody hosts, and to which some were invited; a public one without."""
        key = f"{host}:{invited}"
        if key not in self._rooms or not self._stands(self._rooms[key], host):
            body = {
                "name": "The den",
                "isPublic": not invited,
                "artistId": self._artist["id"],
                "invites": [self._people[name] for name in invited],
            }
            answer = self._callers.send(host, "POST", "/api/rooms", json=body)
            self._rooms[key] = answer.json()["id"]
        return self._rooms[key]

    def _stands(self, room: str, host: str) -> bool:
        found = self._callers.ask(host, f"/api/rooms/{room}")
        return bool(found.get("hostUserId") == self._people[host])

    def _invite(self, room: str, host: str, invited: str) -> str:
        body = {"userId": self._people[invited]}
        self._callers.send(host, "POST", f"/api/rooms/{room}/kick", json=body)
        answer = self._callers.send(host, "POST", f"/api/rooms/{room}/invite", json=body)
        return str(answer.json()["id"])
