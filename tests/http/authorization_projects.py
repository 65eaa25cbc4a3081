"""What routes of projects speak of, in the table of authorization: projects, and their people."""

from typing import Any

from tests.http.world import Someone, World

__all__ = ["bodies_about_projects", "speaks_of_projects", "there_are_projects"]


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
    people = {"user_id": guest.id, "newcomer_id": newcomer.id}
    return {"project_id": project["id"], **people, **await _arranged(owner, project["id"])}


async def _arranged(owner: Someone, project_id: str) -> dict[str, str]:
    """A stem with a segment, and a conflict about the stem."""
    path = f"/api/projects/{project_id}"
    stem = (await owner.send("POST", f"{path}/stems", {"name": "Bass"})).json()
    body = {"type": "midi", "startMs": 0, "endMs": 1000}
    segment = (await owner.send("POST", f"/api/stems/{stem['id']}/segments", body)).json()
    for replica in ("one", "other"):
        change = {
            "counter": 1,
            "hlc": [1, 0, f"{replica}-{stem['id']}"],
            "entity": "stem",
            "entityId": stem["id"],
            "baseVersion": 1,
            "op": "set",
            "fields": {"name": replica},
        }
        batch = {"replicaId": f"{replica}-{stem['id']}", "changes": [change]}
        await owner.send("POST", f"{path}/sync", batch)
    (conflict,) = (await owner.send("GET", f"{path}/conflicts")).json()["items"]
    return {
        "stem_id": stem["id"],
        "segment_id": segment["id"],
        "conflict_id": conflict["id"],
    }


def speaks_of_projects(route: str) -> bool:
    """Whether a route speaks of a project, or of what is in one."""
    path = route.split()[1]
    if route.endswith("{project_id}"):
        return True
    return path.startswith(("/api/projects", "/api/stems", "/api/segments", "/api/conflicts"))


def bodies_about_projects(ids: dict[str, str]) -> dict[str, Any]:
    """What is sent along, by route."""
    return {
        "POST /api/projects": {"name": "Nights"},
        "POST /api/ai/analyze-project {project_id}": {"projectId": ids.get("project_id")},
        "POST /api/projects/{project_id}/collaborators": {"userId": ids.get("newcomer_id")},
        "PUT /api/projects/{project_id}/collaborators/{user_id}": {"role": "contributor"},
        "PATCH /api/projects/{project_id}": {"tempo": 90},
        "PUT /api/projects/{project_id}": {"name": "Days"},
        "POST /api/projects/{project_id}/stems": {"name": "Bass"},
        "POST /api/projects/{project_id}/sync": {"replicaId": "tab", "changes": []},
        "POST /api/projects/{project_id}/versions": {"name": "One"},
        "POST /api/projects/{project_id}/rollback": {"toSeq": 1},
        "PATCH /api/stems/{stem_id}": {"name": "Bass"},
        "PUT /api/stems/{stem_id}": {"name": "Bass"},
        "POST /api/stems/{stem_id}/segments": {"type": "midi", "startMs": 0, "endMs": 9},
        "POST /api/stems/{stem_id}/segments/audio": {
            "audioFileId": ids.get("stem_id"),
            "startMs": 0,
        },
        "PATCH /api/segments/{segment_id}": {"name": "Hook"},
        "PUT /api/segments/{segment_id}": {"startMs": 0, "endMs": 9},
        "POST /api/conflicts/{conflict_id}/resolve": {"choice": "theirs"},
    }
