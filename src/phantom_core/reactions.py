"""What must follow from what: the whole table.

A reaction turns an event into a command, which runs as the system in the same transaction. It
never refuses, and reactions to reactions go no deeper than two. What would touch more than some
twenty rows enqueues a job instead.
"""

from typing import Final

from phantom_core.kernel.performing import Reactions

__all__ = ["REACTIONS"]

REACTIONS: Final[Reactions] = {}
"""Event -> what follows."""
