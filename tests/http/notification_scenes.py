"""What there is of somebody's notifications, for whoever calls about it."""

from tests.http.world import Someone, World

__all__ = ["a_device", "a_notification"]


async def a_device(_world: World, owner: Someone, *, shown: bool) -> str:  # noqa: ARG001 - as the others
    """A device of somebody's."""
    told = {"platform": "ios", "token": f"token-of-{owner.id}"}
    await owner.send("PUT", f"/api/notifications/devices/{owner.id}", told)
    return owner.id


async def a_notification(world: World, owner: Someone, *, shown: bool) -> str:  # noqa: ARG001 - as above
    """What somebody is told of who follows them."""
    follower = await world.someone(f"fan.{owner.id[-8:]}")
    await follower.send("PUT", f"/api/users/{owner.id}/follow")
    return str((await owner.send("GET", "/api/notifications")).json()["items"][0]["id"])
