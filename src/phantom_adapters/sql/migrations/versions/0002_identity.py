"""Identity: accounts, what is between people, sessions, the office."""

import sqlalchemy as sa
from alembic import op

from phantom_adapters.sql import types

revision = "0002_identity"
down_revision = "0001_kernel"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "users",
        sa.Column("id", types.Key(), nullable=False),
        sa.Column("email", types.Words(), nullable=False),
        sa.Column("email_key", types.Words(), nullable=False),
        sa.Column("username", types.Words(), nullable=False),
        sa.Column("username_key", types.Words(), nullable=False),
        sa.Column("display_name", types.Words(), nullable=False),
        sa.Column("name_key", types.Words(), nullable=False),
        sa.Column("created_at", types.Instant(), nullable=False),
        sa.Column("updated_at", types.Instant(), nullable=False),
        sa.Column("gender", types.Words(), nullable=True),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("avatar_image_id", types.Key(), nullable=True),
        sa.Column("email_verified_at", types.Instant(), nullable=True),
        sa.Column("is_admin", sa.Boolean(), nullable=False),
        sa.Column("status", types.Words(), nullable=False),
        sa.Column("preferences", types.Json(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("email_key", name=op.f("uq_users_email_key")),
        sa.UniqueConstraint("username_key", name=op.f("uq_users_username_key")),
    )
    op.create_index(op.f("ix_users_name_key_id"), "users", ["name_key", "id"], unique=False)
    op.create_table(
        "abuse_reports",
        sa.Column("id", types.Key(), nullable=False),
        sa.Column("reporter_id", types.Key(), nullable=False),
        sa.Column("kind", types.Words(), nullable=False),
        sa.Column("target_id", types.Key(), nullable=False),
        sa.Column("owner_id", types.Key(), nullable=False),
        sa.Column("reason", types.Words(), nullable=False),
        sa.Column("created_at", types.Instant(), nullable=False),
        sa.Column("status", types.Words(), nullable=False),
        sa.Column("resolved_by", types.Key(), nullable=True),
        sa.Column("resolved_at", types.Instant(), nullable=True),
        sa.ForeignKeyConstraint(["owner_id"], ["users.id"], name=op.f("fk_abuse_reports_owner_id")),
        sa.ForeignKeyConstraint(
            ["reporter_id"], ["users.id"], name=op.f("fk_abuse_reports_reporter_id")
        ),
        sa.ForeignKeyConstraint(
            ["resolved_by"], ["users.id"], name=op.f("fk_abuse_reports_resolved_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_abuse_reports")),
    )
    op.create_index(
        op.f("ix_abuse_reports_status_id"), "abuse_reports", ["status", "id"], unique=False
    )

    op.create_table(
        "audit_records",
        sa.Column("id", types.Key(), nullable=False),
        sa.Column("at", types.Instant(), nullable=False),
        sa.Column("actor_id", types.Key(), nullable=True),
        sa.Column("action", types.Words(), nullable=False),
        sa.Column("target_kind", types.Words(), nullable=False),
        sa.Column("target_id", types.Key(), nullable=False),
        sa.Column("detail", types.Words(), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name=op.f("fk_audit_records_actor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_records")),
    )
    op.create_table(
        "blocks",
        sa.Column("blocker_id", types.Key(), nullable=False),
        sa.Column("blocked_id", types.Key(), nullable=False),
        sa.Column("created_at", types.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["blocked_id"], ["users.id"], name=op.f("fk_blocks_blocked_id")),
        sa.ForeignKeyConstraint(["blocker_id"], ["users.id"], name=op.f("fk_blocks_blocker_id")),
        sa.PrimaryKeyConstraint("blocker_id", "blocked_id", name=op.f("pk_blocks")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_blocks_blocker_id_created_at_blocked_id"),
        "blocks",
        ["blocker_id", "created_at", "blocked_id"],
        unique=False,
    )

    op.create_table(
        "consents",
        sa.Column("id", types.Key(), nullable=False),
        sa.Column("user_id", types.Key(), nullable=False),
        sa.Column("purpose", types.Words(), nullable=False),
        sa.Column("granted_at", types.Instant(), nullable=False),
        sa.Column("revoked_at", types.Instant(), nullable=True),
        sa.Column("standing", types.Words(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_consents_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
        sa.UniqueConstraint("user_id", "standing", name=op.f("uq_consents_user_id_standing")),
    )
    op.create_table(
        "credentials",
        sa.Column("user_id", types.Key(), nullable=False),
        sa.Column("password_hash", types.Words(), nullable=False),
        sa.Column("changed_at", types.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_credentials_user_id")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_credentials")),
    )
    op.create_table(
        "email_tokens",
        sa.Column("user_id", types.Key(), nullable=False),
        sa.Column("purpose", types.Words(), nullable=False),
        sa.Column("token_hash", types.Words(), nullable=False),
        sa.Column("email", types.Words(), nullable=False),
        sa.Column("created_at", types.Instant(), nullable=False),
        sa.Column("expires_at", types.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_email_tokens_user_id")),
        sa.PrimaryKeyConstraint("user_id", "purpose", name=op.f("pk_email_tokens")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_email_tokens_token_hash")),
    )
    op.create_table(
        "follows",
        sa.Column("follower_id", types.Key(), nullable=False),
        sa.Column("followee_id", types.Key(), nullable=False),
        sa.Column("created_at", types.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["followee_id"], ["users.id"], name=op.f("fk_follows_followee_id")),
        sa.ForeignKeyConstraint(["follower_id"], ["users.id"], name=op.f("fk_follows_follower_id")),
        sa.PrimaryKeyConstraint("follower_id", "followee_id", name=op.f("pk_follows")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_follows_followee_id_created_at_follower_id"),
        "follows",
        ["followee_id", "created_at", "follower_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_follows_follower_id_created_at_followee_id"),
        "follows",
        ["follower_id", "created_at", "followee_id"],
        unique=False,
    )

    op.create_table(
        "profiles",
        sa.Column("user_id", types.Key(), nullable=False),
        sa.Column("updated_at", types.Instant(), nullable=False),
        sa.Column("bio", types.Words(), nullable=False),
        sa.Column("roles", types.Json(), nullable=False),
        sa.Column("instruments", types.Json(), nullable=False),
        sa.Column("region", types.Words(), nullable=True),
        sa.Column("tags", types.Json(), nullable=False),
        sa.Column("banner_image_id", types.Key(), nullable=True),
        sa.Column("samples", types.Json(), nullable=False),
        sa.Column("seeking", types.Json(), nullable=False),
        sa.Column("discoverable", sa.Boolean(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_profiles_user_id")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_profiles")),
    )
    op.create_table(
        "search_terms",
        sa.Column("user_id", types.Key(), nullable=False),
        sa.Column("term", types.Words(), nullable=False),
        sa.Column("whole", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_search_terms_user_id")),
        sa.PrimaryKeyConstraint("user_id", "term", name=op.f("pk_search_terms")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_search_terms_term_user_id_whole"),
        "search_terms",
        ["term", "user_id", "whole"],
        unique=False,
    )

    op.create_table(
        "sessions",
        sa.Column("id", types.Key(), nullable=False),
        sa.Column("user_id", types.Key(), nullable=False),
        sa.Column("family_hash", types.Words(), nullable=False),
        sa.Column("token_hash", types.Words(), nullable=False),
        sa.Column("device", types.Words(), nullable=False),
        sa.Column("created_at", types.Instant(), nullable=False),
        sa.Column("last_used_at", types.Instant(), nullable=False),
        sa.Column("expires_at", types.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_sessions_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sessions")),
        sa.UniqueConstraint("family_hash", name=op.f("uq_sessions_family_hash")),
    )
    op.create_index(op.f("ix_sessions_user_id"), "sessions", ["user_id"], unique=False)
