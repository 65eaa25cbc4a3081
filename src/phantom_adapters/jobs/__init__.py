"""Doing stored jobs in this process."""

from phantom_adapters.jobs.worker import Handler, Pace, Periodic, Worker

__all__ = ["Handler", "Pace", "Periodic", "Worker"]
