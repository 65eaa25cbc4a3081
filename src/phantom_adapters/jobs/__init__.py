"""Doing stored jobs in this process."""

from phantom_adapters.jobs.worker import Handler, Lane, Pace, Periodic, Worker

__all__ = ["Handler", "Lane", "Pace", "Periodic", "Worker"]
