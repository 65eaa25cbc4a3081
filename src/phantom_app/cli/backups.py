"""`phantom backup`, `restore` and `verify`: saving everything, and bringing it back."""

import json
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import rich_click as click

from phantom_app.cli.choices import with_installation, with_settings
from phantom_app.counting import counted
from phantom_app.settings import Settings

if TYPE_CHECKING:
    from phantom_app.backups import Verified

__all__ = ["backup", "restore", "verify"]

_LOSS: Final = 4
_SHOWN: Final = 20
_PLACE: Final = click.Path(path_type=Path)
_OWNER_ONLY: Final = 0o077


@click.command()
@click.argument("place", type=_PLACE)
@click.option(
    "--with-secret-key",
    "with_key",
    is_flag=True,
    help="Save the server's key too, which is kept in the data folder; else it is not in it.",
)
@click.option(
    "--despite-flaws",
    is_flag=True,
    help="Go on where blobs are missing already, and have the backup say so.",
)
@click.option(
    "--after",
    "earlier",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="EARLIER",
    help="Share the files that the backup in the folder EARLIER has, and fetch the others alone.",
)
@click.option("--json", "as_json", is_flag=True, help="Print what was saved as JSON.")
@with_installation
def backup(settings: Settings, *, place: Path, as_json: bool, **options: Any) -> None:
    """Save all rows and files to PLACE, a new folder, or one file if its name ends in .tar.

    The server may run meanwhile: whatever it has acknowledged before the mark that is told at the
    end is in it. One that broke off goes on when the same PLACE is named again, and is no backup
    before its end. Whoever can read PLACE can read all that people have.
    """
    from phantom_app.backups import SavingOptions, save
    from phantom_app.running import run

    with _Owners():
        saved = run(save(settings, place, SavingOptions(**options), _tell))
    if as_json:
        said = _said(saved.mark, saved.objects, saved.objects_size)
        _print({"place": str(place), **said, "flawed": saved.flawed})
        return
    rows = sum(saved.tables.values())
    files = _files(saved.objects, saved.objects_size)
    click.echo(f"{place}: {counted(rows, 'row')}, {files}.")
    click.echo(f"Whatever was acknowledged before {_at(saved.mark)} is in it.")
    if not saved.secret:
        click.echo("The server's key is not in it: keep PHANTOM_SECRET_KEY or secret.key yourself.")
    _warn_of(saved.flawed)


@click.command()
@click.argument("place", type=_PLACE)
@with_settings
def restore(settings: Settings, *, place: Path) -> None:
    """Bring back what was saved at PLACE, into an empty database and an empty store of files.

    Where these are the settings say: they may be of another kind than those it was saved from. One
    that broke off is begun again by the same words.
    """
    from phantom_app.backups import bring_back
    from phantom_app.running import run

    with _Owners():
        restored = run(bring_back(settings, place, _tell))
    click.echo(
        f"{counted(restored.rows, 'row')} and {_files(restored.objects, restored.objects_size)} "
        f"are back, as they were at {_at(restored.mark)}."
    )
    click.echo("People who were erased, and sessions that were ended, since then are back as well.")
    if restored.key:
        click.echo("The server's key is back.")
    _warn_of(restored.flawed)


@click.command()
@click.argument("place", type=_PLACE, required=False)
@click.option("--quick", is_flag=True, help="Of what runs here, look at sizes, and read no file.")
@click.option("--json", "as_json", is_flag=True, help="Print all of it as JSON.")
@with_settings
def verify(settings: Settings, *, place: Path | None, quick: bool, as_json: bool) -> None:
    """Read all of the backup at PLACE and tell what is wrong with it, if anything is.

    Without PLACE, look for every file that the rows of this installation name, while it runs: that
    each is there, with the size and the bytes that the rows say. The exit code is 0 where all is
    well, 4 where something is missing, damaged, or too much in a backup, and 1 for a refusal.
    """
    from phantom_app.backups import verify_backup, verify_living
    from phantom_app.installed import expect_installation
    from phantom_app.running import run

    if place is not None and quick:
        raise click.UsageError("--quick goes without PLACE: a backup is read whole.")
    if place is None:
        expect_installation(settings)
    with _Owners():
        task = verify_living(settings, quick=quick) if place is None else None
        found = run(task or verify_backup(settings, Path(str(place))))
    if as_json:
        said = _said(found.mark, found.objects, found.objects_size)
        _print({**said, "faults": found.faults, "flawed": found.flawed})
    else:
        _tell_found(found)
    raise SystemExit(_LOSS if found.faults else 0)


class _Owners:
    """Whatever is written meanwhile is for its owner alone, and failures of disks are sentences."""

    def __enter__(self) -> None:
        """Begin."""
        self._before = os.umask(_OWNER_ONLY)

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        """Be as before."""
        os.umask(self._before)
        if isinstance(error, OSError):
            where = f"{error.filename}: " if error.filename else ""
            raise click.ClickException(f"{where}{error.strerror}.") from error


def _tell_found(found: "Verified") -> None:
    for fault in found.faults[:_SHOWN]:
        click.echo(fault)
    if len(found.faults) > _SHOWN:
        click.echo(f"and {len(found.faults) - _SHOWN} more; --json names them.")
    looked = _files(found.objects, found.objects_size)
    if found.mark is not None:
        looked = f"{counted(found.rows or 0, 'row')}, {looked}, as of {_at(found.mark)}"
    well = "nothing else is wrong" if found.flawed else "all is well"
    click.echo(f"{looked}: {counted(len(found.faults), 'fault') if found.faults else well}.")
    _warn_of(found.flawed)


def _warn_of(flawed: tuple[str, ...]) -> None:
    """Say what was flawed when the backup was made, and is not in it."""
    if flawed:
        many = counted(len(flawed), "file was", "files were")
        click.echo(f"{many} missing or damaged already: {', '.join(flawed[:5])}")


def _files(count: int, size: int) -> str:
    return f"{counted(count, 'file')} of {counted(size, 'byte')}"


def _at(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _said(mark: datetime | None, objects: int, size: int) -> dict[str, Any]:
    return {"mark": mark and _at(mark), "objects": objects, "bytes": size}


def _print(told: dict[str, Any]) -> None:
    click.echo(json.dumps(told, indent=2))


def _tell(line: str) -> None:
    """Say how far it is, where somebody looks."""
    if sys.stderr.isatty():
        click.echo(line, err=True)
