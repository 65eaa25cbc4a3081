"""A tag: a word that music is described with."""

from datetime import datetime
from enum import StrEnum
from typing import Final

import attrs

from phantom_core.catalog.ids import TagId
from phantom_core.kernel import Checked, Rule, line, ruled

__all__ = ["TAG_NAME", "Tag", "TagKind"]

TAG_NAME: Final[Rule] = line(1, 50)
"""What a tag may be called."""


class TagKind(StrEnum):
    """What a tag says something about."""

    GENRE = "genre"
    MOOD = "mood"
    INSTRUMENT = "instrument"
    FREE = "free"


@attrs.frozen(kw_only=True)
class Tag(Checked):
    """A tag. No two of one kind have the same name, as `spelled` compares them."""

    id: TagId
    name: str = ruled(TAG_NAME)
    kind: TagKind
    created_at: datetime
