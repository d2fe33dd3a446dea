"""Households, wins and bookmarks."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the first tables."""
    op.create_table(
        "households",
        sa.Column("key", sa.LargeBinary, nullable=False),
        sa.Column("version", sa.BigInteger, nullable=False),
        sa.Column("state", sa.LargeBinary, nullable=False),
        sa.Column("seen", sa.Date, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_households"),
    )
    op.create_table(
        "wins",
        sa.Column("key", sa.LargeBinary, nullable=False),
        sa.Column("household", sa.LargeBinary, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False, comment="microseconds since 1970, UTC"),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_wins"),
        sa.ForeignKeyConstraint(
            ["household"], ["households.key"], name="fk_wins_household", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_wins_household_at", "wins", ["household", "at"])
    op.create_table(
        "bookmarks",
        sa.Column("key", sa.LargeBinary, nullable=False),
        sa.Column("household", sa.LargeBinary, nullable=False),
        sa.Column("device", sa.LargeBinary, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False, comment="microseconds since 1970, UTC"),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_bookmarks"),
        sa.ForeignKeyConstraint(
            ["household"], ["households.key"], name="fk_bookmarks_household", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_bookmarks_household_device", "bookmarks", ["household", "device"])
