"""How Ada is wanted by Bob, and wants him."""

from typing import Any

__all__ = ["BOOKINGS"]


async def _wanted(life: Any, by: Any, whom: Any) -> str:
    """The path of a new booking; they see each other again, if they did not."""
    for one, other in ((by, whom), (whom, by)):
        await one.send("DELETE", f"/api/users/{other.id}/block")
    project = (await by.send("POST", "/api/projects", {"name": "Nights"})).json()["id"]
    body = {"projectId": project, "userId": whom.id, "note": f"{life.chance.random()}"}
    made = await by.send("POST", "/api/bookings", body)
    return f"/api/bookings/{made.json()['id']}" if made.status_code == 201 else "/api/bookings"


async def be_wanted(life: Any) -> None:
    await _wanted(life, life.bob, life.ada)


async def play_for_bob(life: Any) -> None:
    path = await _wanted(life, life.bob, life.ada)
    await life.bob.send("PATCH", path, {"role": "drummer"})
    await life.ada.send("POST", f"{path}/confirm")
    await life.chance.choice([life.ada, life.bob]).send("POST", f"{path}/complete")


async def have_bob_not_come(life: Any) -> None:
    path = await _wanted(life, life.ada, life.bob)
    await life.bob.send("POST", f"{path}/cancel", {"reason": "It rains."})


BOOKINGS = (be_wanted, play_for_bob, have_bob_not_come)
