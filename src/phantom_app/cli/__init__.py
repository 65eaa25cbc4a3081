"""The command line. Nothing heavy is imported before a command needs it."""

import rich_click as click

from phantom_app import VERSION
from phantom_app.cli.auditing import audit
from phantom_app.cli.backups import backup, restore, verify
from phantom_app.cli.catalog import catalog
from phantom_app.cli.demonstration import demo
from phantom_app.cli.doctoring import doctor
from phantom_app.cli.exporting import export
from phantom_app.cli.listening import analyze, warm
from phantom_app.cli.midi import midi
from phantom_app.cli.office import admin
from phantom_app.cli.privacy import erase, retention
from phantom_app.cli.queueing import jobs
from phantom_app.cli.serving import serve
from phantom_app.cli.storage import migrate
from phantom_app.cli.sweeping import sweep
from phantom_app.cli.working import worker
from phantom_app.ending import end_by_sigterm

__all__ = ["main"]

# Each paragraph becomes a line of its own, and a line has room for 78 characters.
_EXAMPLES = """
Everything else is set by environment variables that begin with PHANTOM_: see
docs/reference/settings.md. Without any, Phantom keeps what it needs in one
folder and needs no other program.



Examples:

phantom serve --demo              a world to look at, on http://127.0.0.1:8000

phantom serve --host 0.0.0.0      for other machines of this network as well

phantom catalog import songs.csv  songs to listen to, from a file or a folder

phantom admin grant ada           ada looks after the place from now on

phantom export ada --output a.zip all that is held about ada, for her

phantom sweep                     whether files and database are equal

phantom jobs list --state dead    what the workers have given up, and why

phantom doctor                    what is wrong here, and what to do about it

phantom backup /backups/monday    all rows and files, while the server runs

phantom analyze --json song.flac  tempo, key, loudness, without any server

phantom midi show song.mid        tracks, notes and tempos of a MIDI file
"""


class _InOrderOfNeed(click.RichGroup):
    """Lists its commands as they were added."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(self.commands)


@click.group(
    cls=_InOrderOfNeed,
    epilog=_EXAMPLES,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(VERSION, prog_name="phantom")
def main() -> None:
    """Phantom: the back end of music apps where people listen, create and meet."""
    end_by_sigterm()


for _command in (
    serve,
    demo,
    worker,
    migrate,
    sweep,
    jobs,
    backup,
    restore,
    verify,
    doctor,
    admin,
    audit,
    export,
    erase,
    retention,
    catalog,
    analyze,
    warm,
    midi,
):
    main.add_command(_command)
