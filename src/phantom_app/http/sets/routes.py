"""All routes of sets of music."""

from litestar import Router

from phantom_app.http.sets import sets, taking, tracks

__all__ = ["ROUTES"]

ROUTES = (
    Router(
        "/api/media/sets",
        tags=["Sets"],
        route_handlers=[
            sets.list_sets,
            sets.create,
            sets.show,
            sets.change,
            sets.remove,
            sets.order,
            taking.add,
        ],
    ),
    Router(
        "/api/media/tracks",
        tags=["Sets"],
        route_handlers=[
            taking.complete,
            tracks.change,
            tracks.remove,
            tracks.stream,
            tracks.download,
        ],
    ),
)
"""What the server serves of sets of music."""
