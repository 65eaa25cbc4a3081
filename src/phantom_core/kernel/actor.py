"""Who is asking."""

from typing import Final, NewType

import attrs

from phantom_core.kernel.errors import NotAuthenticated
from phantom_core.kernel.ids import Id

__all__ = ["ANONYMOUS", "SYSTEM", "Actor", "UserId", "person"]

UserId = NewType("UserId", Id)
"""The id of a user; here, because every context knows its actor by it."""


@attrs.frozen(kw_only=True)
class Actor:
    """The one on whose behalf a command runs.

    Attributes:
        user_id: the person, where there is one.
        is_admin: whether that person looks after the whole place, as of this call.
        is_system: Phantom itself: a job, a reaction, an operator at the command line.
    """

    user_id: UserId | None = None
    is_admin: bool = False
    is_system: bool = False

    @property
    def person(self) -> UserId:
        """The signed-in person's id. Raises: NotAuthenticated, if the actor is none."""
        if self.user_id is None:
            raise NotAuthenticated("Only a signed-in person can do this.")
        return self.user_id


ANONYMOUS: Final = Actor()
"""Somebody who has not signed in."""

SYSTEM: Final = Actor(is_system=True)
"""Phantom itself."""


def person(user_id: UserId, *, is_admin: bool = False) -> Actor:
    """An actor for a signed-in person."""
    return Actor(user_id=user_id, is_admin=is_admin)
