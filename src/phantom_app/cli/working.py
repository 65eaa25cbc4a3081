"""`phantom worker`: stored jobs, in a process of their own."""

import rich_click as click

from phantom_app.cli.choices import with_settings
from phantom_app.settings import Settings

__all__ = ["worker"]


@click.command()
@with_settings
def worker(settings: Settings) -> None:
    """Do stored jobs: analyses, mails, clearing up.

    Any number of workers may run beside any number of servers on the same database and files.
    One that is killed loses no job: others take it over when its lease runs out. Links in mails
    lead where PHANTOM_PUBLIC_URL says, or else where the server on this data folder does.
    """
    from phantom_app.running import run
    from phantom_app.serving import work

    run(work(settings, tell=click.echo))
