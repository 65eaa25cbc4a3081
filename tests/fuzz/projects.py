"""Projects and who makes them, for people who call a server again and again."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.fuzz.callers import Callers

__all__ = ["Projects"]


class Projects:
    """A public project of Ada's in which Bob is, and one of Bob's, to which others are invited."""

    def __init__(self, callers: "Callers", people: dict[str, str]) -> None:
        self._callers = callers
        self._people = people

    def restore(self) -> dict[str, list[str]]:
        """See to it that they are there, and answer their ids, by the names they have in paths."""
        adas, bobs = self._project("ada", "bob"), self._project("bob", "ada", "root")
        self._callers.send("bob", "POST", f"{_path(adas)}/accept")
        return {"projectId": [adas, bobs]}

    def facts(self, case: Any, place: int) -> dict[str, Any]:
        """What is true of projects, by the fields in which it is asked for."""
        if not case.path.startswith("/api/projects"):
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
        }

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
