"""Notifications: inboxes, what is in them, what that gathers, and devices."""

import sqlalchemy as sa
from alembic import op

from phantom_adapters.sql import types

revision = "0033_notifications"
down_revision = "0032_tastes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "notification_inboxes",
        sa.Column("user_id", types.Key(), nullable=False),
        sa.Column("choices", types.Json(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_notification_inboxes")),
    )
    op.create_table(
        "notifications",
        sa.Column("id", types.Key(), nullable=False),
        sa.Column("user_id", types.Key(), nullable=False),
        sa.Column("kind", types.Words(), nullable=False),
        sa.Column("key", types.Words(), nullable=False),
        sa.Column("payload", types.Json(), nullable=False),
        sa.Column("created_at", types.Instant(), nullable=False),
        sa.Column("updated_at", types.Instant(), nullable=False),
        sa.Column("read_at", types.Instant(), nullable=True),
        sa.Column("open_key", types.Words(), nullable=True),
        sa.Column("chat_room_id", types.Key(), nullable=True),
        sa.Column("seq", types.Whole(), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"],
            ["notification_inboxes.user_id"],
            name=op.f("fk_notifications_user_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notifications")),
        sa.UniqueConstraint("user_id", "open_key", name=op.f("uq_notifications_user_id_open_key")),
    )
    for columns in (
        ("user_id", "updated_at", "id"),
        ("user_id", "key"),
        ("user_id", "chat_room_id", "seq"),
        ("chat_room_id", "seq"),
        ("updated_at",),
    ):
        op.create_index(op.f(f"ix_notifications_{'_'.join(columns)}"), "notifications", [*columns])
    op.create_table(
        "notification_parts",
        sa.Column("notification_id", types.Key(), nullable=False),
        sa.Column("part", types.Key(), nullable=False),
        sa.Column("actor_id", types.Key(), nullable=True),
        sa.Column("at", types.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["notification_id"],
            ["notifications.id"],
            name=op.f("fk_notification_parts_notification_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("notification_id", "part", name=op.f("pk_notification_parts")),
    )
    op.create_index(op.f("ix_notification_parts_actor_id"), "notification_parts", ["actor_id"])
    op.create_table(
        "notification_devices",
        sa.Column("id", types.Key(), nullable=False),
        sa.Column("user_id", types.Key(), nullable=False),
        sa.Column("session_id", types.Key(), nullable=False),
        sa.Column("platform", types.Words(), nullable=False),
        sa.Column("token", types.Words(), nullable=False),
        sa.Column("registered_at", types.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification_devices")),
        sa.UniqueConstraint("token", name=op.f("uq_notification_devices_token")),
    )
    for name in ("user_id", "session_id"):
        op.create_index(op.f(f"ix_notification_devices_{name}"), "notification_devices", [name])
