"""How mails go out, as the settings have it: by a server of mail, or into a folder."""

from typing import Final
from urllib.parse import unquote, urlsplit

from phantom_adapters.mail import FolderMailer, SmtpMailer, SmtpServer, SmtpTls
from phantom_app.settings import BadSetting, Settings
from phantom_core.identity import Mailer

__all__ = ["chosen_mailer"]

_SMTP_PORTS: Final = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}
_SMTP_TLS: Final = {
    "smtp": SmtpTls.NONE,
    "smtps": SmtpTls.IMPLICIT,
    "smtp+starttls": SmtpTls.STARTTLS,
}


def chosen_mailer(settings: Settings) -> Mailer:
    """The mailer that the settings name. Raises: BadSetting."""
    if settings.smtp_url is None:
        return FolderMailer(settings.data_dir / "mail", settings.mail_from)
    parts = urlsplit(settings.smtp_url)
    if not parts.hostname:
        raise BadSetting("PHANTOM_SMTP_URL", "must name a host")
    server = SmtpServer(
        host=parts.hostname,
        port=parts.port or _SMTP_PORTS[parts.scheme],
        sender=settings.mail_from,
        tls=_SMTP_TLS[parts.scheme],
        username=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
    )
    return SmtpMailer(server)
