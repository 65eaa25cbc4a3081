"""What happens to one's notifications besides their coming and going."""

from typing import Any

__all__ = ["NOTICES"]

_PATH = "/api/notifications"


async def choose(life: Any) -> None:
    wanted = {kind: {"inApp": life.chance.random() < 0.9} for kind in ("report", "analysis")}
    push = {"follower": {"push": life.chance.random() < 0.5}}
    await life.ada.send("PUT", f"{_PATH}/preferences", {**wanted, **push})


async def read_some(life: Any) -> None:
    for method in ("DELETE", "PUT"):
        await life.bob.send(method, f"/api/users/{life.ada.id}/follow")
    listed = (await life.ada.send("GET", f"{_PATH}?unread=true&limit=2")).json()["items"]
    await life.ada.send("POST", f"{_PATH}/read", {"ids": [each["id"] for each in listed]})


async def read_all(life: Any) -> None:
    await life.ada.send("POST", f"{_PATH}/read", {"all": True})


async def lose_one_of_two_followers(life: Any) -> None:
    for who in (life.bob, life.root):
        await life.ada.send("DELETE", f"/api/users/{who.id}/block")
        await who.send("DELETE", f"/api/users/{life.ada.id}/block")
        for method in ("DELETE", "PUT"):
            await who.send(method, f"/api/users/{life.ada.id}/follow")
    await life.bob.send("DELETE", f"/api/users/{life.ada.id}/follow")


NOTICES = (choose, read_some, read_all, lose_one_of_two_followers, choose, read_some)
