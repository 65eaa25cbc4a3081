"""What takes longer than a transaction, or two of them."""

from phantom_core.matching.flows.counting import count_everybody
from phantom_core.matching.flows.feeds import recommended_people

__all__ = ["count_everybody", "recommended_people"]
