"""Renditions: made once, by who has the job; streamed, never saved; gone with their original."""

from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from pathlib import Path

import attrs
import pytest

from phantom_adapters.blobs import SignedBlobLinks
from phantom_core.audio import (
    AudioFile,
    AudioRenderer,
    BeginRendition,
    ChangeAudioFile,
    CompleteRendition,
    DeleteAudioFile,
    GetAudioFile,
    HearOriginal,
    RenderAudio,
    RenditionAttempt,
    RenditionForm,
    RenditionFormat,
    RenditionState,
    ToRender,
    Visibility,
)
from phantom_core.audio.events import AudioChanged
from phantom_core.audio.flows import LinkUse, Rendering, link, render
from phantom_core.blobs import KeyRing, SigningKey
from phantom_core.jobs import ClaimJobs
from phantom_core.kernel import SYSTEM, Actor, ByteCount, LeaseLost, NotFound, Unavailable
from tests.use_cases.audio.studio import OPUS, Studio, tone

LINKS = SignedBlobLinks("/blobs", KeyRing((SigningKey(kid="a", secret=b"s" * 32),)))
LONG = tone(frames=600_000)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def studio() -> Studio:
    """A world that takes files large enough to be rendered."""
    world = Studio.open()
    world.edge = attrs.evolve(world.edge, largest=ByteCount(10_000_000))
    return world


async def look(studio: Studio, file: AudioFile, actor: Actor) -> AudioFile:
    return await studio.phantom.ask(GetAudioFile(audio_file_id=file.id), actor=actor)


async def url(studio: Studio, file: AudioFile, actor: Actor, use: LinkUse = LinkUse.PLAY) -> str:
    until = studio.clock() + MINUTE
    made = await link(studio.phantom, LINKS, file.id, actor=actor, expires_at=until, use=use)
    return made.url


async def begun(studio: Studio) -> RenditionAttempt:
    """An attempt of a worker that has the job for a minute."""
    names = frozenset({RenderAudio.name})
    claim = ClaimJobs(owner="w", limit=1, life=MINUTE, names=names)
    (job,) = (await studio.phantom.do(claim, actor=SYSTEM)).value
    assert isinstance(job.deferred, RenderAudio)
    begin = BeginRendition(lease=job.lease, task=job.deferred, form=OPUS)
    attempt = (await studio.phantom.do(begin, actor=SYSTEM)).value
    assert attempt is not None
    return attempt


async def complete(studio: Studio, attempt: RenditionAttempt) -> object:
    done = CompleteRendition(attempt=attempt, size_bytes=ByteCount(1))
    return (await studio.phantom.do(done, actor=SYSTEM)).value


async def test_a_large_recording_without_loss_is_rendered(studio: Studio) -> None:
    ada = await studio.somebody()
    file = await studio.upload(ada, LONG)
    await studio.work()

    made = (await look(studio, file, ada)).rendition
    assert file.rendition is None
    assert made is not None
    assert made.blob == f"audio/{ada.person}/{file.id}/{made.id}.opus"
    assert (made.state, made.format) == (RenditionState.READY, RenditionFormat.OPUS)
    assert made.bitrate == OPUS.bitrate
    assert await studio.keys() == sorted([file.blob, made.blob])
    assert await studio.lines() == {file.blob: "kept", made.blob: "kept"}


async def test_its_owner_is_told_and_the_version_stays(studio: Studio) -> None:
    ada = await studio.somebody()
    file = await studio.upload(ada, LONG)
    await studio.work()

    now = await look(studio, file, ada)
    told = [event.event for event in await studio.told(ada, "audio.")]
    assert told[1:] == [AudioChanged(file=now)]
    assert now.version == file.version


async def test_what_is_small_is_streamed_as_it_is(studio: Studio) -> None:
    await studio.upload(await studio.somebody(), tone())

    assert await studio.jobs(RenderAudio) == []


async def test_the_rendition_is_played_and_the_original_is_saved(studio: Studio) -> None:
    ada = await studio.somebody()
    file = await studio.upload(ada, LONG)
    before = await url(studio, file, ada)
    await studio.work()

    made = (await look(studio, file, ada)).rendition
    assert made is not None
    assert f"/{file.blob}?" in before
    assert f"/{made.blob}?" in await url(studio, file, ada)
    assert "type=audio%2Fogg" in await url(studio, file, ada)
    assert f"/{file.blob}?" in await url(studio, file, ada, LinkUse.SAVE)
    assert f"/{file.blob}?" in await url(studio, file, ada, LinkUse.PLAY_ORIGINAL)


async def test_a_rendition_is_heard_by_who_may_hear_its_recording(studio: Studio) -> None:
    ada, eve = await studio.somebody(), await studio.somebody()
    file = await studio.upload(ada, LONG)
    await studio.work()
    made = (await look(studio, file, ada)).rendition
    assert made is not None
    assert made.blob is not None
    hear = HearOriginal(blob=made.blob, reader=eve.person)

    with pytest.raises(NotFound):
        await studio.phantom.ask(hear, actor=SYSTEM)
    publish = ChangeAudioFile(audio_file_id=file.id, visibility=Visibility.PUBLIC)
    await studio.phantom.do(publish, actor=ada)
    assert (await studio.phantom.ask(hear, actor=SYSTEM)).id == file.id
    hide = ChangeAudioFile(audio_file_id=file.id, visibility=Visibility.PRIVATE)
    await studio.phantom.do(hide, actor=ada)
    with pytest.raises(NotFound):
        await studio.phantom.ask(hear, actor=SYSTEM)


async def test_a_deleted_recording_takes_its_rendition_along(studio: Studio) -> None:
    ada = await studio.somebody()
    file = await studio.upload(ada, LONG)
    await studio.work()

    await studio.phantom.do(DeleteAudioFile(audio_file_id=file.id), actor=ada)

    assert await studio.is_empty()


async def test_a_recording_that_cannot_be_rendered_says_why(studio: Studio) -> None:
    ada = await studio.somebody()
    tag = b"ID3\x04\0\0\0\x05\0\0" + bytes(81_920)
    file = await studio.upload(ada, tag + LONG)
    await studio.work()

    made = (await look(studio, file, ada)).rendition
    assert made is not None
    assert (made.state, made.blob) == (RenditionState.FAILED, None)
    assert "WAV" in (made.reason or "")
    assert f"/{file.blob}?" in await url(studio, file, ada)
    assert file.blob in await studio.keys()
    assert await studio.lines() == {file.blob: "kept"}


class Away(AudioRenderer):
    """A renderer that cannot be started."""

    def render(self, recording: ToRender, form: RenditionForm) -> AbstractAsyncContextManager[Path]:
        """Say so."""
        raise Unavailable(f"{recording.path} cannot be rendered as {form.format} now.")


async def test_what_could_not_be_done_now_is_done_later(studio: Studio) -> None:
    ada = await studio.somebody()
    file = await studio.upload(ada, LONG)
    broken = Rendering(renderer=Away(), form=OPUS)
    await studio.worker(render=lambda lease, task: render(studio.edge, broken, lease, task)).drain()
    assert (await look(studio, file, ada)).rendition is None
    studio.clock.advance(hours=1)
    await studio.work()

    made = (await look(studio, file, ada)).rendition
    assert made is not None
    assert made.state is RenditionState.READY


async def test_of_two_workers_one_makes_it(studio: Studio) -> None:
    ada = await studio.somebody()
    file = await studio.upload(ada, LONG)
    slow = await begun(studio)
    studio.clock.advance(minutes=2)
    await studio.work()
    made = (await look(studio, file, ada)).rendition

    with pytest.raises(LeaseLost):
        await complete(studio, slow)
    assert (await look(studio, file, ada)).rendition == made


async def test_a_recording_that_was_deleted_meanwhile_leaves_nothing(studio: Studio) -> None:
    ada = await studio.somebody()
    file = await studio.upload(ada, LONG)
    attempt = await begun(studio)
    await studio.phantom.do(DeleteAudioFile(audio_file_id=file.id), actor=ada)

    assert await complete(studio, attempt) is None
    assert await studio.is_empty()
