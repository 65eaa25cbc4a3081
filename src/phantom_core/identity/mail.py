"""Mails: what is written, and to whom."""

from datetime import datetime, timedelta
from enum import Enum
from typing import Final
from urllib.parse import quote

import attrs

__all__ = ["AccountChange", "Mail", "Recipient", "notice_mail", "reset_mail", "verification_mail"]


class AccountChange(Enum):
    """What an account's owner is told of by mail, lest it was somebody else who changed it."""

    EMAIL = "email"
    PASSWORD = "password"  # noqa: S105 - the word for one


@attrs.frozen(kw_only=True)
class Mail:
    """A mail in plain text.

    Attributes:
        to: the address, as the user gave it.
        text: may hold a secret, and so is not shown.
    """

    to: str
    subject: str
    text: str = attrs.field(repr=False)


@attrs.frozen(kw_only=True)
class Recipient:
    """To whom a mail goes."""

    email: str
    display_name: str


def verification_mail(to: Recipient, token: str, life: timedelta, site: str) -> Mail:
    """Ask somebody to prove that an address is theirs.

    Args:
        site: where the application lives, without a slash at its end.
    """
    return Mail(
        to=to.email,
        subject="Verify your e-mail address",
        text=(
            f"Hello {to.display_name},\n\n"
            f"please confirm that this address is yours:\n\n"
            f"    {site}/verify?token={quote(token)}\n\n"
            f"{_validity(life)} If you did not sign up, you need do nothing.\n"
        ),
    )


def reset_mail(to: Recipient, token: str, life: timedelta, site: str) -> Mail:
    """Let somebody choose a new password.

    Args:
        site: where the application lives, without a slash at its end.
    """
    return Mail(
        to=to.email,
        subject="Choose a new password",
        text=(
            f"Hello {to.display_name},\n\n"
            f"here you may choose a new password:\n\n"
            f"    {site}/reset?token={quote(token)}\n\n"
            f"{_validity(life)} If you did not ask for this, you need do nothing: your password\n"
            f"stays as it is.\n"
        ),
    )


def notice_mail(to: Recipient, what: AccountChange, at: datetime, site: str) -> Mail:
    """Tell somebody what was changed about their account, and what to do if it was not them.

    Args:
        site: where the application lives, without a slash at its end.
    """
    subject, told, remedy = _NOTICES[what]
    return Mail(
        to=to.email,
        subject=subject,
        text=(
            f"Hello {to.display_name},\n\n"
            f"{told} on {at:%d %B %Y at %H:%M} UTC.\n\n"
            f"If it was you who changed it, you need do nothing.\n"
            f"{remedy}\n\n"
            f"    {site}\n"
        ),
    )


_NOTICES: Final = {
    AccountChange.EMAIL: (
        "Your e-mail address was changed",
        "your account was given another e-mail address",
        (
            "If it was not, somebody else knows your password: sign in with your user name, and\n"
            "change first the password, then the address. If you are no longer let in, turn to\n"
            "those who look after the place:"
        ),
    ),
    AccountChange.PASSWORD: (
        "Your password was changed",
        "the password of your account was changed",
        (
            "If it was not, say where you sign in that you have forgotten it. You are sent a mail\n"
            "by which to choose another, and everybody is signed out:"
        ),
    ),
}


def _validity(life: timedelta) -> str:
    hours = round(life.total_seconds() / 3600, 1)
    return f"The link is good for {hours:g} {'hour' if hours == 1 else 'hours'}, and once."
