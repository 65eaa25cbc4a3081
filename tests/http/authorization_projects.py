"""What routes of projects speak of, in the table of authorization: projects, and their people."""

from typing import Any

from tests.http.world import Someone, World

__all__ = ["bodies_about_projects", "there_are_projects"]


async def there_are_projects(
    world: World, number: int, owner: Someone, *, shown: bool
) -> dict[str, str]:
    """Make a project of the owner's, public if it is shown, and somebody who is in it."""
    body = {"name": "Nights", "isPublic": shown}
    project = (await owner.send("POST", "/api/projects", body)).json()
    path = f"/api/projects/{project['id']}/collaborators"
    guest = await world.someone(f"collaborator.{number}")
    newcomer = await world.someone(f"invited.{number}")
    await owner.send("POST", path, {"userId": guest.id})
    await guest.send("POST", f"{path}/accept")
    return {"project_id": project["id"], "user_id": guest.id, "newcomer_id": newcomer.id}


def bodies_about_projects(ids: dict[str, str]) -> dict[str, Any]:
    """What is sent along, by route."""
    return {
        "POST /api/projects": {"name": "Nights"},
        "POST /api/projects/{project_id}/collaborators": {"userId": ids.get("newcomer_id")},
        "PUT /api/projects/{project_id}/collaborators/{user_id}": {"role": "contributor"},
    }
