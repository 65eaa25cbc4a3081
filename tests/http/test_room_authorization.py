"""Who may do what about a room: the whole table for rooms of both kinds, and each cell tried.

The columns are told in `tests.http.room_scenes`. What a body names stands behind the path.
"""

from collections.abc import Sequence
from typing import Final

import pytest

from tests.http.room_scenes import PRIVATE, PUBLIC, Cast, cast_of, set_scene
from tests.http.test_authorization import ROWS
from tests.http.world import World

PUBLIC_TABLE: Final = """
GET    /api/rooms/{room_id}                         401 200 200 200 200 200 200 200 200
PATCH  /api/rooms/{room_id}                         401 200 403 403 403 403 403 403 403
POST   /api/rooms/{room_id}/join                    401 200 200 200 200 403 200 403 200
POST   /api/rooms/{room_id}/leave                   401 200 200 200 200 200 200 200 200
POST   /api/rooms/{room_id}/kick                    401 200 403 403 403 403 403 403 403
POST   /api/rooms/{room_id}/kick {former}           401 404 403 403 403 403 403 403 403
POST   /api/rooms/{room_id}/close                   401 403 403 403 403 403 403 403 200
GET    /api/rooms/{room_id}/members                 401 200 200 200 200 200 200 200 200
GET    /api/rooms/{room_id}/playback                401 200 200 200 200 200 200 200 200
GET    /api/rooms/{room_id}/history                 401 200 200 200 200 200 200 200 200
GET    /api/rooms/{room_id}/vote-results            401 200 200 200 200 200 200 200 200
POST   /api/rooms/{room_id}/vote                    401 200 200 403 403 403 403 403 403
POST   /api/rooms/{room_id}/play                    401 403 403 403 403 403 403 403 403
POST   /api/rooms/{room_id}/pause                   401 403 403 403 403 403 403 403 403
POST   /api/rooms/{room_id}/stop                    401 403 403 403 403 403 403 403 403
POST   /api/rooms/{room_id}/skip                    401 403 403 403 403 403 403 403 403
POST   /api/rooms/{room_id}/previous                401 403 403 403 403 403 403 403 403
POST   /api/rooms/{room_id}/seek                    401 403 403 403 403 403 403 403 403
PUT    /api/rooms/{room_id}/modes                   401 403 403 403 403 403 403 403 403
POST   /api/rooms/{room_id}/queue                   401 403 403 403 403 403 403 403 403
PUT    /api/rooms/{room_id}/waive                   401 403 403 403 403 403 403 403 403
POST   /api/rooms/{room_id}/voice-call/start        401 201 201 403 403 403 403 403 403
POST   /api/rooms/{room_id}/voice-call/join         401 410 410 403 403 403 403 403 403
POST   /api/rooms/{room_id}/voice-call/leave        401 204 204 403 403 403 403 403 403
POST   /api/rooms/{room_id}/video-call/start        401 403 403 403 403 403 403 403 403
POST   /api/rooms/{room_id}/video-call/join         401 403 403 403 403 403 403 403 403
POST   /api/rooms/{room_id}/video-call/leave        401 204 204 403 403 403 403 403 403
PUT    /api/rooms/{room_id}/mute                    401 204 204 403 403 403 403 403 403
PUT    /api/rooms/{room_id}/mute {former}           401 204 204 403 403 403 403 403 403
PUT    /api/rooms/{room_id}/deafen                  401 204 204 403 403 403 403 403 403
POST   /api/rooms/{room_id}/invite                  401 403 403 403 403 403 403 403 403
"""

PRIVATE_TABLE: Final = """
GET    /api/rooms/{room_id}                         401 200 200 200 200 404 200 404 200 404 200
PATCH  /api/rooms/{room_id}                         401 200 403 404 404 404 404 404 404 404 404
POST   /api/rooms/{room_id}/join                    401 200 200 200 200 404 403 404 403 404 404
POST   /api/rooms/{room_id}/leave                   401 200 200 200 200 404 200 404 200 404 200
POST   /api/rooms/{room_id}/kick                    401 200 403 404 404 404 404 404 404 404 404
POST   /api/rooms/{room_id}/kick {former}           401 404 403 404 404 404 404 404 404 404 404
POST   /api/rooms/{room_id}/close                   401 200 403 403 403 404 403 404 403 404 200
GET    /api/rooms/{room_id}/members                 401 200 200 404 404 404 404 404 404 404 404
GET    /api/rooms/{room_id}/playback                401 200 200 404 404 404 404 404 404 404 404
GET    /api/rooms/{room_id}/history                 401 200 200 404 404 404 404 404 404 404 404
GET    /api/rooms/{room_id}/vote-results            401 200 200 404 404 404 404 404 404 404 404
POST   /api/rooms/{room_id}/vote                    401 200 200 404 404 404 404 404 404 404 404
POST   /api/rooms/{room_id}/play                    401 200 200 404 404 404 404 404 404 404 404
POST   /api/rooms/{room_id}/pause                   401 200 200 404 404 404 404 404 404 404 404
POST   /api/rooms/{room_id}/stop                    401 200 200 404 404 404 404 404 404 404 404
POST   /api/rooms/{room_id}/skip                    401 200 200 404 404 404 404 404 404 404 404
POST   /api/rooms/{room_id}/previous                401 200 200 404 404 404 404 404 404 404 404
POST   /api/rooms/{room_id}/seek                    401 200 200 404 404 404 404 404 404 404 404
PUT    /api/rooms/{room_id}/modes                   401 200 200 404 404 404 404 404 404 404 404
POST   /api/rooms/{room_id}/queue                   401 200 200 404 404 404 404 404 404 404 404
PUT    /api/rooms/{room_id}/waive                   401 200 200 404 404 404 404 404 404 404 404
POST   /api/rooms/{room_id}/invite                  401 201 201 404 404 404 404 404 404 404 404
POST   /api/rooms/{room_id}/voice-call/start        401 201 201 404 404 404 404 404 404 404 404
POST   /api/rooms/{room_id}/voice-call/join         401 410 410 404 404 404 404 404 404 404 404
POST   /api/rooms/{room_id}/voice-call/leave        401 204 204 404 404 404 404 404 404 404 404
POST   /api/rooms/{room_id}/video-call/start        401 201 201 404 404 404 404 404 404 404 404
POST   /api/rooms/{room_id}/video-call/join         401 410 410 404 404 404 404 404 404 404 404
POST   /api/rooms/{room_id}/video-call/leave        401 204 204 404 404 404 404 404 404 404 404
PUT    /api/rooms/{room_id}/mute                    401 204 204 404 404 404 404 404 404 404 404
PUT    /api/rooms/{room_id}/mute {former}           401 204 204 404 404 404 404 404 404 404 404
PUT    /api/rooms/{room_id}/deafen                  401 204 204 404 404 404 404 404 404 404 404
DELETE /api/rooms/invites/{invite_id}               401 204 403 403 404 404 404 404 404 404 404
POST   /api/rooms/invites/{invite_id}/accept        401 404 404 200 404 404 404 404 404 404 404
POST   /api/rooms/invites/{invite_id}/decline       401 404 404 200 404 404 404 404 404 404 404
"""


def _rows(table: str, columns: Sequence[str]) -> dict[str, dict[str, int]]:
    """What each route answers, by column."""
    rows = {}
    for line in filter(None, table.splitlines()):
        words = line.split()
        cells = zip(columns, map(int, words[-len(columns) :]), strict=True)
        rows[" ".join(words[: -len(columns)])] = dict(cells)
    return rows


PLACES: Final = ("memory",)
"""Rules stand above the storages, which answer alike."""
TABLES: Final = {True: _rows(PUBLIC_TABLE, PUBLIC), False: _rows(PRIVATE_TABLE, PRIVATE)}
CASES: Final = [(public, route) for public, rows in TABLES.items() for route in rows]


@pytest.fixture
async def cast(world: World) -> Cast:
    return await cast_of(world)


def test_every_route_of_a_room_has_a_row() -> None:
    served = {" ".join(route.split()[:2]) for route in ROWS if "/api/rooms/" in route}
    about_one = {route for route in served if "{" in route and "messages" not in route}

    assert {" ".join(route.split()[:2]) for route in TABLES[False]} == about_one


@pytest.mark.parametrize(("public", "route"), CASES)
async def test_a_route_answers_everybody_as_the_table_says(
    cast: Cast,
    public: bool,  # noqa: FBT001 - a parameter
    route: str,
) -> None:
    told = {}
    for part in TABLES[public][route]:
        scene = await set_scene(cast, public=public)
        told[part] = await scene.send(part, route)

    assert told == TABLES[public][route]
