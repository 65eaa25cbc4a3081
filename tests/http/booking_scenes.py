"""What bookings the table of authorization speaks of, and what is said of them."""

from typing import Any

from tests.http.world import Someone, World

__all__ = ["bodies_about_bookings", "there_are_bookings"]


async def there_are_bookings(
    world: World, number: int, owner: Someone, caller: Someone, route: str
) -> dict[str, str]:
    """Have the owner be wanted by somebody, and the caller have a project to want people for."""
    band = await world.someone(f"band.{number}")
    theirs, callers = await _project(band), await _project(caller)
    wanted = {"projectId": theirs, "userId": owner.id}
    booking = (await band.send("POST", "/api/bookings", wanted)).json()["id"]
    if route.endswith("/complete"):
        await owner.send("POST", f"/api/bookings/{booking}/confirm")
    return {"booking_id": booking, "booked_for": callers}


async def _project(owner: Someone) -> str:
    made = await owner.send("POST", "/api/projects", {"name": "Nights"})
    return str(made.json()["id"])


def bodies_about_bookings(ids: dict[str, str]) -> dict[str, Any]:
    """What is sent along, by route."""
    wanted = {"projectId": ids.get("booked_for"), "userId": ids.get("user_id")}
    return {
        "POST /api/bookings {user_id}": wanted,
        "POST /api/bookings/{booking_id}/cancel": {"reason": "It rains."},
    }
