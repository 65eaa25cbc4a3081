"""Deleting what somebody has brought: recordings, images, files, uploads, playlists."""

import attrs

from phantom_core.audio import AudioFilter, DiscardAudioFile
from phantom_core.audio.ports import AudioWork
from phantom_core.blobs.ledger_use_cases import doom_blobs
from phantom_core.catalog import DeletePlaylist, PlaylistId
from phantom_core.catalog.ports import CatalogWork
from phantom_core.chat import ChatWork, DiscardFile
from phantom_core.media.images import DiscardImage
from phantom_core.media.images.listing import ImageFilter
from phantom_core.media.images.ports import ImageWork
from phantom_core.privacy.data_export import DataExportId
from phantom_core.privacy.erasure import Erasure
from phantom_core.privacy.export_ports import ExportWork
from phantom_core.privacy.use_cases.steps.step import (
    FEW,
    Done,
    ErasingWork,
    first_of,
    in_their_name,
)
from phantom_core.uploads import DropUpload, UploadId
from phantom_core.uploads.ports import UploadsWork

__all__ = [
    "delete_exports",
    "delete_files",
    "delete_images",
    "delete_playlists",
    "delete_recordings",
    "delete_uploads",
]


class _Uploads(UploadsWork, ErasingWork):
    """Uploads, and rows."""


class _Exports(ExportWork, ErasingWork):
    """Exports, and rows."""


class _Playlists(CatalogWork, ErasingWork):
    """The catalogue, and rows."""


def delete_exports(work: _Exports, erasure: Erasure, _: str) -> Done:
    """Delete their exports, with the zips; one that is being written is wanted no longer."""
    found = work.personal_rows.ids("data_exports", "id", "user_id", erasure.user_id, limit=FEW)
    for export_id in map(DataExportId, found):
        export = work.data_exports.find(export_id)
        if export is not None and export.blob is not None:
            doom_blobs(work, export.blob)
        work.data_exports.remove(export_id)
    return Done(count=len(found), more=len(found) == FEW)


def delete_recordings(work: AudioWork, erasure: Erasure, _: str) -> Done:
    """Delete their recordings with all that was made of them; the ledger deletes the bytes."""
    page = work.audio_files.of_owner(erasure.user_id, first_of(), wanted=AudioFilter())
    for file in page.items:
        DiscardAudioFile(audio_file_id=file.id).run(work)
    return Done(count=len(page.items), more=page.next is not None)


def delete_images(work: ImageWork, erasure: Erasure, _: str) -> Done:
    """Delete their images, whatever those belong to; the ledger deletes the bytes."""
    page = work.images.listed(ImageFilter(uploader_id=erasure.user_id), first_of())
    with in_their_name(work, erasure.user_id):
        for image in page.items:
            DiscardImage(image_id=image.id).run(work)
    return Done(count=len(page.items), more=page.next is not None)


def delete_files(work: ChatWork, erasure: Erasure, _: str) -> Done:
    """Delete the files that they have sent in chats; the ledger deletes the bytes."""
    found = work.chat_files.of_owner(erasure.user_id, FEW)
    for file in found:
        DiscardFile(file_id=file.id).run(work)
    return Done(count=len(found), more=len(found) == FEW)


def delete_uploads(work: _Uploads, erasure: Erasure, _: str) -> Done:
    """Give up what they were sending; what came of it goes, in the store too."""
    found = work.personal_rows.ids("uploads", "id", "owner_id", erasure.user_id, limit=FEW)
    for upload_id in found:
        upload = work.uploads.find(UploadId(upload_id))
        if upload is not None:
            DropUpload(upload=upload).run(work)
            work.uploads.remove(upload.id)
    return Done(count=len(found), more=len(found) == FEW)


def delete_playlists(work: _Playlists, erasure: Erasure, cursor: str) -> Done:
    """Delete their playlists, and leave none its name and songs."""
    found = work.personal_rows.ids(
        "playlists", "id", "created_by", erasure.user_id, after=cursor, limit=FEW
    )
    for playlist_id in map(PlaylistId, found):
        playlist = work.playlists.get(playlist_id)
        if playlist.lives:
            with in_their_name(work, erasure.user_id):
                DeletePlaylist(playlist_id=playlist_id).run(work)
            playlist = work.playlists.get(playlist_id)
        nameless = attrs.evolve(playlist, name="Deleted playlist", song_count=0)
        work.playlists.put(nameless, ())
    return Done(count=len(found), cursor=found[-1] if found else "", more=len(found) == FEW)
