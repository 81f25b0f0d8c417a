"""What staff looked at in an application, point by point: who ticked it and when."""

import sqlalchemy as sa
from alembic import op

revision = '0040'
down_revision = '0039'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
STEPS = "'correct', 'ask', 'answer', 'accept', 'hold', 'reopen', 'assign', 'release'"


def upgrade() -> None:
    op.create_table(
        'check_tick',
        sa.Column('id', ID, nullable=False),
        sa.Column('pre_application_id', ID, nullable=False),
        sa.Column('form', sa.Text(), nullable=False),
        sa.Column('code', sa.Text(), nullable=False),
        sa.Column('staff', sa.Text(), nullable=True),
        sa.Column('at', sa.BigInteger(), nullable=False),
        sa.Column('version', sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ['pre_application_id'], ['pre_application.id'],
            name=op.f('fk_check_tick_pre_application_id'),
        ),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_check_tick')),
        sa.UniqueConstraint(
            'pre_application_id', 'form', 'code',
            name=op.f('uq_check_tick_pre_application_id_form_code'),
        ),
    )
    _allow(f"step IN ({STEPS}, 'tick', 'untick')")


def downgrade() -> None:
    op.execute("DELETE FROM correction WHERE step IN ('tick', 'untick')")
    _allow(f'step IN ({STEPS})')
    op.drop_table('check_tick')


def _allow(steps: str) -> None:
    name = op.f('ck_correction_step_known')
    with op.batch_alter_table('correction') as batch:
        # SQLite's copy of a table leaves its checks behind, so there is nothing to drop.
        if op.get_bind().dialect.name != 'sqlite':
            batch.drop_constraint(name, type_='check')
        batch.create_check_constraint(name, steps)
