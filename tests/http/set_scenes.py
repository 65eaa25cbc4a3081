"""What sets of music the table of authorization speaks of, and what is said of them."""

from typing import Any, Final

from phantom_core.kernel import Actor, Id, UserId, Visibility, person
from phantom_core.media.sets import CreateMusicSet, Tracklist
from phantom_core.media.sets.flows import IncomingTrack, take_track
from tests.http.world import Someone, World
from tests.use_cases.audio.studio import stream, tone

__all__ = ["NAMES", "bodies", "there_is"]

NAMES: Final = frozenset({"music_set_id", "music_track_id"})
"""The parameters that name something of sets."""


def bodies() -> dict[str, Any]:
    """What is sent along, by route."""
    part = {"number": 1, "etag": '"0"'}
    return {
        "POST /api/media/sets": {"title": "Dawn"},
        "PUT /api/media/sets/{music_set_id}/order": {"trackIds": []},
        "POST /api/media/tracks/{music_track_id}/complete": {"parts": [part]},
    }


async def there_is(world: World, name: str, owner: Someone, *, public: bool) -> str:
    """Make what a parameter names, and answer its id."""
    admin = person(UserId(Id(owner.id)), is_admin=True)
    made = await _made(world, admin, public=public)
    if name == "music_set_id":
        return made.music_set.id
    incoming = IncomingTrack(set_id=made.music_set.id, file_name="song.wav", chunks=stream(tone()))
    return (await take_track(world.services.sets, incoming, actor=admin)).track.id


async def _made(world: World, admin: Actor, *, public: bool) -> Tracklist:
    visibility = Visibility.PUBLIC if public else Visibility.PRIVATE
    command = CreateMusicSet(title="Dusk", visibility=visibility)
    return (await world.services.phantom.do(command, actor=admin)).value
