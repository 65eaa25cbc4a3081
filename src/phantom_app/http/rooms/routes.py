"""All routes of rooms."""

from litestar import Router

from phantom_app.http.rooms import invites, playing, rooms, voting

__all__ = ["ROUTES"]

ROUTES = (
    Router(
        "/api/rooms",
        tags=["Rooms"],
        route_handlers=[
            rooms.create,
            rooms.discover,
            rooms.mine,
            rooms.show,
            rooms.change,
            rooms.join,
            rooms.leave,
            rooms.members,
            rooms.kick,
            rooms.close,
            playing.playback,
            playing.play,
            playing.pause,
            playing.stop,
            playing.skip,
            playing.previous,
            playing.seek,
            playing.set_modes,
            playing.enqueue,
            playing.history,
            voting.vote,
            voting.results,
            voting.waive,
            invites.invite,
            invites.mine,
            invites.revoke,
            invites.accept,
            invites.decline,
        ],
    ),
)
"""What the server serves of rooms."""
