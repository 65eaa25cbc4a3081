"""An old set of music with its track, and how the version of now reads them."""

from typing import Any, Final

from phantom_core.kernel import Id, Storage, UserId, person
from phantom_core.media.sets import GetMusicSet, SetId
from phantom_core.phantom import Phantom
from tests.unit.sql.old_rows import ADA, JOB, SONG, THEN, Rows

__all__ = ["OLD_SETS", "read_the_sets"]

_TIMES: Final[dict[str, Any]] = {"created_at": THEN, "updated_at": THEN}

OLD_SETS: Final[Rows] = {
    "music_sets": [
        {
            "id": JOB,
            "title": "Nights",
            "visibility": "public",
            "track_ids": f'["{SONG}"]',
            "version": 3,
            **_TIMES,
        }
    ],
    "music_tracks": [
        {
            "id": SONG,
            "set_id": JOB,
            "title": "Larks",
            "file_name": "larks.flac",
            "blob": f"sets/{JOB}/{SONG}.flac",
            "content_type": "audio/flac",
            "size_bytes": 2**32,
            "duration_ms": 1000,
            "sha256": "a" * 64,
            "status": "ready",
            **_TIMES,
        }
    ],
}
"""One of each."""


async def read_the_sets(storage: Storage) -> None:
    """Look at them."""
    actor = person(UserId(Id(ADA)))
    found = await Phantom(storage).ask(GetMusicSet(set_id=SetId(Id(JOB))), actor=actor)
    (placed,) = found.tracks

    assert (found.music_set.title, found.music_set.version, placed.position) == ("Nights", 3, 1)
    assert (placed.track.title, placed.track.is_ready) == ("Larks", True)
