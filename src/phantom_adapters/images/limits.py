"""What one image may cost: every bound on decoding, in one place."""

from typing import Final

import attrs

from phantom_core.media.images import MOST_PIXELS

__all__ = ["ImageLimits"]

_MIB: Final = 1024 * 1024


@attrs.frozen(kw_only=True)
class ImageLimits:
    """Bounds on one image.

    Attributes:
        pixels: the most that it may have, by its header, before anything is unpacked.
        wall_seconds: how long it may take before it is given up for now.
        cpu_seconds: how much processor time it may use; more is the file's own fault.
        memory_bytes: how much memory the process may allocate, its libraries included.
        jobs_per_worker: after so many the process is replaced by a fresh one.
    """

    pixels: int = MOST_PIXELS
    wall_seconds: float = 60.0
    cpu_seconds: float = 20.0
    memory_bytes: int = 768 * _MIB
    jobs_per_worker: int = 200

    def processor_seconds(self, _job: str) -> float:
        """How much processor time a job may use."""
        return self.cpu_seconds
