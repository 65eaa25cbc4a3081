"""What is reached from here: files, mail, scanner, broker, programs."""

import secrets
import shutil
import ssl
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Final
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

import anyio
from anyio.abc import ByteStream
from anyio.streams.tls import TLSStream

from phantom_adapters.mail import SmtpMailer
from phantom_adapters.scanning import ClamdScanner
from phantom_app.backups.files import files_of
from phantom_app.doctor.finding import Finding
from phantom_app.doctor.folders import blob_folder
from phantom_app.doctor.prudence import is_public
from phantom_app.logs import with_causes
from phantom_app.mailing import chosen_mailer
from phantom_app.settings import BadSetting, Settings
from phantom_core.blobs import BlobKey, BlobNotFound, BlobStore, blob_key
from phantom_core.kernel import ByteCount, PhantomError, Unavailable

__all__ = ["broker", "files", "mail", "programs", "scanner"]

_PATIENCE: Final = 10.0
_PROBE: Final = b"probe"
_HOME_SENDER: Final = "phantom@localhost"
_REDIS_PORT: Final = 6379


async def files(settings: Settings) -> AsyncIterator[Finding]:
    """Put a small file into the store, read it, and take it away."""
    if not settings.data_dir.is_dir() and settings.blob_url is None:
        return
    folder = blob_folder(settings)
    if folder is not None and not folder.exists():
        # Whoever opens the store makes it, and a name that was mistyped is not to become a folder.
        yield Finding.warn(
            "files",
            f"{folder}, the folder of files, is not there yet.",
            "`phantom serve` makes it; if it should be there, see PHANTOM_BLOB_URL, and whether "
            "its disk is mounted.",
        )
        return
    key = blob_key(f"health/doctor-{secrets.token_hex(8)}")
    try:
        with anyio.fail_after(_PATIENCE):
            async with files_of(settings) as store:
                found = await _probe(store, key)
    except BadSetting as error:
        advice = (
            "Name a place that is there, with keys that may read, write, list and delete in it."
        )
        yield Finding.fail("files", f"{error}.", advice)
    except (PhantomError, TimeoutError, OSError) as error:
        said = with_causes(error) if isinstance(error, Unavailable) else str(error) or "no answer"
        yield Finding.fail(
            "files",
            f"The store of files does not work: {said}",
            "See PHANTOM_BLOB_URL and PHANTOM_S3_ENDPOINT, whether the store runs, and whether its "
            "disk or quota is full.",
        )
    else:
        yield found


async def _probe(store: BlobStore, key: BlobKey) -> Finding:
    async def chunks() -> AsyncIterator[bytes]:
        yield _PROBE

    await store.put(key, chunks(), limit=ByteCount(len(_PROBE)))
    async with aclosing(store.read(key)) as pieces:
        read = b"".join([piece async for piece in pieces])
    await store.delete(key)
    try:
        await store.stat(key)
    except BlobNotFound:
        if read == _PROBE:
            return Finding.fine("files", "Files can be written, read and deleted.")
    return Finding.fail(
        "files",
        "The store of files gives back other bytes than it was given, or does not delete.",
        "Nothing may stand between that changes or keeps what it passes on: point "
        "PHANTOM_S3_ENDPOINT at the store itself; versions and locks of the bucket keep what "
        "people were promised to be rid of.",
    )


async def mail(settings: Settings) -> AsyncIterator[Finding]:
    """Ask whether the mail server lets us in; no mail is sent."""
    mailer = chosen_mailer(settings)
    if not isinstance(mailer, SmtpMailer):
        if is_public(settings):
            yield Finding.warn(
                "mail",
                "PHANTOM_SMTP_URL is unset: mails are written to a folder, and nobody gets them.",
                "Set it to your mail server: smtps://USER:PASSWORD@HOST.",
            )
        return
    if _HOME_SENDER in settings.mail_from:
        yield Finding.warn(
            "mail",
            f"Mails come from {_HOME_SENDER}, which other servers take for spam.",
            "Set PHANTOM_MAIL_FROM to an address of your domain.",
        )
    try:
        await mailer.check()
    except Unavailable as error:
        yield Finding.fail(
            "mail",
            f"The mail server does not let us in: {with_causes(error)}",
            "See host, port, user and password in PHANTOM_SMTP_URL, and whether a firewall is in "
            "between.",
        )
    else:
        yield Finding.fine("mail", "The mail server lets us in.")


async def scanner(settings: Settings) -> AsyncIterator[Finding]:
    """Have a few harmless bytes looked at."""
    if settings.scanner_url is None:
        return

    async def chunks() -> AsyncIterator[bytes]:
        yield _PROBE

    try:
        with anyio.fail_after(_PATIENCE):
            await ClamdScanner(settings.scanner_url).scan(chunks())
    except (PhantomError, TimeoutError) as error:
        yield Finding.fail(
            "scanner",
            f"The malware scanner does not answer, so no file is taken: {error}",
            "Start clamd, or see PHANTOM_SCANNER_URL; its database takes a minute to load.",
        )
    else:
        yield Finding.fine("scanner", "The malware scanner answers.")


async def programs(settings: Settings) -> AsyncIterator[Finding]:
    """Programs that workers need."""
    if settings.renditions == "off":
        return
    if shutil.which("ffmpeg") is None:
        yield Finding.warn(
            "ffmpeg",
            "There is no ffmpeg here, so WAV and FLAC are sent as large as they came.",
            "Install ffmpeg where workers run, or set PHANTOM_RENDITIONS=off.",
        )
    else:
        yield Finding.fine("ffmpeg", "ffmpeg is here.")


async def broker(url: str) -> AsyncIterator[Finding]:
    """Ask a Redis-compatible broker whether it is there, and whether it lets just anybody in."""
    parts = urlsplit(url)
    place = f"{parts.hostname}:{parts.port or _REDIS_PORT}"
    words = [unquote(word) for word in (parts.username, parts.password) if word]
    try:
        with anyio.fail_after(_PATIENCE):
            anybody = await _asked(parts, "PING")
            us = await _asked(parts, "AUTH", *words)
    except (OSError, TimeoutError, anyio.EndOfStream, anyio.BrokenResourceError) as error:
        yield Finding.fail(
            "broker",
            f"The broker at {place} does not answer: {str(error) or 'too late'}.",
            "See whether it runs, and PHANTOM_BROKER_URL; servers go on without it, more slowly.",
        )
        return
    if anybody.startswith(b"+PONG"):
        yield Finding.fail(
            "broker",
            f"The broker at {place} lets in whoever reaches it, without a password.",
            "Give it one (requirepass, or an ACL), put it into PHANTOM_BROKER_URL, and let no "
            "other network reach it.",
        )
    elif not us.startswith(b"+"):
        yield Finding.fail(
            "broker",
            f"The broker at {place} does not take our password.",
            "Put the one that it has into PHANTOM_BROKER_URL: redis://:PASSWORD@HOST:PORT.",
        )
    else:
        yield Finding.fine("broker", "The broker answers, and asks for a password.")


async def _asked(parts: SplitResult, *words: str) -> bytes:
    """What a broker says to a command that is the first it is told on a connection."""
    host, port = parts.hostname or "", parts.port or _REDIS_PORT
    told = "".join(f"${len(word.encode())}\r\n{word}\r\n" for word in words)
    async with await anyio.connect_tcp(host, port) as wire:
        line: ByteStream = wire
        if parts.scheme == "rediss":
            trusting = _trusting(parts.query)
            line = await TLSStream.wrap(wire, hostname=host, ssl_context=trusting)
        await line.send(f"*{len(words)}\r\n{told}".encode())
        return await line.receive()


def _trusting(query: str) -> ssl.SSLContext:
    (authority,) = parse_qs(query).get("ssl_ca_certs", [None])
    return ssl.create_default_context(cafile=authority)
