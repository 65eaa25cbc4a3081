"""What a password must confirm before it is done."""

from phantom_core.identity import Desk
from phantom_core.identity.flows import confirm_password
from phantom_core.kernel import Actor
from phantom_core.privacy.erasure import Erasure
from phantom_core.privacy.use_cases.erasing import EraseMe

__all__ = ["erase_me"]


async def erase_me(desk: Desk, *, actor: Actor, password: str) -> Erasure:
    """Be forgotten, for good. Raises: WrongPassword; Invalid, if it cannot be a password."""
    known = await confirm_password(desk, actor, password, "password")
    command = EraseMe(proven_at=known.changed_at)
    return (await desk.phantom.do(command, actor=actor)).value
