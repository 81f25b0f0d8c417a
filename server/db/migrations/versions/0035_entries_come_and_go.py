"""Offices add entries of their own to the catalogue, and take out what they do not offer."""

import sqlalchemy as sa
from alembic import op

revision = '0035'
down_revision = '0034'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        'catalogue',
        sa.Column('taken_out', sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.add_column(
        'catalogue_draft',
        sa.Column('takes_out', sa.Boolean(), server_default=sa.false(), nullable=False),
    )


def downgrade() -> None:
    for table, column in (('catalogue_draft', 'takes_out'), ('catalogue', 'taken_out')):
        with op.batch_alter_table(table) as batch:
            batch.drop_column(column)
