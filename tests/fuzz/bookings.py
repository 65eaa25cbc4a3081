"""Who is booked for what, for people who call a server again and again."""

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from tests.fuzz.callers import Callers

__all__ = ["Bookings"]

_BOOKINGS: Final = "/api/bookings"


class Bookings:
    """Ada is wanted by Bob, and has agreed to most of it."""

    def __init__(self, callers: "Callers", people: dict[str, str]) -> None:
        self._callers = callers
        self._people = people
        self._projects: dict[str, str] = {}

    def restore(self) -> dict[str, list[str]]:
        """See to it that they are there, and answer their ids, by the names they have in paths."""
        for name in ("ada", "bob", "root"):
            made = self._callers.send(name, "POST", "/api/projects", json={"name": "Gigs"})
            self._projects[name] = str(made.json()["id"])
        asked = [self._wanted("bob", "ada") for _ in range(2)]
        agreed = [self._wanted("bob", "ada") for _ in range(4)]
        for each in agreed:
            self._callers.send("ada", "POST", f"{_BOOKINGS}/{each}/confirm")
        return {"bookingId": [*asked, *agreed]}

    def facts(self, case: Any, place: int) -> dict[str, Any]:
        """What is true of bookings, by the fields in which it is asked for."""
        if not case.path.startswith(_BOOKINGS):
            return {}
        return {
            "projectId": self._projects["root" if place % 2 else "ada"],
            "userId": self._people["bob"],
            "role": None,
            "note": "Two takes.",
            "startTime": f"2030-01-0{1 + place}T10:00:00Z",
            "endTime": f"2030-01-0{1 + place}T12:00:00Z",
            "timeZone": "Europe/Berlin",
            "reason": "It rains.",
            "version": None,
        }

    def _wanted(self, by: str, whom: str) -> str:
        """A booking that somebody has asked for; they see each other, and earlier ones are off."""
        for one, other in ((by, whom), (whom, by)):
            self._callers.send(one, "DELETE", f"/api/users/{self._people[other]}/block")
        open_ones = self._callers.send(whom, "GET", f"{_BOOKINGS}?status=requested&as=booked")
        for each in open_ones.json()["items"][6:]:
            self._callers.send(whom, "POST", f"{_BOOKINGS}/{each['id']}/cancel")
        body = {"projectId": self._projects[by], "userId": self._people[whom]}
        return str(self._callers.send(by, "POST", _BOOKINGS, json=body).json()["id"])
