"""What residents looked for in vain, counted by day."""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('search_miss',
    sa.Column('office', sa.Text(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('count', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['office'], ['office.code'], name=op.f('fk_search_miss_office')),
    sa.PrimaryKeyConstraint('office', 'day', 'text', name=op.f('pk_search_miss'))
    )


def downgrade() -> None:
    op.drop_table('search_miss')
