"""`phantom serve`: the server, and a worker beside it."""

import sys

import rich_click as click

from phantom_app.cli.choices import with_settings
from phantom_app.settings import Settings

__all__ = ["serve"]


@click.command()
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Where to listen; 0.0.0.0 is everywhere."
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="On which port; 0 takes one that is free.",
)
@click.option(
    "--demo",
    is_flag=True,
    help="Make the world of `phantom demo` first, where there are no users yet, and let it live.",
)
@click.option("--no-worker", is_flag=True, help="Leave stored jobs to `phantom worker`.")
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    metavar="N",
    help="How many processes serve on the port together; more than one need PostgreSQL.",
)
@with_settings
def serve(
    settings: Settings, *, host: str, port: int, demo: bool, no_worker: bool, workers: int
) -> None:
    """Serve the API, the socket and the documentation.

    It creates what it needs in the data folder, brings the database up to date, and does stored
    jobs as well, unless told not to. Stop it with Ctrl+C: what runs is finished first. SIGTERM
    takes leave of sockets one after the other, over PHANTOM_DRAIN_SPREAD seconds.
    """
    from phantom_app.running import run
    from phantom_app.serving import Listening, listen, listen_in_several

    listening = Listening(host=host, port=port, demo=demo, worker=not no_worker)
    if workers > 1:
        sys.exit(listen_in_several(settings, listening, workers, tell=click.echo))
    run(listen(settings, listening, tell=click.echo))
