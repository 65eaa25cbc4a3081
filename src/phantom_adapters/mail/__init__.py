"""Sending mail."""

from phantom_adapters.mail.folder_mailer import FolderMailer
from phantom_adapters.mail.smtp_mailer import SmtpMailer, SmtpServer, SmtpTls

__all__ = ["FolderMailer", "SmtpMailer", "SmtpServer", "SmtpTls"]
