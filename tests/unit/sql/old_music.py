"""Music that an old version has made for somebody, and how the version of now takes it."""

from datetime import timedelta
from typing import Any, Final

from phantom_core.kernel import SYSTEM, Id, Invocation, Storage, UserId
from tests.unit.sql.old_rows import ADA, THEN, Rows

__all__ = ["OLD_MUSIC", "read_the_music"]

_PIECE: Final = (
    '{"piece":{"name":"Pop in C major","key":"C major","sharps":0,"minor":false,"tempo":120.0,'
    '"time_signature":[4,4],"bars":1,"bar_ticks":1920,"style":"pop","mood":null,'
    '"sections":[{"name":"A","bar":1,"bars":1}],'
    '"chords":[{"symbol":"C","numeral":"I","tones":["C","E","G"],"pitches":[36,60,64,67],'
    '"start":0,"duration":1920,"bar":1,"beat":1.0}],'
    '"parts":[{"instrument":"piano","roles":["melody"],"program":0,"channel":0,'
    '"notes":[[0,60,432,90]]}]},"understood":{"instruments":["piano"]},'
    '"provenance":{"prompt":"piano","engine":"phantom-theory","version":"1","seed":7,'
    '"generated_at":"2026-01-31T12:00:00.000Z","fallback":null}}'
)

OLD_MUSIC: Final[Rows] = {
    "generated_music": [
        {
            "user_id": ADA,
            "mark": "f" * 64,
            "generated": _PIECE,
            "expires_at": THEN + timedelta(days=1),
        }
    ]
}
"""A piece of one note."""


async def read_the_music(storage: Storage) -> None:
    """Look at it."""

    def found(work: Any) -> Any:
        return work.generated_music.find(UserId(Id(ADA)), "f" * 64)

    kept = await storage.read(Invocation(SYSTEM, 0), found)
    assert kept.generated.piece.parts[0].notes[0].pitch == 60
    assert (kept.generated.provenance.seed, kept.generated.understood.notes) == (7, ())
