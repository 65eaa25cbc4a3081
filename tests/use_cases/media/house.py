"""A small house of music for the use cases of sets: an admin, listeners, and tracks made up."""

import io
import wave
from collections.abc import AsyncIterator, Sequence
from typing import Any

import attrs

from phantom_adapters.audio.track_reader import ProbedTracks
from phantom_core.blobs import PartTag
from phantom_core.kernel import Actor, ByteCount, Command, Visibility, person
from phantom_core.media.sets import (
    CreateMusicSet,
    GetMusicSet,
    MusicSet,
    PlacedTrack,
    PlanTrack,
    SetId,
    TrackDetails,
    TrackFormat,
    Tracklist,
)
from phantom_core.media.sets.flows import IncomingTrack, SetsEdge, take_track
from phantom_core.uploads import Upload, UploadId
from phantom_core.uploads.flows import resume
from tests.use_cases.audio.studio import Ear, Studio

READER = ProbedTracks(Ear())
WAV = TrackFormat(name="wav", content_type="audio/wav")


def sound(frames: int = 800, **tags: bytes) -> bytes:
    """A WAV file: so many frames of a square wave, and what its tags say."""
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setparams((1, 2, 8000, 0, "NONE", ""))
        writer.writeframes(b"\x00\x20\x00\xe0" * (frames // 2))
    whole = file.getvalue() + _info(tags)
    return whole[:4] + (len(whole) - 8).to_bytes(4, "little") + whole[8:]


def _info(tags: dict[str, bytes]) -> bytes:
    entries = b""
    for name, text in tags.items():
        padded = text + b"\0" * (2 - len(text) % 2)
        entries += name.encode() + len(padded).to_bytes(4, "little") + padded
    body = b"INFO" + entries
    return b"LIST" + len(body).to_bytes(4, "little") + body if tags else b""


async def pieces(data: bytes) -> AsyncIterator[bytes]:
    """Bytes as they come."""
    for start in range(0, len(data), 1000):
        yield data[start : start + 1000]


@attrs.define
class House:
    """The world, and what is done in it again and again."""

    studio: Studio
    edge: SetsEdge
    root: Actor
    eve: Actor

    @classmethod
    async def open(cls, studio: Studio) -> "House":
        """A new one, with an admin and somebody who listens."""
        edge = SetsEdge(
            phantom=studio.phantom,
            store=studio.store,
            uploads=studio.edge.uploads,
            reader=READER,
            largest=ByteCount(100_000),
            scanner=studio.edge.scanner,
        )
        root, eve = await studio.somebody(), await studio.somebody()
        return cls(studio, edge, person(root.person, is_admin=True), eve)

    async def do(self, command: Command[Any], actor: Actor | None = None) -> Any:
        """Do something, by default as the admin."""
        return (await self.studio.phantom.do(command, actor=actor or self.root)).value

    async def made(self, *, public: bool = True) -> MusicSet:
        """A new set."""
        visibility = Visibility.PUBLIC if public else Visibility.PRIVATE
        made: Tracklist = await self.do(CreateMusicSet(title="Dawn", visibility=visibility))
        return made.music_set

    async def shown(self, set_id: SetId, actor: Actor | None = None) -> Tracklist:
        """A set as somebody sees it, by default the admin."""
        return await self.studio.phantom.ask(GetMusicSet(set_id=set_id), actor=actor or self.root)

    async def take(
        self,
        set_id: SetId,
        data: bytes | None = None,
        *,
        name: str = "song.wav",
        key: str | None = None,
        actor: Actor | None = None,
        **details: str,
    ) -> PlacedTrack:
        """Hand a track in through the application."""
        incoming = IncomingTrack(
            set_id=set_id,
            file_name=name,
            chunks=pieces(sound() if data is None else data),
            details=lambda: TrackDetails(**details),
            key=key,
        )
        return await take_track(self.edge, incoming, actor=actor or self.root)

    async def plan(self, set_id: SetId, data: bytes, **fields: Any) -> Upload:
        """Promise a track that comes in parts."""
        given: dict[str, Any] = {
            "set_id": set_id,
            "file_name": "big_song.wav",
            "kind": WAV,
            "size_bytes": ByteCount(len(data)),
            "limits": self.edge.uploads.limits,
        }
        upload: Upload = await self.do(PlanTrack(**{**given, **fields}))
        return upload

    async def send(self, upload: Upload, data: bytes) -> Sequence[PartTag]:
        """Send all parts of a track, straight to the store."""
        planned = await resume(
            self.edge.uploads,
            UploadId(upload.id),
            actor=self.root,
            now=self.studio.clock.now,
        )
        opened = planned.upload
        assert opened.multipart is not None
        tags = []
        for part in opened.parts:
            begin = (part.number - 1) * (opened.part_size or 0)
            piece = data[begin : begin + part.size]
            put = await self.studio.multipart.put_part(
                opened.blob, opened.multipart, part, pieces(piece)
            )
            tags.append(PartTag(number=put.number, etag=put.etag))
        return tags
