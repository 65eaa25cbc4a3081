"""What a process keeps in memory from one transaction to the next; none of it is the truth."""

import attrs

from phantom_adapters.sql.repositories.taste_index import FollowedTasteIndex
from phantom_adapters.sql.repositories.taste_postings import PostgresTasteIndex, PostingCounts
from phantom_adapters.sql.taste_following import FollowingIndex
from phantom_adapters.sql.transaction import Transaction
from phantom_core.matching.index_ports import TasteIndex
from phantom_core.studio import HotDocuments

__all__ = ["Kept", "taste_index_over"]


@attrs.frozen
class Kept:
    """What units of work share.

    Attributes:
        tastes: the index of tastes in memory, for databases that have none of their own.
        posting_counts: how long posting lists are, for those that have.
        hot_documents: documents of projects.
    """

    tastes: FollowingIndex
    posting_counts: PostingCounts = attrs.field(factory=PostingCounts)
    hot_documents: HotDocuments = attrs.field(factory=HotDocuments)


def taste_index_over(tx: Transaction, kept: Kept) -> TasteIndex:
    """The index of tastes of a database: its own, or one in memory that follows its rows."""
    if tx.database == "postgresql":
        return PostgresTasteIndex(tx, kept.posting_counts)
    return FollowedTasteIndex(tx, kept.tastes)
