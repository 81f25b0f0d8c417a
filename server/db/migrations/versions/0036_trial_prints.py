"""A form that is only a draft is printed on a machine too: an order that belongs to no visit."""

import sqlalchemy as sa
from alembic import op

revision = '0036'
down_revision = '0035'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    with op.batch_alter_table('print_order') as batch:
        batch.alter_column('visit_id', existing_type=ID, nullable=True)


def downgrade() -> None:
    op.execute('DELETE FROM print_order WHERE visit_id IS NULL')
    with op.batch_alter_table('print_order') as batch:
        batch.alter_column('visit_id', existing_type=ID, nullable=False)
