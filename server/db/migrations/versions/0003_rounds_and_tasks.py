"""Rounds: places that staff give, rooms, tasks that travel with a visit."""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('task',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('office', sa.Text(), nullable=False),
    sa.Column('visit_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('queue_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('stop_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('code', sa.Text(), nullable=True),
    sa.Column('note', sa.Text(), nullable=True),
    sa.Column('added_at', sa.BigInteger(), nullable=False),
    sa.Column('done_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['office'], ['office.code'], name=op.f('fk_task_office')),
    sa.ForeignKeyConstraint(['queue_id'], ['queue.id'], name=op.f('fk_task_queue_id')),
    sa.ForeignKeyConstraint(['stop_id'], ['stop.id'], name=op.f('fk_task_stop_id')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_task_visit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_task'))
    )
    with op.batch_alter_table('task', schema=None) as batch_op:
        batch_op.create_index('ix_task_visit', ['visit_id'], unique=False)
    op.add_column('stop', sa.Column('placed', sa.Text(), nullable=True))
    op.add_column('stop', sa.Column('opens_at', sa.BigInteger(), nullable=True))
    op.add_column('stop', sa.Column('misses', sa.Integer(), nullable=False, server_default='0'))
    op.add_column('visit', sa.Column('priority_reason', sa.Text(), nullable=True))
    op.add_column('visit', sa.Column('room', sa.Text(), nullable=True))


def downgrade() -> None:
    for column in ('room', 'priority_reason'):
        op.drop_column('visit', column)
    for column in ('misses', 'opens_at', 'placed'):
        op.drop_column('stop', column)
    op.drop_table('task')
