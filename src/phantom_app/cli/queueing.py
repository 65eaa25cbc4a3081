"""`phantom jobs`: what waits, what failed, and trying it again."""

import rich_click as click

from phantom_app.cli.choices import with_installation
from phantom_app.cli.kinds import expect_kinds
from phantom_app.settings import Settings

__all__ = ["discard", "jobs", "listed", "retry", "show"]

_STATES = ("waiting", "running", "done", "dead")


@click.group()
def jobs() -> None:
    """Look at stored jobs, and have those that failed be tried again."""


@jobs.command("list")
@click.option("--state", type=click.Choice(_STATES), help="Where they stand; dead are given up.")
@click.option("--kind", metavar="KIND", help="Of which kind they are, as audio.analyse.")
@click.option("--limit", type=click.IntRange(1, 200), default=50, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print all of it as JSON.")
@with_installation
def listed(
    settings: Settings, *, state: str | None, kind: str | None, limit: int, as_json: bool
) -> None:
    """List stored jobs, the one that is due last first."""
    from phantom_app import queueing
    from phantom_app.running import run
    from phantom_core.kernel import JobFilter, JobState

    if kind is not None:
        expect_kinds("--kind", [kind])
    wanted = JobFilter(state=None if state is None else JobState(state), name=kind)
    page = run(queueing.look(settings, wanted, limit))
    click.echo(queueing.as_json(page.items) if as_json else queueing.as_table(page))


@jobs.command()
@click.argument("job_id", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
@with_installation
def show(settings: Settings, job_id: str, *, as_json: bool) -> None:
    """Tell all of a job but what people have said: of its arguments, ids alone."""
    from phantom_app import queueing
    from phantom_app.running import run

    job = run(queueing.find(settings, job_id))
    click.echo(queueing.as_json(job) if as_json else queueing.as_lines(job))


@jobs.command()
@click.argument("job_ids", metavar="ID...", nargs=-1, required=True)
@with_installation
def retry(settings: Settings, job_ids: tuple[str, ...]) -> None:
    """Have jobs that are dead, or wait, be begun at once, with all their attempts again.

    They are done by the server, or by `phantom worker`.
    """
    from phantom_app import queueing
    from phantom_app.running import run

    for waiting in run(queueing.retry(settings, job_ids)):
        click.echo(f"{waiting} waits.")


@jobs.command()
@click.argument("job_ids", metavar="ID...", nargs=-1, required=True)
@with_installation
def discard(settings: Settings, job_ids: tuple[str, ...]) -> None:
    """Drop jobs that are dead, for good."""
    from phantom_app import queueing
    from phantom_app.running import run

    run(queueing.discard(settings, job_ids))
    for each in job_ids:
        click.echo(f"{each} is gone.")
