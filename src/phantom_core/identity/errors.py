"""What identity refuses, each refusal with its sentence."""

from typing import ClassVar

from phantom_core.kernel.errors import Conflict, Fault, Forbidden, Invalid, NotAuthenticated

__all__ = [
    "EmailTaken",
    "MailRefused",
    "NotVerified",
    "NotYourOwn",
    "NotYourself",
    "SessionOver",
    "Suspended",
    "TokenRefused",
    "TooYoung",
    "UsernameTaken",
    "WrongCredentials",
    "WrongPassword",
]


class EmailTaken(Conflict):
    """Somebody has this e-mail address already."""

    rule = "email-taken"

    def __init__(self) -> None:
        super().__init__("email: this address belongs to somebody already.")


class UsernameTaken(Conflict):
    """Somebody has this user name already."""

    rule = "username-taken"

    def __init__(self) -> None:
        super().__init__("username: this name belongs to somebody already.")


class WrongCredentials(NotAuthenticated):
    """No such name, or another password; which of them is not said."""

    rule = "wrong-credentials"

    def __init__(self) -> None:
        super().__init__("The name or the password is wrong.")


class SessionOver(NotAuthenticated):
    """The log-in session was ended, has run out, or never was."""

    rule = "session-over"

    def __init__(self) -> None:
        super().__init__("This session is over; log in again.")


class Suspended(Forbidden):
    """The account is suspended."""

    rule = "suspended"


class NotVerified(Forbidden):
    """The e-mail address must be verified first."""

    rule = "not-verified"


class TooYoung(Forbidden):
    """This is for adults."""

    rule = "too-young"


class WrongPassword(Invalid):
    """The password that should confirm a change is not the account's."""

    rule = "wrong-password"

    def __init__(self, path: str = "current") -> None:
        super().__init__(Fault(path, "is not your password"))


class TokenRefused(Invalid):
    """A token from a mail is unknown, used or expired; which of them is not said."""

    rule = "token-refused"

    def __init__(self) -> None:
        super().__init__(Fault("token", "is unknown, was used, or has expired"))


class MailRefused(Invalid):
    """The mail server will never take this mail: there may be no such mailbox."""

    rule = "mail-refused"

    def __init__(self, code: int) -> None:
        super().__init__(Fault("to", f"is refused by the mail server for good ({code})"))


class NotYourself(Invalid):
    """This can be done to others only."""

    rule = "not-yourself"
    path: ClassVar[str] = "user_id"

    def __init__(self, detail: str) -> None:
        super().__init__(Fault(self.path, detail))


class NotYourOwn(NotYourself):
    """This can be done only to what others answer for."""

    path = "id"
