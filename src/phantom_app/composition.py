"""The one place where adapters are chosen and put together."""

import os
import secrets
import socket
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

import attrs

from phantom_adapters.audio import LibrosaAnalyzer
from phantom_adapters.blobs import DirectoryBlobStore, SignedBlobLinks
from phantom_adapters.clock import wall_clock
from phantom_adapters.jobs import Handler, Lane, Periodic, Worker
from phantom_adapters.limits import MemoryRateLimits
from phantom_adapters.mail import FolderMailer, SmtpMailer, SmtpServer, SmtpTls
from phantom_adapters.security import Argon2Passwords, JwtAccessTokens, SigningKeys
from phantom_adapters.sql import open_storage
from phantom_adapters.transport import Hub, HubSettings, InProcessTransport
from phantom_app.attending import Attending
from phantom_app.data_folder import data_folder
from phantom_app.http.metrics import MeasuredPhantom, Metrics
from phantom_app.intake import intake_of
from phantom_app.limiting import Limits
from phantom_app.music import chosen_service
from phantom_app.secret_keys import SecretKey, secret_keys
from phantom_app.services import Services
from phantom_app.settings import BadSetting, Settings
from phantom_app.site import SITE_AT_HOME, site_of
from phantom_app.socket.payloads import encode_message
from phantom_app.socket.states import TOPICS_SERVED
from phantom_app.tending import attendance
from phantom_core.audio import AnalyseAudio, SweepUploads
from phantom_core.audio.analyzer_ports import AudioAnalyzer, AudioProbe
from phantom_core.audio.flows import AudioEdge, analyse
from phantom_core.blobs import BlobStore, KeyRing, SigningKey
from phantom_core.blobs.ledger_flows import sweep
from phantom_core.blobs.ledger_use_cases import SweepBlobs
from phantom_core.catalog.music_service_ports import MusicService
from phantom_core.identity import (
    Desk,
    ForgetExpired,
    Lives,
    Mailer,
    PasswordHasher,
    SendNotice,
    SendReset,
    SendVerification,
)
from phantom_core.identity.flows import send_notice, send_reset, send_verification
from phantom_core.jobs import ForgetAnswers, ForgetDeadJobs, ForgetDoneJobs
from phantom_core.kernel import Storage, Task, uuid7
from phantom_core.live import ServerId, announcer
from phantom_core.registry import REGISTRY
from phantom_core.studio.flows import StudioEdge

__all__ = ["Technology", "chosen", "composed", "database_url", "services_of", "worker_of"]

_MAILS_AT_ONCE: Final = 4
_SWEEPS: Final = timedelta(minutes=5)
_SMTP_PORTS: Final = {"smtp": 25, "smtps": 465, "smtp+starttls": 587}
_SMTP_TLS: Final = {
    "smtp": SmtpTls.NONE,
    "smtps": SmtpTls.IMPLICIT,
    "smtp+starttls": SmtpTls.STARTTLS,
}


@attrs.frozen(kw_only=True)
class Technology:
    """The adapters that were chosen."""

    storage: Storage
    store: BlobStore
    probe: AudioProbe
    analyzer: AudioAnalyzer
    hasher: PasswordHasher
    mailer: Mailer
    music: MusicService | None = None
    clock: Callable[[], datetime] = wall_clock


@asynccontextmanager
async def composed(settings: Settings) -> AsyncIterator[Services]:
    """Open everything that the settings name, and close it afterwards.

    Raises: BadSetting, Unavailable.
    """
    async with AsyncExitStack() as stack:
        technology = chosen(settings, stack)
        stack.push_async_callback(technology.storage.close)
        yield services_of(settings, technology)


def chosen(settings: Settings, stack: AsyncExitStack) -> Technology:
    """The adapters that the settings ask for; what must be closed is left to `stack`.

    Raises: BadSetting, Unavailable.
    """
    cache = data_folder(settings) / "cache"
    analyzer = LibrosaAnalyzer(cache_dir=cache, listeners=settings.workers)
    stack.callback(analyzer.close)
    return Technology(
        storage=_storage(settings),
        store=DirectoryBlobStore(_blob_folder(settings)),
        probe=analyzer,
        analyzer=analyzer,
        hasher=Argon2Passwords(),
        mailer=_mailer(settings),
        music=chosen_service(settings, stack),
    )


def services_of(settings: Settings, technology: Technology) -> Services:
    """Put the adapters together."""
    keys = secret_keys(settings)
    metrics = Metrics()
    phantom = MeasuredPhantom(technology.storage, metrics)
    transport = InProcessTransport()
    phantom.observe(announcer(transport))
    ring = _key_ring(keys)
    hub = Hub(
        phantom,
        transport,
        encode_message,
        clock=technology.clock,
        topics=TOPICS_SERVED,
        settings=_hub_settings(settings),
    )
    server_id = ServerId(uuid7(technology.clock(), secrets.randbits(74)))
    audio = AudioEdge(
        phantom=phantom,
        store=technology.store,
        probe=technology.probe,
        analyzer=technology.analyzer,
        largest=settings.upload_limit,
    )
    return Services(
        settings=settings,
        phantom=phantom,
        desk=Desk(
            phantom=phantom,
            hasher=technology.hasher,
            access_tokens=JwtAccessTokens(_token_keys(keys)),
            mailer=technology.mailer,
            lives=_lives(settings),
            site=site_of(settings) or SITE_AT_HOME,
            verified_only=settings.verified_only,
        ),
        audio=audio,
        studio=StudioEdge(
            phantom=phantom,
            store=technology.store,
            intake=intake_of(audio),
            mint=lambda: uuid7(technology.clock(), secrets.randbits(74)),
            largest_midi=settings.midi_limit,
            largest_import=settings.import_limit,
        ),
        music=technology.music,
        hub=hub,
        attending=Attending(phantom, hub, attendance(server_id)),
        server_id=server_id,
        links=SignedBlobLinks(f"{settings.public_url or ''}/blobs", ring),
        ring=ring,
        limits=Limits(allowances=settings.allowances, spent=MemoryRateLimits(technology.clock)),
        clock=technology.clock,
        started_at=technology.clock(),
        metrics=metrics,
    )


def worker_of(services: Services) -> Worker:
    """A worker for all stored jobs."""
    return Worker(
        services.phantom,
        _handlers(services),
        owner=f"{socket.gethostname()}:{os.getpid()}",
        periodic=_periodic(services.settings),
        lanes=_lanes(services.settings),
    )


def database_url(settings: Settings) -> str:
    """Where things are stored."""
    return settings.database_url or f"sqlite:///{settings.data_dir.absolute() / 'phantom.db'}"


def _handlers(services: Services) -> Mapping[type[Task], Handler]:
    async def verification(_: object, task: SendVerification) -> None:
        await send_verification(services.desk, task)

    async def reset(_: object, task: SendReset) -> None:
        await send_reset(services.desk, task)

    async def notice(_: object, task: SendNotice) -> None:
        await send_notice(services.desk, task)

    async def analysis(lease: Any, task: AnalyseAudio) -> None:
        await analyse(services.audio, lease, task)

    async def blobs(_: object, __: SweepBlobs) -> None:
        store = services.audio.store
        await sweep(services.phantom, store)
        if isinstance(store, DirectoryBlobStore):
            await store.sweep_temporary(services.clock())

    return {
        SendVerification: verification,
        SendReset: reset,
        SendNotice: notice,
        AnalyseAudio: analysis,
        SweepBlobs: blobs,
    }


def _lanes(settings: Settings) -> Sequence[Lane]:
    """Analyses take minutes, and a mail as long as its server lets one wait: no chore waits."""
    analyses = frozenset({AnalyseAudio.name})
    mails = frozenset({SendVerification.name, SendReset.name, SendNotice.name})
    return [
        Lane(names=analyses, hands=settings.workers),
        Lane(names=mails, hands=_MAILS_AT_ONCE),
        Lane(names=REGISTRY.job_versions.keys() - analyses - mails),
    ]


def _periodic(settings: Settings) -> Sequence[Periodic]:
    chores = (
        ForgetAnswers(),
        ForgetDeadJobs(life=settings.dead_job_ttl),
        ForgetDoneJobs(),
        ForgetExpired(),
        SweepBlobs(),
        SweepUploads(),
    )
    return [Periodic(deferred=chore, every=_SWEEPS) for chore in chores]


def _storage(settings: Settings) -> Storage:
    try:
        return open_storage(database_url(settings))
    except ValueError as error:
        raise BadSetting("PHANTOM_DATABASE_URL", str(error)) from error


def _blob_folder(settings: Settings) -> Path:
    given = settings.blob_url
    if given is None:
        return settings.data_dir / "blobs"
    parts = urlsplit(given)
    return Path(unquote(parts.path) if parts.scheme else given).expanduser()


def _mailer(settings: Settings) -> Mailer:
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


def _lives(settings: Settings) -> Lives:
    return Lives(
        access=settings.access_ttl,
        session=settings.refresh_ttl,
        verification=settings.verification_ttl,
        reset=settings.reset_ttl,
    )


def _hub_settings(settings: Settings) -> HubSettings:
    return HubSettings(
        outbox_bytes=settings.outbox_limit, patience=settings.outbox_patience.total_seconds()
    )


def _token_keys(keys: Sequence[SecretKey]) -> SigningKeys:
    use = "access tokens"
    return SigningKeys(
        current=keys[0].name(use), keys={key.name(use): key.derive(use) for key in keys}
    )


def _key_ring(keys: Sequence[SecretKey]) -> KeyRing:
    use = "blob URLs"
    return KeyRing(tuple(SigningKey(kid=key.name(use), secret=key.derive(use)) for key in keys))
