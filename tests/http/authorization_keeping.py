"""What routes of projects' pasts and files speak of, in the table of authorization."""

import io
from typing import Any
from zipfile import ZipFile

from phantom_core.studio.arrangement.carried_json import write_carried
from phantom_core.studio.arrangement.carrying import Carried
from phantom_core.studio.arrangement.fields import Kind, defaults_of

__all__ = ["a_zip", "bodies_about_pasts"]


def a_zip() -> bytes:
    """A project with nothing in it."""
    fields = {**defaults_of(Kind.PROJECT), "name": "Nights"}
    out = io.BytesIO()
    with ZipFile(out, "w") as made:
        arrangement = Carried(fields=fields, stems=(), segments=())
        made.writestr("project.json", write_carried(arrangement, {}))
    return out.getvalue()


def bodies_about_pasts() -> dict[str, Any]:
    """What is sent along, by route."""
    return {
        "POST /api/projects/{project_id}/versions": {"name": "First take"},
        "POST /api/projects/{project_id}/rollback": {"toSeq": 1},
    }
