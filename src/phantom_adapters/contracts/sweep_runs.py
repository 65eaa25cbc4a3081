"""What every store of sweeps that were asked for promises."""

from datetime import timedelta
from typing import Any

import attrs
import pytest

from phantom_adapters.contracts.recording_examples import ADA, MOMENT, Repository, audio_file
from phantom_core.blobs.drift import Drift, DriftReport, Finding, Found, PrefixCount
from phantom_core.blobs.sweep_run import SweepRun, SweepRunId
from phantom_core.blobs.sweeping import SweepOutcome
from phantom_core.blobs.uses import BlobUse
from phantom_core.kernel import (
    ByteCount,
    Conflict,
    Cursor,
    Invalid,
    NotFound,
    PageRequest,
    Storage,
    uuid7,
)

__all__ = ["SweepRunsContract"]

_FINDING = Finding(
    kind=Drift.MISSING,
    name="audio/1.wav",
    size=None,
    at=MOMENT,
    uses=(BlobUse(key=audio_file(1).blob, kind="recording", id=audio_file(1).id),),
)
_OUTCOME = SweepOutcome(
    report=DriftReport(
        at=MOMENT,
        put_before=MOMENT - timedelta(days=3),
        objects=2**40,
        size=ByteCount(2**50),
        kept=7,
        found=(
            Found(
                kind=Drift.MISSING,
                prefixes=(PrefixCount(prefix="audio", count=1, size=ByteCount(0)),),
                examples=(_FINDING,),
            ),
        ),
    ),
    dry_run=True,
    quarantined=3,
)


def _run(number: int, **fields: Any) -> SweepRun:
    given: dict[str, Any] = {
        "id": SweepRunId(uuid7(MOMENT, number)),
        "asked_by": ADA,
        "asked_at": MOMENT,
        "dry_run": bool(number % 2),
    }
    return SweepRun(**{**given, **fields})


class SweepRunsContract:
    """Bind it with a fixture `storage`: an empty one."""

    @pytest.fixture
    def runs(self, storage: Storage) -> Any:
        """What is under test."""
        return Repository(storage, "sweep_runs")

    @pytest.mark.parametrize(
        "fields",
        [{}, {"ended_at": MOMENT, "outcome": _OUTCOME}, {"ended_at": MOMENT, "refusal": "No. ☀"}],
        ids=["waiting", "done", "refused"],
    )
    async def test_a_sweep_is_read_back_as_it_was_stored(
        self, runs: Any, fields: dict[str, Any]
    ) -> None:
        await runs.add(_run(1, **fields))

        assert await runs.get(_run(1).id) == _run(1, **fields)

    async def test_an_id_is_one_sweeps(self, runs: Any) -> None:
        await runs.add(_run(1))

        with pytest.raises(Conflict):
            await runs.add(_run(1))
        with pytest.raises(NotFound):
            await runs.get(_run(2).id)

    async def test_what_is_put_replaces_what_was_there(self, runs: Any) -> None:
        await runs.add(_run(1))
        over = attrs.evolve(_run(1), ended_at=MOMENT, outcome=_OUTCOME)

        await runs.put(over)

        assert await runs.get(over.id) == over
        with pytest.raises(NotFound):
            await runs.put(_run(2))

    async def test_they_are_listed_the_latest_first(self, runs: Any) -> None:
        for number in (2, 1, 3):
            await runs.add(_run(number))

        first = await runs.page(PageRequest(limit=2))
        second = await runs.page(PageRequest(limit=2, cursor=first.next))

        assert [*first.items, *second.items] == [_run(3), _run(2), _run(1)]
        assert second.next is None
        with pytest.raises(Invalid):
            await runs.page(PageRequest(cursor=Cursor("elsewhere")))

    async def test_all_but_the_latest_can_be_forgotten(self, runs: Any) -> None:
        for number in range(5):
            await runs.add(_run(number))

        await runs.forget_all_but(2)
        await runs.forget_all_but(9)

        assert [*(await runs.page(PageRequest())).items] == [_run(4), _run(3)]
