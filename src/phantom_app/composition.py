"""The one place where adapters are chosen and put together."""

import secrets
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime
from types import MappingProxyType

import attrs

from phantom_adapters.audio import LibrosaAnalyzer, found_renderer
from phantom_adapters.audio.track_reader import ProbedTracks
from phantom_adapters.blobs import DirectoryBlobStore
from phantom_adapters.clock import wall_clock
from phantom_adapters.composing import BuiltInComposer
from phantom_adapters.images import PillowRenderer
from phantom_adapters.limits import MemoryRateLimits
from phantom_adapters.scanning import ClamdScanner
from phantom_adapters.security import Argon2Passwords, JwtAccessTokens, SigningKeys
from phantom_adapters.sql.storage import SqlStorage
from phantom_adapters.transport import Hub, HubSettings
from phantom_adapters.web.circuit import Circuit
from phantom_app.attending import Attending
from phantom_app.blob_places import BlobPlace, blob_place, signed_links
from phantom_app.broker import Broker, open_broker
from phantom_app.composing import chosen_composer
from phantom_app.data_folder import data_folder
from phantom_app.database import chosen_storage
from phantom_app.http.delivery import WebServerInFront
from phantom_app.http.metrics import MeasuredPhantom, Metrics
from phantom_app.intake import intake_of
from phantom_app.limiting import Limits
from phantom_app.mailing import chosen_mailer
from phantom_app.measuring import Measuring, circuits_of, of_broker, of_circuits, of_hub, of_storage
from phantom_app.music import chosen_service
from phantom_app.readiness import Readiness, fence_of, parts_of, standby_of
from phantom_app.secret_keys import SecretKey, secret_keys
from phantom_app.services import Services
from phantom_app.settings import BadSetting, Settings
from phantom_app.signers import note_signer
from phantom_app.signing import key_ring
from phantom_app.site import SITE_AT_HOME, site_of
from phantom_app.socket.payloads import encode_message
from phantom_app.socket.states import TOPICS_SERVED
from phantom_app.spans import NO_SPANS, Spans
from phantom_app.tending import attendance
from phantom_app.tracing import TracedStorage, spans_of, tell_of
from phantom_app.uploading import upload_edge
from phantom_core.audio import (
    AudioRenderer,
    RenditionForm,
    RenditionFormat,
)
from phantom_core.audio.analyzer_ports import AudioAnalyzer, AudioProbe
from phantom_core.audio.flows import AudioEdge, Rendering
from phantom_core.blobs import BlobLinks, BlobScanner, BlobStore, MultipartUploads, PartIntake
from phantom_core.catalog.music_service_ports import MusicService
from phantom_core.chat.flows import FileEdge
from phantom_core.composing import Composer
from phantom_core.composing.flows import ComposingEdge
from phantom_core.identity import (
    Desk,
    Lives,
    Mailer,
    PasswordHasher,
)
from phantom_core.kernel import Storage, uuid7
from phantom_core.live import ServerId, announcer
from phantom_core.media.images import ImageRenderer
from phantom_core.media.images.flows import ImageEdge
from phantom_core.media.sets.flows import SetsEdge
from phantom_core.notifications import PushGateway
from phantom_core.phantom import Phantom
from phantom_core.privacy.flows import ExportEdge
from phantom_core.studio.flows import StudioEdge

__all__ = [
    "Technology",
    "chosen",
    "composed",
    "services_of",
]


@attrs.frozen(kw_only=True)
class Technology:
    """The adapters that were chosen; `intake` is for stores that have no URLs of their own."""

    storage: Storage
    store: BlobStore
    multipart: MultipartUploads
    links: BlobLinks | None = None
    intake: PartIntake | None = None
    probe: AudioProbe
    analyzer: AudioAnalyzer
    renderer: ImageRenderer
    hasher: PasswordHasher
    mailer: Mailer
    music: MusicService | None = None
    push: PushGateway | None = None
    scanner: BlobScanner | None = None
    composer: Composer | None = None
    audio_renderer: AudioRenderer | None = None
    circuits: Mapping[str, Circuit] = MappingProxyType({})
    broker: Broker = attrs.field(factory=Broker)
    spans: Spans = NO_SPANS
    clock: Callable[[], datetime] = wall_clock


@asynccontextmanager
async def composed(settings: Settings, *, serving: bool = False) -> AsyncIterator[Services]:
    """Open everything that the settings name, and close it afterwards.

    What is for people alone is opened where they are served.

    Raises: BadSetting, Unavailable.
    """
    async with AsyncExitStack() as stack:
        storage = await stack.enter_async_context(chosen_storage(settings, serving=serving))
        place = blob_place(settings, key_ring(secret_keys(settings)), stack)
        technology = chosen(settings, storage, place, stack)
        await place.check()
        broker = await open_broker(settings, stack, fence_of(storage), technology.spans)
        if serving and isinstance(storage, SqlStorage):
            await note_signer(storage, secret_keys(settings))
        yield services_of(settings, attrs.evolve(technology, broker=broker))


def chosen(
    settings: Settings, storage: Storage, place: BlobPlace, stack: AsyncExitStack
) -> Technology:
    """The adapters that the settings ask for; what must be closed is left to `stack`.

    Raises: BadSetting, Unavailable.
    """
    cache = data_folder(settings) / "cache"
    analyzer = LibrosaAnalyzer(cache_dir=cache, listeners=settings.workers)
    stack.callback(analyzer.close)
    renderer = PillowRenderer()
    stack.callback(renderer.close)
    mailer, music = chosen_mailer(settings), chosen_service(settings, stack)
    composer = chosen_composer(settings, stack)
    scanner = None if settings.scanner_url is None else ClamdScanner(settings.scanner_url)
    return Technology(
        storage=storage,
        store=place.store,
        links=place.links,
        multipart=place.multipart,
        intake=place.intake,
        probe=analyzer,
        analyzer=analyzer,
        renderer=renderer,
        hasher=Argon2Passwords(),
        mailer=mailer,
        music=music,
        composer=composer,
        audio_renderer=found_renderer(),
        scanner=scanner,
        spans=spans_of(settings, stack),
        circuits=circuits_of(
            files=place,
            mail=mailer,
            music=music,
            composing=composer,
            scanner=scanner,
            standby=standby_of(storage),
        ),
    )


def services_of(settings: Settings, technology: Technology) -> Services:
    """Put the adapters together."""
    keys = secret_keys(settings)
    metrics = Metrics()
    broker, spans = technology.broker, technology.spans
    storage = TracedStorage(technology.storage, spans) if spans.on else technology.storage
    phantom = MeasuredPhantom(storage, metrics, spans)
    phantom.observe(announcer(broker.transport))
    ring = key_ring(keys)
    uploads = upload_edge(settings, phantom, technology.store, technology.multipart)
    hub = Hub(
        phantom,
        broker.transport,
        encode_message,
        clock=technology.clock,
        topics=TOPICS_SERVED,
        settings=_hub_settings(settings),
    )
    if spans.on:
        hub.watch(tell_of(spans))
    metrics.watch(lambda: of_hub(hub))
    metrics.watch(lambda: of_storage(technology.storage))
    metrics.watch(lambda: of_broker(broker.standing()))
    metrics.watch(lambda: of_circuits(technology.circuits))
    server_id = ServerId(uuid7(technology.clock(), secrets.randbits(74)))
    audio = AudioEdge(
        phantom=phantom,
        store=technology.store,
        probe=technology.probe,
        analyzer=technology.analyzer,
        largest=settings.upload_limit,
        scanner=technology.scanner,
        uploads=uploads,
    )
    studio = StudioEdge(
        phantom=phantom,
        store=technology.store,
        intake=intake_of(audio),
        mint=lambda: uuid7(technology.clock(), secrets.randbits(74)),
        largest_midi=settings.midi_limit,
        largest_import=settings.import_limit,
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
        rendering=_rendering(settings, technology),
        sets=SetsEdge(
            phantom=phantom,
            store=technology.store,
            uploads=uploads,
            reader=ProbedTracks(technology.probe),
            largest=settings.upload_limit,
            scanner=technology.scanner,
        ),
        uploads=uploads,
        intake=technology.intake,
        studio=studio,
        exports=ExportEdge(
            phantom=phantom,
            store=technology.store,
            studio=studio,
            clock=technology.clock,
            life=settings.export_ttl,
        ),
        composing=_composing_edge(phantom, technology),
        images=ImageEdge(
            phantom=phantom,
            store=technology.store,
            renderer=technology.renderer,
            largest=settings.image_limit,
            scanner=technology.scanner,
            limits=uploads.limits,
        ),
        files=FileEdge(
            phantom=phantom,
            store=technology.store,
            largest=settings.chat_file_limit,
            scanner=technology.scanner,
            limits=uploads.limits,
        ),
        push=technology.push,
        music=technology.music,
        hub=hub,
        attending=Attending(phantom, hub, attendance(server_id)),
        server_id=server_id,
        links=technology.links or signed_links(settings, ring),
        ring=ring,
        front=_front(settings, technology.store),
        broker=broker,
        limits=Limits(
            allowances=settings.allowances,
            spent=broker.spent or MemoryRateLimits(technology.clock),
            refused=metrics.rate_limited,
        ),
        clock=technology.clock,
        started_at=technology.clock(),
        metrics=metrics,
        measuring=Measuring(metrics, phantom),
        readiness=Readiness(
            parts_of(phantom, technology.storage, technology.store, broker.standing)
        ),
        spans=spans,
    )


def _rendering(settings: Settings, technology: Technology) -> Rendering | None:
    """How renditions are made, where they are wished for and can be made."""
    if settings.renditions == "off" or technology.audio_renderer is None:
        return None
    made = RenditionForm(
        format=RenditionFormat(settings.renditions), bitrate=settings.rendition_bitrate
    )
    return Rendering(renderer=technology.audio_renderer, form=made)


def _front(settings: Settings, store: BlobStore) -> WebServerInFront | None:
    if settings.accel_prefix is None:
        return None
    if not isinstance(store, DirectoryBlobStore):
        raise BadSetting("PHANTOM_ACCEL_PREFIX", "takes files that are kept in a folder")
    return WebServerInFront(prefix=settings.accel_prefix, place=store.place)


def _composing_edge(phantom: Phantom, technology: Technology) -> ComposingEdge:
    """Whoever composes; where that is a service, what is built in stands in for it."""
    return ComposingEdge(
        phantom=phantom,
        composer=technology.composer or BuiltInComposer(),
        instead=technology.composer and BuiltInComposer(),
        draw=secrets.randbelow,
        clock=technology.clock,
    )


def _lives(settings: Settings) -> Lives:
    return Lives(
        access=settings.access_ttl,
        session=settings.refresh_ttl,
        idle=settings.idle_ttl or settings.refresh_ttl,
        verification=settings.verification_ttl,
        reset=settings.reset_ttl,
    )


def _hub_settings(settings: Settings) -> HubSettings:
    return HubSettings(
        outbox_bytes=settings.outbox_limit,
        patience=settings.outbox_patience.total_seconds(),
        spread=settings.drain_spread.total_seconds(),
    )


def _token_keys(keys: Sequence[SecretKey]) -> SigningKeys:
    use = "access tokens"
    return SigningKeys(
        current=keys[0].name(use), keys={key.name(use): key.derive(use) for key in keys}
    )
