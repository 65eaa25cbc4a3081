"""`phantom demo`: a world to look at."""

import rich_click as click

from phantom_app.cli.choices import with_settings
from phantom_app.settings import Settings

__all__ = ["demo"]


@click.command()
@with_settings
def demo(settings: Settings) -> None:
    """Add a world to look at: people and what they play, songs, and rooms to hear them in.

    What is there already stays; made once, it is not made again. Where somebody else has the name
    or the address of one of its people, it is not made at all.
    """
    from phantom_app.running import run
    from phantom_app.serving import fill_demo

    run(fill_demo(settings))
