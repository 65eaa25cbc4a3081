"""What one file may cost: every bound on decoding and analysis, in one place."""

from typing import Final

import attrs

__all__ = ["MIB", "AudioLimits"]

MIB: Final = 1024 * 1024
"""Bytes in a mebibyte."""


@attrs.frozen(kw_only=True)
class AudioLimits:
    """Bounds on one piece of work of the audio worker.

    Attributes:
        sound_seconds: the longest recording that is accepted, decoded.
        samples: the most samples, frames times channels, that are decoded.
        channels: the most channels.
        wall_seconds: how long an analysis may take before it is given up for now.
        probe_seconds: how long a quick look may take before it is given up for now.
        cpu_seconds: how much processor time an analysis may use; more is the file's own fault.
        probe_cpu_seconds: how much of it a quick look may use.
        memory_bytes: how much memory the worker may allocate, its libraries included.
        jobs_per_worker: after so many the worker is replaced by a fresh one.
    """

    sound_seconds: float = 12 * 3600.0
    samples: int = 4_000_000_000
    channels: int = 32
    wall_seconds: float = 900.0
    probe_seconds: float = 60.0
    cpu_seconds: float = 600.0
    probe_cpu_seconds: float = 20.0
    memory_bytes: int = 768 * MIB
    jobs_per_worker: int = 200

    def processor_seconds(self, job: str) -> float:
        """How much processor time a job of this kind may use."""
        return self.probe_cpu_seconds if job == "probe" else self.cpu_seconds
