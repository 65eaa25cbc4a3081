"""Everything Phantom refuses, and why: one tree with a handful of kinds.

A kind says what the caller can do about it; a subclass carries the facts and builds its own
sentence from them. `rule` is the stable name of what was enforced. How a kind is told over a
protocol is the protocol's business.
"""

from collections.abc import Sequence
from typing import ClassVar

import attrs

__all__ = [
    "Conflict",
    "Fault",
    "Forbidden",
    "Gone",
    "Invalid",
    "NotAuthenticated",
    "NotFound",
    "PhantomError",
    "RateLimited",
    "TooLarge",
    "Unavailable",
    "UnsupportedMedia",
]


@attrs.frozen
class Fault:
    """One thing wrong with an input.

    Attributes:
        path: where it stands, in the caller's own words: `profile.tags[3]`.
        message: the rule it breaks, as a sentence.
    """

    path: str
    message: str


class PhantomError(Exception):
    """The base of all refusals.

    Attributes:
        rule: the stable name of the rule that was enforced, in kebab case.
        detail: a sentence for a person.
    """

    rule: ClassVar[str] = "error"

    def __init__(self, detail: str) -> None:
        super().__init__(detail)
        self.detail = detail


class NotFound(PhantomError):
    """There is no such thing, or none that the actor may know of."""

    rule = "not-found"

    def __init__(self, kind: str, identifier: str = "") -> None:
        super().__init__(f"There is no {kind} {identifier}".rstrip() + ".")
        self.kind = kind
        self.identifier = identifier


class Forbidden(PhantomError):
    """The actor is known, and may not do this."""

    rule = "forbidden"


class NotAuthenticated(PhantomError):
    """Nobody is signed in, or the credentials are no longer good."""

    rule = "not-authenticated"

    def __init__(self, detail: str = "Sign in first.") -> None:
        super().__init__(detail)


class Invalid(PhantomError):
    """The input breaks a rule; every fault is named, not only the first."""

    rule = "invalid"

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(f"{fault.path}: {fault.message}" for fault in faults))
        self.faults: Sequence[Fault] = faults


class Conflict(PhantomError):
    """The world has moved on, or a value is taken; look again and decide anew.

    Attributes:
        current: the version that stands now, where the conflict is one of versions.
        expected: the version that the caller had in mind.
    """

    rule = "conflict"

    def __init__(
        self, detail: str, *, current: int | None = None, expected: int | None = None
    ) -> None:
        super().__init__(detail)
        self.current = current
        self.expected = expected


class Gone(PhantomError):
    """It was here once, and will not come back."""

    rule = "gone"


class RateLimited(PhantomError):
    """Too much, too fast.

    Attributes:
        retry_after: seconds until it is worth trying again.
    """

    rule = "rate-limited"

    def __init__(self, retry_after: float, detail: str = "Too many requests.") -> None:
        super().__init__(detail)
        self.retry_after = retry_after


class TooLarge(PhantomError):
    """More than the limit allows.

    Attributes:
        limit: the most that is accepted, in the unit that `detail` names.
    """

    rule = "too-large"

    def __init__(self, detail: str, *, limit: int) -> None:
        super().__init__(detail)
        self.limit = limit


class UnsupportedMedia(PhantomError):
    """The bytes are of a kind that is not accepted here."""

    rule = "unsupported-media"


class Unavailable(PhantomError):
    """Something Phantom needs does not answer; the same call may succeed later.

    Attributes:
        retry_after: seconds until it is worth trying again.
    """

    rule = "unavailable"

    def __init__(self, detail: str, *, retry_after: float = 1.0) -> None:
        super().__init__(detail)
        self.retry_after = retry_after
