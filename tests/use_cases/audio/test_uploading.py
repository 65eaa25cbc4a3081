"""Recordings come in whole or not at all, once for each key, and leave nothing behind."""

import hashlib
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import anyio
import attrs
import pytest

from phantom_adapters.memory.scanner import EICAR
from phantom_adapters.scanning import ClamdScanner
from phantom_core.audio import (
    AnalyseAudio,
    AnalysisStatus,
    AudioFormat,
    AudioProbed,
    ChangeAudioFile,
    DeleteAudioFile,
    FinishUpload,
    NotAudio,
    NotDecodable,
    UploadDetails,
    UploadRunning,
    Visibility,
)
from phantom_core.audio.events import AudioAdded
from phantom_core.audio.flows import IncomingAudio, upload
from phantom_core.blobs import BlobTooLarge, Condemned
from phantom_core.identity import Purpose, SetConsent
from phantom_core.kernel import (
    ANONYMOUS,
    ByteCount,
    Hertz,
    Invalid,
    KeyReused,
    Milliseconds,
    NotAuthenticated,
    NotFound,
    Unavailable,
)
from tests.use_cases.audio.studio import RATE, Studio, stream, tone


async def test_an_upload_becomes_a_recording_of_what_its_bytes_say(studio: Studio) -> None:
    ada = await studio.somebody()
    data = tone(frames=RATE)

    file = await studio.upload(ada, data, name="../My_first  take.wav")

    assert (file.format, file.duration_ms, file.sample_rate, file.channels) == (
        AudioFormat.WAV,
        1000,
        RATE,
        1,
    )
    assert (file.size_bytes, file.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    assert (file.title, file.original_file_name) == ("My first take", "My_first take.wav")
    assert (file.visibility, file.tags, file.version) == (Visibility.PRIVATE, (), 1)
    assert await studio.keys() == [f"audio/{ada.person}/{file.id}.wav"]
    assert await studio.lines() == {file.blob: "kept"}


@pytest.mark.parametrize("piece", [7, 65536])
async def test_a_picture_in_front_of_the_sound_does_not_hide_what_it_is(
    studio: Studio, piece: int
) -> None:
    tag = b"ID3\x04\0\0\0\x05\0\0" + bytes(81_920)
    incoming = IncomingAudio(file_name="a.wav", chunks=stream(tag + tone(), piece))

    file = await upload(studio.edge, incoming, actor=await studio.somebody())

    assert file.format is AudioFormat.WAV
    assert file.size_bytes == len(tag + tone())


async def test_what_is_said_of_it_is_kept(studio: Studio) -> None:
    details = UploadDetails(title="Dawn", tags=("live",), visibility=Visibility.PUBLIC)

    file = await studio.upload(await studio.somebody(), details=details)

    assert (file.title, file.tags, file.visibility) == ("Dawn", ("live",), Visibility.PUBLIC)


async def test_its_owner_is_told(studio: Studio) -> None:
    ada = await studio.somebody()

    file = await studio.upload(ada)

    (told,) = await studio.told(ada, "audio.")
    assert told.by == ada.person
    assert told.event == AudioAdded(file=file)


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"<script>", b"RIFF", bytes(1000)])
async def test_what_is_no_audio_is_refused_before_anything_is_noted(
    studio: Studio, data: bytes
) -> None:
    ada = await studio.somebody()

    with pytest.raises(NotAudio):
        await studio.upload(ada, data)

    assert await studio.lines() == {}
    assert await studio.keys() == []


async def test_a_file_without_sound_leaves_nothing(studio: Studio) -> None:
    with pytest.raises(NotDecodable):
        await studio.upload(await studio.somebody(), tone()[:20])

    assert await studio.is_empty()


async def test_a_file_that_is_too_large_leaves_nothing(studio: Studio) -> None:
    with pytest.raises(BlobTooLarge):
        await studio.upload(await studio.somebody(), tone(frames=60_000))

    assert await studio.is_empty()


async def test_what_the_scanner_condemns_leaves_nothing(studio: Studio) -> None:
    with pytest.raises(Condemned):
        await studio.upload(await studio.somebody(), tone() + EICAR)

    assert await studio.is_empty()


async def test_while_the_scanner_is_away_nothing_is_taken(studio: Studio) -> None:
    edge = attrs.evolve(studio.edge, scanner=ClamdScanner(Path("nobody-listens-here")))
    incoming = IncomingAudio(file_name="a.wav", chunks=stream(tone()))

    with pytest.raises(Unavailable, match="scanner"):
        await upload(edge, incoming, actor=await studio.somebody())
    assert await studio.is_empty()


async def test_a_connection_that_breaks_leaves_nothing(studio: Studio) -> None:
    async def breaking() -> AsyncIterator[bytes]:
        yield tone(frames=40_000)
        raise ConnectionResetError

    incoming = IncomingAudio(file_name="a.wav", chunks=breaking())

    with pytest.raises(ConnectionResetError):
        await upload(studio.edge, incoming, actor=await studio.somebody())
    assert await studio.is_empty()


async def test_details_that_break_a_rule_leave_nothing(studio: Studio) -> None:
    incoming = IncomingAudio(
        file_name="a.wav", chunks=stream(tone()), details=lambda: UploadDetails(title=" ")
    )

    with pytest.raises(Invalid, match="title"):
        await upload(studio.edge, incoming, actor=await studio.somebody())
    assert await studio.is_empty()


async def test_an_upload_that_is_cancelled_leaves_nothing(studio: Studio) -> None:
    ada = await studio.somebody()
    begun = anyio.Event()

    async def endless() -> AsyncIterator[bytes]:
        yield tone(frames=40_000)
        begun.set()
        await anyio.sleep_forever()

    incoming = IncomingAudio(file_name="a.wav", chunks=endless(), key="once")
    async with anyio.create_task_group() as group:
        group.start_soon(partial(upload, studio.edge, incoming, actor=ada))
        await begun.wait()
        group.cancel_scope.cancel()
    await anyio.wait_all_tasks_blocked()

    assert await studio.is_empty()
    await studio.upload(ada, key="once")


async def test_nobody_uploads_without_signing_in(studio: Studio) -> None:
    with pytest.raises(NotAuthenticated):
        await studio.upload(ANONYMOUS)


async def test_the_same_upload_again_is_the_same_recording(studio: Studio) -> None:
    ada = await studio.somebody()
    first = await studio.upload(ada, key="k1")

    again = await studio.upload(ada, key="k1")

    assert again == first
    assert len(await studio.told(ada, "audio.added")) == 1
    assert await studio.keys() == [first.blob]


async def test_a_key_is_its_owners_own(studio: Studio) -> None:
    first = await studio.upload(await studio.somebody(), key="k1")

    other = await studio.upload(await studio.somebody(), key="k1")

    assert other.id != first.id


@pytest.mark.parametrize(
    ("data", "name", "details"),
    [
        (tone(level=3), "song.wav", UploadDetails()),
        (tone(), "other.wav", UploadDetails()),
        (tone(), "song.wav", UploadDetails(title="Other")),
    ],
)
async def test_another_upload_under_the_same_key_is_refused(
    studio: Studio, data: bytes, name: str, details: UploadDetails
) -> None:
    ada = await studio.somebody()
    file = await studio.upload(ada, key="k1")

    with pytest.raises(KeyReused):
        await studio.upload(ada, data, name=name, details=details, key="k1")

    assert await studio.keys() == [file.blob]


async def test_a_repetition_is_not_read_beyond_the_limit(studio: Studio) -> None:
    ada = await studio.somebody()
    await studio.upload(ada, key="k1")

    with pytest.raises(BlobTooLarge):
        await studio.upload(ada, tone(frames=60_000), key="k1")


async def test_a_repetition_is_answered_as_the_first_was_whatever_has_happened_since(
    studio: Studio,
) -> None:
    ada = await studio.somebody()
    file = await studio.upload(ada, key="k1")
    await studio.phantom.do(ChangeAudioFile(audio_file_id=file.id, title="New"), actor=ada)
    changed = await studio.upload(ada, key="k1")
    await studio.phantom.do(DeleteAudioFile(audio_file_id=file.id), actor=ada)
    deleted = await studio.upload(ada, key="k1")

    assert file == changed == deleted
    assert await studio.is_empty()


async def test_uploads_and_all_other_calls_share_their_keys(studio: Studio) -> None:
    ada = await studio.somebody()
    consent = SetConsent(purpose=Purpose.MATCHING, granted=False)
    await studio.upload(ada, key="k1")
    await studio.phantom.do(consent, actor=ada, idempotency_key="k2")

    with pytest.raises(KeyReused):
        await studio.phantom.do(consent, actor=ada, idempotency_key="k1")
    with pytest.raises(KeyReused):
        await studio.upload(ada, key="k2")


async def test_a_repetition_while_the_first_still_runs_is_refused(studio: Studio) -> None:
    ada = await studio.somebody()
    await studio.begin(ada, "k1")

    with pytest.raises(UploadRunning):
        await studio.upload(ada, key="k1")


async def test_a_key_is_forgotten_after_a_day(studio: Studio) -> None:
    ada = await studio.somebody()
    first = await studio.upload(ada, key="k1")
    studio.clock.advance(hours=24)

    second = await studio.upload(ada, tone(level=9), key="k1")

    assert second.id != first.id


async def test_only_who_began_an_upload_can_finish_it(studio: Studio) -> None:
    ada, eve = await studio.somebody(), await studio.somebody()
    begun = await studio.begin(ada)
    finish = FinishUpload(
        upload_id=begun.id,
        size_bytes=ByteCount(1),
        sha256="0" * 64,
        probed=AudioProbed(
            format=AudioFormat.WAV,
            duration_ms=Milliseconds(1),
            sample_rate=Hertz(1),
            channels=1,
        ),
        details=UploadDetails(),
    )

    with pytest.raises(NotFound):
        await studio.phantom.do(finish, actor=eve)


async def test_a_recording_is_analysed_at_once_where_its_owner_allows_it(studio: Studio) -> None:
    file = await studio.upload(await studio.somebody(consents=True))

    assert file.analysis_status is AnalysisStatus.QUEUED
    (job,) = await studio.jobs(AnalyseAudio)
    assert job.deferred.audio_file_id == file.id


async def test_without_consent_nothing_is_analysed_and_a_later_one_starts_nothing(
    studio: Studio,
) -> None:
    ada = await studio.somebody()
    file = await studio.upload(ada)
    await studio.consent(ada, granted=True)

    assert file.analysis_status is AnalysisStatus.NONE
    assert await studio.jobs(AnalyseAudio) == []


async def test_a_file_that_turns_out_to_be_of_another_kind_leaves_nothing(studio: Studio) -> None:
    studio.ear.claims = AudioFormat.OGG

    with pytest.raises(NotAudio):
        await studio.upload(await studio.somebody())

    assert await studio.is_empty()
