"""`phantom catalog`: what there is to listen to."""

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import rich_click as click

from phantom_app.cli.choices import with_settings
from phantom_app.settings import Settings

if TYPE_CHECKING:
    from phantom_app.importing import Progress
    from phantom_core.catalog.importing import ImportReport
    from phantom_core.catalog.music_service import Selection

__all__ = ["catalog", "import_catalog"]


@click.group()
def catalog() -> None:
    """Fill the catalogue: genres, artists, songs and playlists."""


@catalog.command("import")
@click.argument("path", required=False, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--spotify",
    metavar="WHAT",
    help="Instead of PATH: what to take from the music service: words to search for, or "
    "playlist:ID, or artist:ID.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["json", "csv", "m3u"]),
    help="The format of the file, if its name and its beginning do not tell.",
)
@click.option(
    "--as",
    "login",
    metavar="NAME",
    help="The admin whose playlists and recordings are made; without one, no playlists are.",
)
@click.option(
    "--upload", is_flag=True, help="Upload the recordings too, so that songs can be played."
)
@click.option("--dry-run", is_flag=True, help="Tell what would be done, and do nothing.")
@with_settings
def import_catalog(settings: Settings, **chosen: Any) -> None:
    """Import songs from PATH: a JSON, CSV or M3U file, or a folder of recordings with tags.

    Importing the same again changes nothing. Rows that cannot be used are told on the error output,
    by file and line, the others are imported, and the exit code is 1. It may be done while a server
    runs.
    """
    _expect_sense(chosen)
    from phantom_adapters.catalogue import FileFormat
    from phantom_app.importing import Wish, import_catalogue
    from phantom_app.running import run

    wish = Wish(
        source=_source(chosen["path"], chosen["spotify"]),
        format=FileFormat(chosen["form"]) if chosen["form"] else None,
        login=chosen["login"],
        upload=chosen["upload"],
        dry_run=chosen["dry_run"],
    )
    try:
        with _bar() as progress:
            report = run(import_catalogue(settings, wish, progress))
    except OSError as error:
        raise click.FileError(str(chosen["path"]), error.strerror) from error
    _tell(report, dry_run=wish.dry_run)
    if report.refused:
        sys.exit(1)


def _expect_sense(chosen: Mapping[str, Any]) -> None:
    if (chosen["path"] is None) == (chosen["spotify"] is None):
        raise click.UsageError("Name either a PATH or --spotify.")
    if chosen["upload"] and chosen["login"] is None:
        raise click.UsageError("--upload needs --as: somebody must own the recordings.")


def _source(path: Path | None, spotify: str | None) -> "Path | Selection":
    from phantom_core.catalog.music_service import ByArtist, InPlaylist, MatchingQuery

    if path is not None:
        return path
    kind, colon, identifier = (spotify or "").partition(":")
    if colon and kind == "playlist":
        return InPlaylist(playlist_id=identifier)
    if colon and kind == "artist":
        return ByArtist(artist_id=identifier)
    return MatchingQuery(query=spotify or "")


@contextmanager
def _bar() -> "Iterator[Progress]":
    """A bar on the terminal; nothing where there is none."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (
        TextColumn("Importing"),
        BarColumn(bar_width=32),
        TextColumn("{task.fields[rows]:,} rows"),
        TimeElapsedColumn(),
    )
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as bar:
        task = bar.add_task("", total=None, rows=0)

        def show(fraction: float | None, rows: int) -> None:
            if fraction is None:
                bar.update(task, rows=rows)
            else:
                bar.update(task, total=1.0, completed=fraction, rows=rows)

        yield show


def _tell(report: "ImportReport", *, dry_run: bool) -> None:
    for row in report.refusals:
        click.echo(f"{row.place}: {row.reason}", err=True)
    untold = report.refused - len(report.refusals)
    if untold:
        click.echo(f"... and {untold} rows more that were left out.", err=True)
    if dry_run:
        click.echo("Nothing was done. This would be:")
    for kind, tally in report.tallies.items():
        counts = f"{tally.added} added, {tally.updated} updated, {tally.unchanged} unchanged"
        click.echo(f"{kind}s: {counts}")
    click.echo(f"rows left out: {report.refused}")
    if report.nobodys_playlists:
        click.echo("Playlists were left out: say with --as whose they shall be.", err=True)
