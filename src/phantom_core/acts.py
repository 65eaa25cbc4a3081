"""What those in office do by virtue of it, and how it stands in the audit: the whole table.

Commands of identity, recordings, images, sets, chats and privacy write their own acts down, where
they know best what to say. Those here are written down beside the command, in its transaction, when
a person in office has done it; what the system does, an operator's import or a reaction, is not.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, cast

import attrs

from phantom_core.blobs.sweep_use_cases import AskForSweep
from phantom_core.catalog import (
    AddArtist,
    AddGenre,
    AddSong,
    ChangeArtist,
    ChangeGenre,
    ChangePlaylist,
    ChangeSong,
    DeleteArtist,
    DeleteGenre,
    DeletePlaylist,
    DeleteSong,
    SetPlaylistSongs,
)
from phantom_core.identity import AuditId, AuditRecord
from phantom_core.identity.ports import IdentityWork
from phantom_core.kernel.commands import Command
from phantom_core.kernel.ids import Id
from phantom_core.kernel.work import UnitOfWork
from phantom_core.rooms import CloseRoom

__all__ = ["ACTS", "Act", "note_act"]


@attrs.frozen
class Act:
    """One act: `genre.added`, and to what it was done, as `genre` and its id."""

    action: str
    target_kind: str
    target_id: Id


_Tell = Callable[[Any, Any], Act]


def _made(kind: str) -> _Tell:
    return lambda _, value: Act(f"{kind}.added", kind, value.id)


def _on(kind: str, verb: str) -> _Tell:
    field = f"{kind}_id"
    return lambda command, _: Act(f"{kind}.{verb}", kind, getattr(command, field))


ACTS: Final[Mapping[type[Command[Any]], _Tell]] = {
    AddGenre: _made("genre"),
    ChangeGenre: _on("genre", "changed"),
    DeleteGenre: _on("genre", "deleted"),
    AddArtist: _made("artist"),
    ChangeArtist: _on("artist", "changed"),
    DeleteArtist: _on("artist", "deleted"),
    ChangeSong: _on("song", "changed"),
    DeleteSong: _on("song", "deleted"),
    ChangePlaylist: _on("playlist", "changed"),
    SetPlaylistSongs: _on("playlist", "changed"),
    DeletePlaylist: _on("playlist", "deleted"),
    CloseRoom: _on("room", "closed"),
    AskForSweep: lambda _, run: Act("sweep.asked", "sweep", run.id),
    AddSong: lambda _, track: Act("song.added", "song", track.song.id),
}
"""What makes an act of each of these commands and what it answered."""


def note_act(command: Command[Any], value: Any, work: UnitOfWork) -> None:
    """Write down what a person in office has done, if it is one of these."""
    tell, actor = ACTS.get(type(command)), work.actor
    if tell is None or not actor.is_admin or actor.user_id is None:
        return
    act = tell(command, value)
    record = AuditRecord(
        id=AuditId(work.new_id()),
        at=work.now,
        actor_id=actor.user_id,
        action=act.action,
        target_kind=act.target_kind,
        target_id=act.target_id,
    )
    cast("IdentityWork", work).audit_trail.add(record)
