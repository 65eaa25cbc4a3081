"""`phantom erase` and `phantom retention`: what is kept of people, and for how long."""

from typing import TYPE_CHECKING

import rich_click as click

from phantom_app.cli.choices import with_installation
from phantom_app.settings import Settings

if TYPE_CHECKING:
    from phantom_core.privacy import ErasurePreview, RetentionLine

__all__ = ["erase", "retention"]


@click.command()
@click.argument("name")
@click.option("--dry-run", is_flag=True, help="Only tell what would become of what is kept.")
@with_installation
def erase(settings: Settings, name: str, *, dry_run: bool) -> None:
    """Have the person NAME forgotten, for good. NAME is a user name or an e-mail address.

    They are signed out everywhere at once; the rest is done by the server, or by
    `phantom worker`.
    """
    from phantom_app import retaining
    from phantom_app.running import run

    if dry_run:
        _tell_preview(run(retaining.preview_erasure(settings, name)))
        return
    erasure = run(retaining.erase(settings, name))
    click.echo(f"{name} is no longer. What was done is told at /api/erasures/{erasure.id}.")


@click.command()
@click.option("--run", "acts", is_flag=True, help="Let it go; else only look.")
@with_installation
def retention(settings: Settings, *, acts: bool) -> None:
    """Tell for how long things are kept, and what has been kept long enough.

    With --run, it is let go of now; else that is done every few minutes, where a server or
    `phantom worker` runs.
    """
    from phantom_app import retaining
    from phantom_app.running import run

    for line in run(retaining.retain(settings) if acts else retaining.look(settings)):
        click.echo(_rule(line))


def _rule(line: "RetentionLine") -> str:
    kept = (
        "for ever" if line.life is None else f"{line.life.days} days" if line.life else "no longer"
    )
    oldest = f", the oldest of {line.oldest_at:%Y-%m-%d}" if line.oldest_at else ""
    return f"{line.kind:16} kept {kept:10} {line.count:8} to go{oldest}"


def _tell_preview(preview: "ErasurePreview") -> None:
    for each in preview.kinds:
        click.echo(f"{each.kind:24} {each.count:8} {each.fate:9} {each.why}")
    for project in preview.projects:
        heir = "is deleted" if project.heir is None else f"goes to {project.heir.username}"
        click.echo(f"project {project.name!r} {heir}")
