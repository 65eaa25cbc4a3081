"""Chat: rooms, places in them, messages."""

import sqlalchemy as sa
from alembic import op

from phantom_adapters.sql import types

revision = "0011_chat"
down_revision = "0010_rooms"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "chat_rooms",
        sa.Column("id", types.Key(), nullable=False),
        sa.Column("kind", types.Words(), nullable=False),
        sa.Column("title", types.Words(), nullable=True),
        sa.Column("linked_id", types.Key(), nullable=True),
        sa.Column("low_id", types.Key(), nullable=True),
        sa.Column("high_id", types.Key(), nullable=True),
        sa.Column("created_at", types.Instant(), nullable=False),
        sa.Column("last_seq", sa.BigInteger(), nullable=False),
        sa.Column("last_at", types.Instant(), nullable=False),
        sa.Column("member_count", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", types.Instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat_rooms")),
        sa.UniqueConstraint("low_id", "high_id", name=op.f("uq_chat_rooms_low_id_high_id")),
        sa.UniqueConstraint("kind", "linked_id", name=op.f("uq_chat_rooms_kind_linked_id")),
    )
    op.create_table(
        "chat_members",
        sa.Column("chat_room_id", types.Key(), nullable=False),
        sa.Column("user_id", types.Key(), nullable=False),
        sa.Column("role", types.Words(), nullable=False),
        sa.Column("joined_at", types.Instant(), nullable=False),
        sa.Column("left_at", types.Instant(), nullable=True),
        sa.Column("muted_until", types.Instant(), nullable=True),
        sa.Column("banned_until", types.Instant(), nullable=True),
        sa.Column("last_delivered_seq", sa.BigInteger(), nullable=False),
        sa.Column("last_seen_seq", sa.BigInteger(), nullable=False),
        sa.Column("shown_delivered_seq", sa.BigInteger(), nullable=False),
        sa.Column("shown_seen_seq", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_room_id"], ["chat_rooms.id"], name=op.f("fk_chat_members_chat_room_id")
        ),
        sa.PrimaryKeyConstraint("chat_room_id", "user_id", name=op.f("pk_chat_members")),
    )
    op.create_index("ix_chat_members_user_id", "chat_members", ["user_id"])
    op.create_index(
        "ix_chat_members_chat_room_id_joined_at_user_id",
        "chat_members",
        ["chat_room_id", "joined_at", "user_id"],
    )
    op.create_table(
        "chat_messages",
        sa.Column("id", types.Key(), nullable=False),
        sa.Column("chat_room_id", types.Key(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("sender_id", types.Key(), nullable=True),
        sa.Column("type", types.Words(), nullable=False),
        sa.Column("content", types.Words(), nullable=False),
        sa.Column("reply_to_id", types.Key(), nullable=True),
        sa.Column("sent_at", types.Instant(), nullable=False),
        sa.Column("edited_at", types.Instant(), nullable=True),
        sa.Column("deleted_at", types.Instant(), nullable=True),
        sa.Column("reactions", types.Json(), nullable=False),
        sa.Column("mentions", types.Json(), nullable=False),
        sa.Column("client_id", types.Words(), nullable=True),
        sa.Column("notice", types.Json(), nullable=True),
        sa.Column("words", types.Words(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_room_id"], ["chat_rooms.id"], name=op.f("fk_chat_messages_chat_room_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chat_messages")),
        sa.UniqueConstraint("chat_room_id", "seq", name=op.f("uq_chat_messages_chat_room_id_seq")),
        sa.UniqueConstraint(
            "chat_room_id",
            "sender_id",
            "client_id",
            name=op.f("uq_chat_messages_chat_room_id_sender_id_client_id"),
        ),
    )
