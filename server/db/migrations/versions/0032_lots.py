"""Days for which lots were drawn, with the seed that draws them again."""

import sqlalchemy as sa
from alembic import op

revision = '0032'
down_revision = '0033'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('draw',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('office', sa.Text(), nullable=False),
    sa.Column('service_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('method', sa.Text(), nullable=False),
    sa.Column('venue', sa.Text(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('seed', sa.Text(), nullable=False),
    sa.Column('entries', sa.Integer(), nullable=False),
    sa.Column('winners', sa.Integer(), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['office'], ['office.code'], name=op.f('fk_draw_office')),
    sa.ForeignKeyConstraint(['service_id'], ['service.id'], name=op.f('fk_draw_service_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_draw')),
    sa.UniqueConstraint('service_id', 'method', 'venue', 'day', name=op.f('uq_draw_service_id_method_venue_day'))
    )


def downgrade() -> None:
    op.drop_table('draw')
