"""What is allowed among people: pure answers to plain facts."""

from datetime import date
from typing import Final

from phantom_core.identity.abuse_report import ReportAction, ReportKind
from phantom_core.identity.consent import Purpose
from phantom_core.identity.errors import NotVerified, NotYourOwn, NotYourself, Suspended, TooYoung
from phantom_core.identity.user import ADULT, User, age_on
from phantom_core.kernel.access import ALLOWED, Decision, Hidden, Refused
from phantom_core.kernel.actor import Actor, UserId

__all__ = [
    "may_act_on",
    "may_block",
    "may_consent",
    "may_follow",
    "may_judge",
    "may_report",
    "may_see",
    "may_sign_in",
    "may_suspend",
]

_DELETABLE: Final = frozenset(ReportKind) - {ReportKind.USER}


def may_see(actor: Actor, user: User, *, blocked: bool) -> Decision:
    """Decide whether a user exists for the actor. A block, either way, is not told from absence.

    Those who look after the place see everybody.
    """
    if actor.is_admin or actor.is_system or actor.user_id == user.id:
        return ALLOWED
    if blocked or not user.active:
        return Hidden("user", user.id)
    return ALLOWED


def may_follow(follower: UserId, followee: UserId) -> Decision:
    """Decide whether a user may follow another whom they see."""
    if follower == followee:
        return Refused("must be somebody else's: nobody follows themself", NotYourself)
    return ALLOWED


def may_block(blocker: UserId, blocked: UserId) -> Decision:
    """Decide whether a user may block another."""
    if blocker == blocked:
        return Refused("must be somebody else's: nobody blocks themself", NotYourself)
    return ALLOWED


def may_sign_in(user: User, *, verified_only: bool) -> Decision:
    """Decide whether a user who has proven who they are may begin a session."""
    if not user.active:
        return Refused("This account is suspended.", Suspended)
    if verified_only and user.email_verified_at is None:
        return Refused("Verify your e-mail address first.", NotVerified)
    return ALLOWED


def may_consent(user: User, purpose: Purpose, today: date) -> Decision:
    """Decide whether a user may allow something: nobody known to be a minor is matched."""
    if purpose is not Purpose.MATCHING or user.birth_date is None:
        return ALLOWED
    if age_on(user.birth_date, today) < ADULT:
        return Refused(f"Matching is for people of {ADULT} or older.", TooYoung)
    return ALLOWED


def may_report(reporter: UserId, owner: UserId) -> Decision:
    """Decide whether a user may report what another answers for."""
    if reporter == owner:
        return Refused("must be somebody else's: nobody reports themself", NotYourOwn)
    return ALLOWED


def may_suspend(actor: Actor, user_id: UserId) -> Decision:
    """Decide whether an admin may suspend a user."""
    if actor.user_id == user_id:
        return Refused("must be somebody else's: nobody suspends themself", NotYourself)
    return ALLOWED


def may_judge(actor: Actor, owner: UserId) -> Decision:
    """Decide whether an admin may act on a report of what a user answers for."""
    if actor.user_id == owner:
        return Refused("must be somebody else's: nobody judges themself", NotYourOwn)
    return ALLOWED


def may_act_on(kind: ReportKind, action: ReportAction) -> Decision:
    """Decide whether a report of this kind may end this way."""
    if action is ReportAction.DELETE and kind not in _DELETABLE:
        return Refused(f"A report of a {kind.value} can be dismissed, or end in a suspension.")
    return ALLOWED
