"""`phantom demo`: a world to look at."""

import rich_click as click

from phantom_app.cli.choices import with_settings
from phantom_app.settings import Settings

__all__ = ["demo"]


@click.command()
@with_settings
def demo(settings: Settings) -> None:
    """Fill an empty data folder with a world: people, and recordings that are analysed."""
    from phantom_app.serving import fill_demo, run

    run(fill_demo(settings))
