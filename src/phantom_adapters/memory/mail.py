"""Mails that are never sent, but can be looked at."""

from phantom_core.identity import Mail, Mailer

__all__ = ["MemoryMailer"]


class MemoryMailer(Mailer):
    """Keeps what it is given.

    Attributes:
        sent: all mails, the oldest first.
    """

    def __init__(self) -> None:
        self.sent: list[Mail] = []

    async def send(self, mail: Mail) -> None:
        """Keep a mail."""
        self.sent.append(mail)
