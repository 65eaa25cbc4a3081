"""The tables of identity in memory, which its repositories share."""

from phantom_adapters.memory.rows import MemoryRows
from phantom_adapters.memory.table import Journal
from phantom_core.identity.abuse_report import AbuseReport, ReportId
from phantom_core.identity.audit import AuditId, AuditRecord
from phantom_core.identity.block import Block
from phantom_core.identity.consent import Consent
from phantom_core.identity.email_token import EmailPurpose, EmailToken
from phantom_core.identity.errors import EmailTaken, UsernameTaken
from phantom_core.identity.follow import Follow
from phantom_core.identity.password import Credential
from phantom_core.identity.profile import Profile
from phantom_core.identity.session import Session, SessionId
from phantom_core.identity.user import Person, User, email_key, username_key
from phantom_core.kernel import Id, UserId

__all__ = ["IdentityTables"]


class IdentityTables:
    """Every table of identity, over one journal."""

    def __init__(self, journal: Journal) -> None:
        self.users: MemoryRows[UserId, User] = MemoryRows(
            journal,
            "user",
            lambda user: user.id,
            unique={
                "email": email_key,
                "username": username_key,
            },
            taken={"email": EmailTaken, "username": UsernameTaken},
        )
        self.credentials: MemoryRows[UserId, Credential] = MemoryRows(
            journal, "credential", lambda credential: credential.user_id, name="credentials"
        )
        self.profiles: MemoryRows[UserId, Profile] = MemoryRows(
            journal, "profile", lambda profile: profile.user_id, name="profiles"
        )
        self.follows: MemoryRows[tuple[UserId, UserId], Follow] = MemoryRows(
            journal,
            "follow",
            lambda follow: (follow.follower_id, follow.followee_id),
            name="follows",
        )
        self.blocks: MemoryRows[tuple[UserId, UserId], Block] = MemoryRows(
            journal, "block", lambda block: (block.blocker_id, block.blocked_id), name="blocks"
        )
        self.consents: MemoryRows[Id, Consent] = MemoryRows(
            journal,
            "consent",
            lambda consent: consent.id,
            unique={"standing": _standing},
            name="consents",
        )
        self.sessions: MemoryRows[SessionId, Session] = MemoryRows(
            journal,
            "session",
            lambda session: session.id,
            unique={"family": lambda session: session.family_hash},
            name="sessions",
        )
        self.email_tokens: MemoryRows[tuple[UserId, EmailPurpose], EmailToken] = MemoryRows(
            journal,
            "token",
            lambda token: (token.user_id, token.purpose),
            unique={"hash": lambda token: token.token_hash},
            name="email_tokens",
        )
        self.abuse_reports: MemoryRows[ReportId, AbuseReport] = MemoryRows(
            journal, "report", lambda report: report.id, name="abuse_reports"
        )
        self.audit_trail: MemoryRows[AuditId, AuditRecord] = MemoryRows(
            journal, "audit record", lambda record: record.id, name="audit_records"
        )

    def blocked(self, one: UserId, other: UserId) -> bool:
        """Whether either has blocked the other."""
        return any(self.blocks.find(pair) for pair in ((one, other), (other, one)))

    def shown(self, user_id: UserId, *, seen_by: UserId | None) -> Person | None:
        """A user as one of a list; `None` if they are left out of it."""
        user = self.users.find(user_id)
        if user is None or not user.active:
            return None
        if seen_by is not None and self.blocked(seen_by, user_id):
            return None
        return user.person


def _standing(consent: Consent) -> object:
    return (consent.user_id, consent.purpose) if consent.stands else None
