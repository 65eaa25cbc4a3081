"""Sets: finding them, and putting them together."""

from typing import Annotated

from litestar import Response, delete, get, patch, post, put
from litestar.datastructures import ResponseHeader
from litestar.params import JSONBody, QueryParameter
from msgspec import UNSET, UnsetType

from phantom_app.http.callers import PhantomRequest
from phantom_app.http.catalog.parameters import changes
from phantom_app.http.etags import TAGGED, IfMatch, expected_version, strictly
from phantom_app.http.paging import CursorText, Items, Limit, items_of, page_at
from phantom_app.http.payloads import IdInPath, IdText, Payload, VersionNumber
from phantom_app.http.sets.payloads import (
    MusicSetPayload,
    MusicTracklistPayload,
    listed_set_of,
    set_answer,
    set_id,
    track_id,
)
from phantom_core.kernel import NotFound, Outdated, Visibility
from phantom_core.media.sets import (
    ChangeMusicSet,
    CreateMusicSet,
    DeleteMusicSet,
    GetMusicSet,
    ListMusicSets,
    OrderTracks,
)

__all__ = [
    "MusicSetChange",
    "NewMusicSet",
    "TrackOrder",
    "change",
    "create",
    "list_sets",
    "order",
    "remove",
    "show",
]

_Shown = Annotated[Visibility | None, QueryParameter(description="Only private, or only public.")]

_LOCATION = ResponseHeader(
    name="Location", documentation_only=True, required=True, description="Where the set is."
)


class NewMusicSet(Payload):
    """A set that shall be there."""

    title: str
    description: str | None = None
    visibility: Visibility = Visibility.PRIVATE


class MusicSetChange(Payload):
    """What shall be otherwise about a set; what is left out stays."""

    title: str | UnsetType = UNSET
    description: str | UnsetType | None = UNSET
    visibility: Visibility | UnsetType = UNSET
    version: VersionNumber | None = None


class TrackOrder(Payload):
    """Every track of a set once, in the order that they shall have."""

    track_ids: tuple[IdText, ...]
    version: VersionNumber | None = None


@get("/")
async def list_sets(
    request: PhantomRequest,
    visibility: _Shown = None,
    limit: Limit = 50,
    cursor: CursorText = None,
) -> Items[MusicSetPayload]:
    """The public sets, newest first; for admins all."""
    query = ListMusicSets(visibility=visibility, page=page_at(limit, cursor))
    return items_of(await request.caller.ask(query), listed_set_of)


@post("/", response_headers=[*TAGGED, _LOCATION])
async def create(
    request: PhantomRequest, data: JSONBody[NewMusicSet]
) -> Response[MusicTracklistPayload]:
    """Make a set, still without tracks. For admins."""
    command = CreateMusicSet(
        title=data.title, description=data.description, visibility=data.visibility
    )
    made = await request.caller.do(command)
    answer = set_answer(made, status=201)
    answer.headers["Location"] = f"/api/media/sets/{made.music_set.id}"
    return answer


@get("/{music_set_id:str}", refuses=[NotFound], response_headers=TAGGED)
async def show(request: PhantomRequest, music_set_id: IdInPath) -> Response[MusicTracklistPayload]:
    """A set and its tracks, in their order."""
    return set_answer(await request.caller.ask(GetMusicSet(set_id=set_id(music_set_id))))


@patch("/{music_set_id:str}", refuses=[NotFound, Outdated], response_headers=TAGGED)
async def change(
    request: PhantomRequest,
    music_set_id: IdInPath,
    data: JSONBody[MusicSetChange],
    if_match: IfMatch = None,
) -> Response[MusicTracklistPayload]:
    """Describe a set otherwise, or show it to all or to admins only. For admins."""
    command = ChangeMusicSet(
        set_id=set_id(music_set_id),
        version=expected_version(if_match, data.version),
        **changes(data),
    )
    with strictly(if_match):
        return set_answer(await request.caller.do(command))


@delete("/{music_set_id:str}", refuses=[NotFound, Outdated])
async def remove(request: PhantomRequest, music_set_id: IdInPath, if_match: IfMatch = None) -> None:
    """Delete a set with all its tracks. For admins."""
    command = DeleteMusicSet(set_id=set_id(music_set_id), version=expected_version(if_match))
    with strictly(if_match):
        await request.caller.do(command)


@put("/{music_set_id:str}/order", refuses=[NotFound, Outdated], response_headers=TAGGED)
async def order(
    request: PhantomRequest,
    music_set_id: IdInPath,
    data: JSONBody[TrackOrder],
    if_match: IfMatch = None,
) -> Response[MusicTracklistPayload]:
    """Put the tracks of a set in another order, all of them. For admins."""
    command = OrderTracks(
        set_id=set_id(music_set_id),
        track_ids=tuple(track_id(each) for each in data.track_ids),
        version=expected_version(if_match, data.version),
    )
    with strictly(if_match):
        return set_answer(await request.caller.do(command))
