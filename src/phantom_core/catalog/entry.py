"""What genres, artists and songs share: they change by versions, and are never quite forgotten."""

from datetime import datetime
from typing import Any, ClassVar, Final, Self

import attrs

from phantom_core.kernel import Checked, Rule, each, expect_version, matching

__all__ = ["SPOTIFY_ID", "WEB_ADDRESS", "Entry", "distinct"]

SPOTIFY_ID: Final[Rule] = matching(
    r"[A-Za-z0-9_-]{1,64}", "must be an id of the Spotify Web API: letters and digits"
)
"""What an id of a Spotify-compatible Web API looks like."""

WEB_ADDRESS: Final[Rule] = matching(
    r"https?://[!-~]{1,2000}", "must be a web address, http:// or https://"
)
"""Where a picture or a preview may be."""


def distinct(most: int) -> Rule:
    """At most so many ids, none twice."""
    return each(lambda _: iter(()), most=most)


@attrs.frozen(kw_only=True)
class Entry(Checked):
    """Something in the catalogue.

    What was deleted is remembered for what points at it: it can be read by its id, and is found
    by nothing else.

    Attributes:
        kind: what it is called.
        deleted_at: since when it is only remembered.
        version: counts the changes, from 1.
    """

    kind: ClassVar[str]
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None = None
    version: int = 1

    @property
    def lives(self) -> bool:
        """Whether it is in the catalogue, and not only remembered."""
        return self.deleted_at is None

    def based_on(self, version: int | None) -> Self:
        """This one, if `version` is the newest or not named. Raises: Outdated."""
        expect_version(self.kind, current=self.version, expected=version)
        return self

    def changed(self, now: datetime, **changes: Any) -> Self:
        """The next version; this one, if nothing is otherwise. Raises: Invalid."""
        changed = attrs.evolve(self, **changes)
        if changed == self:
            return self
        return attrs.evolve(changed, updated_at=now, version=self.version + 1)
