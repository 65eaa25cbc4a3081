"""Reports do not pile up without bound, and however many there are, they go a few at a time."""

from typing import Any

from phantom_adapters.contracts.recording_examples import report
from phantom_core.audio import (
    AudioFile,
    DeleteAudioFile,
    DeleteDerived,
    GetAudioFile,
    GetReport,
    ListReports,
    RequestAnalysis,
)
from phantom_core.audio.report import MOST_REPORTS
from phantom_core.blobs import blob_key
from phantom_core.blobs.ledger import BlobState, LedgerLine
from phantom_core.kernel import SYSTEM, Actor, Invocation, PageRequest, uuid7
from tests.use_cases.audio.studio import Studio


async def analysed(studio: Studio, actor: Actor) -> AudioFile:
    """A recording that has been analysed as often as counts, and once more by now."""
    file = await studio.upload(actor)

    def fill(work: Any) -> None:
        for number in range(MOST_REPORTS):
            blobs = [blob_key(f"audio/{file.id}/{number}.{kind}") for kind in ("dat", "png")]
            for key in blobs:
                line = LedgerLine(key=key, state=BlobState.KEPT, due_at=None)
                work.blob_ledger.add(line)
            old = report(
                1,
                id=uuid7(file.created_at, studio.people * 10_000 + number),
                audio_file_id=file.id,
                waveform=blobs[0],
                picture=blobs[1],
            )
            work.audio_reports.add(old)

    await studio.storage.write(Invocation(SYSTEM, 1), fill)
    studio.people += 1
    studio.clock.advance(seconds=1)
    await studio.work()
    return file


async def count(studio: Studio, actor: Actor, file: AudioFile) -> int:
    query = ListReports(audio_file_id=file.id, page=PageRequest(limit=200))
    return len((await studio.phantom.ask(query, actor=actor)).items)


async def test_the_oldest_report_makes_room_for_the_newest(studio: Studio) -> None:
    ada = await studio.somebody(consents=True)
    file = await analysed(studio, ada)
    await studio.phantom.do(RequestAnalysis(audio_file_id=file.id), actor=ada)
    studio.clock.advance(seconds=1)
    await studio.work()

    current = await studio.phantom.ask(GetReport(audio_file_id=file.id), actor=ada)
    assert current.created_at == studio.clock.now
    assert await count(studio, ada, file) == MOST_REPORTS
    assert len(await studio.lines()) == 1 + 2 * MOST_REPORTS


async def test_thousands_of_reports_are_deleted_a_few_at_a_time(studio: Studio) -> None:
    ada = await studio.somebody(consents=True)
    files = [await analysed(studio, ada) for _ in range(30)]
    assert sum([await count(studio, ada, file) for file in files]) == 3000

    await studio.consent(ada, granted=False)
    doomed = [*(await studio.lines()).values()].count("doomed")
    await studio.work()

    assert 0 < doomed <= 400
    assert sum([await count(studio, ada, file) for file in files]) == 0
    assert await studio.lines() == {file.blob: "kept" for file in files}


async def test_who_consents_again_keeps_what_is_made_after_that_and_nothing_older(
    studio: Studio,
) -> None:
    ada = await studio.somebody(consents=True)
    files = [await analysed(studio, ada) for _ in range(4)]
    await studio.consent(ada, granted=False)
    studio.clock.advance(seconds=1)
    await studio.consent(ada, granted=True)
    await studio.phantom.do(RequestAnalysis(audio_file_id=files[2].id), actor=ada)
    await studio.work()

    assert [await count(studio, ada, file) for file in files] == [0, 0, 1, 0]
    assert await statuses(studio, ada, files) == ["none", "none", "done", "none"]


async def test_what_was_made_before_a_late_deletion_comes_to_it_stays(studio: Studio) -> None:
    ada = await studio.somebody(consents=True)
    files = [await analysed(studio, ada) for _ in range(2)]
    revoked = DeleteDerived(user_id=ada.person, before=uuid7(studio.clock.now, (1 << 74) - 1))
    studio.clock.advance(seconds=1)
    await studio.phantom.do(RequestAnalysis(audio_file_id=files[0].id), actor=ada)
    await studio.work()
    await studio.phantom.do(revoked, actor=SYSTEM)
    await studio.work()

    assert [await count(studio, ada, file) for file in files] == [1, 0]
    assert await statuses(studio, ada, files) == ["done", "none"]


async def statuses(studio: Studio, actor: Actor, files: list[AudioFile]) -> list[str]:
    queries = [GetAudioFile(audio_file_id=file.id) for file in files]
    return [
        (await studio.phantom.ask(query, actor=actor)).analysis_status.value for query in queries
    ]


async def test_a_recording_goes_with_all_its_reports(studio: Studio) -> None:
    ada = await studio.somebody(consents=True)
    file = await analysed(studio, ada)

    await studio.phantom.do(DeleteAudioFile(audio_file_id=file.id), actor=ada)

    assert await studio.is_empty()
