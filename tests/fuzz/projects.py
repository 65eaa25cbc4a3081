"""Projects and who makes them, for people who call a server again and again."""

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from tests.fuzz.callers import Callers

__all__ = ["Projects"]

_MIDI: Final = b"MThd\0\0\0\6\0\0\0\1\0\x60MTrk\0\0\0\4\0\xff\x2f\0"
"""A file of MIDI in which nothing happens."""


class Projects:
    """A public project of Ada's in which Bob is, and one of Bob's, to which others are invited."""

    def __init__(self, callers: "Callers", people: dict[str, str]) -> None:
        self._callers = callers
        self._people = people

    def restore(self) -> dict[str, list[str]]:
        """See to it that they are there, and answer their ids, by the names they have in paths."""
        adas, bobs = self._project("ada", "bob"), self._project("bob", "ada", "root")
        self._callers.send("bob", "POST", f"{_path(adas)}/accept")
        stems = [self._stem(name, each) for name, each in (("ada", adas), ("bob", bobs))]
        self._carry("ada", adas, stems[0])
        return {
            "projectId": [adas, bobs],
            "stemId": stems,
            "segmentId": [self._segment("ada", stems[0]), self._segment("bob", stems[1])],
            "conflictId": [self._conflict("ada", adas, stems[0])],
        }

    def facts(self, case: Any, place: int) -> dict[str, Any]:
        """What is true of projects, by the fields in which it is asked for."""
        if not case.path.startswith(("/api/projects", "/api/stems", "/api/segments")):
            return {}
        return {
            "id": None,
            "name": "Nights",
            "description": "For winter.",
            "tempo": 20 + place,
            "timeSignature": [4, 4],
            "userId": self._people["root"],
            "role": "viewer",
            "permissions": {"canEdit": place % 2 == 0},
            "color": "#3366ff",
            "startMs": 0,
            "endMs": 1000 + place,
            "toSeq": 1 + place,
            "type": "midi",
            "volume": 0.5,
            "pan": 0.25,
            "isMuted": False,
            "isSoloed": False,
            "instrumentType": "bass",
            "midiChannel": place,
            "lengthMs": 1000,
            "version": None,
            **dict.fromkeys(("group", "after", "fadeInMs", "fadeOutMs", "aiMetadata", "content")),
            **dict.fromkeys(("toVersionName", "entityId")),
        }

    def _stem(self, owner: str, project: str) -> str:
        """A stem of a project."""
        path = f"/api/projects/{project}/stems"
        return str(self._callers.send(owner, "POST", path, json={"name": "Bass"}).json()["id"])

    def _segment(self, owner: str, stem: str) -> str:
        """A segment of a stem."""
        path, body = f"/api/stems/{stem}/segments", {"type": "midi", "startMs": 0, "endMs": 1000}
        return str(self._callers.send(owner, "POST", path, json=body).json()["id"])

    def _carry(self, owner: str, project: str, stem: str) -> None:
        """Take a file of MIDI in, twice, and a project there and back: forms hold no such files."""
        midi = {"file": ("empty.mid", _MIDI, "audio/midi")}
        made = self._callers.send(owner, "POST", f"/api/stems/{stem}/segments/midi", files=midi)
        path = f"/api/segments/{made.json()['id']}/midi"
        again = self._callers.send(owner, "PUT", path, files=midi)
        taken = self._callers.send(owner, "GET", f"/api/projects/{project}/export")
        files = {"file": ("project.zip", taken.content, "application/zip")}
        back = self._callers.send(owner, "POST", "/api/projects/import", files=files)
        assert (made.status_code, again.status_code, back.status_code) == (201, 200, 201)

    def _conflict(self, owner: str, project: str, stem: str) -> str:
        """A conflict about the name of a stem."""
        for replica in ("one", "other"):
            change = {
                "counter": 1,
                "hlc": [1, 0, f"{replica}-{stem}"],
                "entity": "stem",
                "entityId": stem,
                "baseVersion": 1,
                "op": "set",
                "fields": {"name": replica},
            }
            batch = {"replicaId": f"{replica}-{stem}", "changes": [change]}
            self._callers.send(owner, "POST", f"/api/projects/{project}/sync", json=batch)
        found = self._callers.send(owner, "GET", f"/api/projects/{project}/conflicts").json()
        return str(found["items"][0]["id"])

    def _project(self, owner: str, *invited: str) -> str:
        """A project that somebody owns, and to which others are invited."""
        body: dict[str, Any] = {"name": "Nights", "isPublic": True}
        project = str(self._callers.send(owner, "POST", "/api/projects", json=body).json()["id"])
        for name in invited:
            body = {"userId": self._people[name], "role": "contributor"}
            self._callers.send(owner, "POST", _path(project), json=body)
        return project


def _path(project: str) -> str:
    return f"/api/projects/{project}/collaborators"
