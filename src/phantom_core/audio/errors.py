"""What audio refuses, besides what its decoders say."""

from phantom_core.kernel.errors import Conflict, Forbidden

__all__ = ["NoConsent", "UploadRunning"]


class NoConsent(Forbidden):
    """The owner has not agreed to having recordings analysed."""

    rule = "no-consent"


class UploadRunning(Conflict):
    """An upload under this idempotency key is under way, or was cut off a moment ago."""

    rule = "upload-running"

    def __init__(self) -> None:
        super().__init__(
            "An upload under this idempotency key still runs, or was cut off in the last minute."
        )
