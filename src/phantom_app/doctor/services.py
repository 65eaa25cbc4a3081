"""What is reached from here: files, mail, scanner, broker, programs."""

import secrets
import shutil
from collections.abc import AsyncIterator
from contextlib import aclosing
from typing import Final
from urllib.parse import urlsplit, urlunsplit

import anyio

from phantom_adapters.mail import SmtpMailer
from phantom_adapters.scanning import ClamdScanner
from phantom_app.backups.files import files_of
from phantom_app.broker import connect, knock
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
    unnamed = parts._replace(netloc=parts.netloc.rpartition("@")[2])
    try:
        refusal = await _refusal_of(url)
        lets_in_anybody = await _refusal_of(urlunsplit(unnamed)) is None
    except Unavailable as error:
        yield Finding.fail(
            "broker",
            f"At {place}: {error.detail}",
            "See whether it runs, and PHANTOM_BROKER_URL; servers go on without it, more slowly.",
        )
        return
    if lets_in_anybody:
        yield Finding.fail(
            "broker",
            f"The broker at {place} lets in whoever reaches it, without a password.",
            "Give it one (requirepass, or an ACL), put it into PHANTOM_BROKER_URL, and let no "
            "other network reach it.",
        )
    elif refusal is not None:
        yield Finding.fail(
            "broker",
            f"At {place}: {refusal}.",
            "Name it as its certificate does, its authority by ?ssl_ca_certs=FILE, and give the "
            "password that it has: rediss://USER:PASSWORD@HOST:PORT.",
        )
    else:
        yield Finding.fine("broker", "The broker answers, and asks for a password.")


async def _refusal_of(url: str) -> BadSetting | None:
    """Why a broker does not let in whoever comes by a URL. Raises: Unavailable."""
    try:
        async with aclosing(connect(url)) as redis:
            await knock(redis)
    except BadSetting as refusal:
        return refusal
    return None
