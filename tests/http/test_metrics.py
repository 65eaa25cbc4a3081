"""What came of an operation, as Prometheus reads it."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import attrs
import pytest

from phantom_adapters.sql import open_storage
from phantom_app.http.metrics import MeasuredPhantom, Metrics
from phantom_core.kernel import ANONYMOUS, Access, NotFound, Query, Storage, Work

pytestmark = pytest.mark.anyio


@attrs.frozen(kw_only=True)
class Look(Query[None]):
    access = Access.ANYONE
    refusal: Exception | None = None

    def run(self, work: Work) -> None:  # noqa: ARG002 - it looks at nothing
        if self.refusal is not None:
            raise self.refusal


@pytest.fixture
async def storage(tmp_path: Path) -> AsyncIterator[Storage]:
    """A storage whose callers wait."""
    storage = open_storage(f"sqlite:///{tmp_path / 'phantom.db'}")
    yield storage
    await storage.close()


def counted(metrics: Metrics, outcome: str) -> bool:
    series = f'phantom_operation_seconds_count{{operation="Look",outcome="{outcome}"}} 1.0'
    return series in metrics.text().decode()


async def test_what_is_done_is_counted_as_done(storage: Storage) -> None:
    metrics = Metrics()
    await MeasuredPhantom(storage, metrics).ask(Look(), actor=ANONYMOUS)

    assert counted(metrics, "done")


@pytest.mark.parametrize(
    ("refusal", "outcome"),
    [(NotFound("thing"), "not-found"), (RuntimeError("a bug"), "fault")],
)
async def test_a_refusal_is_counted_by_its_rule_and_a_bug_as_a_fault(
    storage: Storage, refusal: Exception, outcome: str
) -> None:
    metrics = Metrics()
    with pytest.raises(type(refusal)):
        await MeasuredPhantom(storage, metrics).ask(Look(refusal=refusal), actor=ANONYMOUS)

    assert counted(metrics, outcome)


async def test_a_caller_who_goes_away_is_no_fault(storage: Storage) -> None:
    metrics = Metrics()
    asked = asyncio.create_task(MeasuredPhantom(storage, metrics).ask(Look(), actor=ANONYMOUS))
    await asyncio.sleep(0)
    asked.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asked

    assert counted(metrics, "cancelled")
