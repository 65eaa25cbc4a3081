"""A small world for audio's use cases: people, recordings made up on the spot, and an ear."""

import io
import wave
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import attrs

from phantom_adapters.blobs import SignedPartUrls
from phantom_adapters.jobs import Handler, Worker
from phantom_adapters.memory import ManualClock, MemoryStorage
from phantom_adapters.memory.blobs import MemoryBlobStore
from phantom_adapters.memory.multipart import MemoryMultipartUploads
from phantom_adapters.memory.renderer import MemoryRenderer
from phantom_adapters.memory.scanner import MemoryScanner
from phantom_core.audio import (
    AnalyseAudio,
    Analysis,
    AnalysisResult,
    AudioFile,
    AudioFormat,
    AudioProbed,
    BeginUpload,
    Embedding,
    Key,
    Loudness,
    NotDecodable,
    OnProgress,
    Peaks,
    RenderAudio,
    RenditionForm,
    RenditionFormat,
    Tempo,
    UploadDetails,
)
from phantom_core.audio.flows import AudioEdge, IncomingAudio, Rendering, analyse, render, upload
from phantom_core.audio.mpeg_frames import ID3_HEADER, id3_length
from phantom_core.blobs import KeyRing, SigningKey
from phantom_core.blobs.ledger_flows import sweep
from phantom_core.blobs.ledger_use_cases import SweepBlobs
from phantom_core.identity import Purpose, RegisterUser, SendVerification, SetConsent
from phantom_core.identity.password import PasswordHash
from phantom_core.kernel import (
    ANONYMOUS,
    Actor,
    ByteCount,
    Hertz,
    Invocation,
    Lease,
    Milliseconds,
    Storage,
    StoredEvent,
    Task,
    person,
    topic,
)
from phantom_core.phantom import Phantom
from phantom_core.uploads import AbortMultipart, Upload
from phantom_core.uploads.flows import UploadEdge, abort_multipart

RATE = 8000
OPUS = RenditionForm(format=RenditionFormat.OPUS, bitrate=128_000)
RING = KeyRing((SigningKey(kid="new", secret=b"n" * 32),))
STAGES = ("decoding", "rhythm", "harmony", "picture")


def tone(frames: int = 800, level: int = 64) -> bytes:
    """A WAV file: so many frames of a square wave."""
    body = b"".join(
        (level if at // 20 % 2 else -level).to_bytes(2, "little", signed=True)
        for at in range(frames)
    )
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setnchannels(1)
        writer.setsampwidth(2)
        writer.setframerate(RATE)
        writer.writeframes(body)
    return file.getvalue()


async def stream(data: bytes, piece: int = 1000) -> AsyncIterator[bytes]:
    """Bytes in pieces."""
    for start in range(0, len(data), piece):
        yield data[start : start + piece]


class Ear:
    """Hears WAV files with nothing but the standard library; knows no tempo, and no key.

    Attributes:
        interrupt: is called at each stage of an analysis, and may raise.
        heard: how many analyses were begun.
        stages: what it goes through.
        claims: what it takes every file for.
    """

    def __init__(self) -> None:
        self.interrupt: Callable[[str], Any] = lambda _: None
        self.heard = 0
        self.stages: tuple[str, ...] = STAGES
        self.claims = AudioFormat.WAV

    async def probe(self, path: Path) -> AudioProbed:
        """Believe the header, behind a tag."""
        with path.open("rb") as file:
            file.seek(id3_length(file.read(ID3_HEADER)))
            try:
                with wave.open(file, "rb") as reader:
                    frames, rate, channels = (
                        reader.getnframes(),
                        reader.getframerate(),
                        reader.getnchannels(),
                    )
            except (wave.Error, EOFError) as error:
                raise NotDecodable(str(error)) from error
        return AudioProbed(
            format=self.claims,
            duration_ms=Milliseconds(frames * 1000 // rate),
            sample_rate=Hertz(rate),
            channels=channels,
        )

    async def analyze(self, path: Path, *, on_progress: OnProgress) -> Analysis:
        """Go through all stages, and find little."""
        self.heard += 1
        probed = await self.probe(path)
        for done, stage in enumerate(self.stages, 1):
            result = self.interrupt(stage)
            if result is not None:
                await result
            await on_progress(stage, done / len(self.stages))
        return _analysis(probed)


def _analysis(probed: AudioProbed) -> Analysis:
    return Analysis(
        analyzer="ear",
        analyzer_version="1",
        decoder_version="wave 1",
        result=AnalysisResult(
            duration_ms=probed.duration_ms,
            sample_rate=probed.sample_rate,
            channels=probed.channels,
            tempo=Tempo.unknown("nobody counted"),
            beats=(),
            key=Key.unknown("nobody listened"),
            loudness=Loudness(
                integrated_lufs=None,
                range_lu=None,
                true_peak_dbtp=None,
                peak=0.5,
                reason="nobody measured",
            ),
            features={"brightness": 0.5},
            embedding=Embedding(scheme="none", vector=None, reason="nobody compared"),
            tags=(),
        ),
        peaks=Peaks(
            sample_rate=probed.sample_rate,
            samples_per_point=256,
            minima=bytes([200] * 1000),
            maxima=bytes([56] * 1000),
        ),
        picture=b"\x89PNG picture",
    )


@attrs.define
class Studio:
    """The world, and what is done in it again and again."""

    clock: ManualClock
    storage: Storage
    phantom: Phantom
    store: MemoryBlobStore
    multipart: MemoryMultipartUploads
    ear: Ear
    edge: AudioEdge
    people: int = 0

    @classmethod
    def open(cls, storage: Storage | None = None, clock: ManualClock | None = None) -> "Studio":
        """A new, empty one; in memory, unless it is given a storage with its clock."""
        clock = clock or ManualClock()
        storage = storage or MemoryStorage(clock=clock)
        phantom, store, ear = Phantom(storage), MemoryBlobStore(clock=clock), Ear()
        multipart = MemoryMultipartUploads(store, SignedPartUrls("/blobs", RING), clock=clock)
        edge = AudioEdge(
            phantom=phantom,
            store=store,
            probe=ear,
            analyzer=ear,
            largest=ByteCount(100_000),
            scanner=MemoryScanner(),
            uploads=UploadEdge(phantom=phantom, store=store, multipart=multipart),
        )
        return cls(clock, storage, phantom, store, multipart, ear, edge)

    async def somebody(self, *, consents: bool = False) -> Actor:
        """A new person."""
        self.people += 1
        name = f"person{self.people}"
        register = RegisterUser(
            email=f"{name}@example.org", username=name, password_hash=PasswordHash("-")
        )
        user = (await self.phantom.do(register, actor=ANONYMOUS)).value
        actor = person(user.id)
        if consents:
            await self.consent(actor, granted=True)
        return actor

    async def consent(self, actor: Actor, *, granted: bool) -> None:
        """Allow analysis, or no longer."""
        consent = SetConsent(purpose=Purpose.AUDIO_ANALYSIS, granted=granted)
        await self.phantom.do(consent, actor=actor)

    async def begin(self, actor: Actor, key: str | None = None) -> Upload:
        """Begin an upload, and leave it at that."""
        begin = BeginUpload(file_name="song.wav", format=AudioFormat.WAV, key=key)
        begun = (await self.phantom.do(begin, actor=actor)).value
        assert begun is not None
        return begun

    async def upload(
        self,
        actor: Actor,
        data: bytes | None = None,
        *,
        name: str = "song.wav",
        key: str | None = None,
        details: UploadDetails | None = None,
    ) -> AudioFile:
        """Hand a recording in."""
        incoming = IncomingAudio(
            file_name=name,
            chunks=stream(tone() if data is None else data),
            details=lambda: details or UploadDetails(),
            key=key,
        )
        return await upload(self.edge, incoming, actor=actor)

    def worker(self, **handlers: Handler) -> Worker:
        """One that analyses and sweeps, and sends no mail."""
        known: dict[type[Task], Handler] = {
            AnalyseAudio: handlers.get("analyse", self._analyse),
            RenderAudio: handlers.get("render", self._render),
            SweepBlobs: self._sweep,
            AbortMultipart: self._abort,
            SendVerification: self._post,
        }
        return Worker(self.phantom, known, owner="studio")

    async def work(self) -> None:
        """Do all jobs that are due."""
        await self.worker().drain()

    async def is_empty(self) -> bool:
        """Whether nothing is left once all jobs are done: no upload, no line, no bytes."""
        await self.work()
        uploads = await self.look(lambda work: list(work.uploads._rows))
        return not (uploads or await self.lines() or await self.keys())

    async def keys(self) -> list[str]:
        """What the store holds."""
        return [entry.key async for entry in self.store.list()]

    async def lines(self) -> dict[str, str]:
        """What the ledger says, by key."""
        found = await self.look(lambda work: list(work.blob_ledger._rows))
        return {line.key: line.state.value for line in found}

    async def look(self, body: Callable[[Any], Any]) -> Any:
        """Look into the storage."""
        return await self.storage.read(Invocation(ANONYMOUS, 1), body)

    async def jobs(self, kind: type[Task]) -> list[Any]:
        """All stored jobs of a kind."""
        found = await self.look(lambda work: list(work.jobs._table))
        return [job for job in found if isinstance(job.deferred, kind)]

    async def told(self, actor: Actor, prefix: str = "") -> list[StoredEvent]:
        """What a person was told, oldest first."""
        name = topic("user", actor.person)
        events = await self.look(lambda work: work.log.after(name, 0, 1000))
        return [event for event in events if event.event.name.startswith(prefix)]

    async def _analyse(self, lease: Lease, task: AnalyseAudio) -> None:
        await analyse(self.edge, lease, task)

    async def _render(self, lease: Lease, task: RenderAudio) -> None:
        rendering = Rendering(renderer=MemoryRenderer(), form=OPUS)
        await render(self.edge, rendering, lease, task)

    async def _sweep(self, _lease: Lease, _task: SweepBlobs) -> None:
        await sweep(self.phantom, self.store)

    async def _abort(self, _lease: Lease, task: AbortMultipart) -> None:
        await abort_multipart(self.edge.uploads, task)

    async def _post(self, _lease: Lease, _task: SendVerification) -> None:
        """Keep the letter."""
