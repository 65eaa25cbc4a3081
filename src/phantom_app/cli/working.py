"""`phantom worker`: stored jobs, in a process of their own."""

import rich_click as click

from phantom_app.cli.choices import with_settings
from phantom_app.cli.kinds import expect_kinds
from phantom_app.settings import Settings

__all__ = ["worker"]


@click.command()
@click.option(
    "--kinds",
    metavar="KIND,KIND",
    help="Only jobs of these kinds, as audio.analyse,audio.render; "
    "`phantom jobs list` tells the kinds of jobs.",
)
@click.option(
    "--slots",
    type=click.IntRange(1, 256),
    help="At most so many jobs at a time, of whatever kind, the most urgent first "
    "[default: hands of its own for each kind that takes long; with --kinds, $PHANTOM_WORKERS].",
)
@with_settings
def worker(settings: Settings, *, kinds: str | None, slots: int | None) -> None:
    """Do stored jobs: analyses, mails, clearing up.

    Any number of workers may run beside any number of servers on the same database and files.
    One that is killed loses no job: others take it over when its lease runs out. Links in mails
    lead where PHANTOM_PUBLIC_URL says, or else where the server on this data folder does.
    """
    from phantom_app.running import run
    from phantom_app.serving import work

    run(work(settings, tell=click.echo, kinds=_known(kinds), slots=slots))


def _known(kinds: str | None) -> frozenset[str]:
    """The kinds that were named. Raises: UsageError, for one that there is not."""
    named = frozenset(each.strip() for each in (kinds or "").split(",") if each.strip())
    if kinds is not None:
        expect_kinds("--kinds", named)
    return named
