"""What an index holds of one person."""

import attrs

from phantom_core.kernel import UserId
from phantom_core.matching.index_ports import TasteVector
from phantom_core.matching.profile import Traits

__all__ = ["IndexedPerson"]


@attrs.frozen
class IndexedPerson:
    """Somebody with their vector, and with their traits as they were when they were put in."""

    user_id: UserId
    vector: TasteVector
    traits: Traits
