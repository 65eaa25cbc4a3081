"""Many at once in one set, on every storage: one order, each track once, nothing left behind."""

from collections.abc import Sequence

import pytest

from phantom_adapters.memory import ManualClock
from phantom_core.blobs.drift_use_cases import ListLines
from phantom_core.blobs.ledger import BlobState
from phantom_core.blobs.ledger_flows import sweep
from phantom_core.kernel import SYSTEM, NotFound, Outdated, PhantomError, Storage
from phantom_core.media.sets import (
    DeleteMusicSet,
    DeleteTrack,
    OrderTracks,
    PlacedTrack,
    SetId,
    TrackId,
    TrackStatus,
)
from phantom_core.media.sets.flows import complete_track
from phantom_core.uploads import CancelUpload, SweepUploads, UploadId
from tests.contracts.test_identity_races import at_once
from tests.use_cases.audio.studio import Studio
from tests.use_cases.media.house import House, sound

AT_ONCE = 8


@pytest.fixture
async def house(storage: Storage, clock: ManualClock) -> House:
    return await House.open(Studio.open(storage, clock))


def refused(outcome: object) -> bool:
    return isinstance(outcome, PhantomError)


async def settled(studio: Studio) -> Sequence[str]:
    """What the store holds once everything is cleared; it is what the ledger keeps."""
    await studio.work()
    studio.clock.advance(hours=30)
    await studio.phantom.do(SweepUploads(), actor=SYSTEM)
    await studio.work()
    await sweep(studio.phantom, studio.store)
    query = ListLines(after="", limit=100)
    lines = await studio.phantom.ask(query, actor=SYSTEM)
    keys = await studio.keys()
    assert [(line.key, line.state) for line in lines] == [(key, BlobState.KEPT) for key in keys]
    return keys


async def tracks(house: House, set_id: SetId) -> Sequence[PlacedTrack]:
    return (await house.shown(set_id)).tracks


async def test_of_orders_based_on_one_version_one_is_made(house: House) -> None:
    made = await house.made()
    ids = [(await house.take(made.id)).track.id for _ in range(3)]
    version = (await house.shown(made.id)).music_set.version
    orders = [(ids[2], ids[0], ids[1]), (ids[1], ids[2], ids[0])]

    outcomes = await at_once(
        *[
            lambda order=order: house.do(
                OrderTracks(set_id=made.id, track_ids=order, version=version)
            )
            for order in orders
        ]
    )

    (winner,) = [order for order, out in zip(orders, outcomes, strict=True) if not refused(out)]
    assert [type(out) for out in outcomes if refused(out)] == [Outdated]
    assert [placed.track.id for placed in await tracks(house, made.id)] == [*winner]


async def test_tracks_that_come_at_once_stand_each_in_a_place_of_its_own(house: House) -> None:
    made = await house.made()

    outcomes = await at_once(*[lambda: house.take(made.id)] * AT_ONCE)

    found = await tracks(house, made.id)
    assert not any(map(refused, outcomes))
    assert {placed.track.id for placed in found} == {placed.track.id for placed in outcomes}
    assert [placed.position for placed in found] == [*range(1, AT_ONCE + 1)]
    assert sorted(await settled(house.studio)) == sorted(str(each.track.blob) for each in found)


async def test_the_same_form_at_once_under_one_key_is_one_track(house: House) -> None:
    made = await house.made()

    outcomes = await at_once(*[lambda: house.take(made.id, key="k")] * AT_ONCE)

    (placed,) = await tracks(house, made.id)
    assert {each.track.id for each in outcomes if not refused(each)} == {placed.track.id}
    assert await settled(house.studio) == [placed.track.blob]


async def test_completions_at_once_make_one_ready_track(house: House) -> None:
    made, data = await house.made(), sound()
    upload = await house.plan(made.id, data)
    parts = await house.send(upload, data)

    outcomes = await at_once(
        *[lambda: complete_track(house.edge, TrackId(upload.id), parts, actor=house.root)] * AT_ONCE
    )

    (placed,) = await tracks(house, made.id)
    assert [each for each in outcomes if not refused(each)] == [placed] * AT_ONCE
    assert await settled(house.studio) == [placed.track.blob]


@pytest.mark.parametrize("end", ["set", "track", "upload"])
async def test_what_goes_while_it_is_completed_leaves_all_or_nothing(
    house: House, end: str
) -> None:
    made, data = await house.made(), sound()
    upload = await house.plan(made.id, data)
    parts = await house.send(upload, data)
    ends = {
        "set": DeleteMusicSet(set_id=made.id),
        "track": DeleteTrack(track_id=TrackId(upload.id)),
        "upload": CancelUpload(upload_id=UploadId(upload.id)),
    }

    await at_once(
        lambda: complete_track(house.edge, TrackId(upload.id), parts, actor=house.root),
        lambda: house.do(ends[end]),
    )

    try:
        left = [placed.track for placed in await tracks(house, made.id)]
    except NotFound:
        left = []
    assert all(track.status is not TrackStatus.UPLOADING for track in left)
    assert await settled(house.studio) == [track.blob for track in left if track.is_ready]
    assert (end == "upload") or not left
