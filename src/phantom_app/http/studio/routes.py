"""All routes of the studio."""

from litestar import Router

from phantom_app.http.studio import collaborators, projects

__all__ = ["ROUTES"]

ROUTES = (
    Router(
        "/api/projects",
        tags=["Projects"],
        route_handlers=[
            projects.create,
            projects.find,
            projects.show,
            projects.remove,
            projects.session,
            collaborators.collaborators,
            collaborators.invite,
            collaborators.set_collaborator,
            collaborators.remove,
            collaborators.accept,
            collaborators.decline,
            collaborators.leave,
            collaborators.invites,
        ],
    ),
)
"""What the server serves of the studio."""
