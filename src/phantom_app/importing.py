"""Importing catalogues, for the command line: where rows come from, and what becomes of sound."""

import hashlib
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Final

import anyio
import anyio.to_thread
import attrs

from phantom_adapters.catalogue import FileFormat, in_a_thread, read_path
from phantom_app.composition import composed
from phantom_app.music import music_of
from phantom_app.services import Services
from phantom_app.settings import Settings
from phantom_core.audio import UploadDetails, Visibility
from phantom_core.audio.flows import IncomingAudio, upload
from phantom_core.catalog import ChangeSong, SongId
from phantom_core.catalog.flows import Importer, import_rows
from phantom_core.catalog.importing import ImportReport, Row
from phantom_core.catalog.music_service import Selection
from phantom_core.identity import FindCredential, GetMe
from phantom_core.kernel import SYSTEM, Actor, Gone, NotFound, person

__all__ = ["Progress", "Wish", "import_catalogue"]

Progress = Callable[[float | None, int], None]
"""Is told how far an import is, from 0 to 1 where that is known, and how many rows have come."""

_PIECE: Final = 64 * 1024


@attrs.frozen(kw_only=True)
class Wish:
    """What is to be imported, and how.

    Attributes:
        source: a file, a folder, or a selection of the music service.
        format: of a file, if it is not to be found out.
        login: whose playlists and recordings are made, by user name or e-mail address; nobody's
            playlists are made if it is absent.
        upload: whether recordings that are at hand are uploaded.
        dry_run: whether it is only asked what would be done.
    """

    source: Path | Selection
    format: FileFormat | None = None
    login: str | None = None
    upload: bool = False
    dry_run: bool = False


async def import_catalogue(settings: Settings, wish: Wish, progress: Progress) -> ImportReport:
    """Do what is wished for.

    Raises: BadSetting; OSError, if the file cannot be read; as `import_rows`.
    """
    async with composed(settings) as services, AsyncExitStack() as stack:
        actor = SYSTEM if wish.login is None else await _somebody(services, wish.login)
        rows, fraction = _rows(services, wish, stack)

        async def keep(recording: Path, title: str, song_id: SongId) -> None:
            await _keep_recording(services, actor, recording, title, song_id)

        importer = Importer(
            phantom=services.phantom,
            actor=actor,
            dry_run=wish.dry_run,
            keep_recording=keep if wish.upload else None,
            on_progress=lambda _, count: progress(fraction(), count),
        )
        return await import_rows(importer, rows)


async def _somebody(services: Services, login: str) -> Actor:
    credential = await services.phantom.ask(FindCredential(login=login), actor=SYSTEM)
    if credential is None:
        raise NotFound("user", login)
    account = await services.phantom.ask(GetMe(), actor=person(credential.user_id))
    return person(credential.user_id, is_admin=account.user.is_admin)


def _rows(
    services: Services, wish: Wish, stack: AsyncExitStack
) -> tuple[AsyncIterator[Row], Callable[[], float | None]]:
    if not isinstance(wish.source, Path):
        return music_of(services).rows(wish.source), lambda: None
    source = stack.enter_context(read_path(wish.source, wish.format))
    return in_a_thread(source.rows), source.fraction


async def _keep_recording(
    services: Services, actor: Actor, recording: Path, title: str, song_id: SongId
) -> None:
    """Upload a recording for all to hear, and have its song play it.

    Where that breaks off in between, the upload's key finds it again for a day.
    """
    details = UploadDetails(title=title, visibility=Visibility.PUBLIC)
    try:
        incoming = IncomingAudio(
            file_name=recording.name,
            chunks=_chunks(recording),
            details=lambda: details,
            key=await anyio.to_thread.run_sync(_key, recording, title),
        )
        audio = await upload(services.audio, incoming, actor=actor)
    except OSError as error:
        raise Gone(f"The recording cannot be read: {error.strerror}.") from error
    await services.phantom.do(ChangeSong(song_id=song_id, audio_file_id=audio.id), actor=actor)


def _key(recording: Path, title: str) -> str:
    """A name for the upload of these bytes, from a file of this name, under this title."""
    with recording.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
    digest.update(f"{recording.name}\n{title}".encode(errors="surrogateescape"))
    return f"import {digest.hexdigest()}"


async def _chunks(recording: Path) -> AsyncIterator[bytes]:
    async with await anyio.open_file(recording, "rb") as file:
        while chunk := await file.read(_PIECE):
            yield chunk
