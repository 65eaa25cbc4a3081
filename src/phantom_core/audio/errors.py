"""What audio refuses, besides what its decoders say."""

from phantom_core.kernel.errors import Conflict, Forbidden

__all__ = ["NoConsent", "UploadRunning"]


class NoConsent(Forbidden):
    """The owner has not agreed to having recordings analysed."""

    rule = "no-consent"


class UploadRunning(Conflict):
    """An upload under this idempotency key is under way."""

    rule = "upload-running"

    def __init__(self) -> None:
        super().__init__("An upload under this idempotency key is still running.")
