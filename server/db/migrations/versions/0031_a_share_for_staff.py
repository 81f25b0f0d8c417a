"""Some seats are kept for whom staff serve on the phone or at the desk."""

import sqlalchemy as sa
from alembic import op

revision = '0031'
down_revision = '0030'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('seat', sa.Column('internal', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column('reservation', sa.Column('by_staff', sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column('reservation', 'by_staff')
    op.drop_column('seat', 'internal')
