"""Uploads that nobody is at any more leave nothing, and do not stand in the way."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import anyio
import attrs
import pytest

from phantom_core.audio import (
    AbandonUpload,
    ListAudioFiles,
    NotDecodable,
    ProlongUpload,
    UploadRunning,
)
from phantom_core.audio.flows import IncomingAudio, upload
from phantom_core.blobs.ledger_flows import sweep
from phantom_core.identity import Purpose, SetConsent
from phantom_core.kernel import (
    SYSTEM,
    Command,
    KeyReused,
    NotFound,
    Outcome,
    Unavailable,
)
from phantom_core.phantom import Phantom
from phantom_core.uploads import SweepUploads, Upload
from tests.use_cases.audio.studio import Studio, stream, tone

CONSENT = SetConsent(purpose=Purpose.AUDIO_ANALYSIS, granted=True)


async def test_a_key_whose_server_died_is_free_again_soon(studio: Studio) -> None:
    ada = await studio.somebody()
    dead = await studio.begin(ada, "k1")
    studio.clock.advance(seconds=60)

    file = await studio.upload(ada, key="k1")
    await studio.phantom.do(SweepUploads(), actor=SYSTEM)

    assert file.blob != dead.blob
    assert await studio.lines() == {dead.blob: "doomed", file.blob: "kept"}
    assert await studio.upload(ada, key="k1") == file


async def test_a_key_whose_server_died_is_free_for_anything_else_too(studio: Studio) -> None:
    ada = await studio.somebody()
    await studio.begin(ada, "k1")
    with pytest.raises(KeyReused):
        await studio.phantom.do(CONSENT, actor=ada, idempotency_key="k1")
    studio.clock.advance(seconds=60)

    await studio.phantom.do(CONSENT, actor=ada, idempotency_key="k1")


async def test_the_key_of_an_upload_that_failed_is_free_at_once(studio: Studio) -> None:
    ada = await studio.somebody()
    with pytest.raises(NotDecodable):
        await studio.upload(ada, tone()[:20], key="k1")

    await studio.phantom.do(CONSENT, actor=ada, idempotency_key="k1")


async def test_a_server_whose_key_was_taken_meanwhile_cannot_finish(studio: Studio) -> None:
    ada = await studio.somebody()

    async def stalled() -> AsyncIterator[bytes]:
        yield tone(frames=40_000)
        studio.clock.advance(seconds=60)
        await studio.upload(ada, key="k1")

    incoming = IncomingAudio(file_name="a.wav", chunks=stalled(), key="k1")
    with pytest.raises(NotFound):
        await upload(studio.edge, incoming, actor=ada)
    page = await studio.phantom.ask(ListAudioFiles(), actor=ada)

    assert len(page.items) == 1
    assert await studio.upload(ada, key="k1") == page.items[0]


async def test_an_upload_whose_key_was_taken_is_not_prolonged(studio: Studio) -> None:
    ada = await studio.somebody()
    dead = await studio.begin(ada, "k1")
    studio.clock.advance(seconds=60)
    await studio.begin(ada, "k1")

    with pytest.raises(NotFound):
        await studio.phantom.do(ProlongUpload(upload_id=dead.id), actor=SYSTEM)


async def test_an_upload_that_says_that_it_runs_keeps_its_key(studio: Studio) -> None:
    ada = await studio.somebody()
    begun = await studio.begin(ada, "k1")
    for _ in range(3):
        studio.clock.advance(seconds=50)
        await studio.phantom.do(ProlongUpload(upload_id=begun.id), actor=SYSTEM)

    with pytest.raises(UploadRunning):
        await studio.begin(ada, "k1")


async def test_bytes_whose_server_died_before_the_last_step_are_swept(studio: Studio) -> None:
    ada = await studio.somebody()
    dead = await studio.begin(ada)
    await studio.store.put(dead.blob, stream(tone()), limit=studio.edge.largest)
    studio.clock.advance(seconds=61)
    await studio.phantom.do(SweepUploads(), actor=SYSTEM)
    await studio.work()

    assert await studio.keys() == [dead.blob], "its server may be alive after all"
    studio.clock.advance(hours=1)
    assert await studio.is_empty()


async def test_the_ledger_alone_finds_what_an_upload_left(studio: Studio) -> None:
    ada = await studio.somebody()
    dead = await studio.begin(ada)
    await studio.store.put(dead.blob, stream(tone()), limit=studio.edge.largest)
    studio.clock.advance(hours=2)

    assert await sweep(studio.phantom, studio.store) == 1
    assert await studio.keys() == []


async def test_a_server_that_was_only_believed_dead_cannot_finish(studio: Studio) -> None:
    ada = await studio.somebody()

    async def stalled() -> AsyncIterator[bytes]:
        yield tone(frames=40_000)
        studio.clock.advance(hours=2)
        await studio.phantom.do(SweepUploads(), actor=SYSTEM)
        await studio.work()

    with pytest.raises(NotFound):
        await upload(studio.edge, IncomingAudio(file_name="a.wav", chunks=stalled()), actor=ada)

    assert await studio.is_empty()


async def test_an_upload_that_takes_long_says_that_it_still_runs(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("phantom_core.audio.flows.uploading._PULSE", 0.001)
    ada = await studio.somebody()

    async def slow() -> AsyncIterator[bytes]:
        yield tone(frames=40_000)
        for _ in range(10):
            studio.clock.advance(seconds=50)
            while (await pending(studio)).is_over(studio.clock.now + timedelta(seconds=30)):
                await anyio.lowlevel.checkpoint()
            await studio.phantom.do(SweepUploads(), actor=SYSTEM)

    incoming = IncomingAudio(file_name="a.wav", chunks=slow())
    file = await upload(studio.edge, incoming, actor=ada)

    assert await studio.lines() == {file.blob: "kept"}


async def test_a_beat_that_fails_is_followed_by_others(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("phantom_core.audio.flows.uploading._PULSE", 0.001)
    ada, failures = await studio.somebody(), list[type]()

    class Shaky(Phantom):
        async def do(self, command: Command[Any], **kwargs: Any) -> Outcome[Any]:
            if isinstance(command, ProlongUpload) and len(failures) < 3:
                failures.append(type(command))
                raise Unavailable("The database rests.")
            return await super().do(command, **kwargs)

    async def slow() -> AsyncIterator[bytes]:
        yield tone(frames=40_000)
        studio.clock.advance(seconds=50)
        while (await pending(studio)).is_over(studio.clock.now + timedelta(seconds=30)):
            await anyio.lowlevel.checkpoint()

    edge = attrs.evolve(studio.edge, phantom=Shaky(studio.storage))
    with anyio.fail_after(60):
        await upload(edge, IncomingAudio(file_name="a.wav", chunks=slow()), actor=ada)

    assert len(failures) == 3


async def pending(studio: Studio) -> Upload:
    (found,) = await studio.look(lambda work: list(work.uploads._rows))
    assert isinstance(found, Upload)
    return found


async def test_an_upload_that_was_given_up_is_not_prolonged(studio: Studio) -> None:
    ada = await studio.somebody()
    begun = await studio.begin(ada, "k1")
    await studio.phantom.do(AbandonUpload(upload=begun), actor=SYSTEM)

    with pytest.raises(NotFound):
        await studio.phantom.do(ProlongUpload(upload_id=begun.id), actor=SYSTEM)


async def test_what_has_become_a_recording_cannot_be_abandoned(studio: Studio) -> None:
    ada = await studio.somebody()
    begun: list[Upload] = []

    async def watched() -> AsyncIterator[bytes]:
        yield tone(frames=40_000)
        begun.append(await pending(studio))

    incoming = IncomingAudio(file_name="a.wav", chunks=watched())
    file = await upload(studio.edge, incoming, actor=ada)
    await studio.phantom.do(AbandonUpload(upload=begun[0]), actor=SYSTEM)
    await studio.work()

    assert await studio.keys() == [file.blob]


async def test_any_number_of_forsaken_uploads_is_swept(studio: Studio) -> None:
    ada = await studio.somebody()
    for _ in range(230):
        await studio.begin(ada)
    studio.clock.advance(minutes=2)

    await studio.phantom.do(SweepUploads(), actor=SYSTEM)
    await studio.work()

    assert await studio.look(lambda work: list(work.uploads._rows)) == []
    studio.clock.advance(hours=2)
    assert await studio.is_empty()
