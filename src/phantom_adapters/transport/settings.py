"""How a hub treats its readers."""

from typing import Final

import attrs

__all__ = ["DEFAULTS", "HubSettings", "Pace"]


@attrs.frozen(kw_only=True)
class Pace:
    """How often one topic speaks to its readers.

    What is told sooner waits, and goes out as one message. A topic that is told something after
    a longer pause than that is not delayed, and one with few readers hardly ever is. As telling
    costs about 10 µs for each reader, no topic takes much more than a seventh of a processor,
    however busy it is.

    Attributes:
        per_reader: seconds between two messages, for each reader that the topic has.
        longest: seconds between two messages at the most.
    """

    per_reader: float = 75e-6
    longest: float = 0.1

    def pause(self, readers: int) -> float:
        """Seconds between two messages to so many readers."""
        return min(self.longest, self.per_reader * readers)


@attrs.frozen(kw_only=True)
class HubSettings:
    """How a hub treats its readers.

    Attributes:
        outbox_bytes: how much may wait for one reader.
        patience: seconds that a reader may take nothing while something waits.
        pace: how often a topic speaks.
        reach: how many missed events are replayed at the most.
        crowd: how many people a topic may have for the presence of each to be told.
        look_every: seconds between two looks for the writes of other processes.
        check_every: seconds between two checks of all topics that have readers.
        beat_every: seconds between two times of telling other servers that this one lives; whom
            a server has are forgotten when it was not heard for three times that and a half.
        spread: over how many seconds all are let go when the log has become another one.
    """

    outbox_bytes: int = 512 * 1024
    patience: float = 3.0
    pace: Pace = Pace()
    reach: int = 10_000
    crowd: int = 100
    look_every: float = 0.2
    check_every: float = 10.0
    beat_every: float = 2.0
    spread: float = 5.0


DEFAULTS: Final = HubSettings()
"""What suits most."""
