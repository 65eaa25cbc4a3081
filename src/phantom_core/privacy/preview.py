"""What would become of somebody's data, told before it is done."""

import attrs

from phantom_core.kernel import Person
from phantom_core.privacy.holding import Fate
from phantom_core.studio import ProjectId

__all__ = ["ErasurePreview", "HandedOver", "KindPreview"]


@attrs.frozen(kw_only=True)
class KindPreview:
    """How many things of a kind there are, and what becomes of them.

    Attributes:
        kind: the name of their table.
        what: what one of them is, in words.
        why: why that becomes of them, where it is not plain.
    """

    kind: str
    what: str
    fate: Fate
    count: int
    why: str


@attrs.frozen(kw_only=True)
class HandedOver:
    """A project of theirs.

    Attributes:
        heir: who would own it; `None` where nobody else is in it, so that it would be deleted.
    """

    project_id: ProjectId
    name: str
    heir: Person | None


@attrs.frozen(kw_only=True)
class ErasurePreview:
    """What an erasure would do.

    Attributes:
        projects: the first of their own projects, those first that were visited last.
    """

    kinds: tuple[KindPreview, ...]
    projects: tuple[HandedOver, ...]
