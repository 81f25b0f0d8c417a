"""Whoever waits for a time says by which way, and where: an offer of another one helps nobody."""

import sqlalchemy as sa
from alembic import op

revision = '0037'
down_revision = '0036'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('waiting_entry') as batch:
        batch.add_column(sa.Column('method', sa.Text(), nullable=True))
        batch.add_column(sa.Column('venue', sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('waiting_entry') as batch:
        batch.drop_column('venue')
        batch.drop_column('method')
