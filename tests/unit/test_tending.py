"""What every server does beside serving, while the store does not answer."""

import pytest

from phantom_adapters.memory import MemoryStorage
from phantom_app.tending import forget_lost_servers
from phantom_core.kernel import Unavailable
from phantom_core.phantom import Phantom


class Failing(Phantom):
    """A store of which nothing can be learned."""

    def __init__(self, error: Exception) -> None:
        super().__init__(MemoryStorage())
        self._error = error

    async def ask(self, *_: object, **__: object) -> object:  # type: ignore[override]
        raise self._error


@pytest.mark.parametrize(
    ("error", "traces"), [(Unavailable("Not now."), 0), (ZeroDivisionError("ours"), 1)]
)
async def test_a_store_that_is_away_is_told_in_a_line_and_a_fault_of_ours_with_its_trace(
    caplog: pytest.LogCaptureFixture, error: Exception, traces: int
) -> None:
    await forget_lost_servers(Failing(error))

    (record,) = caplog.records
    assert record.getMessage() == f"Who was on lost servers cannot be known now: {error}"
    assert caplog.text.count("Traceback") == traces
