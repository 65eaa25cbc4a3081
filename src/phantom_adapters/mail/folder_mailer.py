"""Mails as files, for servers that have no mail server: whoever runs one reads them there."""

import os
import time
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Final

import anyio.to_thread

from phantom_core.identity import Mail, Mailer
from phantom_core.kernel import Unavailable

__all__ = ["FolderMailer"]

_OWNER_ONLY: Final = 0o600


class FolderMailer(Mailer):
    """Writes each mail into a folder as an `.eml` file; names sort by time.

    Mails hold secrets, so only the owner of the process can read them.
    """

    def __init__(self, folder: Path, sender: str) -> None:
        self._folder = folder
        self._sender = sender

    async def send(self, mail: Mail) -> None:
        """Write a mail."""
        await anyio.to_thread.run_sync(self._write, mail)

    def _write(self, mail: Mail) -> None:
        message = EmailMessage(SMTP)
        message["From"], message["To"] = self._sender, mail.to
        message["Subject"] = mail.subject
        # As it stands, so that links in it can be copied.
        message.set_content(mail.text, cte="8bit")
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            path = self._folder / f"{time.time_ns():020}.eml"
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
            with os.fdopen(descriptor, "wb") as file:
                file.write(message.as_bytes())
        except OSError as error:
            raise Unavailable("The mail cannot be written.", retry_after=60) from error
