"""Sending mail."""

from phantom_adapters.mail.smtp_mailer import SmtpMailer, SmtpServer, SmtpTls

__all__ = ["SmtpMailer", "SmtpServer", "SmtpTls"]
