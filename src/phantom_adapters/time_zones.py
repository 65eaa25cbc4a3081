"""The time zones of the world, from the system's database of them, or else from `tzdata`."""

import re
from datetime import tzinfo
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from phantom_core.booking import TimeZones

__all__ = ["SystemTimeZones"]

_NAME: Final = re.compile(r"[A-Z][A-Za-z0-9_+-]{0,31}(/[A-Za-z0-9_+-]{1,31}){0,2}")
"""What the names of zones look like. Systems keep other files beside them, whose names do not."""

_NO_ZONE: Final = "Factory"


class SystemTimeZones(TimeZones):
    """Zones by name. A name is a file's; it is looked up only if it can be that of a zone."""

    def find(self, name: str) -> tzinfo | None:
        """The zone of an IANA name; `None` if there is none."""
        if name == _NO_ZONE or _NAME.fullmatch(name) is None:
            return None
        try:
            zone = ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            return None
        return zone
