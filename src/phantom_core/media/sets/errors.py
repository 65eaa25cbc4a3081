"""What sets of music refuse."""

from phantom_core.kernel.errors import Conflict

__all__ = ["TooManyTracks", "TrackNotReady"]


class TooManyTracks(Conflict):
    """A set has as many tracks as it may."""

    rule = "too-many-tracks"

    def __init__(self, most: int) -> None:
        super().__init__(f"A set has at most {most} tracks, and this one has them.")


class TrackNotReady(Conflict):
    """A track cannot be heard: it is still on its way, or has failed."""

    rule = "track-not-ready"

    def __init__(self, status: str) -> None:
        super().__init__(f"The track is not ready: it is {status}.")
