"""What there is of sets of music, for people who call again and again."""

from typing import TYPE_CHECKING, Any

from tests.use_cases.audio.studio import tone

if TYPE_CHECKING:
    from tests.fuzz.callers import Callers

__all__ = ["Sets"]

_SETS = "/api/media/sets"


class Sets:
    """A public set of Root's with two tracks; and one to be taken apart."""

    def __init__(self, callers: "Callers") -> None:
        self._callers = callers
        self._tracks: dict[str, list[str]] = {}

    def restore(self) -> dict[str, list[str]]:
        """See to it that all are there, and answer ids by the names they have in paths."""
        self._tracks = {}
        for title in ("Kept", "Taken apart"):
            body = {"title": title, "visibility": "public"}
            made = str(self._callers.send("root", "POST", _SETS, json=body).json()["id"])
            self._tracks[made] = [self._track(made), self._track(made)]
        ids = [each for tracks in self._tracks.values() for each in tracks]
        return {"musicSetId": [*self._tracks], "musicTrackId": ids}

    def facts(self, case: Any, place: int) -> dict[str, Any]:
        """What is true of sets, by the fields in which it is asked for."""
        if not case.path.startswith("/api/media/sets") and "/media/tracks" not in case.path:
            return {}
        named = (case.path_parameters or {}).get("musicSetId")
        tracks = self._tracks.get(str(named), [])
        return {
            "title": f"Title {place}",
            "description": "Words.",
            "artist": "Somebody",
            "trackIds": tracks[::-1] if place % 2 else tracks,
            "fileName": "song.wav",
            "contentType": "audio/wav",
            "sizeBytes": 1000 + place,
            "sha256": None,
            "version": None,
        }

    def _track(self, set_id: str) -> str:
        files = {"file": ("tone.wav", tone(), "audio/wav")}
        answer = self._callers.send("root", "POST", f"{_SETS}/{set_id}/tracks", files=files)
        return str(answer.json()["id"])
