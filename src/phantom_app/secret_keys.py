"""The server's secrets: given by its operator, or made at the first start and kept. Never built in.

Every use has a key of its own, derived from the operator's, so that what is signed for one use is
nothing to another. The first key signs; the others are accepted until they are taken away.
"""

import hashlib
import hmac
import os
import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import attrs

from phantom_app.data_folder import data_folder
from phantom_app.setting_values import SHORTEST_SECRET
from phantom_app.settings import BadSetting, Settings

__all__ = ["SecretKey", "expect_unguessable", "is_example", "known_keys", "secret_keys"]

_FILE: Final = "secret.key"
_BYTES: Final = 48
_OWNER_ONLY: Final = 0o600
_NAME_LETTERS: Final = 8
_FEWEST_LETTERS: Final = 8
_EXAMPLES: Final = ("the-same-32-characters-or-more-everywhere",)
"""Keys that our own pages show, and that somebody will leave as they are."""


@attrs.frozen
class SecretKey:
    """One secret of the operator's."""

    _text: str = attrs.field(repr=False)

    def derive(self, use: str) -> bytes:
        """The 32 bytes that belong to one use, such as `access tokens` (HMAC-SHA-256 as a KDF)."""
        return hmac.digest(self._text.encode(), f"phantom {use}".encode(), hashlib.sha256)

    def name(self, use: str) -> str:
        """What tells the key from others in what it signed; it says nothing of the key."""
        return self.derive(f"{use} name").hex()[:_NAME_LETTERS]


def secret_keys(settings: Settings) -> Sequence[SecretKey]:
    """The keys, newest first; made and stored in the data folder if none was given.

    Raises: BadSetting, for a stored key that is too short or no text, or a folder of no use.
    """
    given = settings.secret_key or (_kept(data_folder(settings) / _FILE),)
    return [SecretKey(text) for text in given]


def known_keys(settings: Settings) -> Sequence[SecretKey]:
    """The keys as above, but for one that would have to be made. Raises: BadSetting."""
    is_there = settings.secret_key or (settings.data_dir / _FILE).is_file()
    return secret_keys(settings) if is_there else ()


def is_example(key: str) -> bool:
    """Whether a key is one of our pages' own, or a few letters again and again."""
    return key in _EXAMPLES or len(set(key)) < _FEWEST_LETTERS


def expect_unguessable(settings: Settings) -> None:
    """Let no server begin with a key that others know as well. Raises: BadSetting."""
    if any(is_example(key) for key in settings.secret_key or ()):
        raise BadSetting(
            "PHANTOM_SECRET_KEY",
            f"is an example, or has fewer than {_FEWEST_LETTERS} different characters, so that"
            " anybody may sign for anybody; make one:"
            " python3 -c 'import secrets; print(secrets.token_urlsafe(48))'",
        )


def _kept(path: Path) -> str:
    """The key in a file; the first of several processes that begin at once makes it."""
    try:
        return _read(path)
    except FileNotFoundError:
        _make(path)
    return _read(path)


def _read(path: Path) -> str:
    text = path.read_bytes().strip()
    if len(text) < SHORTEST_SECRET or not text.isascii():
        problem = f"must hold a key of at least {SHORTEST_SECRET} ASCII characters"
        raise BadSetting(str(path), f"{problem}; restore it, or delete it to have one made")
    return text.decode("ascii")


def _make(path: Path) -> None:
    """Make the file whole or not at all, for its owner alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
    with os.fdopen(descriptor, "w") as file:
        file.write(secrets.token_urlsafe(_BYTES))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    _keep_names(path.parent)


def _keep_names(folder: Path) -> None:
    """Have a folder's names survive a loss of power: what the key signs outlives it."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
