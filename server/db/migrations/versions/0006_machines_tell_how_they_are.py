"""Displays tell how they are, and what is wrong with a machine is kept until it is over."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "display_sign",
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.Column("health", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["office"], ["office.code"], name=op.f("fk_display_sign_office")),
        sa.PrimaryKeyConstraint("office", "area", name=op.f("pk_display_sign")),
    )
    op.create_table(
        "machine_trouble",
        sa.Column(
            "id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("machine", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["office"], ["office.code"], name=op.f("fk_machine_trouble_office")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_machine_trouble")),
    )
    still_open = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_machine_trouble_open",
        "machine_trouble",
        ["office", "machine", "what"],
        unique=True,
        sqlite_where=still_open,
        postgresql_where=still_open,
    )
    op.create_index("ix_machine_trouble_since", "machine_trouble", ["office", "since"])


def downgrade() -> None:
    op.drop_table("machine_trouble")
    op.drop_table("display_sign")
