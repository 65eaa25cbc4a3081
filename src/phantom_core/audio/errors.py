"""What audio refuses, besides what its decoders say."""

from phantom_core.kernel.errors import Conflict, Forbidden, UnsupportedMedia

__all__ = ["NoConsent", "RenditionFailed", "UploadRunning"]


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


class RenditionFailed(UnsupportedMedia):
    """Of this recording no smaller copy can be made.

    Attributes:
        reason: why, for the owner of the recording.
    """

    rule = "rendition-failed"

    def __init__(self, reason: str) -> None:
        super().__init__(f"The recording could not be rendered: {reason.rstrip('.')}.")
        self.reason = reason
