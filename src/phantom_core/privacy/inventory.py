"""All that is kept about people: one row for each table, and every table has one.

The export gives out what stands here, the erasure removes it, and the retention rules say how long
it stays. A table that is missing, or a column of one, fails a test.
"""

from typing import Final

from phantom_core.privacy.holding import Fate, Holding
from phantom_core.privacy.holdings.feeds import FEEDS
from phantom_core.privacy.holdings.machinery import MACHINERY
from phantom_core.privacy.holdings.media import MEDIA
from phantom_core.privacy.holdings.music import MUSIC
from phantom_core.privacy.holdings.notifications import NOTIFICATIONS
from phantom_core.privacy.holdings.people import PEOPLE
from phantom_core.privacy.holdings.studio import STUDIO
from phantom_core.privacy.holdings.taste_index import TASTE_INDEX
from phantom_core.privacy.holdings.together import TOGETHER

__all__ = ["INVENTORY", "Fate", "Holding"]

INVENTORY: Final[tuple[Holding, ...]] = (
    *PEOPLE,
    *MEDIA,
    *MUSIC,
    *TOGETHER,
    *FEEDS,
    *STUDIO,
    *TASTE_INDEX,
    *NOTIFICATIONS,
    *MACHINERY,
)
"""Everything, context by context."""
