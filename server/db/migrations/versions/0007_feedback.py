"""How residents found their visit."""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('feedback',
    sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
    sa.Column('office', sa.Text(), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('service', sa.Text(), nullable=True),
    sa.Column('score', sa.Integer(), nullable=False),
    sa.Column('comment', sa.Text(), nullable=True),
    sa.Column('given_at', sa.Text(), nullable=False),
    sa.Column('once', sa.Text(), nullable=True),
    sa.CheckConstraint('score BETWEEN 1 AND 4', name=op.f('ck_feedback_score_known')),
    sa.ForeignKeyConstraint(['office'], ['office.code'], name=op.f('fk_feedback_office')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_feedback')),
    sa.UniqueConstraint('once', name=op.f('uq_feedback_once'))
    )
    with op.batch_alter_table('feedback', schema=None) as batch_op:
        batch_op.create_index('ix_feedback_day', ['office', 'day'], unique=False)


def downgrade() -> None:
    op.drop_table('feedback')
