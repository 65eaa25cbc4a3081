"""Who may call which route about what: the whole table, and each cell of it tried.

The columns are told in `tests.http.authorization_scenes`; `-` is where a column says nothing, as
the route speaks of nobody else's. What a body names stands behind the path.
"""

from typing import Final

import pytest
from litestar.routes import HTTPRoute

from phantom_app.http.app import _application
from phantom_app.http.routes import ROUTES
from phantom_core.identity import SetUserStatus, UserStatus
from phantom_core.kernel import Id, UserId
from tests.http.authorization_scenes import COLUMNS, stage
from tests.http.world import World

# What the office may see and still not report is another's private recording: it deletes it.
# route                                        nobody own open hidden barred barring unknown admin
TABLE: Final = """
GET    /                                       200    200 -    -      -      -       -       200
GET    /verify                                 200    200 -    -      -      -       -       200
GET    /reset                                  200    200 -    -      -      -       -       200
GET    /listen                                 200    200 -    -      -      -       -       200
GET    /listen/{name}                          404    404 -    -      -      -       -       404
GET    /health/live                            200    200 -    -      -      -       -       200
GET    /health/ready                           200    200 -    -      -      -       -       200
GET    /metrics                                200    200 -    -      -      -       -       200
GET    /schema                                 200    200 -    -      -      -       -       200
GET    /schema/swagger                         200    200 -    -      -      -       -       200
GET    /schema/openapi.json                    200    200 -    -      -      -       -       200
GET    /schema/asyncapi.json                   200    200 -    -      -      -       -       200
GET    /schema/oauth2-redirect.html            200    200 -    -      -      -       -       200
GET    /schema/assets/{name}                   404    404 -    -      -      -       -       404
GET    /schema/{path}                          404    404 -    -      -      -       -       404
GET    /blobs/{key}                            403    403 -    -      -      -       -       403
HEAD   /blobs/{key}                            403    403 -    -      -      -       -       403
PUT    /blobs/{key}                            403    403 -    -      -      -       -       403

POST   /api/auth/register                      201    201 -    -      -      -       -       201
POST   /api/auth/login                         200    200 -    -      -      -       -       200
POST   /api/auth/refresh                       200    200 -    -      -      -       -       200
POST   /api/auth/verify                        204    204 -    -      -      -       -       204
POST   /api/auth/forgot                        202    202 -    -      -      -       -       202
POST   /api/auth/reset                         204    204 -    -      -      -       -       204
POST   /api/auth/verify/again                  401    202 -    -      -      -       -       202
POST   /api/auth/logout                        401    204 -    -      -      -       -       204
GET    /api/auth/me                            401    200 -    -      -      -       -       200
POST   /api/auth/password                      401    204 -    -      -      -       -       204
POST   /api/auth/email                         401    200 -    -      -      -       -       200
GET    /api/auth/sessions                      401    200 -    -      -      -       -       200
DELETE /api/auth/sessions/{session_id}         401    204 -    404    -      -       404     404

GET    /api/users                              401    200 -    -      -      -       -       200
GET    /api/users/me                           401    200 -    -      -      -       -       200
PATCH  /api/users/me                           401    200 -    -      -      -       -       200
GET    /api/users/me/erasure                   401    200 -    -      -      -       -       200
DELETE /api/users/me                           401    202 -    -      -      -       -       202
GET    /api/users/me/profile                   401    200 -    -      -      -       -       200
PUT    /api/users/me/profile                   401    200 -    -      -      -       -       200
PUT    /api/users/me/profile {audio_id}        401    200 400  400    400    400     400     400
GET    /api/users/me/consents                  401    200 -    -      -      -       -       200
PUT    /api/users/me/consents                  401    204 -    -      -      -       -       204
POST   /api/users/me/export                    401    202 -    -      -      -       -       202
GET    /api/users/me/export                    401    200 -    -      -      -       -       200
GET    /api/users/me/export/{export_id}        401    200 404  404    404    404     404     404
GET    /api/users/me/blocked                   401    200 -    -      -      -       -       200
GET    /api/users/{user_id}                    401    200 200  404    404    404     404     200
GET    /api/users/{user_id}/compatibility      401    400 200  404    404    404     404     404
GET    /api/users/{user_id}/followers          401    200 200  404    404    404     404     200
GET    /api/users/{user_id}/following          401    200 200  404    404    404     404     200
PUT    /api/users/{user_id}/follow             401    400 204  404    404    404     404     204
DELETE /api/users/{user_id}/follow             401    204 204  204    204    204     204     204
PUT    /api/users/{user_id}/block              401    400 204  404    404    204     404     204
DELETE /api/users/{user_id}/block              401    204 204  204    204    204     204     204

POST   /api/reports {user_id}                  401    400 201  201    404    201     404     201
POST   /api/reports {audio_id}                 401    400 201  404    404    201     404     404
POST   /api/reports {image_id}                 401    400 201  404    404    201     404     404
POST   /api/reports {message_id}               401    400 201  404    404    201     404     404
GET    /api/admin/audit                        401    403 -    -      -      -       -       200
GET    /api/admin/reports                      401    403 -    -      -      -       -       200
POST   /api/admin/reports/{report_id}          401    403 403  403    403    403     403     200
GET    /api/admin/users                        401    403 -    -      -      -       -       200
PUT    /api/admin/users/{user_id}/status       401    403 403  403    403    403     403     200
DELETE /api/admin/users/{user_id}              401    403 403  403    403    403     403     202
GET    /api/admin/users/{user_id}/erasure      401    403 403  403    403    403     403     200
GET    /api/erasures/{erasure_id}              200    200 200  200    200    200     404     200
POST   /api/admin/retention                    401    403 -    -      -      -       -       200
GET    /api/admin/jobs                         401    403 -    -      -      -       -       200
GET    /api/admin/jobs/{job_id}                401    403 403  403    403    403     403     200
POST   /api/admin/jobs/{job_id}/retry          401    403 403  403    403    403     403     200
DELETE /api/admin/jobs/{job_id}                401    403 403  403    403    403     403     204
GET    /api/admin/sweep                        401    403 -    -      -      -       -       200
POST   /api/admin/sweep                        401    403 -    -      -      -       -       202
GET    /api/admin/sweep/{sweep_id}             401    403 403  403    403    403     403     200

GET    /api/recommendations/users              401    200 -    -      -      -       -       200
GET    /api/recommendations/rooms              401    200 -    -      -      -       -       200
GET    /api/recommendations/artists            401    200 -    -      -      -       -       200
GET    /api/admin/exposure                     401    403 -    -      -      -       -       200
GET    /api/matches                            401    200 -    -      -      -       -       200
POST   /api/matches/{user_id}/like             401    400 200  404    404    404     404     404
POST   /api/matches/{user_id}/dismiss          401    400 200  404    404    404     404     404

GET    /api/notifications                      401    200 -    -      -      -       -       200
POST   /api/notifications/read                 401    200 -    -      -      -       -       200
GET    /api/notifications/preferences          401    200 -    -      -      -       -       200
PUT    /api/notifications/preferences          401    200 -    -      -      -       -       200
GET    /api/notifications/devices              401    200 -    -      -      -       -       200
PUT    /api/notifications/devices/{device_id}  401    200 409  409    409    409     200     409
DELETE /api/notifications/devices/{device_id}  401    204 204  204    204    204     204     204
GET    /api/notifications/{notification_id}    401    200 404  404    404    404     404     404

GET    /api/media/images                       401    200 -    -      -      -       -       200
POST   /api/media/images                       401    201 -    -      -      -       -       201
GET    /api/media/images/{image_id}            401    200 200  404    404    404     404     200
PATCH  /api/media/images/{image_id}            401    200 403  404    404    404     404     200
DELETE /api/media/images/{image_id}            401    204 403  404    404    404     404     204
GET    /api/media/images/{image_id}/url        401    200 200  404    404    404     404     200
GET    /api/media/images/{image_id}/avatar     404    404 307  404    307    307     404     404

GET    /api/audio                              401    200 -    -      -      -       -       200
GET    /api/audio/tags                         401    200 -    -      -      -       -       200
POST   /api/audio                              401    201 -    -      -      -       -       201
POST   /api/audio/{audio_id}/complete          401    200 404  404    404    404     404     404
GET    /api/uploads                            401    200 -    -      -      -       -       200
GET    /api/uploads/{upload_id}                401    200 404  404    404    404     404     404
DELETE /api/uploads/{upload_id}                401    204 404  404    404    404     404     404
GET    /api/users/me/storage                   401    200 -    -      -      -       -       200
GET    /api/audio/{audio_id}                   401    200 200  404    404    404     404     200
PATCH  /api/audio/{audio_id}                   401    200 403  404    404    404     404     403
DELETE /api/audio/{audio_id}                   401    204 403  404    404    404     404     204
GET    /api/audio/{audio_id}/stream            401    200 200  404    404    404     404     200
GET    /api/audio/{audio_id}/download          401    200 200  404    404    404     404     200
POST   /api/audio/{audio_id}/analyze           401    202 403  404    404    404     404     403
GET    /api/audio/{audio_id}/reports           401    200 200  404    404    404     404     200
GET    /api/audio/{audio_id}/report            401    200 200  404    404    404     404     200
GET    /api/audio/{audio_id}/waveform          401    200 200  404    404    404     404     200
GET    /api/audio/{audio_id}/waveform.dat      401    200 200  404    404    404     404     200
GET    /api/audio/{audio_id}/waveform.png      401    200 200  404    404    404     404     200
GET    /api/audio/{audio_id}/annotation        401    200 200  404    404    404     404     200
PUT    /api/audio/{audio_id}/annotation        401    200 403  404    404    404     404     403

GET    /api/media/sets                         401    200 -    -      -      -       -       200
POST   /api/media/sets                         401    403 -    -      -      -       -       201
GET    /api/media/sets/{music_set_id}          401    200 200  404    -      -       404     200
PATCH  /api/media/sets/{music_set_id}          401    403 403  403    -      -       403     200
DELETE /api/media/sets/{music_set_id}          401    403 403  403    -      -       403     204
PUT    /api/media/sets/{music_set_id}/order    401    403 403  403    -      -       403     200
POST   /api/media/sets/{music_set_id}/tracks   401    403 403  403    -      -       403     201
PATCH  /api/media/tracks/{music_track_id}      401    403 403  403    -      -       403     200
DELETE /api/media/tracks/{music_track_id}      401    403 403  403    -      -       403     204
POST   /api/media/tracks/{music_track_id}/complete 401 403 403 403 - -     403     200
GET    /api/media/tracks/{music_track_id}/stream 401  200 200  404    -      -       404     200
GET    /api/media/tracks/{music_track_id}/download 401 200 200 404    -      -       404     200

GET    /api/genres                             401    200 -    -      -      -       -       200
POST   /api/genres                             401    403 -    -      -      -       -       201
PATCH  /api/genres/{genre_id}                  401    403 403  -      -      -       403     200
DELETE /api/genres/{genre_id}                  401    403 403  -      -      -       403     204
GET    /api/artists                            401    200 -    -      -      -       -       200
POST   /api/artists {genre_id}                 401    403 403  -      -      -       403     201
GET    /api/artists/{artist_id}                401    200 200  -      -      -       404     200
GET    /api/artists/{artist_id}/songs          401    200 200  -      -      -       404     200
PATCH  /api/artists/{artist_id}                401    403 403  -      -      -       403     200
DELETE /api/artists/{artist_id}                401    403 403  -      -      -       403     204
GET    /api/songs                              401    200 -    -      -      -       -       200
POST   /api/songs {artist_id}                  401    403 403  -      -      -       403     201
GET    /api/songs/{song_id}                    401    200 200  -      200    200     404     200
GET    /api/songs/{song_id}/stream             401    200 200  -      404    404     404     200
PATCH  /api/songs/{song_id}                    401    403 403  -      -      -       403     200
DELETE /api/songs/{song_id}                    401    403 403  -      -      -       403     204
GET    /api/playlists                          401    200 -    -      -      -       -       200
POST   /api/playlists                          401    201 -    -      -      -       -       201
POST   /api/playlists/generate {song_id}       401    201 201  -      -      -       400     201
GET    /api/playlists/{playlist_id}            401    200 200  -      200    200     404     200
PATCH  /api/playlists/{playlist_id}            401    200 403  -      403    403     404     200
DELETE /api/playlists/{playlist_id}            401    204 403  -      403    403     404     204
PUT    /api/playlists/{playlist_id}/songs      401    200 403  -      403    403     404     200
GET    /api/tags                               401    200 -    -      -      -       -       200
POST   /api/tags                               401    201 -    -      -      -       -       201
GET    /api/users/me/taste                     401    200 -    -      -      -       -       200
PUT    /api/users/me/genres {genre_id}         401    204 204  -      -      -       400     204
PUT    /api/users/me/artists {artist_id}       401    204 204  -      -      -       400     204
GET    /api/rooms                              401    200 -    -      -      -       -       200
POST   /api/rooms                              401    201 -    -      -      -       -       201
GET    /api/rooms/mine                         401    200 -    -      -      -       -       200
GET    /api/rooms/invites                      401    200 -    -      -      -       -       200
DELETE /api/rooms/invites/{invite_id}          401    403 404  404    404    404     404     404
POST   /api/rooms/invites/{invite_id}/accept   401    200 404  404    404    404     404     404
POST   /api/rooms/invites/{invite_id}/decline  401    200 404  404    404    404     404     404
GET    /api/rooms/{room_id}                    401    200 200  404    200    200     404     200
PATCH  /api/rooms/{room_id}                    401    200 403  404    403    403     404     404
POST   /api/rooms/{room_id}/join               401    200 200  404    200    200     404     404
POST   /api/rooms/{room_id}/leave              401    200 200  404    200    200     404     200
POST   /api/rooms/{room_id}/kick               401    200 403  404    403    403     404     404
POST   /api/rooms/{room_id}/close              401    200 403  404    403    403     404     200
GET    /api/rooms/{room_id}/members            401    200 200  404    200    200     404     404
GET    /api/rooms/{room_id}/playback           401    200 200  404    200    200     404     404
GET    /api/rooms/{room_id}/history            401    200 200  404    200    200     404     404
GET    /api/rooms/{room_id}/vote-results       401    200 200  404    200    200     404     404
POST   /api/rooms/{room_id}/vote               401    200 403  404    403    403     404     404
POST   /api/rooms/{room_id}/play               401    200 403  404    403    403     404     404
POST   /api/rooms/{room_id}/pause              401    200 403  404    403    403     404     404
POST   /api/rooms/{room_id}/stop               401    200 403  404    403    403     404     404
POST   /api/rooms/{room_id}/skip               401    200 403  404    403    403     404     404
POST   /api/rooms/{room_id}/previous           401    200 403  404    403    403     404     404
POST   /api/rooms/{room_id}/seek               401    200 403  404    403    403     404     404
PUT    /api/rooms/{room_id}/modes              401    200 403  404    403    403     404     404
POST   /api/rooms/{room_id}/queue              401    200 403  404    403    403     404     404
PUT    /api/rooms/{room_id}/waive              401    200 403  404    403    403     404     404
POST   /api/rooms/{room_id}/voice-call/start       401    201 403  404    403    403     404     404
POST   /api/rooms/{room_id}/voice-call/join        401    410 403  404    403    403     404     404
POST   /api/rooms/{room_id}/voice-call/leave       401    204 403  404    403    403     404     404
POST   /api/rooms/{room_id}/video-call/start       401    201 403  404    403    403     404     404
POST   /api/rooms/{room_id}/video-call/join        401    410 403  404    403    403     404     404
POST   /api/rooms/{room_id}/video-call/leave       401    204 403  404    403    403     404     404
PUT    /api/rooms/{room_id}/mute                   401    204 403  404    403    403     404     404
PUT    /api/rooms/{room_id}/deafen                 401    204 403  404    403    403     404     404
POST   /api/rooms/{room_id}/invite             401    201 403  404    403    403     404     404
POST   /api/catalog/import                     401    403 -    -      -      -       -       200
GET    /api/messages/rooms                     401    200 -    -      -      -       -       200
POST   /api/messages/rooms                     401    201 -    -      -      -       -       201
POST   /api/messages/rooms {user_id}           401    400 201  404    404    404     404     404
GET    /api/messages/rooms/{chat_room_id}      401    200 200  404    404    404     404     404
PUT    /api/messages/rooms/{chat_room_id}/seen 401    204 204  404    404    404     404     404
GET    /api/messages/rooms/{chat_room_id}/messages 401 200 200 404    404    404     404     404
POST   /api/messages/rooms/{chat_room_id}/messages 401 201 201 404    404    404     404     404
GET    /api/messages/rooms/{chat_room_id}/search 401  200 200  404    404    404     404     404
GET    /api/messages/rooms/{chat_room_id}/members/{user_id} 401 200 200 404 404 404   404     404
PUT    /api/messages/rooms/{chat_room_id}/members/{user_id} 401 403 403 404 404 404   404     404
DELETE /api/messages/rooms/{chat_room_id}/members/{user_id} 401 204 403 404 404 404   404     404
POST   /api/messages/rooms/{chat_room_id}/files 401   201 201  404    404    404     404     404
GET    /api/messages/files/{chat_file_id}      401    200 200  404    404    404     404     404
DELETE /api/messages/files/{chat_file_id}      401    204 404  404    404    404     404     404
PATCH  /api/messages/{message_id}              401    200 403  404    404    404     404     404
DELETE /api/messages/{message_id}              401    204 403  404    404    404     404     404
PUT    /api/messages/{message_id}/reactions/{emoji} 401 204 204 404   404    404     404     404
DELETE /api/messages/{message_id}/reactions/{emoji} 401 204 204 404   404    404     404     404
GET    /api/rooms/{room_id}/messages           401    200 404  404    404    404     404     404
POST   /api/rooms/{room_id}/messages           401    201 404  404    404    404     404     404

GET    /api/bookings                           401    200 -    -      -      -       -       200
POST   /api/bookings {user_id}                 401    400 201  400    400    400     400     400
GET    /api/bookings/{booking_id}              401    200 404  404    404    404     404     404
PATCH  /api/bookings/{booking_id}              401    200 404  404    404    404     404     404
POST   /api/bookings/{booking_id}/confirm      401    200 404  404    404    404     404     404
POST   /api/bookings/{booking_id}/cancel       401    200 404  404    404    404     404     404
POST   /api/bookings/{booking_id}/complete     401    200 404  404    404    404     404     404

GET    /api/projects                           401    200 -    -      -      -       -       200
POST   /api/projects                           401    201 -    -      -      -       -       201
GET    /api/projects/invites                   401    200 -    -      -      -       -       200
GET    /api/projects/{project_id}              401    200 200  404    404    404     404     404
DELETE /api/projects/{project_id}              401    204 403  404    404    404     404     404
GET    /api/projects/{project_id}/session      401    200 200  404    404    404     404     404
GET    /api/projects/{project_id}/collaborators 401   200 200  404    404    404     404     404
POST   /api/projects/{project_id}/collaborators 401   201 403  404    404    404     404     404
PUT    /api/projects/{project_id}/collaborators/{user_id} 401 204 403 404 404 404    404     404
DELETE /api/projects/{project_id}/collaborators/{user_id} 401 204 403 404 404 404    404     404
POST   /api/projects/{project_id}/collaborators/accept 401 200 404 404 404   404     404     404
POST   /api/projects/{project_id}/collaborators/decline 401 409 404 404 404  404     404     404
GET    /api/projects/{project_id}/export       401    200 403  404    404    404     404     404
POST   /api/projects/import                    401    201 -    -      -      -       -       201
POST   /api/projects/{project_id}/collaborators/leave 401 409 200  404 404   404     404     404
PATCH  /api/projects/{project_id} 401 200 403 404 404 404 404 404
PUT    /api/projects/{project_id} 401 200 403 404 404 404 404 404
GET    /api/projects/{project_id}/stems 401 200 200 404 404 404 404 404
POST   /api/projects/{project_id}/stems 401 201 403 404 404 404 404 404
GET    /api/projects/{project_id}/sync 401 200 200 404 404 404 404 404
POST   /api/projects/{project_id}/sync 401 200 403 404 404 404 404 404
GET    /api/projects/{project_id}/changes 401 200 200 404 404 404 404 404
GET    /api/projects/{project_id}/versions 401 200 200 404 404 404 404 404
POST   /api/projects/{project_id}/versions 401 201 403 404 404 404 404 404
POST   /api/projects/{project_id}/rollback 401 200 403 404 404 404 404 404
GET    /api/projects/{project_id}/conflicts 401 200 200 404 404 404 404 404
POST   /api/conflicts/{conflict_id}/resolve 401 200 403 404 404 404 404 404
GET    /api/stems/{stem_id} 401 200 200 404 404 404 404 404
PATCH  /api/stems/{stem_id} 401 200 403 404 404 404 404 404
PUT    /api/stems/{stem_id} 401 200 403 404 404 404 404 404
DELETE /api/stems/{stem_id} 401 204 403 404 404 404 404 404
GET    /api/stems/{stem_id}/segments 401 200 200 404 404 404 404 404
POST   /api/stems/{stem_id}/segments 401 201 403 404 404 404 404 404
POST   /api/stems/{stem_id}/segments/midi 401 201 403 404 404 404 404 404
POST   /api/stems/{stem_id}/segments/audio 401 404 403 404 404 404 404 404
GET    /api/segments/{segment_id} 401 200 200 404 404 404 404 404
PATCH  /api/segments/{segment_id} 401 200 403 404 404 404 404 404
PUT    /api/segments/{segment_id} 401 200 403 404 404 404 404 404
DELETE /api/segments/{segment_id} 401 204 403 404 404 404 404 404
POST   /api/ai/generate-midi                   401    200 -    -      -      -       -       200
POST   /api/ai/analyze-project {project_id}    401    200 403  404    404    404     404     404
POST   /api/ai/generate-chords                 401    200 -    -      -      -       -       200
GET    /api/segments/{segment_id}/midi 401 200 200 404 404 404 404 404
PUT    /api/segments/{segment_id}/midi 401 200 403 404 404 404 404 404
"""


def _rows() -> dict[str, dict[str, int]]:
    """What each route answers, by column."""
    rows = {}
    for line in filter(None, TABLE.splitlines()):
        words = line.split()
        cells = zip(COLUMNS, words[-len(COLUMNS) :], strict=True)
        rows[" ".join(words[: -len(COLUMNS)])] = {
            column: int(status) for column, status in cells if status != "-"
        }
    return rows


ROWS: Final = _rows()
PLACES: Final = ("memory",)
"""Rules stand above the storages, which answer alike."""
CLOSED: Final = [route for route, cells in ROWS.items() if cells["nobody"] == 401]


def _served() -> set[str]:
    """Every route of the server, but the preflights that are answered for all of them."""
    return {
        f"{method} {route.path_format}"
        for route in _application(tuple(ROUTES), 1, ()).routes
        if isinstance(route, HTTPRoute)
        for method in route.route_handler_map
        if method != "OPTIONS"
    }


def test_every_route_has_a_row_and_every_row_a_route() -> None:
    assert {" ".join(route.split()[:2]) for route in ROWS} == _served()


def test_what_names_somebody_elses_is_tried_with_others() -> None:
    for route, cells in ROWS.items():
        alone = route.partition(" ")[2].startswith(("/schema", "/listen", "/blobs"))
        assert ("unknown" in cells) == ("{" in route and not alone), route


@pytest.mark.parametrize("route", ROWS)
async def test_a_route_answers_everybody_as_the_table_says(world: World, route: str) -> None:
    told = {}
    for column in ROWS[route]:
        told[column] = await (await stage(world, column, route)).send(route)

    assert told == ROWS[route]


@pytest.mark.parametrize("route", CLOSED)
async def test_a_closed_route_knows_nobody_by_a_session_that_is_over(
    world: World, route: str
) -> None:
    suspended, gone = await stage(world, "own", route), await stage(world, "open", route)
    ban = SetUserStatus(user_id=UserId(Id(suspended.account.id)), status=UserStatus.SUSPENDED)
    await world.do(ban)
    assert gone.caller is not None
    await gone.caller.send("POST", "/api/auth/logout")

    assert (await suspended.send(route), await gone.send(route)) == (401, 401)
