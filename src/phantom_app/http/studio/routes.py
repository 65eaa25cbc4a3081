"""All routes of the studio."""

from litestar import Router

from phantom_app.http.studio import (
    carrying,
    collaborators,
    conflicts,
    midi_files,
    projects,
    stems,
    syncing,
    versions,
)

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
            stems.change_project,
            stems.put_project,
            syncing.catch_up,
            syncing.push,
            syncing.changes,
            carrying.export,
            carrying.take_in,
            versions.versions,
            versions.name_version,
            versions.roll_back,
        ],
    ),
    Router(
        "/",
        tags=["Projects"],
        route_handlers=[
            stems.list_stems,
            stems.add_stem,
            stems.show_stem,
            stems.change_stem,
            stems.put_stem,
            stems.delete_stem,
            stems.list_segments,
            stems.add_segment,
            stems.add_audio,
            stems.show_segment,
            stems.change_segment,
            stems.put_segment,
            stems.delete_segment,
            midi_files.add,
            midi_files.replace,
            midi_files.show,
            conflicts.conflicts,
            conflicts.resolve,
        ],
    ),
)
"""What the server serves of the studio."""
