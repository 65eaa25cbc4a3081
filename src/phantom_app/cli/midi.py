"""`phantom midi`: looking at MIDI files without a server."""

import json
from pathlib import Path

import rich_click as click

from phantom_app.cli.choices import with_settings
from phantom_app.settings import Settings

__all__ = ["check", "midi", "render", "show"]

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group()
def midi() -> None:
    """Look at MIDI files: what they hold, how they sound, and whether they come back whole."""


@midi.command()
@click.argument(
    "folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@with_settings
def check(_: Settings, *, folder: Path) -> None:
    """Take every file below DIR to JSON and back, and tell which are not the same byte for byte.

    The exit code is 1 if there is any.
    """
    from phantom_app.midi_files import Check, check_folder

    sum_of_all = Check()
    for line in check_folder(folder, sum_of_all):
        click.echo(line)
    click.echo(sum_of_all.summary)
    if sum_of_all.differing:
        raise SystemExit(1)


@midi.command()
@click.argument("file", metavar="FILE", type=_FILE)
@click.option("--json", "as_json", is_flag=True, help="Print all of it in its JSON form.")
@with_settings
def show(_: Settings, *, file: Path, as_json: bool) -> None:
    """Tell what FILE holds: its tracks and notes, its tempos, its length."""
    from phantom_app.midi_files import described
    from phantom_core.studio.midi import read, to_json

    content = read(file.read_bytes())
    if as_json:
        click.echo(json.dumps(to_json(content)))
    else:
        click.echo("\n".join(described(file.name, content)))


@midi.command()
@click.argument("file", metavar="FILE", type=_FILE)
@click.argument("sound", metavar="OUT.wav", type=click.Path(dir_okay=False, path_type=Path))
@with_settings
def render(_: Settings, *, file: Path, sound: Path) -> None:
    """Play FILE with plain tones into OUT.wav, mono."""
    import soundfile

    from phantom_adapters.audio.midi_sound import midi_facts, render_midi
    from phantom_adapters.audio.signals import RATE
    from phantom_core.studio.midi import read

    content = read(file.read_bytes())
    try:
        soundfile.write(sound, render_midi(content), RATE, format="WAV")
    except soundfile.LibsndfileError as error:
        raise click.FileError(str(sound), str(error)) from error
    facts = midi_facts(content)
    tempo = "" if facts.tempo is None else f", some {facts.tempo:.0f} beats a minute"
    notes = "1 note" if facts.notes == 1 else f"{facts.notes} notes"
    click.echo(f"{notes}, {facts.length:.1f} s{tempo}")
