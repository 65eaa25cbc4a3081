"""The process in which recordings are decoded and heard."""

from pathlib import Path

from phantom_adapters.audio.limits import AudioLimits
from phantom_adapters.audio.refusals import error_from
from phantom_adapters.confined.trade import Trade
from phantom_adapters.confined.worker import Worker
from phantom_core.audio.analysis import AnalysisFailed

__all__ = ["AudioWorker"]


class AudioWorker(Worker):
    """Does what `phantom_adapters.audio.child` can."""

    def __init__(self, limits: AudioLimits, cache_dir: Path | None = None) -> None:
        """Prepare a worker; the process is started by the first job.

        Args:
            limits: what one job may cost.
            cache_dir: where compiled code is kept between processes; none by default.
        """
        trade = Trade(
            name="audio",
            module="phantom_adapters.audio.child",
            bounds=limits,
            failure=AnalysisFailed,
            refusal=error_from,
        )
        super().__init__(trade, cache_dir)
