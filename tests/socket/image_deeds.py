"""What Ada does with images."""

from typing import Any

from tests.http.test_images import IMAGES, added

__all__ = ["PICTURES"]


async def show_oneself(life: Any) -> None:
    await _avatar(life)


async def describe_a_picture(life: Any) -> None:
    body = {"title": f"Dawn {life.chance.random()}"}
    await life.ada.send("PATCH", f"{IMAGES}/{await _avatar(life)}", body)


async def drop_a_picture(life: Any) -> None:
    await life.ada.send("DELETE", f"{IMAGES}/{await _avatar(life)}")


async def lose_what_a_picture_shows(life: Any) -> None:
    recording = await life.a_recording()
    if recording is not None:
        await added(life.ada, linkedEntityType="AudioFile", linkedEntityId=recording)
        await life.ada.send("DELETE", f"/api/audio/{recording}")


async def _avatar(life: Any) -> str:
    image = await added(life.ada, usageType="avatar")
    await life.ada.send("PATCH", "/api/users/me", {"avatarImageId": image["id"]})
    return str(image["id"])


PICTURES = (show_oneself, describe_a_picture, drop_a_picture, lose_what_a_picture_shows)
