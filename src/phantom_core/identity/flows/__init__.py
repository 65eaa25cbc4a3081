"""What takes slow hashing, secrets or mail beside its commands.

Passwords are hashed and compared here, outside every transaction. Secrets are made here, and
only their hashes go into commands.
"""

from phantom_core.identity.flows.confirming import (
    change_email,
    change_password,
    confirm_password,
    forgot_password,
    reset_password,
    verify_email,
)
from phantom_core.identity.flows.desk import (
    Desk,
    Identified,
    Lives,
    SignedIn,
    Tokens,
)
from phantom_core.identity.flows.mailing import (
    send_notice,
    send_reset,
    send_verification,
)
from phantom_core.identity.flows.signing_in import (
    identify,
    log_in,
    log_out,
    refresh,
    register,
)

__all__ = [
    "Desk",
    "Identified",
    "Lives",
    "SignedIn",
    "Tokens",
    "change_email",
    "change_password",
    "confirm_password",
    "forgot_password",
    "identify",
    "log_in",
    "log_out",
    "refresh",
    "register",
    "reset_password",
    "send_notice",
    "send_reset",
    "send_verification",
    "verify_email",
]
