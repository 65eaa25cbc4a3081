"""What people keep counts their images too."""

import json
from collections import Counter

import sqlalchemy as sa
from alembic import op

revision = "0024_images_are_charged"
down_revision = "0023_uploads"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make it so."""
    connection = op.get_bind()
    kept: Counter[str] = Counter()
    for owner, variants in connection.execute(
        sa.text("SELECT uploader_id, CAST(variants AS TEXT) FROM images")
    ):
        kept[owner] += sum(variant["size_bytes"] for variant in json.loads(variants))
    for owner, size in kept.items():
        told = {"owner": owner, "size": size}
        more = sa.text("UPDATE storage_accounts SET stored = stored + :size WHERE user_id = :owner")
        if connection.execute(more, told).rowcount == 0:
            first = sa.text(
                "INSERT INTO storage_accounts (user_id, stored, pending, uploads) "
                "VALUES (:owner, :size, 0, 0)"
            )
            connection.execute(first, told)
