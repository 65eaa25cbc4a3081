"""People are found by taste."""

import sqlalchemy as sa
from alembic import op

from phantom_adapters.sql import types

revision = "0029_taste_index"
down_revision = "0028_bookings"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "taste_people",
        sa.Column("user_id", types.Key(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("vector", types.Json(), nullable=False),
        sa.Column("gender", types.Words(), nullable=True),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("region", types.Words(), nullable=True),
        sa.Column("wished_genders", types.Json(), nullable=False),
        sa.Column("youngest", sa.BigInteger(), nullable=True),
        sa.Column("oldest", sa.BigInteger(), nullable=True),
        sa.Column("wished_regions", types.Json(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_taste_people")),
    )
    op.create_index("ix_taste_people_revision", "taste_people", ["revision"])
    op.create_table(
        "taste_changes",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_taste_changes")),
    )
    op.create_table(
        "taste_postings",
        sa.Column("user_id", types.Key(), nullable=False),
        sa.Column("term", types.Words(), nullable=False),
        sa.Column("weight", types.Real(), nullable=False),
        sa.PrimaryKeyConstraint("user_id", "term", name=op.f("pk_taste_postings")),
    )
    op.create_index(
        "ix_taste_postings_term_weight_user_id", "taste_postings", ["term", "weight", "user_id"]
    )
