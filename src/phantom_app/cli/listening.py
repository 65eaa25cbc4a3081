"""`phantom analyze` and `phantom warm`: hearing files without a server."""

from pathlib import Path

import rich_click as click

from phantom_app.cli.choices import with_settings
from phantom_app.settings import Settings

__all__ = ["analyze", "warm"]


@click.command()
@click.argument(
    "files",
    metavar="FILE...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list instead of a table.")
@with_settings
def analyze(settings: Settings, *, files: tuple[Path, ...], as_json: bool) -> None:
    """Hear audio files: tempo, key, loudness and more, without a server.

    A file that cannot be heard is told beside the others, and the exit code is 1.
    """
    from phantom_app import hearing
    from phantom_app.serving import run

    heard = run(hearing.hear_all(settings, files))
    click.echo(hearing.as_json(heard) if as_json else hearing.as_table(heard))
    if any(isinstance(each, hearing.FailedPayload) for each in heard):
        raise SystemExit(1)


@click.command()
@with_settings
def warm(settings: Settings) -> None:
    """Compile what listening needs, once, so that the first analysis does not wait for it."""
    from phantom_app.hearing import warm_up
    from phantom_app.serving import run

    run(warm_up(settings))
    click.echo("Ready to listen.")
