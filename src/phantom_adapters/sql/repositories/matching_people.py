"""Who may be shown as a match, as a condition of SQL."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, exists, or_, select

from phantom_adapters.sql.tables.identity import blocks, consents, profiles, users
from phantom_adapters.sql.types import Day
from phantom_core.identity import Purpose
from phantom_core.identity.user import ADULT, UserStatus

__all__ = ["grown_up_since", "matchable_to"]


def grown_up_since(today: date) -> date:
    """The latest birthday of those who are adults today; the parameter `grown_up`."""
    try:
        return today.replace(year=today.year - ADULT)
    except ValueError:
        return date(today.year - ADULT, 2, 28)


def matchable_to(viewer: Any) -> ColumnElement[bool]:
    """Whether the user of a row, which has `users` and their `profiles`, may be shown to a viewer.

    They are active, discoverable, let themself be matched, are not known to be a minor, and neither
    of the two has blocked the other.
    """
    consenting = and_(consents.c.user_id == users.c.id, consents.c.standing == Purpose.MATCHING)
    blocked = and_(blocks.c.blocker_id == viewer, blocks.c.blocked_id == users.c.id)
    blocking = and_(blocks.c.blocker_id == users.c.id, blocks.c.blocked_id == viewer)
    grown_up = bindparam("grown_up", type_=Day())
    return and_(
        users.c.status == UserStatus.ACTIVE,
        profiles.c.discoverable,
        or_(users.c.birth_date.is_(None), users.c.birth_date <= grown_up),
        exists(select(consents.c.id).where(consenting).correlate(users)),
        ~exists(select(blocks.c.blocker_id).where(blocked).correlate(users)),
        ~exists(select(blocks.c.blocker_id).where(blocking).correlate(users)),
    )
