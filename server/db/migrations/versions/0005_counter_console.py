"""The counter console: papers ordered from machines, help called from counters, texts, PINs."""

import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('broadcast',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('office', sa.Text(), nullable=False),
    sa.Column('area', sa.Text(), nullable=True),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('shown_from', sa.BigInteger(), nullable=False),
    sa.Column('shown_until', sa.BigInteger(), nullable=False),
    sa.Column('staff', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['office'], ['office.code'], name=op.f('fk_broadcast_office')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_broadcast'))
    )
    with op.batch_alter_table('broadcast', schema=None) as batch_op:
        batch_op.create_index(op.f('ix_broadcast_office'), ['office'], unique=False)
    op.create_table('print_order',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('office', sa.Text(), nullable=False),
    sa.Column('visit_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('device_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('documents', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('ordered_at', sa.BigInteger(), nullable=False),
    sa.Column('settled_at', sa.BigInteger(), nullable=True),
    sa.ForeignKeyConstraint(['device_id'], ['device.id'], name=op.f('fk_print_order_device_id')),
    sa.ForeignKeyConstraint(['office'], ['office.code'], name=op.f('fk_print_order_office')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_print_order_visit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_print_order'))
    )
    with op.batch_alter_table('print_order', schema=None) as batch_op:
        batch_op.create_index(op.f('ix_print_order_visit_id'), ['visit_id'], unique=False)
        batch_op.create_index('ix_print_order_waiting', ['device_id'], unique=False, sqlite_where=sa.text("state = 'ordered'"), postgresql_where=sa.text("state = 'ordered'"))
    op.add_column('bell', sa.Column('counter', sa.Text(), nullable=True))
    op.add_column('bell', sa.Column('answered_by', sa.Text(), nullable=True))
    op.add_column('staff', sa.Column('pin_hash', sa.Text(), nullable=True))
    op.add_column('staff_session', sa.Column('locked_at', sa.BigInteger(), nullable=True))
    op.add_column('staff_session', sa.Column('pin_failures', sa.Integer(), server_default='0', nullable=False))


def downgrade() -> None:
    op.drop_column('staff_session', 'pin_failures')
    op.drop_column('staff_session', 'locked_at')
    op.drop_column('staff', 'pin_hash')
    op.drop_column('bell', 'answered_by')
    op.drop_column('bell', 'counter')
    op.drop_table('print_order')
    op.drop_table('broadcast')
