"""All routes of recordings."""

from litestar import Router

from phantom_app.http.audio import analyses, files, library, plans, uploads

__all__ = ["ROUTES"]

ROUTES = (
    Router(
        "/api/audio",
        tags=["Audio"],
        route_handlers=[
            uploads.add,
            plans.complete_upload,
            library.list_files,
            library.tags,
            files.show,
            files.change,
            files.remove,
            files.stream,
            files.download,
            analyses.analyze,
            analyses.reports,
            analyses.current_report,
            analyses.outline,
            analyses.level_of_outline,
            analyses.picture,
            analyses.annotation,
            analyses.annotate,
        ],
    ),
)
"""What the server serves of recordings."""
