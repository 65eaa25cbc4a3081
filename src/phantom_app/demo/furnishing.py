"""Furnishing the demo world: what its people like, and the rooms where they meet.

A taste that somebody has said since is left alone; a room that has ended is opened again.
"""

from collections.abc import Mapping, Sequence

import attrs

from phantom_app.demo.cast import Player
from phantom_app.demo.parlours import Parlour
from phantom_app.demo.scene import Scene
from phantom_app.demo.stocking import artist_called
from phantom_core.catalog import GetTaste, SetFavouriteArtists, SetFavouriteGenres
from phantom_core.chat import ChatKind, ChatRoomId, GetLinkedChat
from phantom_core.kernel import Actor, Forbidden, NotFound
from phantom_core.phantom import Phantom
from phantom_core.rooms import ArtistId, CreateRoom, JoinRoom, ListRooms, RoomId

__all__ = ["OpenRoom", "furnish"]


@attrs.frozen(kw_only=True)
class OpenRoom:
    """A room of the demo world, as it is open.

    Attributes:
        host: who has opened it.
        chat_room_id: where one talks there; `None` if its host may not.
        regulars: who is to be found there, by user name, the host first.
    """

    room_id: RoomId
    chat_room_id: ChatRoomId | None
    host: Actor
    regulars: Mapping[str, Actor]


async def furnish(
    phantom: Phantom, scene: Scene, people: Mapping[str, Actor]
) -> Sequence[OpenRoom]:
    """Let everybody say what they like, and have the rooms open. Raises: Unavailable."""
    for player in scene.cast:
        await _say_taste(phantom, player, people[player.username])
    return [await _opened(phantom, parlour, people) for parlour in scene.parlours]


async def _say_taste(phantom: Phantom, player: Player, actor: Actor) -> None:
    said = (await phantom.ask(GetTaste(), actor=actor)).taste
    found = [await artist_called(phantom, name, actor) for name in player.likes]
    artists = [artist for artist in found if artist is not None]
    if artists and not said.genre_ids:
        genres = dict.fromkeys(artist.genre_id for artist in artists)
        await phantom.do(SetFavouriteGenres(ids=tuple(genres)), actor=actor)
    if artists and not said.artist_ids:
        ids = tuple(artist.id for artist in artists)
        await phantom.do(SetFavouriteArtists(ids=ids), actor=actor)


async def _opened(phantom: Phantom, parlour: Parlour, people: Mapping[str, Actor]) -> OpenRoom:
    host = people[parlour.host]
    room_id = await _room_called(phantom, parlour.name, host) or await _open(phantom, parlour, host)
    return OpenRoom(
        room_id=room_id,
        chat_room_id=await _chat_of(phantom, room_id, host),
        host=host,
        regulars={name: people[name] for name in parlour.regulars if name in people},
    )


async def _room_called(phantom: Phantom, name: str, host: Actor) -> RoomId | None:
    page = await phantom.ask(ListRooms(query=name), actor=host)
    own = (row.card for row in page.items if row.card.created_by.id == host.person)
    return next((card.id for card in own if card.name == name), None)


async def _open(phantom: Phantom, parlour: Parlour, host: Actor) -> RoomId:
    artist = await artist_called(phantom, parlour.band, host)
    command = CreateRoom(
        name=parlour.name,
        is_public=True,
        artist_id=None if artist is None else ArtistId(artist.id),
        allow_voice_chat=True,
    )
    return (await phantom.do(command, actor=host)).value.card.id


async def _chat_of(phantom: Phantom, room_id: RoomId, host: Actor) -> ChatRoomId | None:
    """Where one talks in a room, as its host sees it, who is there; unless they were banned."""
    try:
        await phantom.do(JoinRoom(room_id=room_id), actor=host)
        return await phantom.ask(GetLinkedChat(kind=ChatKind.ROOM, linked_id=room_id), actor=host)
    except (Forbidden, NotFound):
        return None
