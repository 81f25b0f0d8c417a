"""Numbers that kiosks give out while the office cannot be reached."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "number_block",
        sa.Column("id", _ID, nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("device_id", _ID, nullable=False),
        sa.Column("lease", sa.Text(), nullable=False),
        sa.Column("queue_id", _ID, nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("first_number", sa.Integer(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("leased_at", sa.BigInteger(), nullable=False),
        sa.Column("returned_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["device_id"], ["device.id"], name=op.f("fk_number_block_device_id")),
        sa.ForeignKeyConstraint(["office"], ["office.code"], name=op.f("fk_number_block_office")),
        sa.ForeignKeyConstraint(["queue_id"], ["queue.id"], name=op.f("fk_number_block_queue_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_block")),
        sa.UniqueConstraint("device_id", "lease", name=op.f("uq_number_block_device_id_lease")),
    )
    op.create_index("ix_number_block_day", "number_block", ["queue_id", "business_date"])
    op.create_table(
        "linked_number",
        sa.Column("queue_id", _ID, nullable=False),
        sa.Column("business_date", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("visit_id", _ID, nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["office"], ["office.code"], name=op.f("fk_linked_number_office")),
        sa.ForeignKeyConstraint(["queue_id"], ["queue.id"], name=op.f("fk_linked_number_queue_id")),
        sa.ForeignKeyConstraint(["visit_id"], ["visit.id"], name=op.f("fk_linked_number_visit_id")),
        sa.PrimaryKeyConstraint(
            "queue_id", "business_date", "number", name=op.f("pk_linked_number")
        ),
    )
    op.create_index(op.f("ix_linked_number_visit_id"), "linked_number", ["visit_id"])
    op.add_column(
        "visit", sa.Column("offline", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.create_index("ix_reservation_day", "reservation", ["office", "day"])
    op.create_index("ix_pre_application_created", "pre_application", ["office", "created_at"])


def downgrade() -> None:
    op.drop_index("ix_pre_application_created", table_name="pre_application")
    op.drop_index("ix_reservation_day", table_name="reservation")
    op.drop_column("visit", "offline")
    op.drop_table("linked_number")
    op.drop_table("number_block")
