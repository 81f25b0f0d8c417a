"""Residents send files along with a form; the history says when they change them."""

import sqlalchemy as sa
from alembic import op

revision = '0041'
down_revision = '0040'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
BEFORE = "step IN ('correct', 'ask', 'answer', 'accept', 'hold', 'reopen', 'assign', 'release', 'tick', 'untick')"
AFTER = "step IN ('correct', 'ask', 'answer', 'accept', 'hold', 'reopen', 'assign', 'release', 'tick', 'untick', 'attach', 'detach')"


def upgrade() -> None:
    op.create_table('attachment',
    sa.Column('id', _ID, nullable=False),
    sa.Column('draft_id', sa.Text(), nullable=True),
    sa.Column('pre_application_id', _ID, nullable=True),
    sa.Column('form', sa.Text(), nullable=False),
    sa.Column('code', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('added_at', sa.BigInteger(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint("kind IN ('picture', 'pdf')", name=op.f('ck_attachment_kind_known')),
    sa.CheckConstraint("(draft_id IS NULL) <> (pre_application_id IS NULL)", name=op.f('ck_attachment_one_holder')),
    sa.ForeignKeyConstraint(['draft_id'], ['draft.lookup_id'], name=op.f('fk_attachment_draft_id')),
    sa.ForeignKeyConstraint(['pre_application_id'], ['pre_application.id'], name=op.f('fk_attachment_pre_application_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_attachment'))
    )
    op.create_index(op.f('ix_attachment_draft_id'), 'attachment', ['draft_id'])
    op.create_index(op.f('ix_attachment_pre_application_id'), 'attachment', ['pre_application_id'])
    _allow(AFTER)


def downgrade() -> None:
    op.execute("DELETE FROM correction WHERE step IN ('attach', 'detach')")
    _allow(BEFORE)
    op.drop_table('attachment')


def _allow(steps: str) -> None:
    name = op.f('ck_correction_step_known')
    with op.batch_alter_table('correction') as batch:
        # SQLite's copy of a table leaves its checks behind, so there is nothing to drop.
        if op.get_bind().dialect.name != 'sqlite':
            batch.drop_constraint(name, type_='check')
        batch.create_check_constraint(name, steps)
