"""The lines of those who talk in the rooms of the demo world."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import attrs

__all__ = ["SCRIPT", "Lines"]


@attrs.frozen(kw_only=True)
class Lines:
    """What somebody says.

    Attributes:
        hello: to a `{guest}` who has come.
        song: about a `{song}` by an `{artist}`, while it plays.
        vote: about the `{song}` they have voted for.
    """

    hello: tuple[str, ...]
    song: tuple[str, ...]
    vote: tuple[str, ...]


SCRIPT: Final[Mapping[str, Lines]] = MappingProxyType(
    {
        "ada": Lines(
            hello=(
                "Hi {guest}! Sit anywhere. The vote opens while the song plays.",
                "{guest} made it. Doors are still open.",
                "Welcome aboard, {guest}. Pick the next one with us.",
            ),
            song=(
                "{song} is the sound of the last train pulling out.",
                "That bass line, every time.",
                "I could loop the first bar of {song} all night.",
                "{artist} never rush. I like that.",
            ),
            vote=(
                "I'm for {song}.",
                "{song}, please. It is nearly midnight somewhere.",
                "My vote is on {song}; change my mind.",
            ),
        ),
        "billie": Lines(
            hello=("Hey {guest}!", "{guest}! We needed one more on percussion."),
            song=(
                "Who programmed these hats? I want to shake their hand.",
                "The snare in {song} sits exactly right.",
                "Playing along on the kitchen table.",
                "{artist} live must be loud.",
            ),
            vote=(
                "{song}! It has the better drums.",
                "Voted {song}. No regrets.",
                "{song} or I riot.",
            ),
        ),
        "chidi": Lines(
            hello=(
                "Hello {guest}, mind the puddle.",
                "Come in, {guest}, it is raining in every song here.",
                "Good to see you, {guest}. Umbrella stand is on the left.",
            ),
            song=(
                "{song} always makes me want to finish my own.",
                "That chorus has no business being so cheerful.",
                "Somebody write down those chords before I do.",
                "Listening to {artist} with the window open.",
            ),
            vote=(
                "{song} for me.",
                "If {song} loses I will pretend I voted for the winner.",
                "Vote {song}, it needs us.",
            ),
        ),
        "dunya": Lines(
            hello=("Welcome, {guest}.", "Merhaba {guest}, you are just in time."),
            song=(
                "So much room between the notes.",
                "{song} could be a film.",
                "Quiet, please, this is the good part.",
            ),
            vote=("{song}. Slowly, if possible.", "I would like to hear {song} again."),
        ),
        "emre": Lines(
            hello=(
                "Olá {guest}! The tide is out, the music is on.",
                "{guest}, there is a chair for you by the rail.",
                "Boa noite, {guest}.",
            ),
            song=(
                "My grandmother would dance to {song}.",
                "Nylon strings and a whistle, what else does one need.",
                "{artist}: three people, one breath.",
                "Listen to how late that second chord comes.",
            ),
            vote=("{song}, claro.", "My heart says {song}.", "{song}, and then a coffee."),
        ),
        "fay": Lines(
            hello=("hi {guest}", "{guest} is here, act natural"),
            song=(
                "sampling this in my head",
                "{song} backwards would be even better",
                "ok, {artist} may stay",
            ),
            vote=("{song}, obviously", "voted {song} out of spite", "{song}?"),
        ),
    }
)
"""Who says what, by user name."""
