"""Quotas are exact however many begin at once: in memory, on SQLite and on PostgreSQL."""

from typing import Final

import pytest

from phantom_adapters.memory import ManualClock
from phantom_core.audio import PlanUpload
from phantom_core.kernel import ByteCount, Storage
from phantom_core.uploads import (
    CancelUpload,
    GetStorageAccount,
    PendingQuotaExceeded,
    StorageQuotaExceeded,
    TooManyUploads,
    Upload,
    UploadLimits,
)
from tests.contracts.test_identity_races import at_once
from tests.use_cases.audio.studio import Studio

AT_ONCE: Final = 50
FIT: Final = 7
SIZE: Final = ByteCount(1000)
ROOM: Final = ByteCount(FIT * SIZE + 999)


@pytest.fixture
def studio(storage: Storage, clock: ManualClock) -> Studio:
    return Studio.open(storage=storage, clock=clock)


@pytest.mark.parametrize(
    ("limits", "refusal"),
    [
        (UploadLimits(stored=ROOM), StorageQuotaExceeded),
        (UploadLimits(pending=ROOM), PendingQuotaExceeded),
        (UploadLimits(at_once=FIT), TooManyUploads),
    ],
)
async def test_as_many_get_in_as_fit(
    studio: Studio, limits: UploadLimits, refusal: type[Exception]
) -> None:
    ada = await studio.somebody()
    begin = PlanUpload(
        file_name="song.wav", content_type="audio/wav", size_bytes=SIZE, limits=limits
    )

    outcomes = await at_once(*[lambda: studio.phantom.do(begin, actor=ada)] * AT_ONCE)

    begun = [each.value for each in outcomes if not isinstance(each, Exception)]
    assert len(begun) == FIT
    assert all(isinstance(each, Upload) for each in begun)
    assert {type(each) for each in outcomes if isinstance(each, Exception)} == {refusal}
    account = await studio.phantom.ask(GetStorageAccount(), actor=ada)
    assert (account.stored, account.pending, account.uploads) == (0, FIT * SIZE, FIT)

    cancels = [CancelUpload(upload_id=each.id) for each in begun]
    await at_once(
        *[lambda cancel=cancel: studio.phantom.do(cancel, actor=ada) for cancel in cancels]
    )
    account = await studio.phantom.ask(GetStorageAccount(), actor=ada)
    assert (account.pending, account.uploads) == (0, 0)
