"""Tracks: hearing them; describing them, taking them away."""

from litestar import Response, delete, get, patch
from litestar.params import JSONBody
from msgspec import UNSET, UnsetType

from phantom_app.http.audio.links import REDIRECTED, Redirect
from phantom_app.http.audio.payloads import LinkPayload
from phantom_app.http.callers import PhantomRequest
from phantom_app.http.catalog.parameters import changes
from phantom_app.http.etags import IfMatch, expected_version, strictly
from phantom_app.http.payloads import IdInPath, Payload, VersionNumber, instant
from phantom_app.http.sets.payloads import MusicTrackPayload, track_id, track_of
from phantom_core.blobs import shared_expiry
from phantom_core.kernel import NotFound, Outdated
from phantom_core.media.sets import ChangeTrack, DeleteTrack, TrackNotReady
from phantom_core.media.sets.flows import link_track

__all__ = ["TrackChange", "change", "download", "remove", "stream"]


class TrackChange(Payload):
    """What shall be otherwise about a track; what is left out stays. The version is the set's."""

    title: str | UnsetType = UNSET
    artist: str | UnsetType | None = UNSET
    version: VersionNumber | None = None


@patch("/{music_track_id:str}", refuses=[NotFound, Outdated])
async def change(
    request: PhantomRequest,
    music_track_id: IdInPath,
    data: JSONBody[TrackChange],
    if_match: IfMatch = None,
) -> MusicTrackPayload:
    """Describe a track otherwise; `If-Match` names the version of its set. For admins."""
    command = ChangeTrack(
        track_id=track_id(music_track_id),
        version=expected_version(if_match, data.version),
        **changes(data),
    )
    with strictly(if_match):
        return track_of(await request.caller.do(command))


@delete("/{music_track_id:str}", refuses=[NotFound, Outdated])
async def remove(
    request: PhantomRequest, music_track_id: IdInPath, if_match: IfMatch = None
) -> None:
    """Take a track out of its set, for good; an upload that is open is given up. For admins."""
    command = DeleteTrack(track_id=track_id(music_track_id), version=expected_version(if_match))
    with strictly(if_match):
        await request.caller.do(command)


@get("/{music_track_id:str}/stream", refuses=[NotFound, TrackNotReady], responses=REDIRECTED)
async def stream(
    request: PhantomRequest, music_track_id: IdInPath, *, redirect: Redirect = False
) -> Response[LinkPayload]:
    """Where a track can be played, from any point of it."""
    return await _linked(request, music_track_id, save=False, redirect=redirect)


@get("/{music_track_id:str}/download", refuses=[NotFound, TrackNotReady], responses=REDIRECTED)
async def download(
    request: PhantomRequest, music_track_id: IdInPath, *, redirect: Redirect = False
) -> Response[LinkPayload]:
    """Where a track can be saved from, under its artist and title."""
    return await _linked(request, music_track_id, save=True, redirect=redirect)


async def _linked(
    request: PhantomRequest, music_track_id: str, *, save: bool, redirect: bool
) -> Response[LinkPayload]:
    services = request.caller.services
    made = await link_track(
        services.phantom,
        services.links,
        track_id(music_track_id),
        actor=request.caller.actor,
        expires_at=shared_expiry(services.clock(), services.settings.url_ttl),
        save=save,
    )
    url = request.whole(made.url)
    payload = LinkPayload(
        url=url, content_type=made.content_type, expires_at=instant(made.expires_at)
    )
    if redirect:
        return Response(payload, status_code=307, headers={"Location": url})
    return Response(payload)
