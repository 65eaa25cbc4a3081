"""Identity's tables: accounts and what belongs to them, what is between people, the office."""

from typing import Final

from sqlalchemy import Column, ForeignKey, Index, PrimaryKeyConstraint, Table, UniqueConstraint

from phantom_adapters.sql.tables.metadata import METADATA
from phantom_adapters.sql.types import Choice, Day, Flag, Instant, Json, Key, Whole, Words
from phantom_core.identity.abuse_report import ReportKind, ReportStatus
from phantom_core.identity.consent import Purpose
from phantom_core.identity.email_token import EmailPurpose
from phantom_core.identity.profile import Seeking
from phantom_core.identity.user import Gender, Preferences, UserStatus
from phantom_core.kernel import Id

__all__ = [
    "abuse_reports",
    "audit_records",
    "blocks",
    "consents",
    "credentials",
    "email_tokens",
    "follows",
    "profile_words",
    "profiles",
    "search_terms",
    "sessions",
    "users",
]

_USER: Final = "users.id"
_TEXTS: Final = Json(tuple[str, ...])

users: Final = Table(
    "users",
    METADATA,
    Column("id", Key, primary_key=True),
    Column("email", Words, nullable=False),
    Column("email_key", Words, nullable=False),
    Column("username", Words, nullable=False),
    Column("username_key", Words, nullable=False),
    Column("display_name", Words, nullable=False),
    Column("name_key", Words, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("gender", Choice(Gender)),
    Column("birth_date", Day),
    Column("avatar_image_id", Key),
    Column("email_verified_at", Instant),
    Column("is_admin", Flag, nullable=False),
    Column("status", Choice(UserStatus), nullable=False),
    Column("preferences", Json(Preferences), nullable=False),
    Column("version", Whole, nullable=False),
    UniqueConstraint("email_key"),
    UniqueConstraint("username_key"),
    Index(None, "name_key", "id"),
)
"""Accounts. Addresses and names are compared by their keys; lists of people go by `name_key`."""

search_terms: Final = Table(
    "search_terms",
    METADATA,
    Column("user_id", Key, ForeignKey(_USER), nullable=False),
    Column("term", Words, nullable=False),
    Column("whole", Flag, nullable=False),
    PrimaryKeyConstraint("user_id", "term"),
    Index(None, "term", "user_id", "whole"),
    sqlite_with_rowid=False,
)
"""What people are found by: a search reads a stretch of the index, and no more."""

credentials: Final = Table(
    "credentials",
    METADATA,
    Column("user_id", Key, ForeignKey(_USER), primary_key=True),
    Column("password_hash", Words, nullable=False),
    Column("changed_at", Instant, nullable=False),
)
"""What proves who a user is."""

profiles: Final = Table(
    "profiles",
    METADATA,
    Column("user_id", Key, ForeignKey(_USER), primary_key=True),
    Column("updated_at", Instant, nullable=False),
    Column("bio", Words, nullable=False),
    Column("roles", _TEXTS, nullable=False),
    Column("instruments", _TEXTS, nullable=False),
    Column("region", Words),
    Column("tags", _TEXTS, nullable=False),
    Column("banner_image_id", Key),
    Column("samples", Json(tuple[Id, ...]), nullable=False),
    Column("seeking", Json(Seeking), nullable=False),
    Column("discoverable", Flag, nullable=False),
    Column("version", Whole, nullable=False),
)
"""What users tell about themselves."""

profile_words: Final = Table(
    "profile_words",
    METADATA,
    Column("user_id", Key, ForeignKey(_USER), nullable=False),
    Column("word", Words, nullable=False),
    PrimaryKeyConstraint("user_id", "word"),
    Index(None, "word", "user_id"),
    sqlite_with_rowid=False,
)
"""What a search for people is narrowed by: their roles, instruments, tags and regions."""

follows: Final = Table(
    "follows",
    METADATA,
    Column("follower_id", Key, ForeignKey(_USER), nullable=False),
    Column("followee_id", Key, ForeignKey(_USER), nullable=False),
    Column("created_at", Instant, nullable=False),
    PrimaryKeyConstraint("follower_id", "followee_id"),
    Index(None, "follower_id", "created_at", "followee_id"),
    Index(None, "followee_id", "created_at", "follower_id"),
    sqlite_with_rowid=False,
)
"""Who follows whom."""

blocks: Final = Table(
    "blocks",
    METADATA,
    Column("blocker_id", Key, ForeignKey(_USER), nullable=False),
    Column("blocked_id", Key, ForeignKey(_USER), nullable=False),
    Column("created_at", Instant, nullable=False),
    PrimaryKeyConstraint("blocker_id", "blocked_id"),
    Index(None, "blocker_id", "created_at", "blocked_id"),
    sqlite_with_rowid=False,
)
"""Who has blocked whom."""

consents: Final = Table(
    "consents",
    METADATA,
    Column("id", Key, primary_key=True),
    Column("user_id", Key, ForeignKey(_USER), nullable=False),
    Column("purpose", Choice(Purpose), nullable=False),
    Column("granted_at", Instant, nullable=False),
    Column("revoked_at", Instant),
    Column("standing", Choice(Purpose)),
    UniqueConstraint("user_id", "standing"),
)
"""What users allow, and have allowed; `standing` is the purpose until the consent is revoked."""

sessions: Final = Table(
    "sessions",
    METADATA,
    Column("id", Key, primary_key=True),
    Column("user_id", Key, ForeignKey(_USER), nullable=False, index=True),
    Column("family_hash", Words, nullable=False),
    Column("token_hash", Words, nullable=False),
    Column("device", Words, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("last_used_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
    UniqueConstraint("family_hash"),
)
"""Where users are signed in."""

email_tokens: Final = Table(
    "email_tokens",
    METADATA,
    Column("user_id", Key, ForeignKey(_USER), nullable=False),
    Column("purpose", Choice(EmailPurpose), nullable=False),
    Column("token_hash", Words, nullable=False),
    Column("email", Words, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False, index=True),
    Column("sent_at", Instant),
    PrimaryKeyConstraint("user_id", "purpose"),
    UniqueConstraint("token_hash"),
)
"""Tokens that went into mails."""

abuse_reports: Final = Table(
    "abuse_reports",
    METADATA,
    Column("id", Key, primary_key=True),
    Column("reporter_id", Key, ForeignKey(_USER), nullable=False),
    Column("kind", Choice(ReportKind), nullable=False),
    Column("target_id", Key, nullable=False),
    Column("owner_id", Key, ForeignKey(_USER), nullable=False),
    Column("reason", Words, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("status", Choice(ReportStatus), nullable=False),
    Column("resolved_by", Key, ForeignKey(_USER)),
    Column("resolved_at", Instant),
    Index(None, "status", "id"),
)
"""Reports of abuse."""

audit_records: Final = Table(
    "audit_records",
    METADATA,
    Column("id", Key, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("actor_id", Key, ForeignKey(_USER)),
    Column("action", Words, nullable=False),
    Column("target_kind", Words, nullable=False),
    Column("target_id", Key, nullable=False),
    Column("detail", Words, nullable=False),
)
"""The acts of those in office."""
