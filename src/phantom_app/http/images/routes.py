"""All routes of images."""

from litestar import Router

from phantom_app.http.images import adding, images

__all__ = ["ROUTES"]

ROUTES = (
    Router(
        "/api/media/images",
        tags=["Images"],
        route_handlers=[
            adding.add,
            images.list_images,
            images.show,
            images.change,
            images.remove,
            images.url,
            images.avatar,
        ],
    ),
)
"""What the server serves of images."""
