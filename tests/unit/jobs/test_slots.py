"""Which jobs wait in one slot, and which stand back for others."""

from copy import copy
from typing import Any

import pytest

from phantom_core.blobs.ledger_use_cases import SweepBlobs
from phantom_core.identity import SendReset
from phantom_core.kernel import EPOCH, NOBODY_WAITS, SOMEBODY_WAITS, Id, Job, UserId, uuid7
from phantom_core.kernel.jobs import MAX_BEGUN, Deferred, JobState, slot_of
from phantom_core.matching import ReviewMatches
from phantom_core.media.images import LinkedType, UnlinkImages
from phantom_core.registry import REGISTRY
from phantom_core.studio import CompactDocument, KeepCheckpoint, ProjectId

ONE, OTHER = Id(uuid7(EPOCH, 1)), Id(uuid7(EPOCH, 2))


@pytest.mark.parametrize(
    ("deferred", "different"),
    [
        (ReviewMatches(user_ids=(UserId(ONE),)), ReviewMatches(user_ids=(UserId(OTHER),))),
        (
            UnlinkImages(kind=LinkedType.PROJECT, linked_id=ONE),
            UnlinkImages(kind=LinkedType.AUDIO_FILE, linked_id=ONE),
        ),
        (KeepCheckpoint(project_id=ProjectId(ONE)), KeepCheckpoint(project_id=ProjectId(OTHER))),
        (KeepCheckpoint(project_id=ProjectId(ONE)), CompactDocument(project_id=ProjectId(ONE))),
    ],
)
def test_a_slot_is_shared_by_what_asks_the_same_and_by_nothing_else(
    deferred: Deferred, different: Deferred
) -> None:
    slot = slot_of(deferred)

    assert slot is not None
    assert slot == slot_of(copy(deferred))
    assert slot != slot_of(different)


def test_a_slot_tells_nothing_of_whom_it_is_about() -> None:
    assert ONE not in (slot_of(ReviewMatches(user_ids=(UserId(ONE),))) or "")


def test_mails_and_what_else_people_wait_for_go_first_and_each_for_itself() -> None:
    assert slot_of(SendReset(user_id=UserId(ONE))) is None
    assert SendReset.patience == SOMEBODY_WAITS
    assert SweepBlobs.patience == NOBODY_WAITS


def test_these_kinds_stand_back_for_those_that_people_wait_for() -> None:
    kinds: dict[str, Any] = {**REGISTRY.tasks, **REGISTRY.commands}

    assert {name for name, kind in kinds.items() if kind.patience} == {
        "ApplyRetention",
        "CompactDocument",
        "ContinueErasure",
        "DropAudio",
        "ForgetDataExports",
        "KeepCheckpoint",
        "RescoreEveryone",
        "ReviewMatches",
        "SweepUploads",
        "UnlinkImages",
        "audio.render",
        "blobs.sweep",
        "count_tastes",
        "uploads.abort",
    }


def test_one_that_is_asked_again_has_all_its_attempts_before_it() -> None:
    spent = Job(
        id=ONE,
        deferred=SweepBlobs(),
        run_at=EPOCH + NOBODY_WAITS,
        created_at=EPOCH,
        state=JobState.DEAD,
        attempts=5,
        begun=MAX_BEGUN,
    )
    again = spent.asked_again(EPOCH)

    assert spent.outworn
    assert spent.exhausted
    assert not again.outworn
    assert not again.exhausted
    assert (again.state, again.run_at) == (JobState.WAITING, EPOCH)
    assert again.lease == spent.lease
