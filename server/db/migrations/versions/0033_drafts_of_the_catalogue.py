"""Offices draft, approve and publish what the catalogue says."""

import sqlalchemy as sa
from alembic import op

revision = '0033'
down_revision = '0031'
branch_labels = None
depends_on = None

OPEN = sa.text("state IN ('draft', 'asked', 'approved')")


def upgrade() -> None:
    op.add_column(
        'catalogue',
        sa.Column('withdrawn', sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    head = op.create_table(
        'catalogue_head',
        sa.Column('id', sa.Integer(), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_catalogue_head')),
    )
    op.bulk_insert(head, [{'id': 1, 'version': 1}])
    op.create_table(
        'catalogue_draft',
        sa.Column('id', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
        sa.Column('office', sa.Text(), nullable=False),
        sa.Column('kind', sa.Text(), nullable=False),
        sa.Column('code', sa.Text(), nullable=False),
        sa.Column('state', sa.Text(), nullable=False),
        sa.Column('revision', sa.Integer(), nullable=False),
        sa.Column('document', sa.Text(), nullable=False),
        sa.Column('before', sa.Text(), nullable=False),
        sa.Column('base', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), nullable=False),
        sa.Column('editors', sa.Text(), nullable=False),
        sa.Column('changed_at', sa.BigInteger(), nullable=False),
        sa.Column('approved_by', sa.Text(), nullable=True),
        sa.Column('approved_at', sa.BigInteger(), nullable=True),
        sa.Column('version', sa.Integer(), nullable=True),
        sa.Column('published_by', sa.Text(), nullable=True),
        sa.Column('published_at', sa.BigInteger(), nullable=True),
        sa.Column('brings_back', sa.Integer(), nullable=True),
        sa.Column('note', sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'asked', 'approved', 'published', 'rolled_back', 'discarded')",
            name=op.f('ck_catalogue_draft_state_known'),
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_catalogue_draft')),
    )
    op.create_index(
        'uq_catalogue_draft_open', 'catalogue_draft', ['office', 'kind', 'code'],
        unique=True, sqlite_where=OPEN, postgresql_where=OPEN,
    )  # fmt: skip


def downgrade() -> None:
    op.drop_table('catalogue_draft')
    op.drop_table('catalogue_head')
    with op.batch_alter_table('catalogue') as batch:
        batch.drop_column('withdrawn')
