"""An application has somebody who looks after it; the history says who and since when."""

import sqlalchemy as sa
from alembic import op

revision = '0039'
down_revision = '0038'
branch_labels = None
depends_on = None

BEFORE = "step IN ('correct', 'ask', 'answer', 'accept', 'hold', 'reopen')"
AFTER = "step IN ('correct', 'ask', 'answer', 'accept', 'hold', 'reopen', 'assign', 'release')"


def upgrade() -> None:
    op.add_column('pre_application', sa.Column('assignee', sa.Text(), nullable=True))
    _allow(AFTER)


def downgrade() -> None:
    op.execute("DELETE FROM correction WHERE step IN ('assign', 'release')")
    _allow(BEFORE)
    op.drop_column('pre_application', 'assignee')


def _allow(steps: str) -> None:
    name = op.f('ck_correction_step_known')
    with op.batch_alter_table('correction') as batch:
        # SQLite's copy of a table leaves its checks behind, so there is nothing to drop.
        if op.get_bind().dialect.name != 'sqlite':
            batch.drop_constraint(name, type_='check')
        batch.create_check_constraint(name, steps)
