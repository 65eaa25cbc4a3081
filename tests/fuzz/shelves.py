"""What of the catalogue can be changed and taken away, for people who call again and again."""

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from tests.fuzz.callers import Callers

__all__ = ["Shelves"]

_SHELVES: Final = ("/api/genres", "/api/artists", "/api/songs", "/api/playlists")


class Shelves:
    """A genre without artists, an artist without songs, a song that plays, a list of Ada's."""

    def __init__(self, callers: "Callers") -> None:
        self._callers = callers
        self._made = 0
        self._genre = ""
        self._songs: list[str] = []
        self._recording = ""

    def restore(self, ids: dict[str, list[str]], recording: str) -> dict[str, list[str]]:
        """See to it that all are there, and answer ids by the names they have in paths."""
        self._made += 1
        self._songs, self._recording = ids["songId"], recording
        (self._genre,) = ids["genreId"]
        empty = self._add("/api/genres", name=f"Empty {self._made}")
        silent = self._add("/api/artists", name=f"Silent {self._made}", genreId=self._genre)
        plays = {"audioFileId": recording}
        self._callers.send("root", "PATCH", f"/api/songs/{self._songs[0]}", json=plays)
        lists = [self._list("root"), self._list("ada")]
        return {
            "genreId": [*ids["genreId"], empty],
            "artistId": [*ids["artistId"], silent],
            "playlistId": [*ids["playlistId"], *lists],
        }

    def facts(self, case: Any, place: int) -> dict[str, Any]:
        """What is true of the catalogue, by the fields in which it is asked for."""
        if not case.path.startswith(
            ("/api/genres", "/api/artists", "/api/songs", "/api/playlists")
        ):
            return {}
        number = f"{self._made} {place} {case.id}"
        return {
            "name": f"Name {number}",
            "title": f"Title {number}",
            "genreId": self._genre,
            "durationMs": 20_000 + place,
            "albumName": "Album",
            "audioFileId": self._recording,
            "spotifyArtistId": None,
            "spotifyTrackId": None,
            "imageUrl": None,
            "albumCoverUrl": None,
            "previewUrl": None,
            "songIds": self._songs[: place % 3],
            "version": None,
        }

    def _list(self, name: str) -> str:
        body = {"name": f"List {self._made}"}
        answer = self._callers.send(name, "POST", "/api/playlists", json=body)
        return str(answer.json()["id"])

    def _add(self, path: str, **body: Any) -> str:
        return str(self._callers.send("root", "POST", path, json=body).json()["id"])
