"""Rooms of both kinds with somebody in every part that there is, each played out."""

from typing import Any, Final

import attrs

from phantom_core.kernel import Actor, Command, Id, UserId, person
from phantom_core.rooms import (
    CreateRoom,
    InviteToRoom,
    JoinRoom,
    KickMember,
    LeaveRoom,
    Play,
    RoomId,
    SongId,
)
from tests.http.listeners import Music, likes, music
from tests.http.world import Someone, World

__all__ = ["PRIVATE", "PUBLIC", "Cast", "RoomScene", "cast_of", "set_scene"]

PUBLIC: Final = (
    *("nobody", "host", "member", "former", "kicked", "banned", "stranger", "newcomer", "admin"),
)
"""Who calls about a public room.

    nobody: without a token.
    host, member: who is in it.
    former: who has left.
    kicked: whom the host has put out.
    banned: who has been banned from the room's chat.
    stranger: who was never there.
    newcomer: a stranger who has not said what they like.
    admin: a stranger who looks after the place.
"""

PRIVATE: Final = (
    *("nobody", "host", "member", "invited", "former", "kicked", "banned", "stranger"),
    *("newcomer", "blocked", "admin"),
)
"""Who calls about a private room; besides those above:

    invited: who has not answered yet.
    blocked: who was invited, and blocked by the host since.
    newcomer: who is invited, and has not said what they like.
"""

_NOBODYS_ID: Final = "01ARZ3NDEKTSV4RRFFQ69G5FAV"


@attrs.frozen
class Cast:
    """Those who play, the same in all scenes, and what they hear."""

    world: World
    people: dict[str, Someone]
    heard: Music

    def actor(self, part: str) -> Actor:
        """Who has a part."""
        somebody = self.people[part]
        return person(UserId(Id(somebody.id)), is_admin=part == "admin")

    async def do(self, part: str, command: Command[Any]) -> Any:
        """Have somebody do something."""
        return (await self.world.services.phantom.do(command, actor=self.actor(part))).value


@attrs.frozen
class RoomScene:
    """A room, and what is called about."""

    cast: Cast
    ids: dict[str, str]

    async def send(self, part: str, route: str) -> int:
        """Call a route as it should be called, and answer the status."""
        method, template, *_ = route.split()
        path, body = template.format_map(self.ids), self._bodies().get(route)
        options = {} if body is None else {"json": body}
        if part == "nobody":
            answer = await self.cast.world.http.request(method, path, **options)
        else:
            answer = await self.cast.people[part].send(method, path, **options)
        return answer.status_code

    def _bodies(self) -> dict[str, Any]:
        """What is sent along, by route."""
        return {
            "PATCH /api/rooms/{room_id}": {"name": "Another"},
            "POST /api/rooms/{room_id}/kick": {"userId": self.cast.people["member"].id},
            "POST /api/rooms/{room_id}/kick {former}": {"userId": self.cast.people["former"].id},
            "POST /api/rooms/{room_id}/seek": {"positionMs": 1},
            "PUT /api/rooms/{room_id}/modes": {"shuffle": True},
            "POST /api/rooms/{room_id}/queue": {"songId": self.ids["song_id"]},
            "POST /api/rooms/{room_id}/vote": {"songId": self.ids["song_id"]},
            "PUT /api/rooms/{room_id}/waive": {"waived": False},
            "PUT /api/rooms/{room_id}/mute": {"muted": True},
            "PUT /api/rooms/{room_id}/mute {former}": {
                "muted": True,
                "userId": self.cast.people["former"].id,
            },
            "PUT /api/rooms/{room_id}/deafen": {"deafened": True},
            "POST /api/rooms/{room_id}/invite": {"userId": self.cast.people["guest"].id},
        }


async def cast_of(world: World) -> Cast:
    """Have everybody come who plays."""
    heard = await music(world, 20, 20, 20)
    names = {*PUBLIC, *PRIVATE, "guest"} - {"nobody", "admin"}
    people = {name: await world.someone(name) for name in sorted(names)}
    people["admin"] = await world.admin("admin")
    for name, somebody in people.items():
        if name != "newcomer":
            await likes(world, somebody, heard)
    return Cast(world, people, heard)


async def set_scene(cast: Cast, *, public: bool) -> RoomScene:
    """Open a room in which music plays that is voted on, and have everybody take their part."""
    inside = ("member", "former", "kicked", "banned")
    outside = () if public else ("invited", "newcomer", "blocked")
    invites = () if public else (*inside, *outside)
    host, people = cast.people["host"], cast.people
    await host.send("DELETE", f"/api/users/{people['blocked'].id}/block")
    created = CreateRoom(
        name="The den",
        is_public=public,
        artist_id=cast.heard.artist_id,
        allow_voice_chat=True,
        invites=tuple(UserId(Id(people[name].id)) for name in invites),
    )
    room_id = RoomId((await cast.do("host", created)).card.id)
    for name in inside:
        await cast.do(name, JoinRoom(room_id=room_id))
    await cast.do("former", LeaveRoom(room_id=room_id))
    kick = KickMember(room_id=room_id, user_id=UserId(Id(people["kicked"].id)))
    await cast.do("host", kick)
    await _ban(host, room_id, people["banned"])
    invite_id = _NOBODYS_ID
    if not public:
        await cast.do("host", Play(room_id=room_id))
        invite = InviteToRoom(room_id=room_id, user_id=UserId(Id(people["invited"].id)))
        invite_id = (await cast.do("host", invite)).id
        await host.send("PUT", f"/api/users/{people['blocked'].id}/block")
    song_id = SongId(Id(cast.heard.song_ids[1]))
    return RoomScene(cast, {"room_id": room_id, "invite_id": invite_id, "song_id": song_id})


async def _ban(host: Someone, room_id: str, somebody: Someone) -> None:
    """Have a host ban somebody for long."""
    message = (await host.send("GET", f"/api/rooms/{room_id}/messages")).json()["items"][0]
    path = f"/api/messages/rooms/{message['chatRoomId']}/members/{somebody.id}"
    answer = await host.send("PUT", path, {"bannedUntil": "2030-01-01T00:00:00.000Z"})
    assert answer.status_code == 204, answer.text
