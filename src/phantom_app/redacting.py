"""Keeping secrets out of the log, wherever they come from.

Nothing of ours writes one down; but libraries quote URLs, and errors quote what they were given.
So each line passes here last. What looks like a secret goes, and so does every secret that the
settings hold, word for word.
"""

import re
from collections.abc import Iterable
from typing import Final

__all__ = ["REDACTED", "Redactor"]

REDACTED: Final = "[redacted]"
"""What stands in place of a secret."""

_SHORTEST: Final = 6
_NAMES: Final = (
    r"access_?token|refresh_?token|id_?token|token|password|passwd|new|current|secret|api_?key"
    r"|client_secret|sig|signature|x-amz-signature|x-amz-credential|x-amz-security-token"
    r"|authorization|cookie|set-cookie|idempotency-key"
)
_PATTERNS: Final = (
    # Whatever bears: `Authorization: Bearer x`, the socket's `phantom.bearer.x`.
    (re.compile(r"(?i)\b(bearer|basic)([ .:]+)[\w.~+/=-]{8,}"), r"\1\2" + REDACTED),
    # `sig=x` in a URL or a form.
    (re.compile(rf"(?i)([?&;\s'\"]|^)({_NAMES})=[^&\s'\"<>]+"), r"\1\2=" + REDACTED),
    # `"password": "x"` in JSON and in the words of Python, `(b'cookie', b'x')` in headers.
    (
        re.compile(rf"(?i)(['\"])({_NAMES})(['\"]\s*[:,]\s*b?)(['\"])(?:\\.|(?!\4).)+\4"),
        r"\1\2\3\4" + REDACTED + r"\4",
    ),
    # `Cookie: x`.
    (re.compile(r"(?im)\b((?:set-)?cookie|authorization): (?!\[red).+$"), r"\1: " + REDACTED),
    # `scheme://user:password@host`.
    (re.compile(r"(\w://[^\s:/@'\"]*:)[^\s@/'\"]+@"), r"\1" + REDACTED + "@"),
    # A JSON web token, and 240 random bits or more in base 64.
    (re.compile(r"\beyJ[\w-]+\.[\w-]+\.[\w-]*"), REDACTED),
    (
        re.compile(
            r"(?<![\w+/-])(?=[\w+/-]*[0-9])(?=[\w+/-]*[a-z])(?=[\w+/-]*[A-Z])[\w+-]{40,}={0,2}"
        ),
        REDACTED,
    ),
)


class Redactor:
    """Takes secrets out of text.

    Args:
        secrets: those that are known, word for word; short ones would hide half of what is said.
    """

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        known = sorted({each for each in secrets if len(each) >= _SHORTEST}, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, known))) if known else None

    def __call__(self, text: str) -> str:
        """The text without them."""
        if self._known is not None:
            text = self._known.sub(REDACTED, text)
        for pattern, instead in _PATTERNS:
            text = pattern.sub(instead, text)
        return text
