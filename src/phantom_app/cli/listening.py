"""`phantom analyze` and `phantom warm`: hearing files without a server."""

from pathlib import Path

import rich_click as click

from phantom_app.cli.choices import with_settings
from phantom_app.settings import Settings

__all__ = ["analyze", "warm"]


def _regular(_: click.Context, __: click.Parameter, files: tuple[Path, ...]) -> tuple[Path, ...]:
    """Refuse what is no file on a disk: it may have no end, or never begin."""
    for each in files:
        if not each.is_file():
            message = f"{click.format_filename(each)!r} is not a regular file."
            raise click.BadParameter(message)
    return files


@click.command()
@click.argument(
    "files",
    metavar="FILE...",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, path_type=Path),
    callback=_regular,
)
@click.option(
    "--json", "as_json", is_flag=True, help="Print a JSON list instead of a line for each file."
)
@with_settings
def analyze(settings: Settings, *, files: tuple[Path, ...], as_json: bool) -> None:
    """Hear audio files: tempo, key, loudness and more, without a server.

    A file that cannot be heard is told beside the others, and the exit code is 1.
    """
    from phantom_app import hearing
    from phantom_app.serving import run

    heard = run(hearing.hear_all(settings, files))
    click.echo(hearing.as_json(heard) if as_json else hearing.as_lines(heard))
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
