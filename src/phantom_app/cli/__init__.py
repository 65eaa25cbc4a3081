"""The command line. Nothing heavy is imported before a command needs it."""

import rich_click as click

from phantom_app import VERSION
from phantom_app.cli.demonstration import demo
from phantom_app.cli.listening import analyze, warm
from phantom_app.cli.office import admin
from phantom_app.cli.serving import serve
from phantom_app.cli.storage import migrate
from phantom_app.cli.working import worker

__all__ = ["main"]

_EXAMPLES = """
Everything else is set by environment variables that begin with PHANTOM_; the reference lists
them all. Without any, Phantom keeps what it needs in one folder and needs no other program.

Examples:

    phantom serve --demo                  # a world to look at, on http://127.0.0.1:8000

    phantom serve --host 0.0.0.0 --port 80 --data-dir /var/lib/phantom

    phantom admin grant ada               # ada looks after the place from now on

    phantom analyze --json song.flac      # tempo, key, loudness of a file, without a server
"""


@click.group(epilog=_EXAMPLES, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="phantom")
def main() -> None:
    """Phantom: the back end of music apps where people listen, create and meet."""


for _command in (serve, worker, migrate, admin, demo, analyze, warm):
    main.add_command(_command)
