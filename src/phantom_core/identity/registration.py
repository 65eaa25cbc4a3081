"""What somebody says of themself when they come in."""

import attrs

from phantom_core.identity.password import PASSWORD
from phantom_core.identity.user import DISPLAY_NAME, EMAIL, USERNAME, Gender, folded
from phantom_core.kernel.errors import Fault, Invalid
from phantom_core.kernel.rules import Checked, ruled

__all__ = ["Registration"]


@attrs.frozen(kw_only=True)
class Registration(Checked):
    """A filled-in form of registration. It never leaves memory: it holds the password.

    Attributes:
        display_name: the user name, where it is absent.
    """

    email: str = ruled(EMAIL)
    username: str = ruled(USERNAME)
    password: str = ruled(PASSWORD, repr=False)
    display_name: str | None = ruled(DISPLAY_NAME, default=None)
    gender: Gender | None = None

    def __attrs_post_init__(self) -> None:
        """Check every field. Raises: Invalid."""
        super().__attrs_post_init__()
        if folded(self.password) in {folded(self.username), folded(self.email)}:
            raise Invalid(Fault("password", "must not be your name or your address"))
