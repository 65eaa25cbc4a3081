"""`phantom export`: all that is held about a person, as one zip."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import rich_click as click

from phantom_app.cli.choices import with_installation
from phantom_app.counting import counted
from phantom_app.settings import Settings

if TYPE_CHECKING:
    from phantom_core.privacy.data_export import ExportStage

__all__ = ["export"]


@click.command()
@click.argument("name")
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    metavar="FILE",
    help="Where to write it: a file that is not there yet.",
)
@with_installation
def export(settings: Settings, name: str, *, output: Path) -> None:
    """Write all that is held about NAME, a user name or an e-mail address, into one zip.

    It is the zip that people ask for themselves. That it was written is noted in the audit trail.
    Whoever can read FILE can read all of it; it is made for its owner's eyes alone.
    """
    from phantom_app.exporting import export_to
    from phantom_app.running import run

    try:
        written = run(export_to(settings, name, output, _tell))
    except FileExistsError:
        raise click.UsageError(f"{output} is there already.") from None
    except OSError as error:
        raise click.ClickException(f"{output} cannot be written: {error.strerror}.") from error
    click.echo(f"{output} has {counted(written, 'byte')}.")


async def _tell(stage: "ExportStage", fraction: float) -> None:
    """Show how far it is, where somebody looks."""
    if sys.stderr.isatty():
        click.echo(f"\r{stage}: {fraction:.0%} ", nl=False, err=True)
