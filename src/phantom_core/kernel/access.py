"""May they? Answers with reasons.

Two questions are kept apart. `Access` is declared by each operation and asks only who is
calling; a policy is a pure function of the facts and answers with a `Decision`.
"""

from enum import Enum
from typing import Final

import attrs

from phantom_core.kernel.actor import Actor
from phantom_core.kernel.errors import Forbidden, NotAuthenticated, NotFound, PhantomError

__all__ = ["ALLOWED", "Access", "Allowed", "Decision", "Hidden", "Refused", "admit"]


class Access(Enum):
    """Who may call an operation at all."""

    ANYONE = "anyone"
    PERSON = "person"
    ADMIN = "admin"
    SYSTEM = "system"


@attrs.frozen
class Allowed:
    """Yes."""

    def enforce(self) -> None:
        """Do nothing: it is allowed."""


@attrs.frozen
class Refused:
    """No, and why.

    Attributes:
        reason: a sentence for the person who is refused.
        error: the refusal to raise, made of the reason; its class names the rule.
    """

    reason: str
    error: type[PhantomError] = Forbidden

    def enforce(self) -> None:
        """Raise the refusal."""
        raise self.error(self.reason)


@attrs.frozen
class Hidden:
    """No, and the actor may not even know that there is such a thing."""

    kind: str
    identifier: str

    def enforce(self) -> None:
        """Raise `NotFound`, exactly as if it did not exist."""
        raise NotFound(self.kind, self.identifier)


Decision = Allowed | Refused | Hidden
"""What a policy answers."""

ALLOWED: Final = Allowed()
"""The one yes there is."""


def admit(actor: Actor, access: Access) -> None:
    """Let the actor in, or say why not. The system may do whatever a person may not.

    Raises: NotAuthenticated, Forbidden.
    """
    if access is Access.ANYONE or actor.is_system:
        return
    if access is Access.SYSTEM:
        raise Forbidden("Only the system itself may do this.")
    if actor.user_id is None:
        raise NotAuthenticated
    if access is Access.ADMIN and not actor.is_admin:
        raise Forbidden("Only admins may do this.")
