"""What staff want a machine to do: it hears of it with its next sign of life."""

import sqlalchemy as sa
from alembic import op

revision = '0012'
down_revision = '0023'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('device', schema=None) as batch_op:
        batch_op.add_column(sa.Column('errand', sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('device', schema=None) as batch_op:
        batch_op.drop_column('errand')
