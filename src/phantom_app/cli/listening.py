"""`phantom analyze` and `phantom warm`: hearing files without a server."""

import glob
from pathlib import Path

import rich_click as click

from phantom_app.cli.choices import with_settings
from phantom_app.settings import Settings

__all__ = ["analyze", "warm"]


def _matching(_: click.Context, __: click.Parameter, names: tuple[str, ...]) -> tuple[Path, ...]:
    """The files that names and patterns stand for, in order, each once.

    What is no file on a disk is refused: it may have no end, or never begin.
    """
    files: dict[Path, None] = {}
    for name in names:
        found = [name] if Path(name).exists() else sorted(glob.glob(name, recursive=True))  # noqa: PTH207 (patterns may be absolute)
        if not found:
            message = f"{click.format_filename(name)!r} does not exist."
            raise click.BadParameter(message)
        files |= dict.fromkeys(map(Path, found))
    for each in files:
        if not each.is_file():
            message = f"{click.format_filename(each)!r} is not a regular file."
            raise click.BadParameter(message)
    return tuple(files)


@click.command()
@click.argument("files", metavar="FILE...", nargs=-1, required=True, callback=_matching)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list instead of a table.")
@click.option(
    "--plot",
    metavar="OUT.png",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Draw the waveform, its beats and the spectrogram of one FILE.",
)
@with_settings
def analyze(
    settings: Settings, *, files: tuple[Path, ...], as_json: bool, plot: Path | None
) -> None:
    """Hear audio files: tempo, key, loudness and more, without a server.

    A FILE may be a pattern, as *.wav is. A file that cannot be heard is told beside the others, and
    the exit code is 1.
    """
    if plot is not None and len(files) > 1:
        message = f"it draws one file; {len(files)} were named."
        raise click.BadParameter(message, param_hint="--plot")
    if plot is not None and plot.suffix.lower() != ".png":
        message = f"it draws PNG: '{plot}' must end in .png."
        raise click.BadParameter(message, param_hint="--plot")
    if plot is not None and not plot.parent.is_dir():
        message = f"there is no folder '{plot.parent}'."
        raise click.BadParameter(message, param_hint="--plot")
    from phantom_app import hearing
    from phantom_app.analysis_table import as_table
    from phantom_app.cli.progress import progress_of
    from phantom_app.running import run

    with progress_of(files) as telling:
        try:
            heard = run(hearing.hear_all(settings, files, telling=telling, plot=plot))
        except OSError as error:
            raise click.FileError(str(plot or error.filename), error.strerror) from error
    click.echo(hearing.as_json(heard) if as_json else as_table(heard))
    if any(isinstance(each, hearing.FailedPayload) for each in heard):
        raise SystemExit(1)


@click.command()
@with_settings
def warm(settings: Settings) -> None:
    """Compile what listening needs, once, so that the first analysis does not wait for it."""
    from phantom_app.hearing import warm_up
    from phantom_app.running import run

    run(warm_up(settings))
    click.echo("Ready to listen.")
