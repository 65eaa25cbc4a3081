"""`phantom sweep`: whether files and rows are equal, and making them so."""

from typing import TYPE_CHECKING, Final

import rich_click as click

from phantom_app.cli.choices import with_settings
from phantom_app.settings import Settings

if TYPE_CHECKING:
    from phantom_core.blobs.sweeping import SweepOutcome

__all__ = ["sweep"]

_CLEARABLE: Final = 3
_LOSS: Final = 4


@click.command()
@click.option("--apply", "acts", is_flag=True, help="Act on what is found; else only look.")
@click.option(
    "--force", is_flag=True, help="With --apply, even where most of the store looks wrong."
)
@click.option("--restore", metavar="KEY", help="Keep the blob KEY, which is in quarantine.")
@click.option("--json", "as_json", is_flag=True, help="Print all of it as JSON.")
@with_settings
def sweep(
    settings: Settings, *, acts: bool, force: bool, restore: str | None, as_json: bool
) -> None:
    """Compare the files with the database: what is too much, and what is missing.

    With --apply, deletes what is due, quarantines files that nothing names, and gives up what
    uploads left behind. The exit code is 0 where all is explained, 3 where --apply would clear
    something, 4 where something is missing, and 1 for a refusal.
    """
    _expect_sense(acts=acts, force=force, restore=restore)
    from phantom_app import sweeping
    from phantom_app.installed import expect_installation
    from phantom_app.running import run

    expect_installation(settings)
    if restore is not None:
        run(sweeping.put_back(settings, restore))
        click.echo(f"{restore} is kept.")
        return
    task = sweeping.sweep_once(settings, force=force) if acts else sweeping.look(settings)
    outcome = run(task)
    click.echo(sweeping.as_json(outcome) if as_json else sweeping.as_table(settings, outcome))
    raise SystemExit(_code(outcome))


def _expect_sense(*, acts: bool, force: bool, restore: str | None) -> None:
    if force and not acts:
        raise click.UsageError("--force goes with --apply.")
    if restore is not None and acts:
        raise click.UsageError("--restore goes without --apply.")


def _code(outcome: "SweepOutcome") -> int:
    from phantom_core.blobs.drift import Severity

    severity = outcome.report.severity
    if severity is Severity.LOSS:
        return _LOSS
    return _CLEARABLE if severity is Severity.CLEARABLE and outcome.dry_run else 0
