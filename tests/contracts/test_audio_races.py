"""Many at once, on every storage: one recording for a key, one report for a wish, no orphan."""

import threading
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Any, Final

import anyio
import attrs
import pytest
from sqlalchemy import func, select, text

from phantom_adapters.memory import ManualClock
from phantom_adapters.sql.statement import Statement
from phantom_core.audio import (
    AbandonUpload,
    AnalysisStatus,
    AudioFile,
    AudioFileId,
    AudioFormat,
    AudioProbed,
    AudioWork,
    DeleteAudioFile,
    FinishUpload,
    GetAudioFile,
    ListAudioFiles,
    ListReports,
    RequestAnalysis,
    UploadDetails,
)
from phantom_core.blobs.drift import Drift
from phantom_core.blobs.ledger import BlobState
from phantom_core.blobs.ledger_flows import sweep
from phantom_core.blobs.sweep_flows import Sweeper, inspect
from phantom_core.blobs.sweeping import SweepRules
from phantom_core.identity import ListConsents, Purpose, ReplaceProfile, SetConsent
from phantom_core.kernel import (
    SYSTEM,
    Access,
    Actor,
    ByteCount,
    Command,
    Conflict,
    Hertz,
    Milliseconds,
    PhantomError,
    Storage,
)
from phantom_core.uploads import Upload, UploadId
from tests.use_cases.audio.studio import Studio

AT_ONCE = 12
PATIENCE: Final = 20.0
WAITING: Final = Statement(
    select(func.pg_sleep(0.01), func.count()).select_from(text("pg_locks WHERE NOT granted"))
)


@pytest.fixture
def studio(storage: Storage, clock: ManualClock) -> Studio:
    return Studio.open(storage, clock)


async def at_once(*calls: Callable[[], Awaitable[Any]]) -> Sequence[Any]:
    """Begin all at the same time; answer what each answers, or refuses with."""
    outcomes: list[Any] = [None] * len(calls)

    async def run(place: int, call: Callable[[], Awaitable[Any]]) -> None:
        try:
            outcomes[place] = await call()
        except PhantomError as error:
            outcomes[place] = error

    async with anyio.create_task_group() as tasks:
        for place, call in enumerate(calls):
            tasks.start_soon(run, place, call)
    return outcomes


async def settled(studio: Studio) -> Sequence[str]:
    """What the store holds once everything is cleared; it is what the ledger keeps."""
    await studio.work()
    studio.clock.advance(hours=8)
    await studio.work()
    await sweep(studio.phantom, studio.store)
    rules = SweepRules(grace=timedelta(), quarantine=timedelta(days=1))
    sweeper = Sweeper(
        phantom=studio.phantom, store=studio.store, rules=rules, clock=lambda: studio.clock.now
    )
    report = (await inspect(sweeper)).report
    assert [report.of(kind).count for kind in (Drift.STRAY, Drift.MISSING, Drift.UNKEPT)] == [0] * 3
    return await studio.keys()


async def reports(studio: Studio, actor: Actor) -> list[int]:
    page = await studio.phantom.ask(ListAudioFiles(), actor=actor)
    queries = [ListReports(audio_file_id=file.id) for file in page.items]
    return [len((await studio.phantom.ask(query, actor=actor)).items) for query in queries]


async def test_uploads_under_one_key_make_one_recording(studio: Studio) -> None:
    ada = await studio.somebody()

    outcomes = await at_once(*[lambda: studio.upload(ada, key="k1")] * AT_ONCE)

    made = {each.id for each in outcomes if not isinstance(each, PhantomError)}
    page = await studio.phantom.ask(ListAudioFiles(), actor=ada)
    assert made == {file.id for file in page.items}
    assert len(made) == 1
    assert all(isinstance(each, Conflict) for each in outcomes if isinstance(each, PhantomError))
    assert len(await settled(studio)) == 1


async def test_uploads_and_another_call_under_one_key_have_one_effect(studio: Studio) -> None:
    ada = await studio.somebody()
    consent = SetConsent(purpose=Purpose.AUDIO_ANALYSIS, granted=True)

    outcomes = await at_once(
        *[lambda: studio.upload(ada, key="k1")] * AT_ONCE,
        *[lambda: studio.phantom.do(consent, actor=ada, idempotency_key="k1")] * AT_ONCE,
    )
    page = await studio.phantom.ask(ListAudioFiles(), actor=ada)
    consents = await studio.phantom.ask(ListConsents(), actor=ada)

    assert all(isinstance(each, Conflict) for each in outcomes if isinstance(each, PhantomError))
    assert len(page.items) + len(consents.items) == 1


async def test_an_analysis_that_all_ask_for_is_done_once(studio: Studio) -> None:
    ada = await studio.somebody()
    file = await studio.upload(ada)
    await studio.consent(ada, granted=True)
    request = RequestAnalysis(audio_file_id=file.id)

    await at_once(*[lambda: studio.phantom.do(request, actor=ada)] * AT_ONCE)
    await studio.work()

    assert await reports(studio, ada) == [1]


async def test_many_workers_write_one_report_each(studio: Studio) -> None:
    ada = await studio.somebody(consents=True)
    for _ in range(5):
        await studio.upload(ada)

    await at_once(*[studio.work] * AT_ONCE)
    await studio.work()

    assert await reports(studio, ada) == [1] * 5
    assert studio.ear.heard == 5
    assert len(await settled(studio)) == 15


async def test_a_recording_that_is_deleted_while_it_is_heard_leaves_nothing(
    studio: Studio,
) -> None:
    ada = await studio.somebody(consents=True)
    files = [await studio.upload(ada) for _ in range(5)]

    deletions = [
        lambda file=file: studio.phantom.do(DeleteAudioFile(audio_file_id=file.id), actor=ada)
        for file in files
    ]
    await at_once(studio.work, *deletions, studio.work)

    assert await settled(studio) == []


async def test_consent_that_is_revoked_while_they_are_heard_leaves_the_recordings_alone(
    studio: Studio,
) -> None:
    ada = await studio.somebody(consents=True)
    files = [await studio.upload(ada) for _ in range(5)]

    await at_once(studio.work, lambda: studio.consent(ada, granted=False), studio.work)

    assert await settled(studio) == sorted(file.blob for file in files)
    assert await reports(studio, ada) == [0] * 5
    for file in files:
        found = await studio.phantom.ask(GetAudioFile(audio_file_id=file.id), actor=ada)
        assert found.analysis_status is AnalysisStatus.NONE


async def test_many_sweeps_at_once_clear_everything(studio: Studio) -> None:
    ada = await studio.somebody()
    for _ in range(5):
        file = await studio.upload(ada)
        await studio.phantom.do(DeleteAudioFile(audio_file_id=file.id), actor=ada)

    await at_once(*[lambda: sweep(studio.phantom, studio.store)] * AT_ONCE)

    assert await studio.keys() == []


@attrs.frozen(kw_only=True)
class Slowly(Command[AudioFile]):
    """Finishes an upload, and commits once somebody else is looking for it."""

    access = Access.PERSON
    finish: FinishUpload
    finished: threading.Event
    looking: threading.Event

    def run(self, work: AudioWork) -> AudioFile:
        file = self.finish.run(work)
        self.finished.set()
        assert self.looking.wait(PATIENCE)
        return file


@attrs.frozen(kw_only=True)
class Meanwhile(Command[None]):
    """Abandons an upload whose end is not committed yet."""

    access = Access.SYSTEM
    abandon: AbandonUpload
    finished: threading.Event
    looking: threading.Event

    def run(self, work: AudioWork) -> None:
        assert self.finished.wait(PATIENCE)
        find = work.uploads.find

        def look(upload_id: UploadId) -> Upload | None:
            self.looking.set()
            return find(upload_id)

        work.uploads.find = look  # type: ignore[method-assign]
        self.abandon.run(work)


@pytest.mark.parametrize("storage", ["postgres"], indirect=True)
@pytest.mark.parametrize("key", [None, "k1"])
async def test_an_upload_that_is_given_up_while_its_end_commits_loses_nothing(
    studio: Studio, key: str | None
) -> None:
    ada = await studio.somebody()
    begun = await studio.begin(ada, key)
    finish = FinishUpload(
        upload_id=begun.id,
        size_bytes=ByteCount(1),
        sha256="0" * 64,
        probed=AudioProbed(
            format=AudioFormat.WAV,
            duration_ms=Milliseconds(1),
            sample_rate=Hertz(8000),
            channels=1,
        ),
        details=UploadDetails(),
    )
    signals = {"finished": threading.Event(), "looking": threading.Event()}
    ending = Slowly(finish=finish, **signals)
    abandoning = Meanwhile(abandon=AbandonUpload(upload=begun), **signals)

    await at_once(
        lambda: studio.phantom.do(ending, actor=ada),
        lambda: studio.phantom.do(abandoning, actor=SYSTEM),
    )

    file = await studio.phantom.ask(GetAudioFile(audio_file_id=AudioFileId(begun.id)), actor=ada)
    line = await studio.look(lambda work: work.blob_ledger.find(begun.blob))
    assert (file.blob, line.state) == (begun.blob, BlobState.KEPT)


@attrs.frozen
class Counted(Command[Any]):
    """A command that says when it is tried."""

    access = Access.SYSTEM
    inner: Command[Any]
    actor: Actor
    tries: list[object]
    after: threading.Event

    def run(self, work: Any) -> Any:
        self.tries.append(self.inner)
        self.after.wait(PATIENCE)
        work.actor = self.actor
        return self.inner.run(work)


@attrs.frozen
class HoldOneAfterTheOther(Command[None]):
    """A command that holds one row, and another once somebody waits for the first."""

    access = Access.SYSTEM
    one: Callable[[Any], object]
    other: Callable[[Any], object]
    tries: list[object]
    holds: threading.Event

    def run(self, work: Any) -> None:
        self.tries.append(self)
        self.one(work)
        self.holds.set()
        while not any(waiting for _, waiting in work._tx.rows(WAITING)):
            pass
        self.other(work)


async def tries_of(
    studio: Studio,
    command: Command[Any],
    actor: Actor,
    one: Callable[[Any], object],
    other: Callable[[Any], object],
) -> int:
    """How often two are tried of whom the one holds some rows in order, and the other commands."""
    tries, held = list[object](), threading.Event()
    holding = HoldOneAfterTheOther(one, other, tries, held)
    counted = Counted(command, actor, tries, held)
    await at_once(
        lambda: studio.phantom.do(holding, actor=SYSTEM),
        lambda: studio.phantom.do(counted, actor=SYSTEM),
    )
    return len(tries)


@pytest.mark.parametrize("storage", ["postgres"], indirect=True)
async def test_samples_are_held_in_the_order_of_their_ids(studio: Studio) -> None:
    ada = await studio.somebody()
    first, second = sorted([(await studio.upload(ada)).id for _ in range(2)])
    replace = ReplaceProfile(samples=(second, first))

    tries = await tries_of(
        studio,
        replace,
        ada,
        lambda work: work.audio_files.find(first),
        lambda work: work.audio_files.find(second),
    )

    assert tries == 2


@pytest.mark.parametrize("storage", ["postgres"], indirect=True)
async def test_samples_are_held_before_the_profile(studio: Studio) -> None:
    ada = await studio.somebody()
    sample = (await studio.upload(ada)).id

    tries = await tries_of(
        studio,
        ReplaceProfile(samples=(sample,)),
        ada,
        lambda work: work.audio_files.find(sample),
        lambda work: work.profiles.get(ada.person),
    )

    assert tries == 2


@pytest.mark.parametrize("storage", ["postgres"], indirect=True)
async def test_consent_is_held_before_the_recording(studio: Studio) -> None:
    ada = await studio.somebody()
    file = (await studio.upload(ada)).id
    await studio.consent(ada, granted=True)

    tries = await tries_of(
        studio,
        RequestAnalysis(audio_file_id=file),
        ada,
        lambda work: work.consents.standing(ada.person, Purpose.AUDIO_ANALYSIS),
        lambda work: work.audio_files.find(file),
    )

    assert tries == 2
