"""A project: music that people make together."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final, NewType

import attrs

from phantom_core.kernel import (
    Bpm,
    Checked,
    Id,
    Milliseconds,
    Rule,
    Topic,
    UserId,
    between,
    line,
    prose,
    ruled,
    topic,
)

__all__ = [
    "DESCRIPTION",
    "NAME",
    "TEMPO",
    "TIME_SIGNATURE",
    "Project",
    "ProjectId",
    "TimeSignature",
    "project_topic",
]

ProjectId = NewType("ProjectId", Id)
"""The id of a project."""

TimeSignature = tuple[int, int]
"""Beats to a bar, and which note a beat is: 4, 4."""

NAME: Final = line(1, 100)
"""What a project may be called."""

DESCRIPTION: Final = prose(2000)
"""What may be said of a project."""

TEMPO: Final = between(20, 400)
"""Beats a minute that a project may have."""

_MOST_BEATS: Final = 64
_NOTES: Final = (1, 2, 4, 8, 16, 32, 64)


def _meter(value: TimeSignature) -> Iterator[tuple[str, str]]:
    beats, note = value
    if not 1 <= beats <= _MOST_BEATS:
        yield "[0]", f"must be from 1 to {_MOST_BEATS}"
    if note not in _NOTES:
        yield "[1]", f"must be one of {', '.join(map(str, _NOTES))}"


TIME_SIGNATURE: Final[Rule] = _meter
"""Which time signatures there are."""


def project_topic(project_id: ProjectId) -> Topic:
    """The topic in which a project's life is told, and which keeps its changes."""
    return topic("project", project_id)


@attrs.frozen(kw_only=True)
class Project(Checked):
    """A project as lists and permissions know it.

    What it is called and how it goes is told by its document, whose changes are projected here.

    Attributes:
        origin: a fingerprint of how it was made, by which the same creation is known again.
        tempo: in beats a minute.
        length_ms: where its last segment ends.
        is_public: whether everybody may look at it.
        is_active: whether it has not been deleted.
        last_accessed_at: when somebody last came to it.
        last_sync_at: when its document was last changed, if it was.
        version: counts the changes, from 1.
    """

    id: ProjectId
    owner_id: UserId
    origin: str = attrs.field(repr=False)
    name: str = ruled(NAME)
    description: str | None = ruled(DESCRIPTION, default=None)
    tempo: Bpm = ruled(TEMPO, default=Bpm(120.0))
    time_signature: TimeSignature = ruled(TIME_SIGNATURE, default=(4, 4))
    length_ms: Milliseconds = Milliseconds(0)
    is_public: bool = False
    is_active: bool = True
    last_accessed_at: datetime
    last_sync_at: datetime | None = None
    created_at: datetime
    updated_at: datetime
    version: int = 1

    def changed(self, now: datetime, **changes: Any) -> "Project":
        """The next version. Raises: Invalid."""
        return attrs.evolve(self, updated_at=now, version=self.version + 1, **changes)

    def accessed(self, now: datetime) -> "Project":
        """Somebody has come to it, which is no change of it."""
        return attrs.evolve(self, last_accessed_at=now)
