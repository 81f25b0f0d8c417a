"""Seats that are kept for a while or for a longer booking, and the waiting list."""

import sqlalchemy as sa
from alembic import op

revision = '0017'
down_revision = '0028'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('reservation') as batch_op:
        batch_op.add_column(sa.Column('minutes', sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column('contact_mark', sa.Text(), nullable=True))
        batch_op.create_index('ix_reservation_contact_mark', ['contact_mark'], unique=False)
    op.create_table('kept_seat',
    sa.Column('seat_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('owner', sa.Text(), nullable=True),
    sa.Column('reservation_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('until', sa.BigInteger(), nullable=True),
    sa.CheckConstraint("kind IN ('more', 'held', 'resting', 'offered')", name=op.f('ck_kept_seat_kind_known')),
    sa.ForeignKeyConstraint(['reservation_id'], ['reservation.id'], name=op.f('fk_kept_seat_reservation_id')),
    sa.ForeignKeyConstraint(['seat_id'], ['seat.id'], name=op.f('fk_kept_seat_seat_id')),
    sa.PrimaryKeyConstraint('seat_id', name=op.f('pk_kept_seat'))
    )
    op.create_index('ix_kept_seat_owner', 'kept_seat', ['owner'], unique=False)
    op.create_index('ix_kept_seat_reservation_id', 'kept_seat', ['reservation_id'], unique=False)
    op.create_table('waiting_entry',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('office', sa.Text(), nullable=False),
    sa.Column('service_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('lookup_id', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=False),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.Column('contact_mark', sa.Text(), nullable=False),
    sa.Column('slot_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=True),
    sa.Column('offer_until', sa.BigInteger(), nullable=True),
    sa.Column('created_at', sa.BigInteger(), nullable=False),
    sa.Column('purge_after', sa.Date(), nullable=False),
    sa.CheckConstraint("state IN ('waiting', 'offered', 'taken', 'left', 'over')", name=op.f('ck_waiting_entry_state_known')),
    sa.ForeignKeyConstraint(['office'], ['office.code'], name=op.f('fk_waiting_entry_office')),
    sa.ForeignKeyConstraint(['service_id'], ['service.id'], name=op.f('fk_waiting_entry_service_id')),
    sa.ForeignKeyConstraint(['slot_id'], ['slot.id'], name=op.f('fk_waiting_entry_slot_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_waiting_entry')),
    sa.UniqueConstraint('lookup_id', name=op.f('uq_waiting_entry_lookup_id'))
    )
    with op.batch_alter_table('waiting_entry') as batch_op:
        batch_op.create_index('ix_waiting_entry_open', ['office', 'service_id', 'id'], unique=False, sqlite_where=sa.text("state IN ('waiting', 'offered')"), postgresql_where=sa.text("state IN ('waiting', 'offered')"))


def downgrade() -> None:
    op.drop_table('waiting_entry')
    op.drop_table('kept_seat')
    with op.batch_alter_table('reservation') as batch_op:
        batch_op.drop_index('ix_reservation_contact_mark')
        batch_op.drop_column('contact_mark')
        batch_op.drop_column('minutes')
