"""Residents are told that their turn is near, by push, mail, LINE or SMS."""

import sqlalchemy as sa
from alembic import op

revision = '0014'
down_revision = '0012'
branch_labels = None
depends_on = None

CHANNELS = "channel IN ('mail', 'push', 'line', 'sms')"


def upgrade() -> None:
    op.create_table('notice',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('office', sa.Text(), nullable=False),
    sa.Column('visit_id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('channel', sa.Text(), nullable=False),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.Column('mark', sa.Text(), nullable=False),
    sa.Column('asked_at', sa.BigInteger(), nullable=False),
    sa.CheckConstraint(CHANNELS, name=op.f('ck_notice_channel_known')),
    sa.ForeignKeyConstraint(['office'], ['office.code'], name=op.f('fk_notice_office')),
    sa.ForeignKeyConstraint(['visit_id'], ['visit.id'], name=op.f('fk_notice_visit_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_notice')),
    sa.UniqueConstraint('mark', name=op.f('uq_notice_mark'))
    )
    op.create_index(op.f('ix_notice_visit_id'), 'notice', ['visit_id'], unique=False)
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.add_column(sa.Column('channel', sa.Text(), server_default='mail', nullable=False))
        batch_op.create_check_constraint(op.f('ck_outbox_channel_known'), CHANNELS)


def downgrade() -> None:
    # What is not mail would go to the mail server; it is of use for minutes only.
    op.execute("DELETE FROM outbox WHERE channel <> 'mail'")
    with op.batch_alter_table('outbox', schema=None) as batch_op:
        batch_op.drop_constraint(op.f('ck_outbox_channel_known'), type_='check')
        batch_op.drop_column('channel')
    op.drop_table('notice')
