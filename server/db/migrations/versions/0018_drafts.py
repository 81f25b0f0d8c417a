"""Drafts that are gone on with on another device."""

import sqlalchemy as sa
from alembic import op

revision = '0018'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('draft',
    sa.Column('lookup_id', sa.Text(), nullable=False),
    sa.Column('office', sa.Text(), nullable=False),
    sa.Column('ciphertext', sa.LargeBinary(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('saved_at', sa.BigInteger(), nullable=False),
    sa.Column('purge_after', sa.Date(), nullable=False),
    sa.ForeignKeyConstraint(['office'], ['office.code'], name=op.f('fk_draft_office')),
    sa.PrimaryKeyConstraint('lookup_id', name=op.f('pk_draft'))
    )
    op.create_index('ix_draft_purge_after', 'draft', ['purge_after'], unique=False)


def downgrade() -> None:
    op.drop_table('draft')
