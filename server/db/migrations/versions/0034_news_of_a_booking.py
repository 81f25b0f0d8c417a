"""Browsers that want to hear of a booking by Web Push."""

import sqlalchemy as sa
from alembic import op

revision = '0034'
down_revision = '0032'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('booking_notice',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('office', sa.Text(), nullable=False),
    sa.Column('reservation_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.Column('mark', sa.Text(), nullable=False),
    sa.Column('asked_at', sa.BigInteger(), nullable=False),
    sa.ForeignKeyConstraint(['office'], ['office.code'], name=op.f('fk_booking_notice_office')),
    sa.ForeignKeyConstraint(['reservation_id'], ['reservation.id'], name=op.f('fk_booking_notice_reservation_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_booking_notice')),
    sa.UniqueConstraint('mark', name=op.f('uq_booking_notice_mark'))
    )
    op.create_index('ix_booking_notice_reservation_id', 'booking_notice', ['reservation_id'], unique=False)


def downgrade() -> None:
    op.drop_table('booking_notice')
