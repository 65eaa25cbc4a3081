"""Named versions of a project, on the wire."""

from typing import Annotated

import msgspec

from phantom_app.http.payloads import IdText, InstantText, Payload, instant
from phantom_core.studio import NamedVersion

__all__ = ["NamedVersionPayload", "named_version_of"]


class NamedVersionPayload(Payload):
    """A point in a project's past that has a name."""

    id: IdText
    name: str
    seq: Annotated[int, msgspec.Meta(description="The last event of the project before it.")]
    created_by: IdText
    created_at: InstantText


def named_version_of(version: NamedVersion) -> NamedVersionPayload:
    """A named version."""
    return NamedVersionPayload(
        id=version.id,
        name=version.name,
        seq=version.seq,
        created_by=version.created_by,
        created_at=instant(version.created_at),
    )
