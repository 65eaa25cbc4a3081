"""`phantom admin`: who looks after the place."""

from typing import TYPE_CHECKING

import rich_click as click

from phantom_app.cli.choices import with_installation
from phantom_app.settings import Settings

if TYPE_CHECKING:
    from phantom_core.identity import User
    from phantom_core.kernel import Command

__all__ = ["admin", "grant", "revoke"]


@click.group()
def admin() -> None:
    """Say who is an admin, and looks after the place."""


@admin.command()
@click.argument("name")
@with_installation
def grant(settings: Settings, name: str) -> None:
    """Make NAME an admin. NAME is a user name or an e-mail address."""
    from phantom_core.identity import GrantAdmin

    user = _do(settings, GrantAdmin(username=name))
    click.echo(f"{user.username} is an admin.")


@admin.command()
@click.argument("name")
@with_installation
def revoke(settings: Settings, name: str) -> None:
    """Make NAME an admin no longer. NAME is a user name or an e-mail address."""
    from phantom_core.identity import RevokeAdmin

    user = _do(settings, RevokeAdmin(username=name))
    click.echo(f"{user.username} is no admin.")


def _do(settings: Settings, command: "Command[User]") -> "User":
    from phantom_app.running import run
    from phantom_app.serving import do_once

    return run(do_once(settings, command))
