"""A display is heard by its pages: the sign of an area's displays goes."""

import sqlalchemy as sa
from alembic import op

revision = '0030'
down_revision = '0018'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table('display_sign')


def downgrade() -> None:
    op.create_table(
        'display_sign',
        sa.Column('office', sa.Text(), nullable=False),
        sa.Column('area', sa.Text(), nullable=False),
        sa.Column('seen_at', sa.BigInteger(), nullable=False),
        sa.Column('health', sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(['office'], ['office.code'], name=op.f('fk_display_sign_office')),
        sa.PrimaryKeyConstraint('office', 'area', name=op.f('pk_display_sign')),
    )
