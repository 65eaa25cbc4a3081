"""What the server's routes, sockets and workers are given: everything that was composed."""

from collections.abc import Callable
from datetime import datetime

import attrs

from phantom_adapters.transport import Hub
from phantom_app.attending import Attending
from phantom_app.broker import Broker
from phantom_app.http.delivery import WebServerInFront
from phantom_app.http.metrics import Metrics
from phantom_app.limiting import Limits
from phantom_app.measuring import Measuring
from phantom_app.readiness import Readiness
from phantom_app.settings import Settings
from phantom_app.spans import NO_SPANS, Spans
from phantom_core.audio.flows import AudioEdge, Rendering
from phantom_core.blobs import BlobLinks, KeyRing, PartIntake
from phantom_core.catalog.music_service_ports import MusicService
from phantom_core.chat.flows import FileEdge
from phantom_core.composing.flows import ComposingEdge
from phantom_core.identity import Desk
from phantom_core.live import ServerId
from phantom_core.media.images.flows import ImageEdge
from phantom_core.media.sets.flows import SetsEdge
from phantom_core.notifications import PushGateway
from phantom_core.phantom import Phantom
from phantom_core.privacy.flows import ExportEdge
from phantom_core.studio.flows import StudioEdge
from phantom_core.uploads.flows import UploadEdge

__all__ = ["Services"]


@attrs.frozen(kw_only=True)
class Services:
    """The parts of a running server.

    Attributes:
        settings: what operators chose.
        phantom: the domain, on its storage.
        desk: what lets people in.
        audio: what takes recordings in and listens to them.
        images: what takes images in.
        files: what takes in files for chats.
        rendering: how their renditions are made, if any are.
        sets: what takes tracks into sets of music.
        uploads: what takes files in by plan, and what anybody may keep.
        intake: takes the parts that are sent here; `None` where the store has URLs of its own.
        studio: what carries projects in and out.
        composing: what makes music for people.
        exports: what writes down all that is held about a person.
        push: what reaches people's devices, if anything does.
        music: the music service that imports may ask, if one is configured.
        hub: delivers what is live, to the sockets of this process.
        attending: tells the domain who is in which topic, by the sockets of this process.
        server_id: this run of the server.
        links: makes URLs that read a blob; from the root, unless the settings name a host.
        ring: the keys that those URLs are signed with.
        front: the web server that sends what they lead to, if one does.
        broker: what connects this process with others.
        limits: how often callers may call, and have called.
        clock: the time now, for the edge; the domain has its own from its storage.
        started_at: when this process began to serve.
        metrics: what is measured.
        measuring: tells it, with what only the store knows.
        readiness: whether the server can do its work.
        spans: whoever traces what is done, if anybody does.
    """

    settings: Settings
    phantom: Phantom
    desk: Desk
    audio: AudioEdge
    uploads: UploadEdge
    intake: PartIntake | None
    images: ImageEdge
    files: FileEdge
    rendering: Rendering | None = None
    sets: SetsEdge
    studio: StudioEdge
    composing: ComposingEdge
    exports: ExportEdge
    push: PushGateway | None = None
    music: MusicService | None
    hub: Hub
    attending: Attending
    server_id: ServerId
    links: BlobLinks
    ring: KeyRing
    front: WebServerInFront | None = None
    broker: Broker
    limits: Limits
    clock: Callable[[], datetime]
    started_at: datetime
    metrics: Metrics
    measuring: Measuring
    readiness: Readiness
    spans: Spans = NO_SPANS
