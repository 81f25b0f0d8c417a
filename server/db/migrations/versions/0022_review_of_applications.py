"""Applications are corrected with history, and sections answer whether they are concerned."""

import sqlalchemy as sa
from alembic import op

revision = '0022'
down_revision = '0017'
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.add_column('pre_application', sa.Column('channel', sa.Text(), nullable=False, server_default='web'))
    op.create_table('correction',
    sa.Column('id', _ID, nullable=False),
    sa.Column('office', sa.Text(), nullable=False),
    sa.Column('pre_application_id', _ID, nullable=False),
    sa.Column('step', sa.Text(), nullable=False),
    sa.Column('at', sa.BigInteger(), nullable=False),
    sa.Column('staff', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('sealed', sa.LargeBinary(), nullable=False),
    sa.CheckConstraint("step IN ('correct', 'ask', 'answer', 'accept', 'hold', 'reopen')", name=op.f('ck_correction_step_known')),
    sa.ForeignKeyConstraint(['office'], ['office.code'], name=op.f('fk_correction_office')),
    sa.ForeignKeyConstraint(['pre_application_id'], ['pre_application.id'], name=op.f('fk_correction_pre_application_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_correction'))
    )
    op.create_index('ix_correction_application', 'correction', ['pre_application_id'])
    op.create_table('section_task',
    sa.Column('id', _ID, nullable=False),
    sa.Column('office', sa.Text(), nullable=False),
    sa.Column('pre_application_id', _ID, nullable=False),
    sa.Column('section', sa.Text(), nullable=False),
    sa.Column('answer', sa.Text(), nullable=False),
    sa.Column('note', sa.LargeBinary(), nullable=True),
    sa.Column('asked_at', sa.BigInteger(), nullable=False),
    sa.Column('answered_at', sa.BigInteger(), nullable=True),
    sa.Column('staff', sa.Text(), nullable=True),
    sa.CheckConstraint("answer IN ('open', 'needed', 'not_needed', 'bring')", name=op.f('ck_section_task_answer_known')),
    sa.ForeignKeyConstraint(['office'], ['office.code'], name=op.f('fk_section_task_office')),
    sa.ForeignKeyConstraint(['pre_application_id'], ['pre_application.id'], name=op.f('fk_section_task_pre_application_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_section_task')),
    sa.UniqueConstraint('pre_application_id', 'section', name=op.f('uq_section_task_pre_application_id_section'))
    )


def downgrade() -> None:
    op.drop_table('section_task')
    op.drop_table('correction')
    op.drop_column('pre_application', 'channel')
