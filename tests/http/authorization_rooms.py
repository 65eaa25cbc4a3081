"""What routes of rooms speak of, in the table of authorization: rooms, invites, songs."""

from typing import Any, Final

from tests.http.listeners import a_room, likes, music
from tests.http.world import Someone, World

__all__ = ["bodies_about_rooms", "there_are_rooms"]

_PLAY: Final = "/api/rooms/{}/play"


async def there_are_rooms(
    world: World, number: int, owner: Someone, caller: Someone, *, shown: bool
) -> dict[str, str]:
    """Make a room of the owner's, which plays, and an invite to them; answer the ids of all.

    A guest is in the room; it is public if it is shown, and has a vote open in any case.
    """
    heard = await music(world, 20, 20, 20, name=f"Band {number}")
    guest = await world.someone(f"guest.{number}")
    for somebody in {owner.id: owner, caller.id: caller, guest.id: guest}.values():
        await likes(world, somebody, heard)
    room = await a_room(owner, heard, *([] if shown else [guest]), allowVoiceChat=True)
    await guest.send("POST", f"/api/rooms/{room['id']}/join")
    if not shown:
        await owner.send("POST", _PLAY.format(room["id"]))
    await a_room(guest, heard, owner)
    invite = (await owner.send("GET", "/api/rooms/invites")).json()["items"][0]
    newcomer = await world.someone(f"newcomer.{number}")
    return {
        "room_id": room["id"],
        "invite_id": invite["id"],
        "artist_id": heard.artist_id,
        "song_id": heard.song_ids[1],
        "guest_id": guest.id,
        "newcomer_id": newcomer.id,
    }


def bodies_about_rooms(ids: dict[str, str]) -> dict[str, Any]:
    """What is sent along, by route."""
    song = {"songId": ids.get("song_id")}
    den = {"name": "The den", "isPublic": True, "artistId": ids.get("artist_id")}
    return {
        "POST /api/rooms": den,
        "PATCH /api/rooms/{room_id}": {"name": "Another"},
        "POST /api/rooms/{room_id}/kick": {"userId": ids.get("guest_id")},
        "POST /api/rooms/{room_id}/seek": {"positionMs": 1},
        "POST /api/rooms/{room_id}/queue": song,
        "POST /api/rooms/{room_id}/vote": song,
        "PUT /api/rooms/{room_id}/waive": {"waived": False},
        "PUT /api/rooms/{room_id}/mute": {"muted": True},
        "PUT /api/rooms/{room_id}/deafen": {"deafened": True},
        "POST /api/rooms/{room_id}/invite": {"userId": ids.get("newcomer_id")},
    }
