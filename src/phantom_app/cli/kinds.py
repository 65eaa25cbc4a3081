"""Kinds of jobs, as operators name them."""

from collections.abc import Collection

import rich_click as click

__all__ = ["expect_kinds"]


def expect_kinds(option: str, named: Collection[str]) -> None:
    """See to it that there are such kinds, and that some are named. Raises: UsageError."""
    from phantom_core.registry import REGISTRY

    unknown = sorted({*named} - REGISTRY.job_versions.keys())
    if unknown or not named:
        known = ", ".join(sorted(REGISTRY.job_versions))
        what = f"no kind of job is called {', '.join(unknown)}" if unknown else "names none"
        raise click.UsageError(f"{option}: {what}. There are: {known}.")
