"""Whether servers of one database accept what each of them signs.

Each notes the name of its key as it begins, and compares it with that of the one before. While keys
are changed as the page on it says, each server knows the key of every other.
"""

import logging
from collections.abc import Sequence
from typing import Final

from phantom_adapters.sql.storage import SqlStorage
from phantom_app.secret_keys import SecretKey

__all__ = ["is_known", "note_signer"]

_LOG: Final = logging.getLogger(__name__)
_USE: Final = "signer"


async def note_signer(storage: SqlStorage, keys: Sequence[SecretKey]) -> None:
    """Note with which key we sign, and warn where the server before signs with none of ours.

    Raises: Unavailable.
    """
    before = await storage.note_signer(keys[0].name(_USE))
    if not is_known(before, keys):
        _LOG.warning(
            "The server that began before this one signs with a key that PHANTOM_SECRET_KEY does "
            "not have here: what either signs, the other refuses. Give all the same value; if it "
            "was changed on purpose, start all servers anew."
        )


def is_known(name: str, keys: Sequence[SecretKey]) -> bool:
    """Whether a key that somebody signs with is one of these."""
    return name in {key.name(_USE) for key in keys}
