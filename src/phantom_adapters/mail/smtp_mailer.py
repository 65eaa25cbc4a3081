"""Mail over SMTP (RFC 5321), by the standard library, on a thread."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage
from email.utils import formatdate, make_msgid, parseaddr
from enum import Enum
from time import monotonic
from typing import Final

import anyio
import anyio.to_thread
import attrs

from phantom_adapters.web.circuit import Circuit, Declined
from phantom_core.identity import Mail, Mailer, MailRefused
from phantom_core.kernel import Unavailable

__all__ = ["SmtpMailer", "SmtpServer", "SmtpTls"]

_AT_ONCE: Final = 4
_FOR_GOOD: Final = 500


class SmtpTls(Enum):
    """How the connection is protected."""

    STARTTLS = "starttls"
    IMPLICIT = "implicit"
    NONE = "none"


@attrs.frozen(kw_only=True)
class SmtpServer:
    """A server that takes mail.

    Attributes:
        sender: whom mails come from: an address, or `Name <address>`.
        tls: `starttls` (port 587), `implicit` (port 465), or `none`, on one's own machine only.
        username: empty, if the server asks for none.
        ca_file: certificates to believe instead of the system's.
        timeout: seconds to wait for an answer.
    """

    host: str
    port: int
    sender: str
    tls: SmtpTls = SmtpTls.STARTTLS
    username: str = ""
    password: str = attrs.field(default="", repr=False)
    ca_file: str | None = None
    timeout: float = 20.0


class SmtpMailer(Mailer):
    """Opens a connection for each mail: few are sent, and none is lost to an idle line.

    Attributes:
        circuit: leaves a server alone that fails again and again.
    """

    def __init__(self, server: SmtpServer) -> None:
        self._server = server
        self.circuit = Circuit(f"The mail server {server.host}", monotonic)
        self._turns = anyio.CapacityLimiter(_AT_ONCE)

    async def send(self, mail: Mail) -> None:
        """Hand a mail to the server."""
        with self.circuit.passing():
            await anyio.to_thread.run_sync(self._send, mail, limiter=self._turns)

    def _send(self, mail: Mail) -> None:
        message = _message(mail, self._server.sender)
        try:
            with self._connection() as connection:
                connection.send_message(message)
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as error:
            code = _code(error)
            if code >= _FOR_GOOD:
                # Without the cause, for that names the address.
                raise MailRefused(code) from None
            detail = f"The mail server {self._server.host} does not take this mail now ({code})."
            raise Declined(detail, retry_after=60) from None
        except (smtplib.SMTPException, OSError) as error:
            detail = f"The mail server {self._server.host} does not take mail now."
            raise Unavailable(detail, retry_after=60) from error

    async def check(self) -> None:
        """Ask whether the server lets us in, and send nothing. Raises: Unavailable."""
        await anyio.to_thread.run_sync(self._check, limiter=self._turns)

    def _check(self) -> None:
        try:
            with self._connection() as connection:
                connection.noop()
        except (smtplib.SMTPException, OSError) as error:
            detail = f"The mail server {self._server.host} does not take mail now."
            raise Unavailable(detail, retry_after=60) from error

    @contextmanager
    def _connection(self) -> Iterator[smtplib.SMTP]:
        connection = self._connected()
        try:
            if self._server.username:
                connection.login(self._server.username, self._server.password)
            yield connection
        finally:
            # What it has taken it has taken, whatever it says at parting.
            with suppress(smtplib.SMTPException, OSError):
                connection.quit()
            connection.close()

    def _connected(self) -> smtplib.SMTP:
        server = self._server
        if server.tls is SmtpTls.IMPLICIT:
            return smtplib.SMTP_SSL(
                server.host, server.port, timeout=server.timeout, context=self._context()
            )
        connection = smtplib.SMTP(server.host, server.port, timeout=server.timeout)
        if server.tls is SmtpTls.STARTTLS:
            self._protect(connection)
        return connection

    def _protect(self, connection: smtplib.SMTP) -> None:
        try:
            connection.starttls(context=self._context())
        except BaseException:
            connection.close()
            raise

    def _context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self._server.ca_file)


def _code(error: smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError) -> int:
    """What the server answered; of several recipients there is one."""
    if isinstance(error, smtplib.SMTPDataError):
        return error.smtp_code
    return min(code for code, _ in error.recipients.values())


def _message(mail: Mail, sender: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = sender
    message["To"] = mail.to
    message["Subject"] = mail.subject
    message["Date"] = formatdate()
    message["Message-ID"] = make_msgid(domain=parseaddr(sender)[1].rpartition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    # So that a server which knows seven bits only takes it too.
    message.set_content(mail.text, cte="quoted-printable")
    return message
