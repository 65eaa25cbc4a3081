"""Named versions keep their documents."""

import sqlalchemy as sa
from alembic import op

from phantom_adapters.sql import types

revision = "0016_studio_keeping"
down_revision = "0015_studio_arrangement"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it so."""
    op.create_table(
        "version_documents",
        sa.Column("version_id", types.Key(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["named_versions.id"], name=op.f("fk_version_documents_version_id")
        ),
        sa.PrimaryKeyConstraint("version_id", name=op.f("pk_version_documents")),
    )
